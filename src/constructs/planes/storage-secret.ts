import { Problems } from '../../common/props/problems';
import { RemoteSecret, SecretDelivery } from '../secrets';
import { SecretCreationPolicy } from '../secrets/external-secret';
import { SecretTarget } from '../secrets/secret-target';
import { ObjectStorage } from './object-storage';

/**
 * Holds the credentials of the object storage, where pods have no identity of their own. Nobody else writes
 * it.
 */
export const STORAGE_SECRET = 'union-object-storage';

/** What delivers the credentials; nothing where the pods have an identity of their own. */
export function storageSecrets({ _identity: { credentials = [] } }: ObjectStorage): SecretTarget[] {
  return credentials.length === 0 ? [] : [{
    secretName: STORAGE_SECRET,
    externalSecretName: STORAGE_SECRET,
    entries: credentials.map(({ key, content, remote }) => ({
      key,
      content,
      remote,
      variable: `UNION_STORAGE_${key.replace(/\W/g, '_').toUpperCase()}`,
    })),
    creationPolicy: SecretCreationPolicy.OWNER,
    ensureExists: false,
    renderedByChart: false,
  }];
}

/** The delivered Secrets that pods with access read. */
export function mountedStorageSecrets(storage: ObjectStorage): string[] {
  return storageSecrets(storage).map(({ secretName }) => secretName);
}

/** Where the credentials lie that a store delivers. */
export function storageRemotes({ _identity: { credentials = [] } }: ObjectStorage): RemoteSecret[] {
  return credentials.flatMap(({ remote }) => remote ?? []);
}

/** A store needs to know where each lies. */
export function checkStorageSecrets(
  problems: Problems, { _identity: { credentials = [] } }: ObjectStorage, secrets: SecretDelivery,
): void {
  for (const { prop, remote, content } of credentials) {
    if (remote) {
      secrets._checkOwn(problems, `storage.${prop}`, remote);
    } else if (secrets._readsStore) {
      problems.add(
        `storage.${prop}`,
        undefined,
        `name where the ${content} lies in the store, or give the pods an identity of their own`,
      );
    }
  }
}
