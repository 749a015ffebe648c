import { Problems } from '../../common/props/problems';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { SecretDelivery } from './secret-delivery';

/** A client, and where its secret lies, if anybody said so. */
interface ClientSecret {
  readonly clientId: string;
  readonly remote?: RemoteRef;
}

/** Whose secrets there are besides. */
export interface OtherSecrets {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
}

/**
 * Checks that the secret of a client does not lie where that of another one does: of the delivery, or of an
 * application of the identity.
 */
export function checkOwnEntry(
  problems: Problems, { identity, secrets }: OtherSecrets, prop: string, { clientId, remote }: ClientSecret,
): void {
  if (!remote) {
    return;
  }
  const delivered = secrets._propOf(remote);
  if (delivered !== undefined
    && !(delivered === 'serviceClientSecret' && clientId === identity._applications.service.clientId)) {
    problems.add(
      prop,
      remote,
      `is the entry of ${delivered} of the delivery; client ${clientId} has a secret of its own, name its `
        + 'entry',
    );
    return;
  }
  const owner = identity._applications._withSecretIn(remote).find(({ clientId: id }) => id !== clientId);
  if (owner) {
    problems.add(
      prop,
      remote,
      `is the entry of client ${owner.clientId} as well; each client has a secret of its own, name its entry`,
    );
  }
}
