import { clientEntries, heldSecrets } from '../../../src/verify/model/client-entries';
import { externalSecret, Json, object, secret } from '../_manifests';
import { modelOf } from '../_model';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';

const SECRET = 'union-controlplane-secrets';
const client = (name = 'executions', clientId = 'ours', namespace?: string) =>
  service(name, { admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } }, { namespace });
const delivery = (remoteRef: Json | undefined, spec: Json = {}) =>
  externalSecret('auth', { target: SECRET, spec: { data: [{ secretKey: 'other', remoteRef: { key: 'other' } }, { secretKey: 'client_secret', remoteRef }], ...spec } });
const DELIVERED = delivery({ key: 'union/service' });
const USAGE = client('usage');
const THEIRS = client('usage', 'theirs');

/** flyteadmin, which reads the secret of the web client from a Secret that it mounts. */
function webClient(): Json[] {
  const [config, workload] = flyteadmin(externalAuth(ISSUER));
  const spec = workload.spec as { template: { spec: { containers: Json[]; volumes: Json[] } } };
  spec.template.spec.volumes.push({ name: 'secrets', secret: { secretName: 'flyte-admin-secrets' } });
  (spec.template.spec.containers[0].volumeMounts as Json[]).push({ name: 'secrets', mountPath: '/etc/secrets/' });
  return [config, workload, externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] })];
}

const NAMED = 'data["config.yaml"]: admin.clientId';
const ENTRY = {
  clientId: 'ours', home: { cluster: undefined, namespace: 'union-cp' }, store: 'SecretStore default', provider: undefined, remoteKey: 'union/service', part: '', field: 'spec.data[1].remoteRef', named: [NAMED],
};
const templated = { target: { name: SECRET, template: { data: { client_secret: '{{ .other }}-{{ .client_secret }}' } } } };
const provider = { fake: { data: [] } };
const store = (kind: string, namespace: string | null, name = 'default') => object('external-secrets.io/v1', kind, name, { spec: { provider } }, namespace);
const SHOWN = { ...ENTRY, provider: JSON.stringify(provider) };
const ofCluster = delivery({ key: 'union/service' }, { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } });
const more = externalSecret('more', { target: SECRET, spec: { data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/more' } }] } });

test.each<[string, Json[], object[]]>([
  ['is known from the ExternalSecret that writes its Secret', [...client(), DELIVERED], [ENTRY]],
  ['is none without one', client(), []],
  ['is none without a client', [DELIVERED], []],
  ['is none of a Secret', [...client(), secret(SECRET, { client_secret: 'x' })], []],
  ['is none where the ExternalSecret names none', [...client(), delivery(undefined)], []],
  ['is none where it names a blank one', [...client(), delivery({ key: '' })], []],
  ['is none where a template makes the value', [...client(), delivery({ key: 'union/service' }, templated)], []],
  ['is none where all of the store is taken', [...client(), delivery(undefined, { data: [], dataFrom: [{ extract: { key: 'union' } }] })], []],
  ['is none where the client has no ID', [...client('executions', ''), DELIVERED], []],
  ['is one for all services that share a Secret', [...client(), ...USAGE, DELIVERED], [{ ...ENTRY, named: [NAMED, NAMED] }]],
  ['is one for each client', [...client(), ...THEIRS, DELIVERED], [ENTRY, { ...ENTRY, clientId: 'theirs' }]],
  ['is one for each ExternalSecret', [...client(), DELIVERED, more], [ENTRY, { ...ENTRY, remoteKey: 'union/more', field: 'spec.data[0].remoteRef' }]],
  ['is that of the web client, too', webClient(),
    [{ ...ENTRY, clientId: 'web', remoteKey: 'union/oidc_client_secret', field: 'spec.data[0].remoteRef', named: ['data["server.yaml"]: auth.userAuth.openId.clientId'] }]],
  ['is at the provider of the store of its namespace', [...client(), DELIVERED, store('SecretStore', 'union-cp')], [SHOWN]],
  ['is at none of a store of another namespace', [...client(), DELIVERED, store('SecretStore', 'other')], [ENTRY]],
  ['is at none of a store of another name', [...client(), DELIVERED, store('SecretStore', 'union-cp', 'other')], [ENTRY]],
  ['is at none of a store of another kind', [...client(), DELIVERED, store('ClusterSecretStore', null)], [ENTRY]],
  ['is at the provider of a store of the whole cluster', [...client(), ofCluster, store('ClusterSecretStore', null)], [{ ...SHOWN, store: 'ClusterSecretStore default' }]],
  ['is at none of a store of a namespace', [...client(), ofCluster, store('SecretStore', 'union-cp')], [{ ...ENTRY, store: 'ClusterSecretStore default' }]],
  ...([
    [{ property: 'secret' }, 'property secret'],
    [{ version: 3 }, 'version 3'],
    [{ decodingStrategy: 'Base64' }, 'decoding Base64'],
    [{ decodingStrategy: 'None' }, ''],
    [{ property: 'secret', version: 'v1', decodingStrategy: 'Auto' }, 'property secret, version v1, decoding Auto'],
  ] as const).map(([part, text]): [string, Json[], object[]] => [`has the part "${text}"`, [...client(), delivery({ key: 'union/service', ...part })], [{ ...ENTRY, part: text }]]),
])('the entry of a store that a client takes its secret from: %s', (_, objects, expected) => {
  expect(clientEntries(modelOf(...objects)).map(({ field, named, readers, ofBrowserLogin, ...entry }) => {
    expect(readers.map(String)).toEqual(named.slice(0, readers.length).map(String));
    expect(ofBrowserLogin).toBe(entry.clientId === 'web');
    return { ...entry, field: `${field}`, named: named.map(String) };
  })).toEqual(expected);
});

const inCluster = (keys: Record<string, string>, metadata: Json = { uid: '1' }, namespace = 'union-cp') => secret(SECRET, keys, namespace, metadata);
const VALUE = { client_secret: 'hunter2' };
const OURS = `ours: union-cp/${SECRET} client_secret`;

test.each<[string, Json[], string[]]>([
  ['those that a cluster showed', [...client(), inCluster(VALUE)], [OURS]],
  ['manifests with a value', [...client(), inCluster(VALUE, {})], [OURS]],
  ['no manifests with a reference', [...client(), inCluster({ client_secret: '${SECRET}' }, {})], []],
  ['no ExternalSecrets', [...client(), DELIVERED], []],
  ['none without the key', [...client(), inCluster({ other: 'hunter2' })], []],
  ['none with a placeholder', [...client(), inCluster({ client_secret: 'placeholder' })], []],
  ['one for services of one client', [...client(), ...USAGE, inCluster(VALUE)], [OURS]],
  ['one for each client', [...client(), ...THEIRS, inCluster(VALUE)], [OURS, OURS.replace('ours', 'theirs')]],
  ['one for each namespace', [...client(), ...client('executions', 'ours', 'other'), inCluster(VALUE), inCluster(VALUE, { uid: '2' }, 'other')], [OURS, OURS.replace('union-cp', 'other')]],
])('the Secrets of a cluster that hold what a client presents are %s', (_, objects, expected) => {
  expect(heldSecrets(modelOf(...objects)).map(({ clientId, secret: { name, namespace }, key }) => `${clientId}: ${namespace}/${name} ${key}`)).toEqual(expected);
});
