import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlaneAuth, EdgeController, SecretDelivery } from '../../../src';
import { RULES } from '../../../src/verify/registry';
import type { Report } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { unionAuth } from '../../_tools/fixtures';
import { idsInArea } from '../../_tools/rules-in-area';
import { checkValues } from './_check';
import { emitted } from './_emitted';

/** Each judges the values of a plane by all rules. */
const deep = oneIn(8);

const { V2026_3, V2026_8 } = ChartVersion;

function check(release: ChartVersion, ...texts: string[]): Report {
  return checkValues(texts.map((text, i) => ({ name: `${i + 1}.yaml`, text })), { release });
}

/** The findings of one rule, each as `file:line field`. */
function found(report: Report, rule: string): string[] {
  return report.findings.filter((finding) => finding.rule === rule).map(({ file, line, field }) => `${file}:${line} ${field}`);
}

const ADMIN_AUTH = 'flyte.configmap.adminServer.auth';

/** A control plane for 2026.8 with nothing wrong. */
const CONTROL_PLANE = emitted(V2026_8).controlPlane.toString();
const DATA_PLANE = emitted(V2026_8).dataPlane.toString();

describe('what the constructs emit', () => {
  deep.each([['HARDENED', V2026_3], ['HARDENED', V2026_8]])('%s for %s has nothing to complain about', (_, release) => {
    const { controlPlane, dataPlane } = emitted(release);
    const report = check(release, controlPlane.toString(), dataPlane.toString());
    expect(report.findings).toEqual([]);
    expect(report.objects).toBe(2);
    expect(report.passed).toEqual(idsInArea('values files'));
  });

  deep('the guide to the letter lacks what the deviations say', () => {
    const { controlPlane, dataPlane } = emitted(V2026_3, AuthProfile.GUIDE);
    expect(check(V2026_3, controlPlane.toString(), dataPlane.toString()).findings.map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      'values-recommended-key global.KUBERNETES_SECRET_NAME',
      'values-recommended-key ingress.host',
      'values-missing-key host',
    ]);
  });

  deep('the guide\'s values against the current release: dead keys, a list that drops the public URL, missing keys', () => {
    const { controlPlane, dataPlane } = emitted(V2026_3, AuthProfile.GUIDE);
    const report = check(V2026_8, controlPlane.toString(), dataPlane.toString());
    expect(found(report, 'values-dead-key').map((place) => place.split(' ')[1])).toEqual([
      'global.OIDC_BASE_URL',
      'global.OIDC_CLIENT_ID',
      'global.CLI_CLIENT_ID',
      'executor.config.unionAuth',
    ]);
    expect(report.findings.find(({ rule }) => rule === 'values-list-incomplete')).toMatchObject({
      field: `${ADMIN_AUTH}.authorizedUris`,
      expected: 'the chart\'s entry "https://{{ .Values.global.UNION_HOST }}"',
      symptom: expect.stringContaining('http://flyteadmin:80/callback'),
    });
    expect(found(report, 'values-missing-key').map((place) => place.split(' ')[1])).toEqual(['global.UNION_HOST', 'global.CONTROLPLANE_HOST']);
  });
});

describe('values-dead-key', () => {
  deep('names the key, its place and its replacement', () => {
    const [finding] = check(V2026_8, `${CONTROL_PLANE}\n`, 'global:\n  # old\n  OIDC_CLIENT_ID: web-id\nflyte: {}\n').findings;
    expect(finding).toMatchObject({
      rule: 'values-dead-key',
      severity: 'warning',
      file: '2.yaml',
      line: 3,
      field: 'global.OIDC_CLIENT_ID',
      expected: `the value at ${ADMIN_AUTH}.userAuth.openId.clientId`,
      found: 'global.OIDC_CLIENT_ID, which controlplane 2026.8 does not read: unused since 2026.4.8',
    });
  });

  deep('a wider entry keeps quiet where a narrower one speaks', () => {
    expect(found(check(V2026_8, DATA_PLANE, 'executor:\n  config:\n    unionAuth:\n      injectSecret: true\n'), 'values-dead-key')).toEqual([
      '2.yaml:3 executor.config.unionAuth',
    ]);
    expect(found(check(V2026_8, DATA_PLANE, 'executor:\n  replicas: 2\n'), 'values-dead-key')).toEqual(['2.yaml:1 executor']);
  });

  deep('a key that the user\'s own templates read is alive', () => {
    const own = 'global:\n  OIDC_BASE_URL: https://idp.example.com\nflyte:\n  env: \'{{ .Values.global.OIDC_BASE_URL }}\'\n';
    expect(found(check(V2026_8, CONTROL_PLANE, own), 'values-dead-key')).toEqual([]);
    expect(found(check(V2026_8, CONTROL_PLANE, own.replace('OIDC_BASE_URL }}', 'OIDC_BASE_URL_OTHER }}')), 'values-dead-key')).toHaveLength(1);
  });

  deep.each(['executor: {}', 'externalSecrets:', 'global:\n  OIDC_BASE_URL:'])('nothing at a dead key is nothing to move: %p', (text) => {
    const chart = text.startsWith('executor') ? DATA_PLANE : `${CONTROL_PLANE}`;
    expect(found(checkValues([{ name: '1.yaml', text: chart }, { name: '2.yaml', text: `${text}\n` }], { release: V2026_8, chart: chart === DATA_PLANE ? 'dataplane' : 'controlplane' }), 'values-dead-key'))
      .toEqual([]);
  });
});

describe('values-list-incomplete', () => {
  const uris = (...entries: string[]) =>
    found(check(V2026_8, CONTROL_PLANE, `flyte: {configmap: {adminServer: {auth: {authorizedUris: ${JSON.stringify(entries)}}}}}\n`), 'values-list-incomplete');

  deep('an entry may be spelled out, or be the chart\'s template', () => {
    expect(uris('http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'https://union.example.com')).toEqual([]);
    expect(uris('http://flyteadmin:80', 'http://flyteadmin.{{.Release.Namespace}}.svc.cluster.local:80', 'https://{{ .Values.global.UNION_HOST }}')).toEqual([]);
  });

  deep('another host does not stand in for the public one', () => {
    expect(uris('http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'https://other.example.com')).toHaveLength(1);
    const [finding] = check(V2026_8, CONTROL_PLANE, 'flyte: {configmap: {adminServer: {auth: {authorizedUris: []}}}}\n').findings;
    expect([finding.expected, ...finding.also!.map(({ expected }) => expected)]).toHaveLength(3);
  });

  deep('volumes count by their name', () => {
    const volumes = 'flyte:\n  flyteadmin:\n    additionalVolumes:\n      - name: oauth-client-secret\n        secret: {secretName: flyteadmin-oidc-client-secret}\n';
    const { findings } = check(V2026_8, CONTROL_PLANE, volumes);
    const [finding, ...others] = findings.filter(({ rule }) => rule === 'values-list-incomplete');
    expect([finding.expected, ...finding.also!.map(({ expected }) => expected), ...others]).toEqual([
      expect.stringContaining('"union-secrets"'),
      expect.stringContaining('"private-config"'),
    ]);
  });
});

describe('values-wrong-value', () => {
  deep.each(['\'{{ .Values.mine }}\'', '""', 'null', 'ref+vault://union/type', '${TYPE}', '<path:union/data#type>', 'ENC[AES256_GCM,data:x,type:str]'])('%s passes: a template, a reference, or the chart\'s own value', (value) => {
    const text = `flyte:\n  configmap:\n    adminServer:\n      auth:\n        appAuth:\n          authServerType: ${value}\n`;
    expect(found(check(V2026_8, CONTROL_PLANE, text), 'values-wrong-value')).toEqual([]);
  });
});

describe('values-unknown-key', () => {
  deep('a key that resembles nothing, where all keys are known', () => {
    expect(found(check(V2026_8, CONTROL_PLANE, 'flyte:\n  configmap:\n    adminServer:\n      auth:\n        issuer: x\n'), 'values-unknown-key')).toEqual([`2.yaml:5 ${ADMIN_AUTH}.issuer`]);
  });

  deep('settings that are not about authentication pass', () => {
    const other = 'global:\n  DB_HOST: db\n  UNION_ORG: acme\nflyte:\n  dbHost: x\ningress:\n  tls: []\nconfigMap:\n  logger: {level: 4}\n  union:\n    auth:\n      customSetting: 1\n';
    expect(check(V2026_8, CONTROL_PLANE, other).findings).toEqual([]);
  });
});

describe('contradictions', () => {
  deep('within a chart: two headers', () => {
    const text = 'flyte:\n  configmap:\n    adminServer:\n      auth:\n        grpcAuthorizationHeader: authorization\n';
    expect(check(V2026_8, CONTROL_PLANE, text).findings.filter(({ rule }) => rule === 'values-contradiction')).toEqual([
      expect.objectContaining({
        file: '2.yaml',
        line: 5,
        field: `${ADMIN_AUTH}.grpcAuthorizationHeader`,
        expected: expect.stringMatching(/^"flyte-authorization", as .*uthorization\S* says \(1\.yaml:\d+\)$/),
        found: '"authorization"',
      }),
    ]);
  });

  deep.each([
    ['global: {CONTROLPLANE_HOST: other.example.com}', 'global.CONTROLPLANE_HOST', 'values-planes-disagree'],
    ['config: {union: {auth: {authorizationMetadataKey: authorization}}}', 'config.union.auth.authorizationMetadataKey', 'values-contradiction'],
    ['config: {admin: {admin: {tokenUrl: "https://other.example.com"}}}', 'config.admin.admin.tokenUrl', 'values-contradiction'],
  ])('between the planes, told once: %s', (text, field, told) => {
    const data = `${DATA_PLANE}`;
    const { findings } = check(V2026_8, CONTROL_PLANE, data, `${text}\nconfigOverride: 1\nclusterName: dp-1\n`);
    expect(findings.filter(({ rule }) => /planes-disagree|contradiction/.test(rule))).toEqual([expect.objectContaining({ file: '3.yaml', field, rule: told })]);
  });

  deep('a data plane beside its control plane may go by the Service', () => {
    const inCluster = 'clusterName: dp-1\nglobal:\n  CONTROLPLANE_HOST: controlplane-nginx-controller.union-cp.svc.cluster.local\n';
    expect(found(check(V2026_8, CONTROL_PLANE, DATA_PLANE, inCluster), 'values-planes-disagree')).toEqual([]);
  });

  deep('with the values of one chart only, the question stays open', () => expect(check(V2026_8, CONTROL_PLANE).notApplicable).toEqual([
    { rule: 'values-apps-unguarded', reason: 'No values of a data plane that authenticates in the input.' },
    { rule: 'values-planes-disagree', reason: 'The input has the values of one chart only, or of none.' },
  ]));
});

describe('input that is not a values file', () => {
  deep.each([
    ['a tab', 'global:\n\tUNION_HOST: x\n', '1.yaml:2: is not YAML: ', 'replace the tab'],
    ['a list', '- a\n- b\n', '1.yaml: must be a map; values start with a key such as "global:"', ''],
    ['a text', 'just words\n', '1.yaml: must be a map', ''],
    ['a manifest', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n', '1.yaml: is a Kubernetes manifest (Secret), not values', ''],
    ['two documents', 'global: {}\n---\nflyte: {}\n', '1.yaml:2: has several documents', ''],
    ['an unquoted template', 'global:\n  UNION_HOST: {{ .Values.host }}\n', '1.yaml:2: is a template ("{{" outside quotes)', 'quote the value'],
    ['a template line', 'global:\n{{- if .x }}\n  A: 1\n{{- end }}\n', '1.yaml:2: is a template', 'render the file first'],
    ['an endless anchor', 'a: &a\n  b: *a\nflyte: {}\n', '1.yaml: is not YAML: an anchor contains itself', 'break the cycle'],
    ['an unknown anchor', 'flyte: *nowhere\n', '1.yaml:1: is not YAML: unidentified alias "nowhere"', ''],
    ['an alias bomb', `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}`, '1.yaml: is not YAML: aliases expand to more than', 'write the content out'],
    ['nothing about authentication', 'replicas: 2\n', '1.yaml: has no authentication settings', '--plane'],
    ['nothing', '', '1.yaml: has no authentication settings', ''],
    ['what both charts have', 'global:\n  OIDC_S2S_SCOPE: all\n', '1.yaml: can be for either chart', '--plane control or --plane data'],
  ])('%s is refused', (_, text, message, remedy) => {
    expect(() => check(V2026_8, text)).toThrow(message);
    expect(() => check(V2026_8, text)).toThrow(remedy);
  });

  deep('all bad files are named at once', () => {
    expect(() => check(V2026_8, '- a\n', CONTROL_PLANE, 'b: [\n')).toThrow(/1\.yaml: must be a map.*\n3\.yaml:\d: is not YAML/);
  });

  deep('what helm reads is read: brackets at the indent of their key', () => {
    const text = 'ingress:\n  extraHosts: [\n    flyte.example.com,\n  ]\n  flags: {\n  a: 1 }\n';
    expect(check(V2026_8, CONTROL_PLANE, text).findings).toEqual([]);
  });

  deep('templates in quotes and in block texts are values', () => {
    const text = 'flyte:\n  note: |\n    {{ if .x }}\n    text\n  host: \'{{ .Values.global.UNION_HOST }}\'\n';
    expect(check(V2026_8, CONTROL_PLANE, text).findings).toEqual([]);
  });
});

deep('every rule says what it is about, in sentences', () => {
  expect(new Set(idsInArea('values files')).size).toBe(idsInArea('values files').length);
  for (const { id, title, symptom, explanation, remediation } of RULES.rules.filter(({ area }) => area === 'values files')) {
    expect(id).toMatch(/^values-[a-z-]+$/);
    for (const text of [title, symptom, explanation, remediation]) {
      expect(text).toMatch(/^(?:[A-Z`"]|flyteadmin ).*\.$/s);
    }
  }
});

/** The chart's own flyteadmin calls the others through the Service of the chart's ingress-nginx. */
describe('ingress-nginx is turned off', () => {
  const RULE = 'values-connection-cut';
  const ENDPOINT = 'flyte.configmap.adminServer.admin.endpoint';
  const off = 'ingress-nginx: {enabled: false}\n';
  const named = (host: string) => `flyte: {configmap: {adminServer: {admin: {endpoint: "dns:///${host}"}}}}\n`;

  deep.each([
    ['the chart\'s default, which names its Service', [off]],
    ['a text that names it', [off, named('acme-nginx-controller.cp.svc.cluster.local:80')]],
    ['a text that names it, with Envoy in its place', ['global: {INGRESS_PROVIDER: envoy}\ningress-nginx: {enabled: true}\n', named('controlplane-nginx-controller.cp.svc')]],
  ])('%s is an error', (_, files) => {
    const report = check(V2026_8, CONTROL_PLANE, ...files);
    expect(report.findings.filter(({ rule }) => rule === RULE).map(({ severity, field }) => [severity, field])).toEqual([['error', ENDPOINT]]);
  });

  deep('so is a data plane that calls it', () => {
    const host = 'global: {CONTROLPLANE_HOST: controlplane-nginx-controller.union-cp.svc.cluster.local}\n';
    const report = check(V2026_8, CONTROL_PLANE, off, named('union.example.com'), DATA_PLANE, `${host}secrets: {admin: {enable: true}}\n`);
    expect(found(report, RULE).map((place) => place.split(' ')[1])).toEqual(['global.CONTROLPLANE_HOST']);
  });

  deep.each([
    ['it is on', []],
    ['the public domain is called', [off, named('union.example.com')]],
    ['the chart chooses for Envoy', ['global: {INGRESS_PROVIDER: envoy}\ningress-nginx: {enabled: true}\n', off]],
    ['both run', ['global: {INGRESS_PROVIDER: both}\ningress-nginx: {enabled: true}\n']],
  ])('nothing where %s', (_, files) => expect(found(check(V2026_8, CONTROL_PLANE, ...files), RULE)).toEqual([]));

  deep('the constructs name the public domain for another edge', () => {
    const auth = (edge?: EdgeController) => {
      const props = { identity: unionAuth(), secrets: SecretDelivery.provisioned(), edge: edge && { controller: edge } };
      return new ControlPlaneAuth(new Chart(new App(), 'chart'), 'auth', props).helmValues;
    };
    const admin = (edge?: EdgeController) => (auth(edge).toObject() as any).flyte.configmap.adminServer.admin;
    for (const edge of [EdgeController.traefik(), EdgeController.envoyGateway()]) {
      expect(admin(edge)).toMatchObject({ endpoint: 'dns:///union.example.com', insecure: false });
      expect(found(check(V2026_8, auth(edge).toString(), off), RULE)).toEqual([]);
    }
    for (const edge of [undefined, EdgeController.ingressNginx()]) {
      expect(admin(edge)).not.toHaveProperty('endpoint');
      expect(admin(edge)).not.toHaveProperty('insecure');
    }
  });
});
