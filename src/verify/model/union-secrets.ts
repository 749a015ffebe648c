import { oncePer } from '../../common/data/collections';
import { UNION_SECRETS } from '../../contract/union/secrets';
import type { ExternalSecret } from '../kube/external-secret';
import type { Secret } from '../kube/secret';
import { keyMakers } from './eager-keys';
import type { Model } from './model';

/** All keys of a Secret that upstream names, otherwise those that a service reads. */
export function credentialKeys(model: Model, secret: Secret): readonly string[] {
  if (UNION_SECRETS.has(secret.name)) {
    return secret.keys;
  }
  const read = model.credentialsIn(secret.name, secret);
  return read.length === 0 ? [] : secret.keys.filter((name) => read.some(({ key }) => key?.key === name));
}

/** Whether an edge references a Secret for any purpose. */
export function isNamedByEdge(model: Model, secret: string): boolean {
  return model.objects.some(({ kind, raw }) => ['Ingress', 'IngressRoute', 'Gateway'].includes(kind)
    && JSON.stringify(raw).includes(JSON.stringify(secret)));
}

/**
 * Whether nothing of Union reads the Secret of an ExternalSecret next to its services: then it belongs to
 * another team.
 */
export function isOfOthers({ target, object }: ExternalSecret, model: Model): boolean {
  return !UNION_SECRETS.has(target) && !seededSecrets(model).has(target)
    && model.secretUses.isUnused(target, object) && !isNamedByEdge(model, target);
}

const seededSecrets = oncePer((model: Model): ReadonlySet<string> =>
  new Set(keyMakers(model).flatMap(({ seeds }) => seeds).flatMap(({ secret }) => secret ?? [])));

/** Those with a Secret that upstream names, or that a workload of a plane uses. */
export function unionExternalSecrets(model: Model): readonly ExternalSecret[] {
  const seeded = seededSecrets(model);
  return model.externalSecrets.filter(
    (externalSecret) =>
      UNION_SECRETS.has(externalSecret.target)
      || seeded.has(externalSecret.target)
      || model.secretUses.byPlanes(externalSecret.target, externalSecret.object).length > 0,
  );
}
