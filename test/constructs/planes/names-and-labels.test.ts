import { Chart } from 'cdk8s';
import { ControlPlaneEdge, EagerApiKey, EdgeController, EnvoyGatewayGuard } from '../../../src';
import { oktaAuth, unionAuth } from '../../_tools/fixtures';
import { controlPlaneAuth, dataPlaneAuth, inChart } from '../../_tools/made';
import { zeroValues } from '../../_tools/zero-values';
import { Manifest } from '../../examples/_dist';
import { EDGES, PLANES } from './_planes';

const identity = oktaAuth();
const client = (clientId: string) => ({ clientId, secret: { key: `union/${clientId}` } });
const alone = (build: (chart: Chart) => unknown) => () => inChart(build).manifests;

/** What we emit whole, and beside the charts. */
const OUTPUTS: readonly [string, () => Manifest[]][] = [
  ...PLANES,
  ['beside the control plane chart', () => controlPlaneAuth({
    identity: unionAuth({ dataPlanes: { east: { operator: client('east'), eager: client('east-eager') } } }), databasePassword: { key: 'union/database' },
  }).manifests],
  ['beside the data plane chart', () => dataPlaneAuth({ eagerApiKey: EagerApiKey.encoded('eager') }).manifests],
  ...Object.entries(EDGES).map(([edge, props]): [string, () => Manifest[]] => [`${edge} alone`, alone((chart) => new ControlPlaneEdge(chart, 'it', { identity, ...props.edge }))]),
  ['a Gateway of another owner', alone((chart) => new ControlPlaneEdge(chart, 'it', { identity, controller: EdgeController.envoyGateway({ gateway: { name: 'shared' } }) }))],
  ['the guard', alone((chart) => new EnvoyGatewayGuard(chart, 'it'))],
];

const LABELS = ['name', 'instance', 'component', 'part-of', 'managed-by'].map((label) => `app.kubernetes.io/${label}`);
const named = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

describe.each(OUTPUTS)('%s', (output, manifestsOf) => {
  const manifests = manifestsOf();

  test('every object says what it is, of which plane, and who made it', () => {
    // Beside a chart, Secrets may be Helm's.
    for (const manifest of manifests.filter(({ kind }) => kind !== 'Secret' || !output.startsWith('beside'))) {
      const { metadata, kind, spec } = manifest as any;
      for (const labels of [metadata.labels ?? {}, ...(kind === 'Deployment' ? [spec.template.metadata.labels] : [])]) {
        expect([named(manifest), LABELS.filter((label) => labels[label] === undefined)]).toEqual([named(manifest), []]);
        // A ClusterRole lies in no namespace, and still belongs to one plane.
        const plane = metadata.namespace ?? 'union';
        expect([named(manifest), labels['app.kubernetes.io/part-of'], labels['app.kubernetes.io/instance']]).toEqual([named(manifest), 'union', plane]);
      }
    }
  });

  test('no name is made up by a hash', () => {
    expect(manifests.map(({ metadata }) => metadata.name).filter((name) => /-[a-f0-9]{8}$|[a-f0-9]{16}/.test(name))).toEqual([]);
    expect(JSON.stringify(manifests.map(({ metadata, spec }: any) => [metadata.labels, spec?.template?.metadata?.labels]))).not.toMatch(/-c8[a-f0-9]{6}/);
  });

  test('what the API server would drop is not said', () => {
    expect(manifests.flatMap((manifest) => zeroValues(manifest).map((path) => `${manifest.kind}: ${path}`))).toEqual([]);
  });
});

test('a put-back zero value is found', () => {
  const [deployment] = PLANES[0][1]().filter(({ kind }) => kind === 'Deployment');
  expect(zeroValues({ ...deployment, spec: { ...deployment.spec, minReadySeconds: 0, paused: false } })).toEqual(['spec.minReadySeconds', 'spec.paused']);
  expect(zeroValues({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'x' }, spec: { clientSecret: '', other: null } })).toEqual(['spec.other']);
});

test.each(['beside the control plane chart', 'beside the data plane chart'])('%s, Secrets have no label that Helm may have: server-side apply would conflict', (output) => {
  const manifests = OUTPUTS.find(([name]) => name === output)![1]();
  const secrets = manifests.filter(({ kind }) => kind === 'Secret').map((manifest: any) => [manifest.metadata.name, manifest.metadata.labels]);
  const watched = { 'reconcile.external-secrets.io/managed': 'true' };
  expect(Object.fromEntries(secrets)).toEqual(output.includes('control')
    ? { 'flyte-admin-secrets': { ...watched, 'app.kubernetes.io/managed-by': 'Helm' }, 'union-controlplane-secrets': watched }
    : { 'union-secret-auth': watched });
});
