import { EdgeName, Json, Planes } from './faults/_planes';

/** A healthy cluster with both planes, as kubectl shows it. */

/** The data of a Secret that has these values. */
export const encoded = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
const SERVICE = 'sv-1f8c2d7e9a';
const WEB = 'wb-7a61c0d2ff';

/** What External Secrets, flyteadmin and the database's owner have written. */
export const LIVE_SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'union-cp/flyte-admin-secrets': { client_secret: SERVICE, oidc_client_secret: WEB, cookie_hash_key: 'h'.repeat(86), cookie_block_key: 'b'.repeat(43) },
  'union-cp/flyteadmin-oidc-client-secret': { client_secret: WEB },
  'union-cp/flyte-secret-auth': { client_secret: SERVICE },
  'union-cp/union-controlplane-secrets': { 'client_secret': SERVICE, 'pass.txt': 'pg-55e2bb' },
  'union/union-secret-auth': { client_secret: SERVICE, app_secret: SERVICE },
};

const READY = { conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }] };

export function healthyCluster(edge: EdgeName): Json[] {
  const planes = Planes.behind(edge);
  planes.objects = planes.objects.filter(({ kind }) => kind !== 'Secret');
  for (const [path, values] of Object.entries(LIVE_SECRETS)) {
    const [namespace, name] = path.split('/');
    const keys = Object.keys(values);
    const managedFields = [{ manager: 'externalsecrets.external-secrets.io', operation: 'Update', apiVersion: 'v1', fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) } }];
    planes.add('v1', 'Secret', name, { type: 'Opaque', data: encoded(values) }, namespace, { labels: { 'reconcile.external-secrets.io/managed': 'true' }, managedFields });
  }
  return planes.objects.map((each, index) => ({
    ...each,
    metadata: { ...each.metadata, uid: `u${index}`, resourceVersion: '1', creationTimestamp: '2026-11-01T00:00:00Z' },
    ...(each.kind === 'ExternalSecret' ? { status: READY } : {}),
  }));
}
