import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { RULES, RuleRegistry } from '../../../src/verify/registry';
import { FlowHome, flowOf } from '../../../src/verify/report/flow';
import { mermaid } from '../../../src/verify/report/flow-graph';
import { flowText } from '../../../src/verify/report/flow-text';
import { verifyParsed } from '../../../src/verify/verify';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object, secret } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER } from '../_planes';

const registry = new RuleRegistry(['client-secret-unmounted', 'client-secret-key-missing', 'sign-in-route-guarded', 'route-unguarded']
  .map((id) => RULES.get(id)!));

function judged(...objects: Parameters<typeof manifests>) {
  const input = parseManifests([{ name: 'in', text: manifests(...objects) }]);
  const report = verifyParsed(input, { registry });
  const flow = flowOf(wiringOf(new Model(input.objects)), report, RULES.rules);
  return { flow, report };
}

const config = (namespace?: string) =>
  configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }, namespace);
const workload = (path: string, name = 'executions') => deployment(name, { configMaps: { executions: '/etc/config' }, secrets: { auth: path } });
const rowsOf = ({ flow: { homes } }: ReturnType<typeof judged>) => homes.flatMap((home: FlowHome) => home.rows);
const broken = ({ flow, report }: ReturnType<typeof judged>) => flow.homes.flatMap(({ namespace, rows }) => rows.flatMap(({ ties }) =>
  Object.entries(ties).flatMap(([tie, { findings }]) => findings.map((index) => `${namespace} ${tie} ${report.findings[index].rule}`))));

describe('the way of a credential', () => {
  const judgedWhole = judged(config(), workload('/etc/secrets/union'), workload('/etc/secrets/union', 'cluster'), externalSecret('auth'));

  test('leads from entry to call, and services that are wired alike share it', () => {
    expect(rowsOf(judgedWhole)).toMatchObject([{
      purpose: 'service client secret',
      clientId: 'service',
      services: ['executions', 'cluster'],
      place: '/etc/secrets/union/client_secret',
      secret: 'auth',
      key: 'client_secret',
      writers: [{ kind: 'ExternalSecret', name: 'auth' }],
      settings: ['admin.clientSecretLocation'],
    }]);
    expect(rowsOf(judgedWhole)[0].entries).toHaveLength(1);
    expect(broken(judgedWhole)).toEqual([]);
  });

  test.each([
    ['an empty Secret makes room for an operator, and is no writer', [secret('auth'), externalSecret('auth')], [{ kind: 'ExternalSecret', name: 'auth' }], 'yes', undefined],
    ['a Secret with a value writes it', [secret('auth', { client_secret: 'x7Kq' })], [{ kind: 'Secret', name: 'auth' }], 'yes', undefined],
    ['a placeholder is told, and breaks nothing by itself', [secret('auth', { client_secret: 'placeholder' })], [{ kind: 'Secret', name: 'auth' }], 'yes', 'only a placeholder'],
    ['what nothing writes is not seen', [], [], 'no', undefined],
    ['an ExternalSecret that copies all may write it', [externalSecret('auth', { keys: [], spec: { dataFrom: [{ extract: { key: 'union' } }] } })], [{ kind: 'ExternalSecret', name: 'auth' }], 'may', undefined],
  ])('%s', (_, objects, writers, shown, lack) => {
    const [row] = rowsOf(judged(config(), workload('/etc/secrets/union'), ...objects));
    expect(row).toMatchObject({ writers, ties: { write: { shown, findings: [], ...(lack === undefined ? {} : { lack }) } } });
  });

  test('a file that is not mounted breaks the mount', () => {
    const found = judged(config(), workload('/elsewhere'));
    expect(broken(found)).toEqual(['union-cp mount client-secret-unmounted']);
    expect(rowsOf(found)[0].ties.mount.lack).toBe('not mounted');
  });

  test('a writer that leaves the key out breaks the writing', () => {
    expect(broken(judged(config(), workload('/etc/secrets/union'), externalSecret('auth', { keys: ['other'] })))).toEqual(['union-cp write client-secret-key-missing']);
  });

  test('what has the same name in another namespace is not broken', () => {
    const elsewhere = deployment('executions', { namespace: 'union-eu', configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } });
    expect(broken(judged(config(), workload('/elsewhere'), config('union-eu'), elsewhere))).toEqual(['union-cp mount client-secret-unmounted']);
  });
});

describe('paths of a host', () => {
  const routes = [
    ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin', '/api': 'flyteadmin' } }),
    ingress('open', { host: 'union.example.com', paths: { '/me': 'flyteadmin', '/api/v1/projects': 'flyteadmin' } }),
  ];
  const found = judged(...routes, ...flyteadmin(externalAuth(ISSUER)));
  const [server] = found.flow.servers;

  test('are grouped by their guard and their findings, broken ones first', () => {
    expect(server).toMatchObject({ host: 'union.example.com', edge: 'ingress-nginx' });
    expect(server.lanes.map(({ guard, bare, paths }) => [guard, bare, paths])).toEqual([
      ['subrequest', false, ['/login']],
      ['none', true, ['/api/v1/projects']],
      ['subrequest', false, ['/api']],
      ['none', false, ['/me']],
    ]);
    const rules = server.lanes.map(({ tie }) => tie.findings.map((index) => found.report.findings[index].rule));
    expect(rules).toEqual([['sign-in-route-guarded'], ['route-unguarded'], [], []]);
  });

  test('lead to the flyteadmin behind them', () => {
    expect(server.controls).toEqual([found.flow.controls[0].id]);
    expect(found.flow.controls[0]).toMatchObject({ name: 'flyteadmin', issuer: ISSUER, tokenIssuer: ISSUER, webClientId: 'web' });
  });
});

test('faults are numbered in the order of the report, errors first', () => {
  const { flow, report } = judged(config(), workload('/elsewhere'), externalSecret('auth', { spec: { refreshInterval: '0' } }));
  expect(flow.faults.map(({ number }) => number)).toEqual(flow.faults.map((_, i) => i + 1));
  expect(flow.faults.map(({ severity }) => severity)).toEqual([...flow.faults.map(({ severity }) => severity)].sort());
  expect(new Set(flow.faults.flatMap(({ findings }) => findings)).size).toBe(report.findings.length);
});

describe('a cluster that only the place of values names', () => {
  const application = (name: string, values: string) => object('argoproj.io/v1alpha1', 'Application', name, {
    spec: {
      destination: { server: `https://${name}.example.com`, namespace: 'union' },
      source: { repoURL: 'https://unionai.github.io/helm-charts', chart: 'dataplane', targetRevision: '2026.8.3', helm: { valuesObject: { host: values, clusterName: name } } },
    },
  });

  test('is not shown as a cluster', () => {
    const input = parseManifests([
      { name: 'argocd.yaml', text: manifests(application('east', 'union.example.com')) },
      { name: 'values.yaml', text: 'host: other.example.com\nclusterName: east\n' },
    ]);
    const report = verifyParsed(input);
    const flow = flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
    expect(JSON.stringify([report, flow])).not.toMatch(/\d+\.spec\.|valuesObject"?\s*,\s*"namespace/);
  });
});

describe('all that it shows', () => {
  const reading = (name: string, from: string, path: string) => [
    configMap(name, { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }),
    deployment(name, { configMaps: { [name]: '/etc/config' }, secrets: { [from]: path } }),
  ];
  const { flow, report } = judged(
    ...reading('executions', 'auth', '/etc/secrets/union'), externalSecret('auth', { keys: ['other'] }),
    ...reading('usage', 'any', '/etc/secrets/union'), externalSecret('any', { keys: [], spec: { dataFrom: [{ extract: { key: 'union' } }] } }),
    ...reading('cluster', 'auth', '/elsewhere'), ...reading('identity', 'unseen', '/etc/secrets/union'),
    ...flyteadmin(externalAuth(ISSUER, { flyteClient: { clientId: 'cli' } })),
    ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin', '/api': 'flyteadmin' } }),
    ingress('open', { host: 'union.example.com', paths: { '/me': 'flyteadmin', '/healthz': 'flyteadmin', '/api/v1/projects': 'flyteadmin' } }),
    ingress('i', { host: 'x"]; click n1 "javascript:alert(1)"\n<b>#&\u202e\u0007', paths: { '/me': 'flyteadmin' } }),
  );

  test('in Mermaid: what is broken is red, with the rule, and labels stay within their quotes', () => expect(mermaid(flow, report).split('\n')).toEqual([
    'flowchart LR',
    '  n1["flyteadmin, header flyte-authorization"]', `  n2[/"${ISSUER}"/]`, '  n3(["union.example.com (ingress-nginx)"])',
    '  n4["1 path of guarded"]', '  n5{{"http://flyteadmin.union-cp.svc.cluster.local/me"}}', '  n6["2 paths of open"]', '  n7["1 path of guarded"]', '  n8["1 path of open"]',
    '  n9(["x#34;#93;#59; click n1 #34;javascript:alert(1)#34; #60;b#62;#35;#38;#8238;#7; (ingress-nginx)"])', '  n10["1 path of i"]',
    '  n11["executions in union-cp"]', '  n12[("Secret auth: client_secret in union-cp")]', '  n13[["ExternalSecret auth in union-cp"]]', '  n14[("union/other in SecretStore default")]',
    '  n15["usage in union-cp"]', '  n16[("Secret any: client_secret in union-cp")]', '  n17[["ExternalSecret any in union-cp"]]',
    '  n18["cluster in union-cp"]', '  n19[("no Secret")]',
    '  n20["identity in union-cp"]', '  n21[("Secret unseen: client_secret in union-cp")]', '  n22[["not in the input in union-cp"]]',
    '  n23["flyteadmin in union-cp"]', '  n24[("no Secret")]',
    '  n1 -->|"people sign in as web"| n2', '  n1 -->|"trusts tokens"| n2',
    '  n3 -->|"guarded"| n4', '  n4 -.-x|"asks ✗ sign-in-route-guarded"| n5', '  n5 -->|"of"| n1', '  n3 -.-x|"open ✗ route-unguarded"| n6', '  n6 -->|"no guard"| n1',
    '  n3 -->|"guarded"| n7', '  n7 -->|"asks"| n5', '  n3 -->|"open"| n8', '  n8 -->|"no guard"| n1', '  n9 -->|"open"| n10', '  n10 -->|"no guard"| n1',
    '  n12 -->|"read as /etc/secrets/union/client_secret"| n11', '  n13 -.-x|"writes ✗ client-secret-key-missing"| n12', '  n14 -->|"fetched"| n13', '  n11 -->|"as service"| n1',
    '  n16 -->|"read as /etc/secrets/union/client_secret"| n15', '  n17 -->|"may write"| n16', '  n15 -->|"as service"| n1',
    '  n19 -.-x|"read as /etc/secrets/union/client_secret ✗ client-secret-unmounted"| n18', '  n18 -->|"as service"| n1',
    '  n21 -->|"read as /etc/secrets/union/client_secret"| n20', '  n22 -->|"may write"| n21', '  n20 -->|"as service"| n1',
    '  n24 -->|"read as /etc/secrets/oidc_client_secret"| n23', '  n23 -->|"for web"| n1',
    '  linkStyle 3,5,14,20 stroke:#c00,color:#c00', '',
  ]));

  test('as text: each step of a credential, with its faults', () => expect(flowText(flow).split('\n')).toEqual([
    'union.example.com (ingress-nginx)',
    '  1 path of guarded: guarded by http://flyteadmin.union-cp.svc.cluster.local/me  ✗ 3 sign-in-route-guarded', '    /login',
    '  2 paths of open: without a guard  ✗ 4 route-unguarded', '    /healthz /api/v1/projects',
    '  1 path of guarded: guarded by http://flyteadmin.union-cp.svc.cluster.local/me', '    /api', '  1 path of open: open', '    /me',
    'x"]; click n1 "javascript:alert(1)"\\u000a<b>#&\\u202e\\u0007 (ingress-nginx)', '  1 path of i: open', '    /me',
    'flyteadmin, header flyte-authorization', `  people sign in at ${ISSUER} as web`, `  trusts tokens of ${ISSUER}; CLI and SDK are cli`,
    'control plane, namespace union-cp',
    '  union/other in SecretStore default', '    → ExternalSecret auth', '    → Secret auth: client_secret  ✗ 1 client-secret-key-missing',
    '    → /etc/secrets/union/client_secret of executions', '    → flyteadmin as service',
    '  ExternalSecret any', '    → Secret any: client_secret', '    → /etc/secrets/union/client_secret of usage', '    → flyteadmin as service',
    '  /etc/secrets/union/client_secret of cluster  ✗ 2 client-secret-unmounted', '    → flyteadmin as service',
    '  Secret unseen: client_secret (writer not in the input)', '    → /etc/secrets/union/client_secret of identity', '    → flyteadmin as service',
    '  /etc/secrets/oidc_client_secret of flyteadmin', '    → flyteadmin for web', '',
  ]));
});
