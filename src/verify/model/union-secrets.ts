import { SECRETS } from '../../contract/union/secrets';
import type { ExternalSecret } from '../kube/external-secret';
import type { Secret } from '../kube/secret';
import { keyMakers } from './eager-keys';
import type { Model } from './model';

const NAMED_UPSTREAM: readonly string[] = Object.values(SECRETS).map(({ name }) => name);

/**
 * The keys of a Secret that carry credentials of Union: every key where upstream names the Secret, else those
 * that a service reads.
 */
export function credentialKeys(model: Model, secret: Secret): readonly string[] {
  if (NAMED_UPSTREAM.includes(secret.name)) {
    return secret.keys;
  }
  const read = model.credentialsIn(secret.name, secret);
  return read.length === 0 ? [] : secret.keys.filter((name) => read.some(({ key }) => key?.key === name));
}

/**
 * The ExternalSecrets that write Secrets of Union: those that upstream names, and those that a workload of a
 * plane uses.
 */
export function unionExternalSecrets(model: Model): readonly ExternalSecret[] {
  const all = keyMakers(model).flatMap(({ seeds }) => seeds);
  const seeded = new Set(all.flatMap(({ secret }) => secret ?? []));
  return model.externalSecrets.filter(
    (externalSecret) =>
      NAMED_UPSTREAM.includes(externalSecret.target)
      || seeded.has(externalSecret.target)
      || model.secretUses.byPlanes(externalSecret.target, externalSecret.object).length > 0,
  );
}
