import { clientEntries, heldSecrets } from '../../../src/verify/model/client-entries';
import { externalSecret, ExternalSecretProps, Json, object, secret } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { modelOf } from '../_model';

const client = (name = 'executions', clientId = 'ours', namespace?: string) =>
  service(name, { admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } }, { namespace });
const delivery = (remoteRef: Json | undefined, props: ExternalSecretProps & { readonly data?: readonly Json[] } = {}, spec: Json = {}) => externalSecret('auth', {
  target: 'union-controlplane-secrets', ...props, spec: { data: props.data ?? [{ secretKey: 'other', remoteRef: { key: 'other' } }, { secretKey: 'client_secret', remoteRef }], ...spec },
});
const entries = (...objects: Json[]) => clientEntries(modelOf(...objects)).map(({ field, named, readers, ofBrowserLogin, ...entry }) => {
  expect(readers.map(String)).toEqual(named.slice(0, readers.length).map(String));
  expect(ofBrowserLogin).toBe(entry.clientId === 'web');
  return { ...entry, field: `${field}`, named: named.map(String) };
});

const ENTRY = {
  clientId: 'ours', home: { cluster: undefined, namespace: 'union-cp' }, store: 'SecretStore default', provider: undefined, remoteKey: 'union/service', part: '', field: 'spec.data[1].remoteRef', named: ['data["config.yaml"]: admin.clientId'],
};

describe('the entry of a store that a client takes its secret from', () => {
  test('is known from the ExternalSecret that writes its Secret', () => {
    expect(entries(...client(), delivery({ key: 'union/service' }))).toEqual([ENTRY]);
    expect(entries(...client())).toEqual([]);
    expect(entries(delivery({ key: 'union/service' }))).toEqual([]);
    expect(entries(...client(), secret('union-controlplane-secrets', { client_secret: 'x' }))).toEqual([]);
  });

  test.each([
    [{ property: 'secret' }, 'property secret'],
    [{ version: 3 }, 'version 3'],
    [{ decodingStrategy: 'Base64' }, 'decoding Base64'],
    [{ decodingStrategy: 'None' }, ''],
    [{ property: 'secret', version: 'v1', decodingStrategy: 'Auto' }, 'property secret, version v1, decoding Auto'],
  ])('with what is read of it: %p', (part, expected) => {
    expect(entries(...client(), delivery({ key: 'union/service', ...part }))).toEqual([{ ...ENTRY, part: expected }]);
  });

  test('is none where the ExternalSecret names none, or a template makes the value', () => {
    expect(entries(...client(), delivery(undefined))).toEqual([]);
    expect(entries(...client(), delivery({ key: '' }))).toEqual([]);
    expect(entries(...client(), delivery({ key: 'union/service' }, {}, { target: { name: 'union-controlplane-secrets', template: { data: { client_secret: '{{ .other }}-{{ .client_secret }}' } } } }))).toEqual([]);
    expect(entries(...client(), delivery(undefined, { data: [] }, { dataFrom: [{ extract: { key: 'union' } }] }))).toEqual([]);
  });

  test('is one for all services that share a Secret, and one for each client', () => {
    expect(entries(...client(), ...client('usage'), delivery({ key: 'union/service' }))).toEqual([{ ...ENTRY, named: [...ENTRY.named, ...ENTRY.named] }]);
    expect(entries(...client(), ...client('usage', 'theirs'), delivery({ key: 'union/service' }))).toEqual([ENTRY, { ...ENTRY, clientId: 'theirs' }]);
  });

  test('is one for each ExternalSecret', () => {
    const other = externalSecret('more', { target: 'union-controlplane-secrets', spec: { data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/more' } }] } });
    expect(entries(...client(), delivery({ key: 'union/service' }), other)).toEqual([ENTRY, { ...ENTRY, remoteKey: 'union/more', field: 'spec.data[0].remoteRef' }]);
  });

  test('is that of the web client, too', () => {
    const web = externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] });
    const [, workload] = flyteadmin(externalAuth(ISSUER));
    const spec = workload.spec as { template: { spec: { containers: Json[]; volumes: Json[] } } };
    spec.template.spec.volumes.push({ name: 'secrets', secret: { secretName: 'flyte-admin-secrets' } });
    (spec.template.spec.containers[0].volumeMounts as Json[]).push({ name: 'secrets', mountPath: '/etc/secrets/' });
    expect(entries(flyteadmin(externalAuth(ISSUER))[0], workload, web))
      .toEqual([{ ...ENTRY, clientId: 'web', remoteKey: 'union/oidc_client_secret', field: 'spec.data[0].remoteRef', named: ['data["server.yaml"]: auth.userAuth.openId.clientId'] }]);
  });

  test('is none where the client has no ID', () => expect(entries(...client('executions', ''), delivery({ key: 'union/service' }))).toEqual([]));
});

describe('what the store is', () => {
  const provider = { fake: { data: [] } };
  const store = (kind: string, namespace: string | null, name = 'default') => object('external-secrets.io/v1', kind, name, { spec: { provider } }, namespace);
  const providers = (...objects: Json[]) => entries(...client(), ...objects).map((entry) => [entry.store, entry.provider]);
  const SHOWN = JSON.stringify(provider);
  const ofCluster = delivery({ key: 'union/service' }, {}, { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } });

  test('shows a store of its name in its namespace', () => {
    expect(providers(delivery({ key: 'union/service' }), store('SecretStore', 'union-cp'))).toEqual([['SecretStore default', SHOWN]]);
    expect(providers(delivery({ key: 'union/service' }), store('SecretStore', 'other'))).toEqual([['SecretStore default', undefined]]);
    expect(providers(delivery({ key: 'union/service' }), store('SecretStore', 'union-cp', 'other'))).toEqual([['SecretStore default', undefined]]);
    expect(providers(delivery({ key: 'union/service' }), store('ClusterSecretStore', null))).toEqual([['SecretStore default', undefined]]);
  });

  test('shows one of the whole cluster by its name', () => {
    expect(providers(ofCluster, store('ClusterSecretStore', null))).toEqual([['ClusterSecretStore default', SHOWN]]);
    expect(providers(ofCluster, store('SecretStore', 'union-cp'))).toEqual([['ClusterSecretStore default', undefined]]);
  });
});

describe('the Secrets of a cluster that hold what a client presents', () => {
  const inCluster = (keys: Record<string, string>, metadata: Json = { uid: '1' }, namespace = 'union-cp') => secret('union-controlplane-secrets', keys, namespace, metadata);
  const held = (...objects: Json[]) => heldSecrets(modelOf(...objects)).map(({ clientId, secret: { name, namespace }, key }) => `${clientId}: ${namespace}/${name} ${key}`);

  test('are those that a cluster showed, and manifests with a value', () => {
    expect(held(...client(), inCluster({ client_secret: 'hunter2' }))).toEqual(['ours: union-cp/union-controlplane-secrets client_secret']);
    expect(held(...client(), inCluster({ client_secret: 'hunter2' }, {}))).toEqual(['ours: union-cp/union-controlplane-secrets client_secret']);
    expect(held(...client(), inCluster({ client_secret: '${SECRET}' }, {}))).toEqual([]);
    expect(held(...client(), delivery({ key: 'union/service' }))).toEqual([]);
  });

  test('have the key, with a value', () => {
    expect(held(...client(), inCluster({ other: 'hunter2' }))).toEqual([]);
    expect(held(...client(), inCluster({ client_secret: 'placeholder' }))).toEqual([]);
  });

  test('count once a client and Secret', () => {
    const one = inCluster({ client_secret: 'hunter2' });
    const SHARED = 'union-cp/union-controlplane-secrets client_secret';
    expect(held(...client(), ...client('usage'), one)).toEqual([`ours: ${SHARED}`]);
    expect(held(...client(), ...client('usage', 'theirs'), one)).toEqual([`ours: ${SHARED}`, `theirs: ${SHARED}`]);
    expect(held(...client(), ...client('executions', 'ours', 'other'), one, inCluster({ client_secret: 'hunter2' }, { uid: '2' }, 'other')))
      .toEqual([`ours: ${SHARED}`, 'ours: other/union-controlplane-secrets client_secret']);
  });
});
