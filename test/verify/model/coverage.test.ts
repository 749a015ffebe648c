import { parseManifests } from '../../../src/verify/parse';
import { openText } from '../../../src/verify/read/open-question';
import { hasJudged, verify, verifyParsed } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, Json, manifests, object } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { flyteadmin } from '../_union';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

/** Each judges planes by all rules. */
const deep = oneIn(4);

const coverage = (...texts: string[]) => verify(texts.map((text, i) => ({ name: `${i}.yaml`, text }))).coverage;
const missing = (...texts: string[]) => coverage(...texts).open.map((question) => question.missing);

const client = (name: string, secret: string) => [
  configMap(name, { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/client_secret' } } }),
  deployment(name, { configMaps: { [name]: '/etc/config' }, secrets: { [secret]: '/etc/secrets' }, container: { image: 'unionai/services:1' } }),
];
const open = (...paths: string[]) => ingress('open', { host: 'union.example.com', paths: Object.fromEntries(paths.map((path) => [path, 'flyteadmin'])) });
const on = (...hosts: (string | undefined)[]) => manifests(...hosts.map((host, i) => ingress(`i${i}`, { host, paths: { '/login': 'flyteadmin' } })));
const headless = (text: string) => text.replace(/^#.*\n/, '');
const ADMIN = flyteadmin({ secrets: {} });
const EXECUTIONS = client('executions', 'auth');
const OPERATOR = client('union-operator', 'auth');

deep.each<[string, string[], readonly unknown[]]>([
  ['a data plane', [DATA_PLANE_VALUES], ['the values of dataplane 2026.8 (0.yaml)', '6 clients of data planes', '6 credentials']],
  ['several files of values', [DATA_PLANE_VALUES, 'global: { AUTH_CLIENT_ID: other-id }\n'], expect.arrayContaining(['the values of dataplane 2026.8 (0.yaml, 1.yaml)']) as never],
  ['values without a release', [headless(DATA_PLANE_VALUES)], expect.arrayContaining(['the values of dataplane 2026.8 (0.yaml: nothing names the release, so the current one is assumed)']) as never],
  ['values near a release', [DATA_PLANE_VALUES.replace('2026.8.schema', '2026.5.0.schema')],
    expect.arrayContaining([expect.stringMatching(/^the values of dataplane 2026\.6 \(0\.yaml: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar; /)]) as never],
  ['a flyteadmin and a route', [manifests(...flyteadmin({ useAuth: null, secrets: {} }), open('/login'))], expect.arrayContaining(['1 flyteadmin', '1 route on union.example.com']) as never],
  ['one of each', [manifests(...EXECUTIONS, externalSecret('auth'))], ['1 client of the control plane', '1 credential', '1 object that delivers secrets']],
  ['one of a data plane', [manifests(...OPERATOR)], ['1 client of data planes', '1 credential']],
  ['several', [manifests(...EXECUTIONS, ...client('usage', 'auth'), externalSecret('auth'), externalSecret('flyte-admin-secrets'), open('/login', '/callback'))],
    ['2 clients of the control plane', '2 routes on union.example.com', '2 credentials', '2 objects that deliver secrets']],
  ['an ExternalSecret that has nothing to do with Union', [manifests(...EXECUTIONS, externalSecret('other'))], ['1 client of the control plane', '1 credential']],
  ['three hosts', [on('a.example.com', 'b.example.com', undefined)], ['3 routes on a.example.com, b.example.com, any host']],
  ['four hosts', [on('a.example.com', 'b.example.com', 'c.example.com', 'd.example.com')], ['4 routes on 4 hosts']],
])('of %s it is counted what was judged', (_, texts, expected) => expect(coverage(...texts).judged).toEqual(expected));

deep('input of others: nothing was judged, and that is said', () => {
  const report = verify([{ name: 'in.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n' }]);
  expect(report.coverage).toMatchObject({ judged: [], open: [{ question: 'anything' }] });
  expect(hasJudged(report)).toBe(false);
});

const TEMPLATE = expect.stringContaining('helm template unionai-controlplane') as string;
const SECRETS = { question: 'whether client secrets are delivered', add: 'the ExternalSecrets or Secrets that deliver them' };
const OFF = `${DATA_PLANE_VALUES}config: { union: { auth: { enable: false } } }\n`;
const HEAD = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n';
const NAME = 'the name by which the data plane registers, and whether the control plane knows it';
const GUARD = { missing: 'Middleware guard is not in the input', question: 'the guard of those routes', add: 'the manifest of what guards them', asked: true };
const UNGUARDED = ['/a', '/b'].map((path) => ({ match: `Host(\`union.example.com\`) && PathPrefix(\`${path}\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'flyteadmin', port: 80 }] }));

deep.each<[string, string[], object]>([
  ['login and routes, of a data plane alone', [DATA_PLANE_VALUES],
    { missing: 'no flyteadmin and no route to it in the input', question: 'login, routes, guards, and which issuer, audiences and clients are accepted', add: TEMPLATE }],
  ['the name of the cluster', [`${HEAD}orgName: acme\n`], { missing: 'the values of dataplane 2026.8 (0.yaml) set no clusterName', question: NAME, add: 'it, or the values file that sets it' }],
  ['both names', [`${HEAD}secrets: { admin: { enable: true } }\n`],
    { missing: 'the values of dataplane 2026.8 (0.yaml) set no clusterName and no orgName', question: NAME, add: 'them, or the values file that sets them' }],
  ['a plane that does without authentication, as it says', [CONTROL_PLANE_VALUES, OFF], {
    missing: 'the values of dataplane 2026.8 (1.yaml) turn authentication off for the server and its clients', question: 'authentication of that plane', add: 'useAuth: true and enable: true if it must be on',
  }],
  ['the clients of data planes', [manifests(...EXECUTIONS)],
    { missing: 'no data plane in the input', question: 'the clients of data planes, and whether the control plane accepts them', add: expect.any(String) as string }],
  ['a flyteadmin', [manifests(...OPERATOR, externalSecret('auth'), open('/login'))],
    { missing: 'no flyteadmin in the input', question: 'login, and which issuer, audiences and clients are accepted', add: TEMPLATE }],
  ['a route', [manifests(...OPERATOR, ...ADMIN)],
    { missing: 'no route to flyteadmin in the input', question: 'routes and their guards', add: 'its Ingresses, or its Gateway API routes, middlewares and policies' }],
  ['a Secret', [manifests(...EXECUTIONS)], { missing: 'no object in the input writes Secret auth', ...SECRETS }],
  ['two Secrets', [manifests(...client('executions', 'b'), ...client('usage', 'a'))], { missing: 'no object in the input writes the Secrets a, b', ...SECRETS }],
])('the input lacks %s: what was not judged, and what to add', (_, texts, question) => expect(coverage(...texts).open).toContainEqual(question));

deep.each<[string, string[], RegExp, unknown[]]>([
  ['a control plane alone', [CONTROL_PLANE_VALUES], /./, ['no data plane in the input', 'no object in the input writes the Secrets flyte-admin-secrets, union-controlplane-secrets']],
  ['a client alone', [manifests(...EXECUTIONS)], /./, ['no flyteadmin and no route to it in the input', 'no data plane in the input', 'no object in the input writes Secret auth']],
  ['clients of both planes', [manifests(...EXECUTIONS, ...OPERATOR)], /data plane/, []],
  ['a plane without authentication', [CONTROL_PLANE_VALUES, OFF], /no data plane/, []],
  ['two planes without authentication', [`${OFF}clusterName: one\n`, `${OFF}clusterName: other\n`], /turn authentication off/,
    ['the values of dataplane 2026.8 (0.yaml), dataplane 2026.8 (1.yaml) turn authentication off for the server and its clients']],
  ['all names', [`${HEAD}orgName: acme\nglobal: { CLUSTER_NAME: east }\n`], /clusterName|orgName/, []],
  ['a data plane, a Secret and a route', [manifests(...OPERATOR, externalSecret('auth'), open('/login'))], /./, ['no flyteadmin in the input']],
])('%s: all that is missing', (_, texts, of, expected) => expect(missing(...texts).filter((each) => of.test(each))).toEqual(expected));

deep('a guard that manifests do not show is named once', () => {
  const questions = (...objects: Json[]) => coverage(manifests(...objects)).open.filter(({ question }) => question.includes('guard of'));
  expect(questions(object('traefik.io/v1alpha1', 'IngressRoute', 'api', { spec: { routes: UNGUARDED } }))).toEqual([GUARD]);
  expect(questions(ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/a': 'flyteadmin' } }))).toEqual([]);
});

deep('a Secret that is written in another cluster alone is said to be', () => {
  const of = (cluster: string, ...objects: Json[]) => manifests(...objects.map((each) => ({ ...each, metadata: { ...each.metadata as object, annotations: { 'union-auth.cdk8s.io/cluster': cluster } } })));
  const operator = dataPlaneService('union-operator', { union: { auth: { enable: true, clientId: 'operator', clientSecretLocation: '/etc/union/secret/client_secret' } } });
  expect(missing(of('east', externalSecret('union-secret-auth', { namespace: 'union' })), of('west', ...operator))).toContain(
    'no object in the input writes Secret union-secret-auth; union-secret-auth is read in cluster west, but written by ExternalSecret union-secret-auth in cluster east',
  );
});

describe('routes of a Gateway', () => {
  const of = (provider: string) => CONTROL_PLANE_VALUES.replace('global:\n', `global:\n  INGRESS_PROVIDER: ${provider}\n`);
  const guarded = withValue(of('both'), 'ingress.protectedIngressAnnotations', { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' });
  const ANY = object('v1', 'Service', 'any');
  const question = (...files: string[]) => `with the values of ${files.map((file) => `controlplane 2026.8 (${file})`).join(', ')} the chart renders Gateway API routes without a guard`;
  /** With more values that the input lacks. */
  const partial = (...texts: string[]) => verifyParsed(parseManifests(
    [{ name: 'dp.yaml', text: DATA_PLANE_VALUES }],
    texts.map((text, i) => ({ name: `${i}.yaml`, text, partial: true, plane: `${i}`, namespace: `union-${i}` })),
  )).coverage.open;

  deep.each(['envoy', 'both'])('%s: are made of values beside manifests', (provider) => {
    const { judged, open: questions } = coverage(of(provider), DATA_PLANE_VALUES, manifests(ANY));
    expect(judged).toContainEqual(expect.stringMatching(provider === 'both' ? /^\d+ routes on union\.example\.com$/ : /^\d+ routes on union\.example\.com, envoy-controlplane\.envoy-gateway\.svc\.cluster\.local$/));
    expect(questions.filter((each) => /guard|route/.test(`${each.missing} ${each.question} ${each.add}`))).toEqual([]);
  });

  deep('are not judged of values alone, in a file or in what installs with them: their guard is no part of any', () => {
    const application = object('argoproj.io/v1alpha1', 'Application', 'cp', {
      spec: { destination: { namespace: 'union-cp' }, source: { repoURL: 'https://union.example.com', chart: 'controlplane', helm: { values: guarded } } },
    }, 'argocd');
    const inputs = [guarded, manifests(application), manifests(application, ANY)].map((text) => missing(text, DATA_PLANE_VALUES).includes(question('0.yaml')));
    expect(inputs).toEqual([true, true, false]);
    expect(verify([{ name: '0.yaml', text: guarded }]).findings.filter(({ rule }) => rule === 'gateway-route-unguarded')).toEqual([]);
  });

  deep('are not verified if a guard may be in values outside the input, alone and beside Ingresses', () => {
    const alone = partial(of('envoy'));
    expect(alone[0]).toMatchObject({ missing: 'no route to flyteadmin in the input', add: expect.stringContaining('SecurityPolicies') });
    expect(alone.filter(({ add }) => add?.includes('SecurityPolicies'))).toHaveLength(1);
    expect(partial(guarded)).toContainEqual({
      missing: question('0.yaml'), question: 'those routes and their guards', add: 'the rendered control plane with its HTTPRoutes and GRPCRoutes, and the SecurityPolicies that guard them',
    });
    expect(partial(guarded, guarded.replace(/union\.example\.com/g, 'other.example.com')).map((each) => each.missing)).toContain(question('0.yaml', '1.yaml'));
    expect(partial(guarded.replace('2026.8.schema', '2026.3.schema')).filter((each) => each.missing.includes('Gateway'))).toEqual([]);
  });
});

deep('an open question says what was not checked, why, and what to add or to run', () => {
  expect(openText({ missing: 'no flyteadmin', question: 'login', add: 'it' })).toBe('Login: no flyteadmin. Add it.');
  expect(openText({ missing: 'no guard', question: 'routes', run: 'doctor' })).toBe('Routes: no guard. Run doctor.');
});

deep.each<[string, Json[], string[]]>([
  ['flyteadmin.union-cp.svc.cluster.local', flyteadmin({ useAuth: true }),
    ['VirtualService to-flyteadmin.union-cp.svc.cluster.local leads to flyteadmin, but verify does not read the routes of Istio']],
  ['flyteadmin', flyteadmin({ useAuth: true }), ['VirtualService to-flyteadmin leads to flyteadmin, but verify does not read the routes of Istio']],
  ['shop', flyteadmin({ useAuth: true }), ['no route to flyteadmin in the input']],
])('routes of an unknown edge are named if they lead to flyteadmin: %s', (host, objects, expected) => {
  const route = object('networking.istio.io/v1', 'VirtualService', `to-${host}`, { spec: { http: [{ route: [{ destination: { host } }] }] } });
  const { open: questions } = coverage(manifests(...objects, route));
  expect(questions.filter(({ missing: what, asked }) => asked || /no route/.test(what)).map(({ missing: what }) => what)).toEqual(expected);
});

deep('what writes one Secret for several clusters, and does not say for which', () => {
  const planes = ['east', 'west'].map((clusterName) => withValue(DATA_PLANE_VALUES, 'clusterName', clusterName));
  const delivery = manifests(externalSecret('union-secret-auth', { namespace: 'union' }));
  const said = delivery.replace('metadata:\n', 'metadata:\n  labels: { union-auth.cdk8s.io/cluster: west }\n');
  expect(said).not.toBe(delivery);
  // One file may be for both, and of two of which one is placed the other may be.
  const inputs = [[...planes, delivery, delivery], [...planes, delivery], [...planes, delivery, said], [planes[0], delivery, delivery]];
  expect(inputs.map((texts) => missing(...texts).filter((each) => each.includes('do not name the cluster'))))
    .toEqual([[expect.stringMatching(/^2\.yaml and 3\.yaml write Secret union-secret-auth and do not name the cluster \(east and west\)$/)], [], [], []]);
});
