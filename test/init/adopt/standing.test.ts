import { isHelms, readStanding } from '../../../src/init/adopt/standing';
import { deployment, manifests } from '../../verify/_manifests';
import { flyteadmin } from '../../verify/_union';
import { changed, CONTROL_PLANE_VALUES } from '../../verify/_values';
import { kubeObjects } from '../../verify/edge/_routes';
import { adopted } from './_adopted';

/** Values of which nothing says the release. */
const NAMELESS = CONTROL_PLANE_VALUES.replace(/^#.*\n/gm, '');

type Json = Record<string, unknown>;

test.each<[string, Json, boolean]>([
  ['by who manages it', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, true],
  ['by the name of the chart alone, as helm template and Argo CD leave it', { labels: { 'helm.sh/chart': 'controlplane-2026.8.3' } }, true],
  ['by the release alone', { annotations: { 'meta.helm.sh/release-name': 'unionai-controlplane' } }, true],
  ['not without', { labels: { 'app.kubernetes.io/managed-by': 'kustomize' } }, false],
])('flyteadmin is a chart\'s %s', (_, metadata, expected) => {
  const pod = deployment('flyteadmin', { metadata });
  expect(isHelms(kubeObjects(pod)[0])).toBe(expected);
  expect(readStanding([{ name: 'dump.yaml', text: manifests(pod) }], []).isPlain).toBe(!expected);
});

test('an unknown version of the charts is reported, with the version used instead', () => {
  const dump = manifests(...flyteadmin({ metadata: { labels: { 'helm.sh/chart': 'controlplane-2026.2.7' } } }));
  expect(adopted({ 'dump.yaml': dump }).unseen.filter((what) => what.startsWith('planes.charts.version'))).toEqual([
    'planes.charts.version: Deployment flyteadmin is of version 2026.2.7 of the charts (helm.sh/chart), which is unknown; the newest known one is used',
  ]);
});

test('values that name no release are read by the one that fits, and stay those of what installs them', () => {
  const installing = 'helmCharts:\n- { name: controlplane, repo: https://unionai.github.io/helm-charts, releaseName: union, namespace: acme-cp, valuesFile: cp.yaml }\n';
  const { valueSets: [set], guess } = readStanding([{ name: 'kustomization.yaml', text: installing }, { name: 'cp.yaml', text: NAMELESS }], []);
  expect([set.releaseName, set.namespace, guess]).toEqual(['union', 'acme-cp', `no version of the charts was found; the keys match ${set.release}`]);
});

test('a file that says no more than what the edge is belongs to the control plane beside it', () => {
  const { valueSets } = readStanding([{ name: 'v/cp.yaml', text: NAMELESS }, { name: 'v/edge.yaml', text: 'global:\n  INGRESS_PROVIDER: both\n' }], []);
  expect(valueSets.map((set) => [set.files.map(({ name }) => name), set.get('global.INGRESS_PROVIDER')])).toEqual([[['v/cp.yaml', 'v/edge.yaml'], 'both']]);
});

test('of a namespace that nothing names there is not an answer', () => {
  expect(adopted({ 'cp.yaml': NAMELESS }).answers.controlPlane).toBeUndefined();
  const named = changed(NAMELESS, 'auth:\n', 'auth:\n        authorizedUris: [http://flyteadmin.acme-cp.svc.cluster.local:80]\n');
  expect(adopted({ 'cp.yaml': named }).answers.controlPlane).toEqual({ namespace: 'acme-cp' });
});

test.each([['ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]'], ['$WEB_CLIENT_ID'], ['${WEB_CLIENT_ID}'], ['ref+vault://union/web#/id'], ['<path:union/web#id>']])(
  '%s is the answer of nobody', (id) => {
    const { answers } = adopted({ 'cp.yaml': NAMELESS.replaceAll('web-id', JSON.stringify(id)) });
    expect(NAMELESS).toContain('web-id');
    expect(answers.applications).not.toHaveProperty('web.clientId');
    expect(answers.applications).toHaveProperty('service.clientId', 'service-id');
  });

test('a declared version is used', () => {
  const { release, valueSets: [set] } = readStanding([{ name: 'controlplane.values.yaml', text: NAMELESS }], [], '2026.7.2');
  expect([`${release}`, `${set}`]).toEqual(['2026.7.2', 'controlplane 2026.7.2']);
});
