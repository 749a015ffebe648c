import { parse } from 'yaml';
import type { JsonObject } from '../../src/common/data/json';
import { examine, toTypeScript } from '../../src/init';
import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { expectValid } from '../_tools/schemas';
import { manifestsIn } from '../examples/_dist';
import { KINDS, LEAST } from './_answers';

/** Each makes everything from answers. */
const deep = oneIn(8);

const CARRIER = { repository: 'oci://registry.example.com/union' };
const CHARTS = { charts: { version: '2026.8.3' } };

/** What comes of answers beside the least, which have no problem. */
function made(more: JsonObject) {
  const { files, problems, program, warnings } = examine({ ...LEAST, ...more });
  expect(problems).toEqual([]);
  const textOf = (path: string) => files.find((file) => file.path === path)!.text;
  const valuesOf = (path: string) => parse(textOf(path)) as JsonObject;
  return { files, warnings, paths: files.map(({ path }) => path), textOf, valuesOf, typeScript: () => toTypeScript(program!) };
}

/** Envoy Gateway accepts whole families of headers since 1.7 alone: claim-header-spoofable says so where its version is unknown. */
const OF_VERSION = { 'routes of the chart': { ...LEAST, edge: { controller: { chartGateway: { envoyGatewayVersion: '1.8' } } } } };

describe.each(drawn(Object.entries({ ...KINDS, ...OF_VERSION }), 2))('%s', (_, answers) => {
  deep('becomes valid files without a problem, in which verify has no finding', () => {
    const { files, paths, typeScript } = made(answers);
    expect([paths, typeScript()]).toEqual([expect.arrayContaining(['oauth-applications.md']), expect.stringContaining('new App(')]);
    const yaml = files.filter(({ path }) => path.endsWith('.k8s.yaml') || path.endsWith('.values.yaml'));
    const manifests = files.filter(({ path }) => path.endsWith('.k8s.yaml')).flatMap(({ text }) => manifestsIn(text));
    manifests.forEach((manifest) => expectValid(manifest as Parameters<typeof expectValid>[0]));
    const { findings, crashed } = verify(yaml.map(({ path, text }) => ({ name: path, text })));
    expect([findings.map(({ rule, found }) => `${rule}: ${found}`), crashed]).toEqual([[], []]);
  });
});

deep('the same answers become the same bytes', () => {
  const answers = KINDS['everything of the identity'];
  expect(examine(JSON.parse(JSON.stringify(answers))).files).toEqual(examine(answers).files);
});

deep('both planes get the same issuer', () => {
  const { textOf } = made({});
  expect(['controlplane.values.yaml', 'dataplane.values.yaml'].map(textOf)).toEqual(Array(2).fill(expect.stringContaining('https://acme.okta.example.com/oauth2/default')));
});

deep('a provider that accepts any client ID gets names, and the file that registers them', () => {
  const { textOf, valuesOf } = made(KINDS['Keycloak, to be registered']);
  expect(valuesOf('controlplane.values.yaml')).toHaveProperty('global.INTERNAL_CLIENT_ID', 'union-service');
  expect(textOf('keycloak-realm.json')).toContain('"clientId": "union-web"');
});

deep.each([
  ['Entra ID, to be registered', ['oauth-applications.md', 'oauth-applications.tf.json']],
  ['authentik, to be registered', ['oauth-applications.md', 'oauth-clients.json']],
])('a provider that chooses client IDs or subjects is registered first, and nothing else is made: %s', (kind, files) => {
  expect(made(KINDS[kind]).paths).toEqual(files);
});

deep('where Union\'s roles decide in plain YAML, the authorizer comes along', () => {
  const { services: _, ...plain } = (KINDS['roles in plain YAML'].planes as { plain: object & { services?: unknown } }).plain;
  expect(made({ ...KINDS['roles in plain YAML'], planes: { plain } }).textOf('union-cp.k8s.yaml')).toMatch(/kind: Deployment\nmetadata:\n(  .*\n)*  name: authorizer\n/);
});

deep('an external server may fail open where the answers say so, which the verifier reports otherwise', () => {
  const external = { host: 'dns:///authz.example.com:443', failOpen: true };
  expect(made({ controlPlane: { authorization: { external } } }).valuesOf('controlplane.values.yaml'))
    .toHaveProperty('services.authorizer.configMap.authorizer.externalClient.failOpen', true);
});

deep.each<[string, JsonObject, boolean]>([
  ['both', {}, true], ['envoy', { controlPlane: { extraValues: { global: { INGRESS_PROVIDER: 'envoy' } } } }, false],
])('the Gateway of the chart is rendered, beside its Ingresses until the values say otherwise: %s', (provider, more, hasGate) => {
  const { textOf, valuesOf } = made({ edge: { controller: { chartGateway: {} } }, ...more });
  expect(valuesOf('controlplane.values.yaml')).toHaveProperty('global.INGRESS_PROVIDER', provider);
  expect(textOf('union-cp.k8s.yaml').includes('union-auth-gate-nginx')).toBe(hasGate);
});

deep('files are named after namespaces and clusters', () => {
  expect(made({ controlPlane: { namespace: 'cp' }, dataPlanes: { east: { namespace: 'dp' } } }).paths)
    .toEqual(expect.arrayContaining(['cp.k8s.yaml', 'dp.k8s.yaml', 'dataplane.values.yaml']));
});

deep.each<[string, JsonObject]>([
  ['argocd', { gitops: { argocd: CARRIER }, planes: CHARTS }],
  ['flux', { gitops: { flux: CARRIER }, planes: CHARTS }],
  ['union-edge', { edge: { controller: { traefik: {} }, tlsEndsElsewhere: true } }],
])('a plane may be in the namespace %s, the name of a chart beside it', (namespace, answers) => {
  for (const plane of ['dataPlane', 'controlPlane']) {
    const { paths, typeScript } = made({ ...answers, [plane]: { namespace } });
    const chart = `${namespace}-${plane.toLowerCase()}`;
    expect(paths).toEqual(expect.arrayContaining([`${namespace}.k8s.yaml`, `${chart}.k8s.yaml`]));
    expect(typeScript()).toContain(`new Chart(app, '${chart}')`);
  }
});

deep.each([[['east']], [['east', 'west']]])('another data plane leaves the first one the name of its Application, as another name would delete the old one: %j', (clusters) => {
  const dataPlanes = Object.fromEntries(clusters.map((name) => [name, { namespace: name, operator: { clientId: `${name}-id`, secret: { key: `union/${name}` } } }]));
  const { textOf } = made({ planes: CHARTS, gitops: { argocd: CARRIER }, dataPlanes });
  expect(manifestsIn(textOf('argocd.k8s.yaml')).map(({ metadata }) => metadata.name)).toEqual(['controlplane', ...clusters.map((cluster) => `dataplane-${cluster}`)]);
});

deep('a plane may be in a namespace with the name of the file of another', () => {
  const dataPlanes = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { namespace: name === 'c' ? 'union-dataplane-b' : 'union' }]));
  expect(made({ dataPlanes }).paths).toEqual(expect.arrayContaining(['union-dataplane-a.k8s.yaml', 'union-dataplane-b.k8s.yaml', 'union-dataplane-b-dataplane-c.k8s.yaml']));
});

deep('each data plane gets its own values, though TypeScript would call two of them by one name', () => {
  const { valuesOf, typeScript } = made(KINDS['clusters that are one name without their signs']);
  expect(['us-east-1', 'us-east1'].map((cluster) => valuesOf(`dataplane-${cluster}.values.yaml`).clusterName)).toEqual(['us-east-1', 'us-east1']);
  const names = [...typeScript().matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual([...new Set(names)]);
});

deep.each<[string | undefined, ...string[]]>([
  [undefined], ['2026.3.9', 'the chart of 2026.3 reads oidc_client_secret'], ['2026.8.3'],
])('warnings of constructs are reported: where %s ran before', (migratingFrom, ...warnings) => {
  expect(made(migratingFrom === undefined ? {} : { controlPlane: { migratingFrom } }).warnings)
    .toEqual([...warnings, 'eager tasks fail'].map((text) => expect.stringContaining(text) as string));
});

deep.each<[string, JsonObject]>([
  ['2026', {}], ['2019.1', {}], ['2026.8.3', { planes: { charts: { version: '2026.3' } } }],
])('an unknown release, or one newer than the charts, is a problem of that answer: %s', (migratingFrom, more) => {
  expect(examine({ ...LEAST, ...more, controlPlane: { migratingFrom } }).problems).toEqual([expect.objectContaining({ path: 'controlPlane.migratingFrom' })]);
});

deep('a null among further values, with which Helm takes a value away, is made and printed', () => {
  const { textOf, typeScript } = made({ controlPlane: { extraValues: { flyte: { flyteadmin: { resources: null } } } } });
  expect(textOf('controlplane.values.yaml')).toMatch(/^ {4}resources: null$/m);
  expect(typeScript()).toContain('resources: null');
});
