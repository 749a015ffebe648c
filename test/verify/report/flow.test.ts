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

describe('without a finding', () => {
  test('nothing is broken, whatever state the input shows', () => {
    const none = new RuleRegistry([RULES.get('sign-in-route-guarded')!]);
    const input = parseManifests([{ name: 'in', text: manifests(config(), workload('/elsewhere'), secret('auth')) }]);
    const report = verifyParsed(input, { registry: none });
    const flow = flowOf(wiringOf(new Model(input.objects)), report, RULES.rules);
    expect(flow.faults).toEqual([]);
    expect(mermaid(flow, report)).not.toContain('✗');
  });
});

describe('paths of a host', () => {
  const routes = [
    ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin', '/api': 'flyteadmin' } }),
    ingress('open', { host: 'union.example.com', paths: { '/me': 'flyteadmin', '/api/v1/projects': 'flyteadmin' } }),
  ];
  const found = judged(...routes, ...flyteadmin(externalAuth(ISSUER)));
  const [server] = found.flow.servers;

  test('are told by their guard and by what is found of them, what is broken first', () => {
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

test('faults are numbered as they are told, the gravest first, and each is where it is drawn', () => {
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

  test('is no cluster to readers', () => {
    const input = parseManifests([
      { name: 'argocd.yaml', text: manifests(application('east', 'union.example.com')) },
      { name: 'values.yaml', text: 'host: other.example.com\nclusterName: east\n' },
    ]);
    const report = verifyParsed(input);
    const flow = flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
    expect(JSON.stringify([report, flow])).not.toMatch(/\d+\.spec\.|valuesObject"?\s*,\s*"namespace/);
  });
});

describe('as a graph', () => {
  const { flow, report } = judged(
    config(), workload('/elsewhere'), externalSecret('auth', { keys: ['other'] }), ...flyteadmin(externalAuth(ISSUER)),
    ingress('i', { host: 'x"]; click n1 "javascript:alert(1)"\n<b>#&', paths: { '/me': 'flyteadmin' } }),
  );

  test('Mermaid has what is broken in red, with the rule, and labels within their quotes', () => {
    const text = mermaid(flow, report);
    expect(text).toMatch(/^flowchart LR\n/);
    expect(text).toMatch(/-\.-x\|"read as \/etc\/secrets\/union\/client_secret ✗ client-secret-unmounted"\|/);
    expect(text).toMatch(/\n {2}linkStyle \d+ stroke:#c00,color:#c00\n$/);
    const node = text.split('\n').find((line) => line.includes('click'))!;
    expect(node).toMatch(/^ {2}n\d+\(\["[^"<>&[\];\n]*(#\d+;[^"<>&[\];\n]*)*"\]\)$/);
  });

  test.each([['mermaid', mermaid], ['text', flowText]] as const)('%s leaves no control character, and all that is drawn is reached', (_, write) => {
    const text = write(flow, report);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    ['flyteadmin', 'executions', 'service', ISSUER.slice(8, 30)].forEach((name) => expect(text).toContain(name));
  });
});
