// Tests: test/constructs/secrets/plane-secrets.test.ts
import { Problems } from '../../common/props/problems';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { SecretDelivery } from './secret-delivery';

/** A secret, and its location if known. */
interface LocatedSecret {
  /** The client of the secret, if it belongs to one. */
  readonly clientId?: string;
  readonly remote?: RemoteRef;
}

/** The other secrets of the deployment. */
export interface OtherSecrets {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
}

/** Checks that a secret does not have the location of an application's secret. */
export function checkOwnEntry(
  problems: Problems, { identity }: OtherSecrets, prop: string, { clientId, remote }: LocatedSecret,
): void {
  const owner = remote
    && identity._applications._withSecretIn(remote).find(({ clientId: id }) => id !== clientId);
  if (owner) {
    problems.add(
      prop,
      remote,
      `is also the location of client ${owner.clientId}; each secret has its own, give it`,
    );
  }
}
