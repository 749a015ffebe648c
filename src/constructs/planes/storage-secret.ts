import { Problems } from '../../common/props/problems';
import { SecretDelivery } from '../secrets';
import { ownTarget, SecretTarget } from '../secrets/secret-target';
import { ObjectStorage } from './object-storage';

/** Holds the credentials of the object storage, where pods have no identity of their own. */
export const STORAGE_SECRET = 'union-object-storage';

/** What delivers the credentials; nothing where the pods have an identity of their own. */
export function storageSecrets({ _identity: { credentials = [] } }: ObjectStorage): SecretTarget[] {
  const entries = credentials.map(({ key, content, remote }) => ({
    key,
    content,
    remote,
    variable: `UNION_STORAGE_${key.replace(/\W/g, '_').toUpperCase()}`,
  }));
  return entries.length === 0 ? [] : [ownTarget(STORAGE_SECRET, { entries })];
}

/** The delivered Secrets that pods with access read. */
export function mountedStorageSecrets(storage: ObjectStorage): string[] {
  return storageSecrets(storage).map(({ secretName }) => secretName);
}

/** A store needs to know where each lies. */
export function checkStorageSecrets(
  problems: Problems, { _identity: { credentials = [] } }: ObjectStorage, secrets: SecretDelivery,
): void {
  for (const { prop, remote, content } of credentials) {
    const missing = `name where the ${content} is in the store, or give the pods an identity of their own`;
    secrets._checkOwn(problems, `storage.${prop}`, remote, missing);
  }
}
