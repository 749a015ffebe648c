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
const textOf = (answers: object, path: string) => examine(answers).files.find((file) => file.path === path)?.text;

/** Envoy Gateway takes whole families of headers since 1.7 alone: claim-header-spoofable says so where its version is not told. */
const OF_VERSION = { 'routes of the chart': { ...LEAST, edge: { controller: { chartGateway: { envoyGatewayVersion: '1.8' } } } } };

describe.each(drawn(Object.entries({ ...KINDS, ...OF_VERSION }), 2))('%s', (_, answers) => {
  const { files, problems, program } = examine(answers);

  deep('becomes files without a problem', () => {
    expect(problems).toEqual([]);
    expect(program).toBeDefined();
    expect(files.map(({ path }) => path)).toContain('oauth-applications.md');
  });

  deep('is valid, and verify has no finding', () => {
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
  const issuerIn = (file: string) => /https:\/\/acme\.okta\.example\.com\/oauth2\/default/.test(textOf(LEAST, file)!);
  expect(['controlplane.values.yaml', 'dataplane.values.yaml'].map(issuerIn)).toEqual([true, true]);
});

deep('a provider that takes any client ID is given names, and the file that registers them', () => {
  const keycloak = KINDS['Keycloak, to be registered'];
  expect(parse(textOf(keycloak, 'controlplane.values.yaml')!).global.INTERNAL_CLIENT_ID).toBe('union-service');
  expect(textOf(keycloak, 'keycloak-realm.json')).toContain('"clientId": "union-web"');
});

deep.each([
  ['Entra ID, to be registered', ['oauth-applications.md', 'oauth-applications.tf.json']],
  ['authentik, to be registered', ['oauth-applications.md', 'oauth-clients.json']],
])('a provider that chooses client IDs or subjects is registered first, and nothing else is made: %s', (kind, files) => {
  expect(examine(KINDS[kind])).toMatchObject({ problems: [] });
  expect(examine(KINDS[kind]).files.map(({ path }) => path)).toEqual(files);
});

deep('where Union\'s roles decide in plain YAML, the authorizer comes along', () => {
  const { services: _, ...plain } = (KINDS['roles in plain YAML'].planes as { plain: object & { services?: unknown } }).plain;
  expect(textOf({ ...KINDS['roles in plain YAML'], planes: { plain } }, 'union-cp.k8s.yaml')).toMatch(/kind: Deployment\nmetadata:\n(  .*\n)*  name: authorizer\n/);
});

deep('a server of one\'s own may fail open where somebody says so, which the verifier speaks against otherwise', () => {
  const external = { host: 'dns:///authz.example.com:443', failOpen: true };
  const values = textOf({ ...LEAST, controlPlane: { authorization: { external } } }, 'controlplane.values.yaml')!;
  expect(parse(values)).toMatchObject({ services: { authorizer: { configMap: { authorizer: { externalClient: { failOpen: true } } } } } });
});

deep('the Gateway of the chart is rendered, beside its Ingresses until the values say otherwise', () => {
  const made = (controlPlane?: object) => {
    const { files } = examine({ ...LEAST, edge: { controller: { chartGateway: {} } }, ...(controlPlane && { controlPlane }) });
    const provider = parse(files.find(({ path }) => path === 'controlplane.values.yaml')!.text).global.INGRESS_PROVIDER;
    return [provider, files.some(({ path, text }) => path === 'union-cp.k8s.yaml' && text.includes('union-auth-gate-nginx'))];
  };
  expect(made()).toEqual(['both', true]);
  expect(made({ extraValues: { global: { INGRESS_PROVIDER: 'envoy' } } })).toEqual(['envoy', false]);
});

deep('nobody else\'s namespace and cluster: files are named after them', () => {
  const { files } = examine({ ...LEAST, controlPlane: { namespace: 'cp' }, dataPlanes: { east: { namespace: 'dp' } } });
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['cp.k8s.yaml', 'dp.k8s.yaml', 'dataplane.values.yaml']));
});

deep.each<[string, JsonObject]>([
  ['argocd', { gitops: { argocd: CARRIER }, planes: CHARTS }],
  ['flux', { gitops: { flux: CARRIER }, planes: CHARTS }],
  ['union-edge', { edge: { controller: { traefik: {} }, tlsEndsElsewhere: true } }],
])('a plane may be in the namespace %s, which a chart beside it is called', (namespace, answers) => {
  for (const planes of [{ dataPlane: { namespace } }, { controlPlane: { namespace } }]) {
    const { files, problems, program } = examine({ ...LEAST, ...answers, ...planes });
    const file = 'controlPlane' in planes ? 'controlplane' : 'dataplane';
    expect(problems).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([`${namespace}.k8s.yaml`, `${namespace}-${file}.k8s.yaml`]));
    expect(toTypeScript(program!)).toContain(`new Chart(app, '${namespace}-${file}')`);
  }
});

deep('a second data plane leaves the first one the name of its Application: another name is another one, and the old one is deleted', () => {
  const own = (clusterName: string) => ({ operator: { clientId: `${clusterName}-id`, secret: { key: `union/${clusterName}` } } });
  const applicationsOf = (...clusters: string[]) => {
    const dataPlanes = Object.fromEntries(clusters.map((cluster) => [cluster, { ...own(cluster), namespace: cluster }]));
    const { files } = examine({ ...LEAST, planes: CHARTS, gitops: { argocd: CARRIER }, dataPlanes });
    return manifestsIn(files.find(({ path }) => path === 'argocd.k8s.yaml')!.text).map(({ metadata }) => metadata.name);
  };
  expect(applicationsOf('east')).toEqual(['controlplane', 'dataplane-east']);
  expect(applicationsOf('east', 'west')).toEqual(['controlplane', 'dataplane-east', 'dataplane-west']);
});

deep('a plane may be in a namespace that is called like the file of another', () => {
  const { files, problems } = examine({
    ...LEAST, dataPlanes: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { namespace: name === 'c' ? 'union-dataplane-b' : 'union' }])),
  });
  expect(problems).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(
    ['union-dataplane-a.k8s.yaml', 'union-dataplane-b.k8s.yaml', 'union-dataplane-b-dataplane-c.k8s.yaml']));
});

deep('each data plane gets its own values, though TypeScript would call two of them by one name', () => {
  const answers = KINDS['clusters that are one name without their signs'];
  const named = ['us-east-1', 'us-east1'].map((cluster) => parse(textOf(answers, `dataplane-${cluster}.values.yaml`)!).clusterName);
  expect(named).toEqual(['us-east-1', 'us-east1']);
  const names = [...toTypeScript(examine(answers).program!).matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual([...new Set(names)]);
});

deep('warnings of constructs are reported', () => {
  expect(examine(LEAST).warnings).toEqual([expect.stringContaining('eager tasks fail')]);
  const { warnings } = examine({ ...LEAST, controlPlane: { migratingFrom: '2026.3.9' } });
  expect(warnings).toEqual([expect.stringContaining('the chart of 2026.3 reads oidc_client_secret'), expect.stringContaining('eager tasks fail')]);
});

deep('where nothing older ever ran, nothing is kept for it', () => {
  const { problems, warnings } = examine({ ...LEAST, controlPlane: { migratingFrom: '2026.8.3' } });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('eager tasks fail')]);
});

deep.each(['2026', '2019.1'])('a release that nobody knows is a problem of that answer: %s', (migratingFrom) => {
  expect(examine({ ...LEAST, controlPlane: { migratingFrom } }).problems).toEqual([expect.objectContaining({ path: 'controlPlane.migratingFrom' })]);
});

deep('one that is newer than the charts is, too', () => {
  const answers = { ...LEAST, planes: { charts: { version: '2026.3' } }, controlPlane: { migratingFrom: '2026.8.3' } };
  expect(examine(answers).problems).toEqual([expect.objectContaining({ path: 'controlPlane.migratingFrom' })]);
});

deep('a null among further values, with which Helm takes a value away, is made and printed', () => {
  const { files, program, problems } = examine({ ...LEAST, controlPlane: { extraValues: { flyte: { flyteadmin: { resources: null } } } } });
  expect(problems).toEqual([]);
  expect(files.find(({ path }) => path === 'controlplane.values.yaml')!.text).toMatch(/^ {4}resources: null$/m);
  expect(toTypeScript(program!)).toContain('resources: null');
});
