import { parseManifests } from '../../../src/verify/parse';
import { openText } from '../../../src/verify/read/open-question';
import { hasJudged, verify, verifyParsed } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { flyteadmin } from '../_union';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

/** Each judges planes by all rules. */
const deep = oneIn(4);

const coverage = (...texts: string[]) => verify(texts.map((text, i) => ({ name: `${i}.yaml`, text }))).coverage;
const missing = (...texts: string[]) => coverage(...texts).open.map((question) => question.missing);

deep('input of others: nothing was judged, and that is said', () => {
  const report = verify([{ name: 'in.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n' }]);
  expect(report.coverage).toMatchObject({ judged: [], open: [{ question: 'anything' }] });
  expect(hasJudged(report)).toBe(false);
});

deep('values of several files are named by all of them', () => {
  expect(verify([{ name: 'a.yaml', text: DATA_PLANE_VALUES }, { name: 'b.yaml', text: 'global: { AUTH_CLIENT_ID: other-id }\n' }]).coverage.judged[0]).toBe('the values of dataplane 2026.8 (a.yaml, b.yaml)');
});

deep('a data plane alone: what only a control plane shows, and what to add', () => {
  expect(coverage(DATA_PLANE_VALUES).judged).toEqual(['the values of dataplane 2026.8 (0.yaml)', '6 clients of data planes', '6 credentials']);
  expect(coverage(DATA_PLANE_VALUES).open[0]).toEqual({
    missing: 'no flyteadmin and no route to it in the input',
    question: 'login, routes, guards, and which issuer, audiences and clients are accepted',
    add: expect.stringContaining('helm template unionai-controlplane'),
  });
});

deep('a Secret that is written in another cluster alone is said to be', () => {
  const of = (cluster: string, ...objects: Record<string, unknown>[]) => ({
    name: `${cluster}.yaml`,
    text: manifests(...objects.map((each) => ({ ...each, metadata: { ...each.metadata as object, annotations: { 'union-auth.cdk8s.io/cluster': cluster } } }))),
  });
  const operator = dataPlaneService('union-operator', { union: { auth: { enable: true, clientId: 'operator', clientSecretLocation: '/etc/union/secret/client_secret' } } });
  const east = of('east', externalSecret('union-secret-auth', { namespace: 'union' }));
  expect(verify([east, of('west', ...operator)]).coverage.open.map((question) => question.missing)).toContain(
    'no object in the input writes Secret union-secret-auth; union-secret-auth is read in cluster west, but written by ExternalSecret union-secret-auth in cluster east',
  );
});

deep('values of a data plane that leave its names to others', () => {
  const openOf = (text: string) => verify([{ name: 'own.yaml', text: `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n${text}` }]).coverage.open;
  const question = 'the name by which the data plane registers, and whether the control plane knows it';
  const values = 'the values of dataplane 2026.8 (own.yaml)';
  expect(openOf('orgName: acme\n')).toContainEqual({ missing: `${values} set no clusterName`, question, add: 'it, or the values file that sets it' });
  expect(openOf('secrets: { admin: { enable: true } }\n')).toContainEqual({ missing: `${values} set no clusterName and no orgName`, question, add: 'them, or the values file that sets them' });
  expect(openOf('orgName: acme\nglobal: { CLUSTER_NAME: east }\n').filter((each) => each.question === question)).toEqual([]);
});

deep('a control plane alone', () => expect(missing(CONTROL_PLANE_VALUES)).toEqual([
  'no data plane in the input',
  'no object in the input writes the Secrets flyte-admin-secrets, union-controlplane-secrets',
]));

describe('routes of a Gateway', () => {
  const of = (provider: string, text = CONTROL_PLANE_VALUES) => text.replace('global:\n', `global:\n  INGRESS_PROVIDER: ${provider}\n`);
  const question = (...files: string[]) => `with the values of ${files.map((file) => `controlplane 2026.8 (${file})`).join(', ')} the chart renders Gateway API routes without a guard`;
  /** With more values that nobody shows. */
  const partial = (...texts: string[]) => verifyParsed(parseManifests(
    [{ name: 'dp.yaml', text: DATA_PLANE_VALUES }],
    texts.map((text, i) => ({ name: `${i}.yaml`, text, partial: true, plane: `${i}`, namespace: `union-${i}` })),
  )).coverage.open;

  deep.each(['envoy', 'both'])('%s: are made of values beside manifests', (provider) => {
    const { judged, open } = coverage(of(provider), DATA_PLANE_VALUES, manifests(object('v1', 'Service', 'any')));
    expect(judged).toContainEqual(expect.stringMatching(provider === 'both' ? /^\d+ routes on union\.example\.com$/ : /^\d+ routes on union\.example\.com, envoy-controlplane\.envoy-gateway\.svc\.cluster\.local$/));
    expect(open.filter((each) => /guard|route/.test(`${each.missing} ${each.question} ${each.add}`))).toEqual([]);
  });

  deep('are not judged of values alone, in a file or in what installs with them: their guard is no part of any', () => {
    const guarded = withValue(of('both'), 'ingress.protectedIngressAnnotations', { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' });
    const application = object('argoproj.io/v1alpha1', 'Application', 'cp', {
      spec: { destination: { namespace: 'union-cp' }, source: { repoURL: 'https://union.example.com', chart: 'controlplane', helm: { values: guarded } } },
    }, 'argocd');
    expect(missing(guarded, DATA_PLANE_VALUES)).toContain(question('0.yaml'));
    expect(missing(manifests(application), DATA_PLANE_VALUES)).toContain(question('0.yaml'));
    expect(missing(manifests(application, object('v1', 'Service', 'any')), DATA_PLANE_VALUES)).not.toContain(question('0.yaml'));
    expect(verify([{ name: '0.yaml', text: guarded }]).findings.filter(({ rule }) => rule === 'gateway-route-unguarded')).toEqual([]);
  });

  deep('alone are not verified if a guard may be in values outside the input', () => {
    const open = partial(of('envoy'));
    expect(open[0]).toMatchObject({ missing: 'no route to flyteadmin in the input', add: expect.stringContaining('SecurityPolicies') });
    expect(open.filter(({ add }) => add?.includes('SecurityPolicies'))).toHaveLength(1);
  });

  deep('nor are they beside Ingresses', () => {
    const guarded = withValue(of('both'), 'ingress.protectedIngressAnnotations', { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' });
    expect(partial(guarded)).toContainEqual({
      missing: question('0.yaml'), question: 'those routes and their guards', add: 'the rendered control plane with its HTTPRoutes and GRPCRoutes, and the SecurityPolicies that guard them',
    });
    expect(partial(guarded, guarded.replace(/union\.example\.com/g, 'other.example.com')).map((each) => each.missing)).toContain(question('0.yaml', '1.yaml'));
    expect(partial(guarded.replace('2026.8.schema', '2026.3.schema')).filter((each) => each.missing.includes('Gateway'))).toEqual([]);
  });
});

deep('a plane that does without authentication, as it says', () => {
  const off = `${DATA_PLANE_VALUES}config: { union: { auth: { enable: false } } }\n`;
  expect(coverage(CONTROL_PLANE_VALUES, off).open).toContainEqual({
    missing: 'the values of dataplane 2026.8 (1.yaml) turn authentication off for the server and its clients',
    question: 'authentication of that plane',
    add: 'useAuth: true and enable: true if it must be on',
  });
  expect(missing(CONTROL_PLANE_VALUES, off)).not.toContain('no data plane in the input');
  const other = `${off}clusterName: other\n`;
  expect(missing(`${off}clusterName: one\n`, other)).toContain('the values of dataplane 2026.8 (0.yaml), dataplane 2026.8 (1.yaml) turn authentication off for the server and its clients');
});

deep('by which release values were judged, and what to know about it', () => {
  const unnamed = DATA_PLANE_VALUES.replace(/^#.*\n/, '');
  const near = DATA_PLANE_VALUES.replace('2026.8.schema', '2026.5.0.schema');
  expect(coverage(unnamed).judged[0]).toBe('the values of dataplane 2026.8 (0.yaml: nothing names the release, so the current one is assumed)');
  expect(coverage(near).judged[0]).toMatch(/^the values of dataplane 2026\.6 \(0\.yaml: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar; /);
});

describe('manifests', () => {
  const client = (name: string, secret: string) => [
    configMap(name, { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/client_secret' } } }),
    deployment(name, { configMaps: { [name]: '/etc/config' }, secrets: { [secret]: '/etc/secrets' }, container: { image: 'unionai/services:1' } }),
  ];
  const open = (...paths: string[]) => ingress('open', { host: 'union.example.com', paths: Object.fromEntries(paths.map((path) => [path, 'flyteadmin'])) });

  deep('one of each is counted in the singular', () => {
    expect(coverage(manifests(...flyteadmin({ useAuth: null, secrets: {} }), open('/login'))).judged).toEqual(expect.arrayContaining(['1 flyteadmin', '1 route on union.example.com']));
    expect(coverage(manifests(...client('executions', 'auth'), externalSecret('auth'))).judged).toEqual(['1 client of the control plane', '1 credential', '1 object that delivers secrets']);
    expect(coverage(manifests(...client('union-operator', 'auth'))).judged).toEqual(['1 client of data planes', '1 credential']);
  });

  deep('several are counted in the plural', () => {
    const two = [...client('executions', 'auth'), ...client('usage', 'auth'), externalSecret('auth'), externalSecret('flyte-admin-secrets')];
    expect(coverage(manifests(...two, open('/login', '/callback'))).judged)
      .toEqual(['2 clients of the control plane', '2 routes on union.example.com', '2 credentials', '2 objects that deliver secrets']);
  });

  deep('an ExternalSecret that has nothing to do with Union is not counted', () => {
    expect(coverage(manifests(...client('executions', 'auth'), externalSecret('other'))).judged).toEqual(['1 client of the control plane', '1 credential']);
  });

  deep('up to three hosts are named, and more are counted', () => {
    const on = (...hosts: (string | undefined)[]) => coverage(manifests(...hosts.map((host, i) => ingress(`i${i}`, { host, paths: { '/login': 'flyteadmin' } })))).judged;
    expect(on('a.example.com', 'b.example.com', undefined)).toEqual(['3 routes on a.example.com, b.example.com, any host']);
    expect(on('a.example.com', 'b.example.com', 'c.example.com', 'd.example.com')).toEqual(['4 routes on 4 hosts']);
  });

  deep('what the input does not show is asked for', () => {
    expect(coverage(manifests(...client('executions', 'auth'))).open[1]).toMatchObject({ missing: 'no data plane in the input', question: 'the clients of data planes, and whether the control plane accepts them' });
    expect(missing(manifests(...client('executions', 'auth'), ...client('union-operator', 'auth')))).not.toContain('no data plane in the input');
    expect(coverage(manifests(...client('executions', 'auth'))).open.map(({ missing: what }) => what)).toEqual([
      'no flyteadmin and no route to it in the input', 'no data plane in the input', 'no object in the input writes Secret auth',
    ]);
    expect(coverage(manifests(...client('union-operator', 'auth'), externalSecret('auth'), open('/login'))).open).toEqual([
      { missing: 'no flyteadmin in the input', question: 'login, and which issuer, audiences and clients are accepted', add: expect.stringContaining('helm template unionai-controlplane') },
    ]);
    expect(coverage(manifests(...client('union-operator', 'auth'), ...flyteadmin({ secrets: {} }))).open[0]).toEqual({
      missing: 'no route to flyteadmin in the input', question: 'routes and their guards', add: 'its Ingresses, or its Gateway API routes, middlewares and policies',
    });
    expect(coverage(manifests(...client('executions', 'b'), ...client('usage', 'a'))).open.at(-1)).toEqual({
      missing: 'no object in the input writes the Secrets a, b', question: 'whether client secrets are delivered', add: 'the ExternalSecrets or Secrets that deliver them',
    });
  });

  deep('a guard that manifests do not show is named once', () => {
    const routes = ['/a', '/b'].map((path) => ({ match: `Host(\`union.example.com\`) && PathPrefix(\`${path}\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'flyteadmin', port: 80 }] }));
    const guards = coverage(manifests(object('traefik.io/v1alpha1', 'IngressRoute', 'api', { spec: { routes } }))).open.filter(({ question }) => question.includes('guard of'));
    expect(guards).toEqual([{ missing: 'Middleware guard is not in the input', question: 'the guard of those routes', add: 'the manifest of what guards them', asked: true }]);
    const known = ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/a': 'flyteadmin' } });
    expect(coverage(manifests(known)).open.filter(({ question }) => question.includes('guard of'))).toEqual([]);
  });
});

deep('an open question says what was not checked, why, and what to add or to run', () => {
  expect(openText({ missing: 'no flyteadmin', question: 'login', add: 'it' })).toBe('Login: no flyteadmin. Add it.');
  expect(openText({ missing: 'no guard', question: 'routes', run: 'doctor' })).toBe('Routes: no guard. Run doctor.');
});

deep('routes of an unknown edge are named if they lead to flyteadmin', () => {
  const route = (host: string) => object('networking.istio.io/v1', 'VirtualService', `to-${host}`, { spec: { http: [{ route: [{ destination: { host } }] }] } });
  const questions = (host: string) => coverage(manifests(...flyteadmin({ useAuth: true }), route(host))).open.filter(({ asked }) => asked);
  expect(questions('flyteadmin.union-cp.svc.cluster.local')).toMatchObject([{ missing: 'VirtualService to-flyteadmin.union-cp.svc.cluster.local leads to flyteadmin, but verify does not read the routes of Istio' }]);
  expect(questions('shop')).toEqual([]);
  const texts = (host: string, ...more: Record<string, unknown>[]) => missing(manifests(...more, route(host))).filter((text) => /no route/.test(text));
  expect(texts('flyteadmin', ...flyteadmin({ useAuth: true }))).toEqual([]);
  expect(texts('shop', ...flyteadmin({ useAuth: true }))).toEqual(['no route to flyteadmin in the input']);
});

deep('what writes one Secret for several clusters, and does not say for which', () => {
  const planes = ['east', 'west'].map((clusterName) => withValue(DATA_PLANE_VALUES, 'clusterName', clusterName));
  const delivery = manifests(externalSecret('union-secret-auth', { namespace: 'union' }));
  const said = delivery.replace('metadata:\n', 'metadata:\n  labels: { union-auth.cdk8s.io/cluster: west }\n');
  const question = expect.stringMatching(/^2\.yaml and 3\.yaml write Secret union-secret-auth and do not name the cluster \(east and west\)$/);
  expect(said).not.toBe(delivery);
  expect(missing(...planes, delivery, delivery)).toContainEqual(question);
  // One file may be for both, and of two of which one is placed the other may be.
  expect(missing(...planes, delivery)).not.toContainEqual(question);
  expect(missing(...planes, delivery, said)).not.toContainEqual(question);
  expect(missing(planes[0], delivery, delivery)).not.toContainEqual(question);
});
