import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { configMap, deployment, object } from '../_manifests';
import { Json, Planes } from './_planes';

/** Each judges planes by all rules. */
const deep = oneIn(8);

/** What is right, or none of our business, and was taken for a fault. */

const report = (objects: readonly Json[]) => verify([{ name: 'in.yaml', text: objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('') }]);
const rules = (objects: readonly Json[]) => [...new Set(report(objects).findings.map(({ rule }) => rule))].sort();

/** The planes, with the objects changed. */
function planes(change: (planes: Planes) => void): Json[] {
  const made = Planes.behind('ingress-nginx');
  change(made);
  return made.objects;
}

const owner = (apiVersion: string, kind: string, name: string) => [{ apiVersion, kind, name, uid: 'u', controller: true }];

deep('the planes themselves are clean', () => expect(rules(planes(() => undefined))).toEqual([]));

describe('what a controller made', () => {
  /** A copy of a Deployment, as its ReplicaSet or Pod, with another configuration. */
  function made(from: Planes, kind: 'ReplicaSet' | 'Pod', name: string, ownerReferences: Json[], replicas = 0): Json {
    const { metadata, spec } = from.get('Deployment', 'executions');
    const copy = JSON.parse(JSON.stringify(spec)) as Json;
    copy.template.spec.volumes = [];
    return kind === 'Pod' ? { apiVersion: 'v1', kind, metadata: { ...metadata, name, ownerReferences }, spec: copy.template.spec }
      : { apiVersion: 'apps/v1', kind, metadata: { ...metadata, name, ownerReferences }, spec: { ...copy, replicas } };
  }

  deep.each([
    ['an old ReplicaSet', (p: Planes) => [made(p, 'ReplicaSet', 'executions-7d8f9', owner('apps/v1', 'Deployment', 'executions'))]],
    ['a ReplicaSet that runs', (p: Planes) => [made(p, 'ReplicaSet', 'executions-7d8f9', owner('apps/v1', 'Deployment', 'executions'), 2)]],
    ['Pods of a ReplicaSet that is not shown', (p: Planes) => ['a', 'b'].map((id) => made(p, 'Pod', `executions-7d8f9-${id}`, owner('apps/v1', 'ReplicaSet', 'executions-7d8f9')))],
    ['an old ReplicaSet whose Deployment is not shown', (p: Planes) => [made(p, 'ReplicaSet', 'other-7d8f9', owner('apps/v1', 'Deployment', 'other'))]],
  ])('is not another workload: %s', (_, extra) => expect(rules(planes((p) => p.objects.push(...extra(p))))).toEqual([]));

  deep('is reported once, where nothing else shows its settings', () => {
    const objects = planes((p) => {
      const pods = ['a', 'b'].map((id) => made(p, 'Pod', `executions-7d8f9-${id}`, owner('apps/v1', 'ReplicaSet', 'executions-7d8f9')));
      p.remove('Deployment', 'executions');
      p.objects.push(...pods);
    });
    expect(report(objects).findings.map(({ object: { name } }) => name).filter((name) => /-b$/.test(name))).toEqual([]);
    expect(rules(objects).length).toBeGreaterThan(0);
  });
});

describe('Secrets that others write', () => {
  const vault = (apiVersion: string, kind: string, spec: Json, name = 'delivered', metadata: Json = {}) => object(apiVersion, kind, name, spec, 'union', metadata);
  const NAME = 'union-secret-auth';

  deep.each<[string, Json[]]>([
    ['VaultStaticSecret', [vault('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', { spec: { destination: { name: NAME, create: true } } })]],
    ['VaultDynamicSecret', [vault('secrets.hashicorp.com/v1beta1', 'VaultDynamicSecret', { spec: { destination: { name: NAME, create: true } } })]],
    ['OnePasswordItem', [vault('onepassword.com/v1', 'OnePasswordItem', { spec: { itemPath: 'vaults/x/items/y' } }, NAME)]],
    ['InfisicalSecret', [vault('secrets.infisical.com/v1alpha1', 'InfisicalSecret', { spec: { managedSecretReference: { secretName: NAME, secretNamespace: 'union' } } })]],
    ['InfisicalSecret with several', [vault('secrets.infisical.com/v1alpha1', 'InfisicalSecret', { spec: { managedKubeSecretReferences: [{ secretName: NAME, secretNamespace: 'union' }] } })]],
    ['SopsSecret', [vault('isindir.github.com/v1alpha3', 'SopsSecret', { spec: { secretTemplates: [{ name: NAME, stringData: { client_secret: 'ENC[AES256_GCM,data:x]', app_secret: 'ENC[AES256_GCM,data:x]' } }] } })]],
    ['DopplerSecret', [object('secrets.doppler.com/v1alpha1', 'DopplerSecret', 'd', { spec: { managedSecret: { name: NAME, namespace: 'union' } } }, 'doppler')]],
    ['a CSI provider', [vault('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', { spec: { provider: 'aws', secretObjects: [{ secretName: NAME, type: 'Opaque', data: [{ objectName: 'a', key: 'client_secret' }, { objectName: 'b', key: 'app_secret' }] }] } })]],
    ['BitwardenSecret', [vault('k8s.bitwarden.com/v1', 'BitwardenSecret', { spec: { secretName: NAME } })]],
    ['SealedSecret', [vault('bitnami.com/v1alpha1', 'SealedSecret', { spec: { encryptedData: { client_secret: 'x', app_secret: 'x' } } }, NAME)]],
    ['an operator that nobody knows, from another namespace', [object('secrets.example.com/v1', 'MagicSecret', 'm', { spec: { target: NAME } }, 'vault')]],
    ['InfisicalStaticSecret', [object('secrets.infisical.com/v1beta1', 'InfisicalStaticSecret', 'i', { spec: { targets: [{ name: NAME, namespace: 'union', kind: 'Secret' }] } }, 'infisical')]],
    ['an operator that nobody knows', [vault('secrets.example.com/v1', 'MagicSecret', { spec: { target: NAME } })]],
    ['reflector, from another namespace', [object('v1', 'Secret', NAME, { stringData: { client_secret: 'ENC[AES256_GCM,data:x]', app_secret: 'ENC[AES256_GCM,data:x]' } }, 'vault',
      { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true', 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': 'true' } })]],
    ['replicator, from another Secret', [object('v1', 'Secret', NAME, {}, 'union', { annotations: { 'replicator.v1.mittwald.de/replicate-from': 'vault/union' } })]],
  ])('are delivered: %s', (_, writers) => expect(rules(planes((p) => {
    p.remove('ExternalSecret', NAME);
    p.objects = p.objects.filter(({ kind, metadata: { name } }) => !(kind === 'Secret' && name === NAME));
    p.objects.push(...writers);
  }))).toEqual([]));

  deep('and keys that a writer shows and another one is read: that is a fault', () => expect(rules(planes((p) => {
    p.remove('ExternalSecret', NAME);
    p.objects = p.objects.filter(({ kind, metadata: { name } }) => !(kind === 'Secret' && name === NAME));
    p.objects.push(vault('bitnami.com/v1alpha1', 'SealedSecret', { spec: { encryptedData: { clientsecret: 'x' } } }, NAME));
  }))).not.toEqual([]));

  deep('what only reads a Secret writes none', () => expect(rules(planes((p) => {
    p.remove('ExternalSecret', NAME);
    p.add('argoproj.io/v1alpha1', 'Application', 'a', { spec: { ignoreDifferences: [{ kind: 'Secret', name: NAME }] } }, 'argocd');
  }))).toContain('client-secret-undelivered'));
});

deep('services of others with the names of Union\'s are not Union\'s', () => {
  const theirs = ['identity', 'usage'].flatMap((name) => {
    const pod = deployment(name, { namespace: 'shop' }) as Json;
    pod.spec.template.spec.containers[0].image = `registry.example.com/shop/${name}:1`;
    return [pod, object('v1', 'Service', name, { spec: { selector: { app: 'gone' }, ports: [{ port: 80 }] } }, 'shop')];
  });
  expect(rules(planes((p) => p.objects.push(...theirs)))).toEqual([]);
});

const CIPHER = 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]';
const sealed = (over: Json = {}, metadata: Json = {}): Json => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: CIPHER, namespace: 'union', ...metadata }, stringData: { [CIPHER]: CIPHER }, ...over });

deep.each<[string, Json]>([
  ['its name', sealed()],
  ['its name and namespace', sealed({}, { namespace: CIPHER })],
  ['everything', sealed({ apiVersion: CIPHER, kind: CIPHER }, { namespace: CIPHER })],
])('a Secret of which SOPS has encrypted %s may be any, and that is said', (_, secret) => {
  const having = (made: Json) => planes((p) => {
    p.objects = p.objects.filter(({ kind, metadata: { name } }) => !(/Secret$/.test(kind) && name === 'union-secret-auth'));
    p.objects.push(made);
  });
  const objects = having(secret);
  expect(rules(objects)).toEqual([]);
  expect(report(objects).coverage.open).toContainEqual(expect.objectContaining({ missing: 'the name of a manifest in in.yaml is encrypted, and it may be Secret union-secret-auth' }));
  expect(rules(having(sealed({}, { namespace: 'other' })))).toContain('client-secret-undelivered');
});

deep('an unknown operator is reported as unknown', () => {
  const objects = planes((p) => {
    p.remove('ExternalSecret', 'union-secret-auth');
    p.add('secrets.example.com/v1', 'MagicSecret', 'm', { spec: { target: 'union-secret-auth' } }, 'union');
  });
  expect(report(objects).coverage.open).toContainEqual(expect.objectContaining({ missing: 'MagicSecret m names Secret union-secret-auth, but verify does not know its kind' }));
});

deep('a Job that runs an SDK is not a service: its config file is read by other rules', () => expect(rules(planes((p) => {
  const config = { admin: { endpoint: 'union.example.com', insecure: false, authType: 'ClientSecret', clientId: 'c', clientSecretLocation: '/etc/secrets/union/client_secret' } };
  const pod = deployment('bootstrap', { configMaps: { bootstrap: '/etc/flyte' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' }) as Json;
  pod.spec.template.spec.containers[0].env = [{ name: 'FLYTECTL_CONFIG', value: '/etc/flyte/config.yaml' }];
  p.objects.push(configMap('bootstrap', { 'config.yaml': config }, 'union-cp'), pod);
}))).toEqual([]));

deep('a data plane without authentication needs no secret', () => {
  const config = { union: { auth: { enable: false } }, admin: { endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:80', insecure: true, clientId: 'c', clientSecretLocation: '/etc/union/secret/client_secret' } };
  expect(rules([configMap('leaseworker', { 'config.yaml': config }, 'union'), deployment('leaseworker', { configMaps: { leaseworker: '/etc/config' }, namespace: 'union' }) as Json])).not.toContain('client-secret-unmounted');
});

deep('an ExternalSecret in another namespace is reported as such, not as a missing Secret', () => {
  const found = report(planes((p) => { p.get('ExternalSecret', 'union-secret-auth').metadata.namespace = 'union-cp'; })).findings;
  expect([...new Set(found.map(({ rule }) => rule))]).toEqual(['secret-namespace-mismatch']);
});
