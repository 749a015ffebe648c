import { placeOfKeys } from '../../../src/verify/credentials/secret-writers';
import { deployment, externalSecret, object, secret } from '../_manifests';
import { modelOf } from '../_model';

const NEAR = { cluster: undefined, namespace: 'union-cp' };
const LIVE = { uid: '0a1b' };

/** What the input shows about the key `k` of the Secret `auth`. */
function delivery(objects: Parameters<typeof modelOf>, { namespace, live }: { namespace?: string; live?: boolean } = NEAR): string {
  const { state, writers } = modelOf(...objects).writers.delivery('auth', 'k', { cluster: undefined, namespace, live });
  return [state, ...writers.map((writer) => writer.object.kind)].join(' ');
}

/** An ExternalSecret of another namespace, whose Secret a tool is to copy. */
function copied(target: Record<string, unknown> = {}) {
  const annotations = { 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': 'true' };
  return externalSecret('auth', { namespace: 'other', spec: { target: { template: { metadata: { annotations } }, ...target }, dataFrom: [{}] } });
}

/** A ClusterExternalSecret for a namespace that it selects by name. */
function selected(namespace: string) {
  const namespaceSelectors = [{ matchLabels: { 'kubernetes.io/metadata.name': namespace } }];
  const spec = { namespaceSelectors, externalSecretSpec: { data: [{ secretKey: 'k' }] } };
  return object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec }, null);
}

function infisical(template: object | undefined) {
  const target = { secretName: 'auth', secretNamespace: 'union-cp', ...(template === undefined ? {} : { template }) };
  return object('secrets.infisical.com/v1alpha1', 'InfisicalSecret', 'i', { spec: { managedKubeSecretReferences: [target] } }, 'infisical');
}

function bitwarden(spec: object) {
  return object('k8s.bitwarden.com/v1', 'BitwardenSecret', 'b', { spec: { secretName: 'auth', map: [{ bwSecretId: 'id', secretKeyName: 'other' }], ...spec } });
}

test.each<[string, Parameters<typeof modelOf>, string]>([
  ['no object writes it', [secret('other', { k: 'x' })], 'unknown'],
  ['a Secret has it', [secret('auth', { k: 'x' })], 'delivered Secret'],
  ['a Secret has a reference', [secret('auth', { k: 'ref+vault://a/b#c' })], 'delivered Secret'],
  ['a Secret has a placeholder', [secret('auth', { k: 'placeholder' })], 'placeholder Secret'],
  ['a Secret has nothing under it', [secret('auth', { k: '' })], 'placeholder Secret'],
  ['a Secret has other keys', [secret('auth', { other: 'x' })], 'key-missing Secret'],
  ['an ExternalSecret has it', [externalSecret('auth', { keys: ['k'] })], 'delivered ExternalSecret'],
  ['an ExternalSecret has other keys', [externalSecret('auth')], 'key-missing ExternalSecret'],
  ['an ExternalSecret writes nothing', [externalSecret('auth', { keys: ['k'], creationPolicy: 'None' })], 'key-missing ExternalSecret'],
  ['the store may have it', [externalSecret('auth', { spec: { dataFrom: [{}] } })], 'possible ExternalSecret'],
  ['the store may have it, for an ExternalSecret that writes nothing', [externalSecret('auth', { creationPolicy: 'None', spec: { target: { creationPolicy: 'None' }, dataFrom: [{}] } })], 'key-missing ExternalSecret'],
  ['what an ExternalSecret that writes nothing asks to be copied here', [copied({ creationPolicy: 'None' })], 'key-missing ExternalSecret'],
  ['what an ExternalSecret that may write it asks to be copied here', [copied()], 'possible ExternalSecret'],
  ['a placeholder that an ExternalSecret fills', [secret('auth', { k: 'placeholder' }), externalSecret('auth', { keys: ['k'] })], 'delivered Secret ExternalSecret'],
  ['a placeholder that the store may fill', [secret('auth', { k: 'placeholder' }), externalSecret('auth', { keys: [], spec: { dataFrom: [{}] } })], 'possible ExternalSecret'],
  ['a sealed Secret has it', [object('bitnami.com/v1alpha1', 'SealedSecret', 'auth', { spec: { template: { metadata: { name: 'other' } }, encryptedData: { k: 'AgB' } } })], 'delivered SealedSecret'],
  ['a sealed Secret of another name has it, whatever its template says', [object('bitnami.com/v1alpha1', 'SealedSecret', 'sealed', { spec: { template: { metadata: { name: 'auth' } }, encryptedData: { k: 'AgB' } } })], 'unknown'],
  ['templates of Vault add it', [object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'v', { spec: { destination: { name: 'auth', create: true, transformation: { excludes: ['.*'], templates: { k: {} } } } } })], 'delivered VaultStaticSecret'],
  ['templates of Vault add others to those that Vault has', [object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'v', { spec: { destination: { name: 'auth', transformation: { templates: { other: {} } } } } })], 'possible VaultStaticSecret'],
  ['templates of Vault are all, and have others', [object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'v', { spec: { destination: { name: 'auth', transformation: { excludes: ['.*'], templates: { other: {} } } } } })], 'key-missing VaultStaticSecret'],
  ['the template of Infisical has others', [infisical({ data: { other: '{{ .A.Value }}' } })], 'key-missing InfisicalSecret'],
  ['the template of Infisical adds others', [infisical({ includeAllSecrets: true, data: { other: '{{ .A.Value }}' } })], 'possible InfisicalSecret'],
  ['Infisical takes all', [infisical(undefined)], 'possible InfisicalSecret'],
  ['Infisical writes it by its newer kind', [object('secrets.infisical.com/v1beta1', 'InfisicalStaticSecret', 'i', { spec: { targets: [{ name: 'auth', namespace: 'union-cp', kind: 'Secret' }] } }, 'infisical')], 'possible InfisicalStaticSecret'],
  ['Bitwarden maps others', [bitwarden({ onlyMappedSecrets: true })], 'key-missing BitwardenSecret'],
  ['Bitwarden maps others, and brings all', [bitwarden({ onlyMappedSecrets: false })], 'possible BitwardenSecret'],
  ['the store may have others than a template', [externalSecret('auth', { spec: { dataFrom: [{}], target: { name: 'auth', template: { data: { other: 'x' } } } } })], 'key-missing ExternalSecret'],
  ['the store may have it, beside a template', [externalSecret('auth', { spec: { dataFrom: [{}], target: { name: 'auth', template: { mergePolicy: 'Merge', data: { other: 'x' } } } } })], 'possible ExternalSecret'],
  ['a sealed Secret has other keys', [object('bitnami.com/v1alpha1', 'SealedSecret', 'auth', { spec: { encryptedData: { other: 'AgB' } } })], 'key-missing SealedSecret'],
  ['Crossplane applies it', [object('kubernetes.crossplane.io/v1alpha2', 'Object', 'o', { spec: { forProvider: { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'auth', namespace: 'union-cp' } } } } }, null)], 'possible Object'],
  ['Crossplane applies something else of its name', [object('kubernetes.crossplane.io/v1alpha2', 'Object', 'o', { spec: { forProvider: { manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'auth', namespace: 'union-cp' } } } } }, null)], 'unknown'],
  ['a provider of Crossplane writes it', [object('oauth.okta.example.com/v1alpha1', 'App', 'o', { spec: { writeConnectionSecretToRef: { name: 'auth', namespace: 'union-cp' } } }, null)], 'possible App'],
  ['a provider of Crossplane writes it elsewhere', [object('oauth.okta.example.com/v1alpha1', 'App', 'o', { spec: { writeConnectionSecretToRef: { name: 'auth', namespace: 'other' } } }, null)], 'unknown'],
  ['Terraform writes it', [object('infra.contrib.fluxcd.io/v1alpha2', 'Terraform', 't', { spec: { writeOutputsToSecret: { name: 'auth', outputs: ['k'] } } })], 'possible Terraform'],
  ['a ClusterSecret writes it into every namespace', [object('clustersecret.io/v1', 'ClusterSecret', 'auth', { data: { k: 'x' } }, 'other')], 'delivered ClusterSecret'],
  ['an object of unknown kind names it, beside a Secret with other keys', [deployment('app', { secrets: { auth: '/etc/auth' } }), secret('auth', { other: 'x' }), object('example.com/v1', 'Maker', 'm', { spec: { for: 'auth' } })], 'possible Maker'],
  ['an encrypted Secret of any namespace may be it', [deployment('app', { secrets: { auth: '/etc/auth' } }), secret('ENC[a]', {}, 'ENC[b]')], 'possible Secret'],
  ['an encrypted Secret of another namespace is another', [deployment('app', { secrets: { auth: '/etc/auth' } }), secret('ENC[a]', {}, 'other')], 'unknown'],
  ['it is in another namespace', [externalSecret('auth', { keys: ['k'], namespace: 'other' })], 'unknown'],
  ['its namespace is not known', [externalSecret('auth', { keys: ['k'], namespace: null })], 'delivered ExternalSecret'],
  ['a ClusterExternalSecret writes it here', [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { namespaces: ['other', 'union-cp'], externalSecretSpec: { data: [{ secretKey: 'k' }] } } }, null)], 'delivered ClusterExternalSecret'],
  ['a ClusterExternalSecret writes it elsewhere', [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { namespaces: ['other'], externalSecretSpec: { data: [{ secretKey: 'k' }] } } }, null)], 'unknown'],
  ['a ClusterExternalSecret writes it wherever it is selected', [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { namespaceSelectors: [{}], externalSecretSpec: { data: [{ secretKey: 'k' }] } } }, null)], 'delivered ClusterExternalSecret'],
  ['a ClusterExternalSecret selects another namespace by its name', [selected('union')], 'unknown'],
  ['a ClusterExternalSecret selects this namespace by its name', [selected('union-cp')], 'delivered ClusterExternalSecret'],
  ['a cluster has it', [secret('auth', { k: 'x' }, 'union-cp', LIVE), externalSecret('auth')], 'delivered Secret'],
  ['a cluster has a reference', [secret('auth', { k: 'ref+vault://a/b#c' }, 'union-cp', LIVE)], 'delivered Secret'],
  ['a cluster has the Secret without it', [secret('auth', { other: 'x' }, 'union-cp', LIVE), externalSecret('auth', { keys: ['k'] })], 'key-missing Secret'],
  ['a cluster has a placeholder', [secret('auth', { k: 'placeholder' }, 'union-cp', LIVE)], 'placeholder Secret'],
  ['one of two dumps has it', [secret('auth', { other: 'x' }, 'union-cp', LIVE), secret('auth', { k: 'x' }, null, LIVE)], 'delivered Secret Secret'],
  ['one of two dumps has a placeholder', [secret('auth', { other: 'x' }, 'union-cp', LIVE), secret('auth', { k: 'placeholder' }, null, LIVE)], 'placeholder Secret Secret'],
])('%s', (_, objects, expected) => expect(delivery(objects)).toBe(expected));

test('what a dump of its namespace does not show is missing for who was read from the cluster', () => {
  const dump = [secret('other', { k: 'x' }, 'union-cp', LIVE)];
  expect(delivery(dump, { ...NEAR, live: true })).toBe('missing');
  expect(delivery([...dump, externalSecret('auth', { keys: ['k'] })], { ...NEAR, live: true })).toBe('missing ExternalSecret');
  expect(delivery(dump, { ...NEAR, live: false })).toBe('unknown');
  expect(delivery(dump, { namespace: 'other', live: true })).toBe('unknown');
  expect(delivery([secret('other', { k: 'x' })], { ...NEAR, live: true })).toBe('unknown');
});

test('a process that creates a Secret writes its keys', () => {
  const writers = (command: readonly string[]) => modelOf(deployment('flyteadmin', { command })).writers.named('made').map(({ kind, object: { name }, field, keys }) => [kind, name, `${field}`, keys.length > 0]);
  const made = [['process', 'flyteadmin', 'spec.template.spec.containers[0]', true]];
  expect(writers(['flyteadmin', 'secrets', 'create', '--fromPath', '/x', '--name', 'made'])).toEqual(made);
  expect(writers(['sh', '-c', 'flyteadmin secrets create\n --name=made'])).toEqual(made);
  expect(writers(['flyteadmin', 'secrets', 'init', '--name', 'made'])).toEqual([]);
  expect(writers(['flyteadmin', 'serve', '--name', 'made'])).toEqual([]);
});

test('ExternalSecrets are found by the Secret that they write', () => {
  const { writers } = modelOf(secret('auth'), externalSecret('one', { target: 'auth' }), externalSecret('two'), externalSecret('auth', { namespace: 'other' }));
  expect(writers.of('auth', NEAR).map(({ object: { kind, name } }) => `${kind} ${name}`)).toEqual(['Secret auth', 'ExternalSecret one']);
  expect(writers.named('auth').map(({ object: { kind, name } }) => `${kind} ${name}`)).toEqual(['Secret auth', 'ExternalSecret one', 'ExternalSecret auth']);
});

test('a copy of another Secret has keys that only the other shows, unless a cluster shows the copy', () => {
  const annotations = { 'reflector.v1.k8s.emberstack.com/reflects': 'other/auth' };
  expect([{}, LIVE].map((metadata) => modelOf(secret('auth', {}, 'union-cp', { annotations, ...metadata })).writers.of('auth', NEAR).map(({ kind }) => kind))).toEqual([['manifest', 'copy'], ['manifest']]);
});

test('keys have a place in a Secret, and in an ExternalSecret that lists them', () => {
  const objects = [secret('a', { k: 'x' }), object('v1', 'Secret', 'a', { data: { k: 'eA==' } }), object('v1', 'Secret', 'a', {}), externalSecret('a', { keys: ['k'] }), externalSecret('a', { spec: { data: undefined, dataFrom: [{}] } })];
  expect(objects.map((each) => `${placeOfKeys(modelOf(each).writers.named('a')[0])}`)).toEqual(['stringData', 'data', '', 'spec.data', 'spec']);
});
