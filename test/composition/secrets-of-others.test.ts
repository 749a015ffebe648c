import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ControlPlane, DataPlane, EagerApiKey, RequiredSecret, SecretDelivery } from '../../src';
import { oneIn } from '../_tools/drawn';
import { dataPlaneOf, unionAuth } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';
import { expectValid, Manifest } from '../_tools/schemas';
import { judged, unseenController } from './_folder';

/** Each makes planes and judges them. */
const deep = oneIn(5);

const secrets = SecretDelivery.provisioned();
const { password: _, ...database } = PLAIN.database;

function planes() {
  const app = new App();
  const [cp, dp] = ['union-cp', 'union'].map((namespace) => new Chart(app, namespace, { namespace }));
  const { images, storage } = PLAIN;
  const controlPlane = new ControlPlane(cp, 'plane', { identity: unionAuth(), secrets, ...PLAIN, database });
  const dataPlane = new DataPlane(dp, 'plane', { dataPlane: dataPlaneOf(unionAuth(), { eagerApiKey: EagerApiKey.provisioned() }), secrets, images, storage });
  return {
    dp,
    required: [...controlPlane.requiredSecrets, ...dataPlane.requiredSecrets],
    objects: () => [cp, dp].flatMap((chart) => Testing.synth(chart) as Manifest[]),
  };
}

const { required, objects } = planes();
const emitted = objects();
const keysOf = ({ keys }: RequiredSecret) => Object.keys(keys);
const each = (value: string, { keys }: RequiredSecret) => Object.fromEntries(Object.keys(keys).map((key) => [key, value]));

/** By whom the Secrets that the planes ask for (`requiredSecrets`) may be written, and what of it says so. */
const WRITERS: Record<string, (secret: RequiredSecret) => object> = {
  'Sealed Secrets': (secret) => ({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: secret.name, namespace: secret.namespace },
    spec: { encryptedData: each('AgBy8hCi', secret) },
  }),
  'SOPS, in a Secret': (secret) => ({
    apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.name, namespace: secret.namespace }, data: each('ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]', secret), sops: { mac: 'x' },
  }),
  'the CSI driver, which makes a Secret': (secret) => ({
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name: secret.name, namespace: secret.namespace },
    spec: { provider: 'vault', secretObjects: [{ secretName: secret.name, type: 'Opaque', data: keysOf(secret).map((key) => ({ objectName: key, key })) }] },
  }),
  'Vault Secrets Operator': (secret) => ({
    apiVersion: 'secrets.hashicorp.com/v1beta1',
    kind: 'VaultStaticSecret',
    metadata: { name: secret.name, namespace: secret.namespace },
    spec: { mount: 'kv', type: 'kv-v2', path: 'union', destination: { name: secret.name, create: true } },
  }),
  'Crossplane, as an object': (secret) => ({
    apiVersion: 'kubernetes.crossplane.io/v1alpha2',
    kind: 'Object',
    metadata: { name: secret.name },
    spec: { forProvider: { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.name, namespace: secret.namespace } } } },
  }),
  'Crossplane, as the connection secret of an application': (secret) => ({
    apiVersion: 'oauth.okta.example.com/v1alpha1',
    kind: 'App',
    metadata: { name: secret.name },
    spec: { writeConnectionSecretToRef: { name: secret.name, namespace: secret.namespace } },
  }),
  'Terraform in the cluster': (secret) => ({
    apiVersion: 'infra.contrib.fluxcd.io/v1alpha2',
    kind: 'Terraform',
    metadata: { name: secret.name, namespace: secret.namespace },
    spec: { writeOutputsToSecret: { name: secret.name } },
  }),
};

deep('nothing that delivers a secret is emitted, and the verifier says whose Secrets it did not see', () => {
  expect(emitted.filter(({ kind }) => ['Secret', 'ExternalSecret'].includes(kind))).toEqual([]);
  expect(judged(emitted)).toEqual({
    findings: [],
    asked: [],
    open: [
      'no object in the input writes the Secrets flyte-admin-secrets, flyte-secret-auth, flyteadmin-oidc-client-secret, union-controlplane-secrets, union-secret-auth',
      unseenController(),
    ],
  });
});

deep.each(Object.entries(WRITERS))('%s delivers what the planes ask for', (_name, writer) => {
  expect(judged([...emitted, ...required.map(writer)])).toEqual({ findings: [], asked: [], open: [unseenController()] });
});

deep.each(['Sealed Secrets', 'the CSI driver, which makes a Secret'])('%s: a missing key is reported with its place', (name) => {
  const fewer = required.map(({ keys: { client_secret: _lacking, ...keys }, ...secret }) => WRITERS[name]({ ...secret, keys }));
  expect(judged([...emitted, ...fewer]).findings).toEqual(expect.arrayContaining([expect.stringMatching(/^client-secret-(undelivered|key-missing): /)]));
});

describe('files that no Secret contains', () => {
  const SECRET = 'union-secret-auth';

  /** The pods of a data plane without the mount of its Secret, each changed further. */
  function patched(change: (pod: { object: ApiObject; volume: number }) => JsonPatch[]): Manifest[] {
    const { dp, objects: all } = planes();
    for (const object of dp.node.findAll().filter(ApiObject.isApiObject).filter(({ kind }) => kind === 'Deployment')) {
      const { spec } = (object.toJson() as Manifest).spec.template;
      const volume = (spec.volumes as { secret?: { secretName: string } }[]).findIndex(({ secret }) => secret?.secretName === SECRET);
      if (volume >= 0) {
        object.addJsonPatch(...change({ object, volume }));
      }
    }
    return all();
  }

  const withoutMount = ({ object, volume }: { object: ApiObject; volume: number }) => {
    const { containers, volumes } = (object.toJson() as Manifest).spec.template.spec;
    const mounts = (containers as { volumeMounts: { name: string }[] }[]).flatMap(({ volumeMounts = [] }, container) =>
      volumeMounts.flatMap(({ name }, i) => (name === volumes[volume].name ? [`/spec/template/spec/containers/${container}/volumeMounts/${i}`] : [])));
    return [...mounts.reverse(), `/spec/template/spec/volumes/${volume}`].map((path) => JsonPatch.remove(path));
  };
  const AGENT = {
    'vault.hashicorp.com/agent-inject': 'true',
    'vault.hashicorp.com/role': 'union',
    'vault.hashicorp.com/agent-inject-secret-client_secret': 'kv/union',
    'vault.hashicorp.com/secret-volume-path': '/etc/union/secret',
  };

  deep('come from the CSI driver in the place of the volume', () => {
    const volume = { name: SECRET, csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'union' } } };
    const all = patched(({ volume: index }) => [JsonPatch.replace(`/spec/template/spec/volumes/${index}`, volume)]);
    all.filter(({ kind }) => kind === 'Deployment').forEach(expectValid);
    expect(JSON.stringify(all)).toContain('secrets-store.csi.k8s.io');
    expect(judged(all).findings).toEqual([]);
  });

  deep('come from a Vault agent, and are missed without it', () => {
    const annotations = '/spec/template/metadata/annotations';
    const all = patched((pod) => [...withoutMount(pod), JsonPatch.add(annotations, AGENT)]);
    all.filter(({ kind }) => kind === 'Deployment').forEach(expectValid);
    expect(judged(all).findings).toEqual([]);
    expect(judged(patched(withoutMount)).findings).toEqual(expect.arrayContaining([expect.stringMatching(/^client-secret-unmounted: /)]));
  });
});
