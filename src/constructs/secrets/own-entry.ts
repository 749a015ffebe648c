import { Problems } from '../../common/props/problems';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { SecretDelivery } from './secret-delivery';

/** A secret, and where it is, if anything says so. */
interface LocatedSecret {
  /** The client whose secret it is, if it is one's. */
  readonly clientId?: string;
  readonly remote?: RemoteRef;
}

/** Whose secrets there are besides. */
export interface OtherSecrets {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
}

/** Checks that a secret does not lie where that of an application of the identity does. */
export function checkOwnEntry(
  problems: Problems, { identity }: OtherSecrets, prop: string, { clientId, remote }: LocatedSecret,
): void {
  const owner = remote
    && identity._applications._withSecretIn(remote).find(({ clientId: id }) => id !== clientId);
  if (owner) {
    problems.add(
      prop,
      remote,
      `is the entry of client ${owner.clientId} as well; each secret has an entry of its own, name it`,
    );
  }
}
