import { SUPPRESSION_PREFIX } from '../../src/contract/own-annotations';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { RouteGroup } from '../../src/contract/union/routes';
import { Failure } from '../../src/doctor/ask/failure';
import type { ClusterContent } from '../../src/doctor/cluster/read-cluster';
import { diagnosis, reportOf } from '../../src/doctor/diagnose';
import { examine } from '../../src/doctor/examination';
import type { Facts } from '../../src/doctor/probes/facts';
import { LIVE_RULES } from '../../src/doctor/rules';
import { parseManifests } from '../../src/verify/parse';
import { judgeOfVersion } from '../../src/verify/values/values-reader';
import { verifyParsed } from '../../src/verify/verify';
import { Change, FACTS, factsWith, http, ORIGIN, routeGroup, to } from './_facts';

const report = (change: Change<Facts>, stoppedBy?: string) => reportOf(factsWith(change), LIVE_RULES.find(({ id }) => id === stoppedBy));
const rules = (change: Change<Facts>, stoppedBy?: string) => report(change, stoppedBy).findings.map(({ rule }) => rule);
const silence = (change: Change<Facts>, stoppedBy?: string) =>
  Object.fromEntries(report(change, stoppedBy).notApplicable.map(({ rule, reason }) => [rule, reason]));

test('of a deployment that is well every rule passes', () => {
  const { findings, passed, notApplicable, crashed, files, objects, notices, unreadable, suppressed } = report({});
  expect([findings, crashed, notices, unreadable, suppressed, files, objects]).toEqual([[], [], [], [], [], 1, 1]);
  expect([...passed, ...notApplicable.map(({ rule }) => rule)].sort()).toEqual(LIVE_RULES.map(({ id }) => id).sort());
});

test('a finding says where, and in the words of its rule', () => {
  const { id, severity, symptom, remediation } = LIVE_RULES.find((rule) => rule.id === 'live-http2-missing')!;
  expect(report({ certificate: { protocol: undefined } }).findings).toEqual([{
    rule: id,
    severity,
    message: expect.stringContaining('union.example.com') as string,
    object: { apiVersion: 'live', kind: 'Host', name: 'union.example.com' },
    file: ORIGIN,
    line: 1,
    field: 'ALPN',
    expected: 'h2',
    found: 'no protocol',
    symptom,
    remediation,
  }]);
});

test('one about an object of the cluster is about that', () => {
  const object = { apiVersion: 'v1', kind: 'Ingress', namespace: 'union-cp', name: 'a' };
  const { findings: [finding] } = report({ cluster: { failedDeliveries: [{ object, field: 'status', reason: 'why' }] } });
  expect(finding).toMatchObject({ rule: 'live-delivery-failed', object, file: 'namespace union-cp' });
});

test('what another finding explains is not reported, and says which', () => {
  const change = { certificate: { subject: 'TRAEFIK DEFAULT CERT', untrusted: 'SELF_SIGNED' } };
  expect(rules(change)).toEqual(['live-certificate-of-controller']);
  expect(silence(change)).toMatchObject({ 'live-certificate-untrusted': 'live-certificate-of-controller explains it.' });
  expect(report(change).passed.filter((rule) => rule === 'live-certificate-untrusted' || rule === 'live-certificate-of-controller')).toEqual([]);
});

test('what comes after a stop is not reported, but for what the cluster shows', () => {
  const object = { apiVersion: 'v1', kind: 'Ingress', namespace: 'union-cp', name: 'a' };
  const change: Change<Facts> = { health: http('/healthcheck', 503), signIn: { me: http('/me', 302) }, guards: undefined, cluster: { failedDeliveries: [{ object, field: 'status', reason: 'why' }] } };
  expect(rules(change)).toEqual(['live-flyteadmin-down', 'live-me-guarded', 'live-delivery-failed']);
  expect(rules(change, 'live-flyteadmin-down')).toEqual(['live-flyteadmin-down', 'live-delivery-failed']);
  expect(silence(change)).toMatchObject({ 'live-guard-failing': 'Not checked: live-me-guarded comes first.', 'live-host-foreign': 'The guard was not asked.' });
  expect(silence(change, 'live-flyteadmin-down')).toMatchObject({ 'live-guard-failing': 'Not checked: live-me-guarded comes first.', 'live-host-foreign': 'Not checked: live-flyteadmin-down comes first.' });
  // It passed before that.
  expect(report(change, 'live-flyteadmin-down').passed).toContain('live-tls-unseen');
});

test('a rule that crashes says nothing, and leaves the others alone', () => {
  const crash = (error: unknown) => reportOf({ ...factsWith({ certificate: { protocol: undefined }, person: { idClaims: { sub: 'x' } } }), get guards(): never { throw error; } }, undefined);
  const { crashed, findings } = crash(new Error('no guards'));
  expect(crashed[0]).toEqual({ rule: 'live-guard-failing', error: 'no guards' });
  expect(findings.map(({ rule }) => rule)).toEqual(['live-http2-missing', 'live-subjects-differ']);
  expect(crash('in words').crashed[0].error).toBe('in words');
});

test.each<[Change<Facts>, string | undefined, string[], string[]]>([
  [{}, undefined, [`${ORIGIN} from outside`, '2 routes of release 2026.8', 'a token of union-ci'], []],
  [{ proxy: 'http://proxy.example.com' }, undefined, [`${ORIGIN} from outside, by the proxy http://proxy.example.com`, '2 routes of release 2026.8', 'a token of union-ci'], []],
  [{ routes: undefined, token: undefined, login: { done: ['Signed in.'] } }, 'live-slow', [`${ORIGIN} from outside`, 'Signed in.'], ['live-slow blocks everything behind it']],
  [{ routes: undefined, token: undefined, login: undefined, client: undefined }, undefined, [`${ORIGIN} from outside`], ['no client given']],
])('what was asked: %j, %s', (change, stoppedBy, judged, open) => {
  const { coverage } = report(change, stoppedBy);
  expect([coverage.judged, coverage.open.map(({ missing }) => missing)]).toEqual([judged, open]);
});

test('the results for the routes of a release are reported by group', () => {
  const group = routeGroup(RouteGroup.USAGE);
  const answer = to('/usage', '/login');
  expect(rules({ routes: [{ group, backend: 'usage:80', path: '/usage', over: 'http', answer }] })).toEqual([]);
});

describe('with a cluster', () => {
  const options = {
    deployment: { host: 'union.example.com', port: 443 },
    release: ChartVersion._current._contract,
    wires: { lookup: () => Promise.reject(new Error('ENOTFOUND')), connect: () => { throw new Error('not asked'); } },
    now: FACTS.now,
  };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-admin-secrets', namespace: 'union-cp' }, data: {} };
  const accepted = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'auth', namespace: 'union-cp', annotations: { [`${SUPPRESSION_PREFIX}value-unreplaced`]: 'filled in by the store' } },
    spec: { target: { name: 'flyte-secret-auth' }, data: [{ secretKey: 'client_secret', remoteRef: { key: '<your-secret-store-key>' } }] },
  };
  const cluster: ClusterContent = {
    manifests: [
      { name: 'namespace union-cp', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret, accepted] }) },
      { name: 'namespace other', text: '{{- range .Values.services }}\n- {{ . }}\n{{- end }}\n' },
      { name: 'broken', text: 'a: [\n' },
    ],
    values: [{
      name: 'helm release union-cp/union',
      text: 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }',
      chart: 'controlplane',
      namespace: 'union-cp',
      plane: 'helm release union-cp/union',
      ...judgeOfVersion('2026.8.3'),
    }],
    facts: { ...FACTS.cluster!, stalePods: [{ namespace: 'union-cp', pod: 'p', started: FACTS.now, secrets: [{ name: 'a', written: FACTS.now }] }] },
    unread: [{ what: 'Secrets of union-cp', reason: 'forbidden' }],
  };

  test('two reports are one', async () => {
    const [{ facts }, alone, both] = [await examine(options), await diagnosis(options), await diagnosis(options, cluster)];
    expect(alone.report.findings.map(({ rule }) => rule)).toEqual(['live-name-unresolved']);
    expect(both.report.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('live-'))).toEqual(['live-name-unresolved', 'live-pod-stale']);
    expect(both.path.text).toBe(alone.path.text);
    const { report: together } = both;
    const inside = verifyParsed(parseManifests(cluster.manifests, cluster.values));
    const outside = reportOf({ ...facts, cluster: cluster.facts }, LIVE_RULES[0]);
    const some = [inside.notices, inside.findings, inside.passed, inside.notApplicable, inside.suppressed, inside.coverage.judged];
    expect(some.filter((list) => list.length === 0)).toEqual([]);
    expect([together.files, together.objects]).toEqual([1 + inside.files, 1 + inside.objects]);
    for (const list of ['findings', 'suppressed', 'passed', 'notApplicable', 'notices', 'crashed', 'unreadable'] as const) {
      expect(together[list]).toEqual([...outside[list], ...inside[list]]);
    }
    expect(together.coverage.judged).toEqual([...outside.coverage.judged, ...inside.coverage.judged]);
    expect(together.coverage.open.slice(3)).toEqual(inside.coverage.open);
    expect(together.coverage.open.slice(0, 3)).toEqual([
      { missing: 'live-name-unresolved blocks everything behind it', question: 'the later steps', run: 'doctor again once it is fixed' },
      { missing: 'no client given', question: 'tokens, and whether flyteadmin accepts them', add: '--client-id, --config or --api-key-env' },
      { missing: 'Secrets of union-cp could not be read (forbidden)', question: 'the content of the namespace', add: 'permission to list them' },
    ]);
  });
});

test('a name that is not resolved is the cause of everything', () => {
  expect(rules({ addresses: new Failure('name', 'ENOTFOUND') })).toEqual(['live-name-unresolved']);
});
