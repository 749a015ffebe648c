import { AuthProfile, ChartVersion } from '../../../src';
import { RULES } from '../../../src/verify/registry';
import type { Report } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
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

deep('values-dead-key names the key, its place and its replacement', () => {
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

const uris = (...entries: string[]) => `flyte: {configmap: {adminServer: {auth: {authorizedUris: ${JSON.stringify(entries)}}}}}\n`;
const OWN_TEMPLATE = 'global:\n  OIDC_BASE_URL: https://idp.example.com\nflyte:\n  env: \'{{ .Values.global.OIDC_BASE_URL }}\'\n';
const ENVOY = 'global: {INGRESS_PROVIDER: envoy}\ningress-nginx: {enabled: true}\n';
const OFF = 'ingress-nginx: {enabled: false}\n';
const named = (host: string) => `flyte: {configmap: {adminServer: {admin: {endpoint: "dns:///${host}"}}}}\n`;
const ENDPOINT = 'flyte.configmap.adminServer.admin.endpoint';

/** What a rule says of values beside those of a plane: `file:line field` of each finding. */
deep.each<[what: string, rule: string, plane: string, more: string[], expected: string[]]>([
  ['a narrower dead key is named', 'values-dead-key', DATA_PLANE, ['executor:\n  config:\n    unionAuth:\n      injectSecret: true\n'], ['2.yaml:3 executor.config.unionAuth']],
  ['a wider one is named alone', 'values-dead-key', DATA_PLANE, ['executor:\n  replicas: 2\n'], ['2.yaml:1 executor']],
  ['a key that the user\'s own templates read is alive', 'values-dead-key', CONTROL_PLANE, [OWN_TEMPLATE], []],
  ['one that other templates read is not', 'values-dead-key', CONTROL_PLANE, [OWN_TEMPLATE.replace('OIDC_BASE_URL }}', 'OIDC_BASE_URL_OTHER }}')], ['2.yaml:2 global.OIDC_BASE_URL']],
  ...['externalSecrets:', 'global:\n  OIDC_BASE_URL:'].map((text): [string, string, string, string[], string[]] =>
    ['nothing at a dead key is nothing to move', 'values-dead-key', CONTROL_PLANE, [`${text}\nflyte: {}\n`], []]),
  ['nothing at a dead key of a data plane, too', 'values-dead-key', DATA_PLANE, ['executor: {}\nclusterName: dp-1\n'], []],
  ['an entry may be spelled out', 'values-list-incomplete', CONTROL_PLANE, [uris('http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'https://union.example.com')], []],
  ['an entry may be the chart\'s template', 'values-list-incomplete', CONTROL_PLANE,
    [uris('http://flyteadmin:80', 'http://flyteadmin.{{.Release.Namespace}}.svc.cluster.local:80', 'https://{{ .Values.global.UNION_HOST }}')], []],
  ['another host does not replace the public one', 'values-list-incomplete', CONTROL_PLANE,
    [uris('http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'https://other.example.com')], [`2.yaml:1 ${ADMIN_AUTH}.authorizedUris`]],
  ...['\'{{ .Values.mine }}\'', '""', 'null', 'ref+vault://union/type', '${TYPE}', '<path:union/data#type>', 'ENC[AES256_GCM,data:x,type:str]'].map((value): [string, string, string, string[], string[]] =>
    [`${value} passes: a template, a reference, or the chart's own value`, 'values-wrong-value', CONTROL_PLANE,
      [`flyte:\n  configmap:\n    adminServer:\n      auth:\n        appAuth:\n          authServerType: ${value}\n`], []]),
  ['a key that resembles nothing, where all keys are known', 'values-unknown-key', CONTROL_PLANE,
    ['flyte:\n  configmap:\n    adminServer:\n      auth:\n        issuer: x\n'], [`2.yaml:5 ${ADMIN_AUTH}.issuer`]],
  ['a data plane beside its control plane may go by the Service', 'values-planes-disagree', CONTROL_PLANE,
    [DATA_PLANE, 'clusterName: dp-1\nglobal:\n  CONTROLPLANE_HOST: controlplane-nginx-controller.union-cp.svc.cluster.local\n'], []],
  // The chart's own flyteadmin calls the others through the Service of the chart's ingress-nginx.
  ['a text that names the Service of a controller that is off', 'values-connection-cut', CONTROL_PLANE, [OFF, named('acme-nginx-controller.cp.svc.cluster.local:80')], [`3.yaml:1 ${ENDPOINT}`]],
  ['a data plane that calls it', 'values-connection-cut', CONTROL_PLANE,
    [OFF, named('union.example.com'), DATA_PLANE, 'global: {CONTROLPLANE_HOST: controlplane-nginx-controller.union-cp.svc.cluster.local}\nsecrets: {admin: {enable: true}}\n'],
    ['5.yaml:1 global.CONTROLPLANE_HOST']],
  ['the chart chooses for Envoy', 'values-connection-cut', CONTROL_PLANE, [ENVOY, OFF], []],
  ['both controllers run', 'values-connection-cut', CONTROL_PLANE, [ENVOY.replace('envoy', 'both')], []],
])('%s: %s', (_, rule, plane, more, expected) => expect(found(check(V2026_8, plane, ...more), rule)).toEqual(expected));

deep('volumes count by their name', () => {
  const volumes = 'flyte:\n  flyteadmin:\n    additionalVolumes:\n      - name: oauth-client-secret\n        secret: {secretName: flyteadmin-oidc-client-secret}\n';
  const [finding, ...others] = check(V2026_8, CONTROL_PLANE, volumes).findings.filter(({ rule }) => rule === 'values-list-incomplete');
  expect([finding.expected, ...finding.also!.map(({ expected }) => expected), ...others]).toEqual([expect.stringContaining('"union-secrets"'), expect.stringContaining('"private-config"')]);
});

deep.each([
  ['settings that are not about authentication',
    'global:\n  DB_HOST: db\n  UNION_ORG: acme\nflyte:\n  dbHost: x\ningress:\n  tls: []\nconfigMap:\n  logger: {level: 4}\n  union:\n    auth:\n      customSetting: 1\n'],
  ['what helm reads: brackets at the indent of their key', 'ingress:\n  extraHosts: [\n    flyte.example.com,\n  ]\n  flags: {\n  a: 1 }\n'],
  ['templates in quotes and in block texts, which are values', 'flyte:\n  note: |\n    {{ if .x }}\n    text\n  host: \'{{ .Values.global.UNION_HOST }}\'\n'],
])('%s pass every rule', (_, text) => expect(check(V2026_8, CONTROL_PLANE, text).findings).toEqual([]));

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
  ])('rejects %s', (_, text, message, remedy) => {
    expect(() => check(V2026_8, text)).toThrow(message);
    expect(() => check(V2026_8, text)).toThrow(remedy);
  });

  deep('all bad files are named at once', () => {
    expect(() => check(V2026_8, '- a\n', CONTROL_PLANE, 'b: [\n')).toThrow(/1\.yaml: must be a map.*\n3\.yaml:\d: is not YAML/);
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
