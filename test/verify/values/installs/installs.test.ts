import { parse, stringify } from 'yaml';
import { ValuesFile } from '../../../../src/common/values/values-file';
import { parseManifests } from '../../../../src/verify/parse';
import { verify } from '../../../../src/verify/verify';
import { oneIn } from '../../../_tools/drawn';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../../_values';

/** Each judges both planes. */
const deep = oneIn(8);

type Files = Readonly<Record<string, string>>;

const texts = (files: Files) => Object.entries(files).map(([name, text]) => ({ name, text }));
/** Each plane as `chart release namespace: files`. */
const planes = (files: Files) => parseManifests(texts(files)).valueSets.map((set) =>
  `${set} ${set.namespace}: ${[...new Set(set.files.map(({ name }) => name))].join()}`);
/** Each finding as `rule file: line`, with the text of the line. */
function found(files: Files): string[] {
  return verify(texts(files)).findings.map(({ rule, file, line }) => `${rule} ${file}: ${files[file].split('\n')[line - 1].trim()}`);
}
const open = (files: Files) => verify(texts(files)).coverage.open.filter(({ asked }) => asked).map(({ missing }) => missing);

const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));
const OFF = changed(CONTROL_PLANE_VALUES, 'adminServer:\n', 'adminServer:\n      server: { security: { useAuth: false } }\n');
const WRONG = 'server: { security: { useAuth: false } }';

const application = (helm: string, source = 'chart: controlplane') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cp, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: acme-cp }
  source:
    repoURL: https://unionai.github.io/helm-charts
    ${source}
    targetRevision: 2026.8.3
    helm:
${indented(helm, 6)}`;

const release = (spec: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cp, namespace: acme-cp }
spec:
  chart: { spec: { chart: controlplane, version: 2026.8.x, sourceRef: { kind: HelmRepository, name: unionai } } }
${indented(spec, 2)}`;

/** Every way in which the input may carry values with a fault in them. */
const CARRIERS: readonly (readonly [string, Files])[] = [
  ['valuesObject of an Application', { 'a.yaml': application(`valuesObject:\n${indented(OFF, 2)}`) }],
  ['values of an Application', { 'a.yaml': application(`values: |\n${indented(OFF, 2)}`) }],
  ['a file of an Application, from another source', {
    'a.yaml': application('valueFiles: [$values/envs/prod/cp.yaml]'), 'repo/envs/prod/cp.yaml': OFF, 'repo/envs/dev/cp.yaml': 'a: 1\n',
  }],
  ['a file of an Application, in the folder of its chart', {
    'a.yaml': application('valueFiles: [../prod.yaml]', 'path: charts/controlplane'), 'charts/prod.yaml': OFF,
  }],
  ['an Application with several sources', {
    'a.yaml': application(`valuesObject:\n${indented(OFF, 2)}`).replace(/ {2}source:\n {4}repoURL/, '  sources:\n  - repoURL').replace(/^ {4}(?=chart|target|helm)/gm, '    '),
  }],
  ['values of a HelmRelease', { 'a.yaml': release(`values:\n${indented(OFF, 2)}`) }],
  ['a ConfigMap of a HelmRelease', {
    'a.yaml': release('valuesFrom: [{ kind: ConfigMap, name: cp-values }]'),
    'b.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cp-values, namespace: acme-cp }\ndata:\n  values.yaml: |\n${indented(OFF, 4)}`,
  }],
  ['a generated ConfigMap of a HelmRelease', {
    'f/a.yaml': release('valuesFrom: [{ kind: ConfigMap, name: cp-values }]'),
    'f/kustomization.yaml': 'resources: [a.yaml]\nconfigMapGenerator:\n- name: cp-values\n  files: [values.yaml=cp.yaml]\n',
    'f/cp.yaml': OFF,
  }],
  ['a generated Secret of a HelmRelease, and nothing else of its kustomization', {
    'f/a.yaml': release('valuesFrom: [{ kind: Secret, name: cp-values }]'), 'f/kustomization.yaml': 'secretGenerator:\n- { name: cp-values, files: [values.yaml=cp.yaml] }\n', 'f/cp.yaml': OFF,
  }],
  ['helmCharts of a kustomization', {
    'k/kustomization.yaml': `namespace: acme-cp\nhelmCharts:\n- name: controlplane\n  repo: https://unionai.github.io/helm-charts\n  valuesInline:\n${indented(OFF, 4)}`,
  }],
  ['a generator of a kustomization', {
    'g.yaml': 'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: { name: cp }\nname: controlplane\nrepo: https://unionai.github.io/helm-charts\nnamespace: acme-cp\n'
      + `valuesInline:\n${indented(OFF, 2)}`,
  }],
  ['a file of a kustomization', {
    'k/kustomization.yaml': 'helmCharts:\n- { name: controlplane, repo: https://unionai.github.io/helm-charts, namespace: acme-cp, valuesFile: ../cp.yaml }\n', 'cp.yaml': OFF,
  }],
  ['a chart around it, in an Application', { 'a.yaml': application(`valuesObject:\n  controlplane:\n${indented(OFF, 4)}`, 'path: apps/union') }],
];

deep.each(CARRIERS)('%s is judged at its own line, as one plane', (_, files) => {
  expect(planes(files)).toEqual([expect.stringMatching(/^controlplane 2026\.8 acme-cp: /)]);
  expect(found(files)).toEqual([expect.stringMatching(new RegExp(`^values-wrong-value .*: ${WRONG.replace(/[{}]/g, '\\$&')}$`))]);
  expect(open(files)).toEqual([]);
});

const namesOfReleases = (files: Files) => parseManifests(texts(files)).valueSets.map(({ releaseName }) => releaseName);

deep.each<[string, Files, string]>([
  ['an Application that names it', { 'a.yaml': application(`releaseName: union\nvaluesObject:\n${indented(OFF, 2)}`) }, 'union'],
  ['a HelmRelease that names it', { 'a.yaml': release(`releaseName: union\nvalues:\n${indented(OFF, 2)}`) }, 'union'],
  ['a HelmRelease into another namespace', { 'a.yaml': release(`targetNamespace: other\nvalues:\n${indented(OFF, 2)}`) }, 'other-cp'],
  ['the element of an ApplicationSet', {
    'a.yaml': stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'all', namespace: 'argocd' },
      spec: { generators: [{ list: { elements: [{ plane: 'cp' }] } }], template: { metadata: { name: '{{plane}}-1' }, spec: (parse(application(`valuesObject:\n${indented(OFF, 2)}`)) as { spec: object }).spec } },
    }),
  }, 'cp-1'],
  ['a kustomization', {
    'kustomization.yaml': `helmCharts:\n- name: controlplane\n  releaseName: union\n  repo: https://unionai.github.io/helm-charts\n  valuesInline:\n${indented(OFF, 4)}`,
  }, 'union'],
  ['what "helm get all" prints', { 'all.txt': `NAME: union\nNAMESPACE: acme-cp\nUSER-SUPPLIED VALUES:\n${OFF}\nHOOKS:\nMANIFEST:\n` }, 'union'],
])('the name of the release: %s tells it', (_, files, name) => expect(namesOfReleases(files)).toEqual([name]));

describe('what Helm prints of a release', () => {
  const status = 'NAME: cp\nLAST DEPLOYED: Mon Nov 23 10:11:12 2026\nNAMESPACE: acme-cp\nSTATUS: failed\nREVISION: 3\nCHART: controlplane\nVERSION: 2026.8.3\n'
    + 'DESCRIPTION: Upgrade "cp" failed: timed out\nTEST SUITE: None\n';
  const manifest = `HOOKS:
---
# Source: controlplane/templates/hook.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: hook, namespace: other }
MANIFEST:
---
# Source: controlplane/templates/a.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: a }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: b }

NOTES:
Open: {{ it }}
  - a: b: c
`;
  const all = (own: string) => `${status}USER-SUPPLIED VALUES:\n${own}\nCOMPUTED VALUES:\n${CONTROL_PLANE_VALUES}\n${manifest}`;
  const homes = (text: string) => parseManifests(texts({ 'all.txt': text })).objects.map(({ name, namespace }) => `${namespace}/${name}`);

  deep.each([['line feeds', (text: string) => text], ['carriage returns', (text: string) => text.replace(/\n/g, '\r\n')]])('"helm get all", with %s: values and objects', (_, ended) => {
    const files = { 'all.txt': ended(all(OFF)) };
    expect(planes(files)).toEqual(['controlplane 2026.8 acme-cp: all.txt']);
    expect(found(files)).toEqual([`values-wrong-value all.txt: ${WRONG}`]);
    expect(homes(files['all.txt'])).toEqual(['other/hook', 'acme-cp/a', 'undefined/b']);
    expect(parseManifests(texts(files)).notices).toEqual([]);
  });

  deep.each(['null\n', '{}\n'])('a release without values of its own (%j) shows its objects', (none) => {
    expect([planes({ 'all.txt': all(none) }), homes(all(none))]).toEqual([[], ['other/hook', 'acme-cp/a', 'undefined/b']]);
  });

  deep('an object that was not rendered stays in the namespace "default"', () => {
    const text = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: default }\n';
    expect([homes(text), homes(`# Source: controlplane/templates/a.yaml\n${text}`)]).toEqual([['default/a'], ['undefined/a']]);
  });

  deep('"helm upgrade --dry-run" shows objects alone', () => {
    const text = `Release "cp" has been upgraded. Happy Helming!\n${status}${manifest}`;
    expect([planes({ 'dry.txt': text }), homes(text)]).toEqual([[], ['other/hook', 'acme-cp/a', 'undefined/b']]);
  });

  deep.each(['USER-SUPPLIED', 'COMPUTED'])('"helm get values", headed %s, holds values, or none', (which) => {
    expect(planes({ 'cp.yaml': `${which} VALUES:\n${OFF}` })).toEqual(['controlplane 2026.8 undefined: cp.yaml']);
    expect(parseManifests(texts({ 'cp.yaml': `${which} VALUES:\nnull\n` }))).toMatchObject({ objects: [], valueSets: [], withoutObjects: ['cp.yaml'] });
    expect(ValuesFile.read({ name: 'cp.yaml', text: `${which} VALUES:\nnull\n` }).values).toEqual({});
  });

  deep('the values of "helm get all" can be read by themselves', () => {
    expect(ValuesFile.read({ name: 'all.txt', text: all(OFF) }).values).toEqual(ValuesFile.read({ name: 'cp.yaml', text: OFF }).values);
  });
});

const USE_AUTH = 'flyte.configmap.adminServer.server.security.useAuth';
const CHART_AROUND = `${changed(`controlplane:\n${indented(OFF.replace(/^#.*\n/, ''), 2)}`, '    INTERNAL_CLIENT_ID: service-id\n', '')}global:\n  INTERNAL_CLIENT_ID: service-id\n`;
const inline = (text: string) => application(`valuesObject:\n${indented(text, 2)}`);
const atPath = (text: string): Files => ({
  'a.yaml': release(`valuesFrom:\n- kind: ConfigMap\n  name: v\n  valuesKey: auth\n  targetPath: ${USE_AUTH}\nvalues:\n${indented(CONTROL_PLANE_VALUES, 2)}`),
  'b.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: v, namespace: acme-cp }\ndata: { auth: "${text}" }\n`,
});
const inSet = inline(changed(OFF, 'service-id', '"{{ .client }}"'))
  .replace('kind: Application', 'kind: ApplicationSet').replace(/spec:\n([\s\S]*)/, (_, spec: string) => `spec:\n  template:\n    spec:\n${indented(spec, 4)}`);

deep.each<[string, Files, readonly string[] | undefined, readonly string[]]>([
  ['values of a chart around Union\'s, with the globals of both', { 'values.yaml': CHART_AROUND }, ['controlplane 2026.8 undefined: values.yaml'], [`values-wrong-value values.yaml: ${WRONG}`]],
  ['parameters over values of Argo CD',
    { 'a.yaml': application(`parameters:\n- name: ${USE_AUTH}\n  value: "false"\nvaluesObject:\n${indented(CONTROL_PLANE_VALUES, 2)}`) }, undefined,
    [`values-wrong-value a.yaml: - name: ${USE_AUTH}`]],
  ['values over valueFiles of Argo CD',
    { 'a.yaml': application(`valueFiles: [cp.yaml]\nvalues: |\n  flyte: { configmap: { adminServer: { ${WRONG} } } }`), 'cp.yaml': CONTROL_PLANE_VALUES }, undefined,
    ['values-wrong-value a.yaml: flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }']],
  ['the text of a key that Flux puts at a path', atPath('true'), undefined, []],
  ['the wrong text of such a key', atPath('false'), undefined, ['values-wrong-value a.yaml: - kind: ConfigMap']],
  ['the same values in a file and in an Application: one plane, judged in the file', { 'a.yaml': inline(OFF), 'cp.yaml': OFF }, ['controlplane 2026.8 acme-cp: cp.yaml'], [`values-wrong-value cp.yaml: ${WRONG}`]],
  ['what a generator of an ApplicationSet fills in', { 'a.yaml': inSet }, undefined, [`values-wrong-value a.yaml: ${WRONG}`]],
  ['an AppProject and its like, which install nothing', { 'a.yaml': inline(OFF).replace('kind: Application', 'kind: AppProject') }, [], []],
  ['charts of other people, broken or not', { 'a.yaml': application('values: |\n  a: [', 'chart: dataplane').replace('unionai.github.io', 'example.com') }, [], []],
])('%s: what is found', (_, files, expected, findings) => {
  expect(found(files).filter((each) => each.startsWith('values-'))).toEqual(findings);
  expect(planes(files)).toEqual(expected ?? [expect.any(String)]);
  expect(open(files).filter((each) => !each.startsWith('ApplicationSet'))).toEqual([]);
});

describe('the chart of an install', () => {
  const few = 'values: { global: { INTERNAL_CLIENT_ID: service-id } }';
  const source = (kind: string, spec: string, namespace = 'flux') =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: { name: c, namespace: ${namespace} }\nspec: ${spec}\n`;
  const byReference = (kind: string) => release(few).replace(/^ {2}chart: .*$/m, `  chartRef: { kind: ${kind}, name: c, namespace: flux }`);

  deep.each([
    ['a HelmChart', byReference('HelmChart'), source('HelmChart', '{ chart: controlplane, version: 2026.3.x, sourceRef: { kind: HelmRepository, name: unionai } }')],
    ['an OCIRepository', byReference('OCIRepository'), source('OCIRepository', '{ url: oci://ghcr.io/unionai/controlplane, ref: { tag: 2026.3.8 } }')
      + `---\n${source('OCIRepository', '{ url: oci://ghcr.io/unionai/controlplane, ref: { tag: 2026.8.3 } }', 'other')}`],
    ['an OCIRepository, by a range', byReference('OCIRepository'), source('OCIRepository', '{ url: oci://ghcr.io/unionai/controlplane, ref: { semver: 2026.3.x } }')],
  ])('is what %s says', (_, install, around) => {
    expect(planes({ 'a.yaml': install, 'b.yaml': around }).map((plane) => plane.split(':')[0])).toEqual(['controlplane 2026.3 acme-cp']);
  });

  deep('is of the repository that a helmfile names, and not of one whose name begins alike', () => {
    const repositories = [{ name: 'ac', url: 'https://example.com' }, { name: 'acme', url: 'https://unionai.github.io/helm-charts' }];
    expect(planes({ 'helmfile.yaml': stringify({ repositories, releases: [{ name: 'cp', chart: 'acme/controlplane', values: [{ replicas: 1 }] }] }) }))
      .toEqual(['controlplane 2026.8 undefined: helmfile.yaml']);
  });

  deep('of Union alone is judged: a HelmChart tells whose it is', () => {
    const other = source('HelmChart', '{ chart: controlplane, version: 1.0.0, sourceRef: { kind: HelmRepository, name: other } }');
    const empty = byReference('HelmChart').replace(few, 'values: { replicas: 1 }');
    expect(planes({ 'a.yaml': empty, 'b.yaml': other })).toEqual([]);
    expect(planes({ 'a.yaml': empty, 'b.yaml': other.replace('name: other', 'name: unionai') })).toHaveLength(1);
  });
});

deep.each([
  ['a file of an Application', { 'a.yaml': application('valueFiles: [cp.yaml]'), 'cp.yaml': CONTROL_PLANE_VALUES }],
  ['values of an Application', { 'a.yaml': application(`values: |\n${indented(CONTROL_PLANE_VALUES, 2)}`) }],
])('the comments at the head of %s name clients that it trusts', (_, files: Files) => {
  const head = '# union-auth.cdk8s.io/trusted-clients: operator-id\n';
  const [changedFile] = Object.keys(files).reverse();
  const text = files[changedFile].replace(/^( *)# yaml-language-server/m, (line, indent: string) => `${indent}${head}${line}`);
  expect(text).not.toBe(files[changedFile]);
  const operator = changed(DATA_PLANE_VALUES, 'service-id', 'operator-id');
  expect(found({ ...files, 'dp.yaml': operator })).toContain('client-id-mismatch dp.yaml: AUTH_CLIENT_ID: operator-id');
  expect(found({ ...files, [changedFile]: text, 'dp.yaml': operator }).filter((each) => each.startsWith('client-id'))).toEqual([]);
});

describe('a chart of the repository', () => {
  /** A chart around Union's, whose own values have all but the host. */
  const chart = (version = '2026.8.3', key = 'controlplane') => ({
    'charts/union/Chart.yaml': 'apiVersion: v2\nname: union\nversion: 0.1.0\ndependencies:\n'
      + `- { name: controlplane, ${key === 'controlplane' ? '' : `alias: ${key}, `}version: ${version}, repository: https://unionai.github.io/helm-charts }\n`,
    'charts/union/values.yaml': `${key}:\n${indented(changed(CONTROL_PLANE_VALUES.replace(/^#.*\n/, ''), 'UNION_HOST: union.example.com', 'UNION_HOST: changeme.example.com'), 2)}`,
    'charts/union/values-prod.yaml': `${key}: { global: { UNION_HOST: union.example.com } }\n`,
  });
  const path = (helm: string) => application(helm, 'path: charts/union').replace(/ {4}targetRevision.*\n/, '    targetRevision: main\n').replace(/ {4}helm:\n$/, '');
  const git = (spec: string) => release(spec).replace('chart: controlplane, version: 2026.8.x', 'chart: ./charts/union').replace('HelmRepository', 'GitRepository');
  const merged = ['controlplane 2026.8 acme-cp: charts/union/values.yaml,charts/union/values-prod.yaml'];

  deep.each([
    ['an Application', path('valueFiles: [values-prod.yaml]'), merged],
    ['an Application that names them', path('valueFiles: [values.yaml, values-prod.yaml]'), merged],
    ['a HelmRelease that names others in their place', git('').replace('chart: ./charts/union', 'chart: ./charts/union, valuesFiles: [charts/union/values-prod.yaml]'),
      ['controlplane 2026.8 acme-cp: charts/union/values-prod.yaml', 'controlplane 2026.8 namespace of charts/union/values.yaml: charts/union/values.yaml']],
  ])('has values of its own below those of %s', (_, install, expected) => expect(planes({ 'a.yaml': install, ...chart() })).toEqual(expected));

  deep.each([['an Application without values', path('')], ['a HelmRelease without values', git('')]])('is installed by %s', (_, install) => {
    const { 'charts/union/values-prod.yaml': _prod, ...alone } = chart();
    expect(planes({ 'a.yaml': install, ...alone })).toEqual(['controlplane 2026.8 acme-cp: charts/union/values.yaml']);
  });

  deep('may have values that the input lacks, and may have none', () => {
    const files = { 'a.yaml': path('valuesObject: { controlplane: { global: { UNION_HOST: union.example.com, INTERNAL_CLIENT_ID: id } } }') };
    expect(found(files)).toEqual([]);
    expect(open(files)).toEqual([]);
    expect(verify(texts(files)).coverage.open.map(({ missing }) => missing)).toContain('Application argocd/cp reads values from charts/union/values.yaml, which is not in the input');
  });

  deep('takes no values.yaml of another folder for its own', () => {
    expect(planes({ 'a.yaml': path('valueFiles: [values-prod.yaml]'), 'other/values.yaml': DATA_PLANE_VALUES, 'charts/union/values-prod.yaml': chart()['charts/union/values-prod.yaml'] }))
      .toEqual(['controlplane 2026.8 acme-cp: charts/union/values-prod.yaml', 'dataplane 2026.8 undefined: other/values.yaml']);
  });

  deep.each([['and says so', ', directory: { exclude: values.yaml }'], ['of which another source takes the values', '']])('is no folder of manifests %s', (_, how) => {
    const sources = `  sources:
  - { repoURL: https://unionai.github.io/helm-charts, chart: controlplane, targetRevision: 2026.3.8, helm: { valueFiles: [$values/rendered/values.yaml] } }
  - { repoURL: https://git.example.com/union.git, ref: values }
  - { repoURL: https://git.example.com/union.git, path: rendered${how} }
`;
    const values = CONTROL_PLANE_VALUES.replace(/^#.*\n/, '');
    expect(planes({ 'a.yaml': application('').replace(/ {2}source:\n[^]*/, sources), 'rendered/values.yaml': values }))
      .toEqual(['controlplane 2026.3 acme-cp: rendered/values.yaml']);
  });

  deep.each([['2026.3.8', 'controlplane'], ['^2026.3.0', 'cp']])('is of the release that Chart.yaml depends on: %s as %s', (version, key) => {
    const files = chart(version, key);
    expect(planes({ 'a.yaml': path('valueFiles: [values-prod.yaml]'), ...files })).toEqual(merged.map((each) => each.replace('2026.8', '2026.3')));
    expect(planes(files)).toEqual(['controlplane 2026.3 undefined: charts/union/values.yaml,charts/union/values-prod.yaml']);
  });
});

deep('files that a pattern names are asked for, but where there may be none', () => {
  const of = (rest: string) => open({ 'a.yaml': application(`valueFiles: ["$values/v/*.yaml"]${rest}`), 'v/a.yaml': 'global: { NOTE: x }\n' });
  expect(of('')).toEqual(['Application argocd/cp reads values from the files v/*.yaml']);
  expect(of('\nignoreMissingValueFiles: true')).toEqual([]);
});

deep.each<[string, string, object[]]>([
  ['patches of Flux are not judged, by name', '{ patches: [{ patch: x }], images: [] }',
    [{ missing: 'HelmRelease acme-cp/cp changes what its chart makes (spec.postRenderers.kustomize.patches)', asked: false }]],
  ['other images change nothing', '{ images: [{ name: a, newName: b }] }', []],
])('%s', (_, kustomize, expected) => {
  const files = { 'a.yaml': release(`postRenderers: [{ kustomize: ${kustomize} }]\nvalues:\n${indented(CONTROL_PLANE_VALUES.replace(/^#.*\n/, ''), 2)}`) };
  expect(verify(texts(files)).coverage.open.filter(({ missing }) => missing.includes(' changes ')).map(({ missing, asked = false }) => ({ missing, asked }))).toEqual(expected);
});

describe('what is not in the input', () => {
  deep('may seed the API keys that an operator fetches', () => {
    const fetches = withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.apiKey', { enabled: true });
    expect(found({ 'a.yaml': application('valuesObject: { global: { CLUSTER_NAME: x } }'), 'dp.yaml': fetches })).toContain('eager-key-unseeded dp.yaml: enabled: true');
    expect(found({ 'a.yaml': application('valueFiles: [$values/cp.yaml]'), 'dp.yaml': fetches })).toEqual([]);
  });

  deep.each([
    ['a file of an Application', application('valueFiles: [$values/cp.yaml]'), 'Application argocd/cp reads values from cp.yaml, which is not in the input'],
    ['a file at an address', application('valueFiles: ["https://example.com/cp.yaml"]'), 'Application argocd/cp reads values from https://example.com/cp.yaml'],
    ['a ConfigMap', release('valuesFrom: [{ kind: ConfigMap, name: v }]'), 'HelmRelease acme-cp/cp reads values from values.yaml of the ConfigMap v'],
    ['a parameter from a file', application('fileParameters: [{ name: global.X, path: x }]'), 'Application argocd/cp reads values from the text of x'],
  ])('%s is not judged, by name', (_, text, missing) => {
    expect(open({ 'a.yaml': text })).toEqual([missing]);
    expect(found({ 'a.yaml': text })).toEqual([]);
  });

  const encrypted = 'apiVersion: v1\nkind: Secret\nmetadata: { name: v, namespace: acme-cp }\ndata: { cp: "ENC[AES256_GCM,data:p673w==,iv:YY=,tag:A=]" }\n';
  deep.each([
    ['Flux', release('valuesFrom: [{ kind: Secret, name: v, valuesKey: cp }]'), 'HelmRelease acme-cp/cp'],
    ['Flux, at a path', release('valuesFrom: [{ kind: Secret, name: v, valuesKey: cp, targetPath: global.UNION_HOST }]'), 'HelmRelease acme-cp/cp'],
  ])('as it is encrypted, is not judged: %s', (_, text, who) => {
    const files = { 'a.yaml': text, 'b.yaml': encrypted };
    expect(open(files)).toEqual([`${who} reads values from cp of the Secret v, which is encrypted`]);
    expect(found(files)).toEqual([]);
  });

  deep.each([
    ['a host', 'global: { UNION_HOST: union.example.com }\ningress: { host: union.example.com }'],
    ['a part of what flyteadmin is told', 'flyte: { configmap: { adminServer: { auth: { userAuth: { openId: { clientId: web-id, baseUrl: "" } } } } } }'],
    ['scopes alone', 'configMap: { union: { auth: { scopes: [all] } } }'],
    ['the headers of one guard', 'ingress: { host: union.example.com, protectedIngressAnnotationsGrpc: { nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie } }'],
  ])('may set what the chart has otherwise, so that is not held against %s', (_, values) => {
    const text = release(`valuesFrom: [{ kind: ConfigMap, name: v }]\nvalues:\n${indented(values, 2)}`);
    expect(found({ 'a.yaml': text })).toEqual([]);
  });

  deep('may hold what the rest lacks, so nothing is missing; what it has is judged', () => {
    expect(found({ 'a.yaml': application(`valueFiles: [cp.yaml]\nvalues: |\n  flyte: { configmap: { adminServer: { ${WRONG} } } }`) }))
      .toEqual([expect.stringMatching(/^values-wrong-value a\.yaml/)]);
  });
});

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: { name: union-secret-auth, namespace: union }\n';
deep.each<[string, string, string, string | undefined]>([
  ['that makes other objects of Union\'s', 'resources: [base]\nnamePrefix: prod-\nnamespace: union-cp\n', SECRET, 'namespace, namePrefix'],
  ['that makes other objects of a file', 'resources: [./base/auth.yaml]\nnameSuffix: -a\n', SECRET, 'nameSuffix'],
  ['that changes a base in every way', 'bases: [../apps/base]\n'
    + 'namespace: other\nnamePrefix: a\nnameSuffix: a\npatches: [a]\npatchesStrategicMerge: [a]\npatchesJson6902: [a]\nreplacements: [a]\ntransformers: [a]\n',
  SECRET, 'namespace, namePrefix, nameSuffix, patches, patchesStrategicMerge, patchesJson6902, replacements, transformers'],
  ['that changes nothing', 'resources: [base]\nnamespace: union\n', SECRET, undefined],
  ['that takes other files', 'resources: [other, bas]\nnamePrefix: prod-\n', SECRET, undefined],
  ['that takes objects of others', 'resources: [base]\nnamePrefix: prod-\n', SECRET.replace('union-secret-auth', 'mine'), undefined],
])('a kustomization %s', (_, kustomization, secret, fields) => {
  const { open: questions } = verify(texts({ 'apps/kustomization.yaml': kustomization, 'apps/base/auth.yaml': secret })).coverage;
  expect(questions.map(({ missing }) => missing).filter((missing) => missing.includes('kustomization')))
    .toEqual(fields === undefined ? [] : [`apps/kustomization.yaml changes its resources (${fields})`]);
});

deep('of the same values in a file and in an installer, the installer names the place', () => {
  const { valueSets } = parseManifests(texts({ 'cp.yaml': CONTROL_PLANE_VALUES, 'a.yaml': inline(CONTROL_PLANE_VALUES) }));
  const said = valueSets.map(({ files, installedAt, destination, releaseName, namespace }) =>
    [files[0].name, installedAt?.object.source.file, destination, releaseName, namespace]);
  expect(said).toEqual([['cp.yaml', 'a.yaml', 'in-cluster', 'cp', 'acme-cp']]);
});

deep('they are judged by the release that is installed, where the file is made for another', () => {
  const [current, older] = ['2026.8.3', '2026.3.0'].map((version) => ({ 'a.yaml': inline(CONTROL_PLANE_VALUES).replace(/targetRevision: .*/, `targetRevision: ${version}`), 'cp.yaml': CONTROL_PLANE_VALUES }));
  expect([planes(current)[0], planes(older)[0]]).toEqual([expect.stringContaining('controlplane 2026.8'), expect.stringContaining('controlplane 2026.3')]);
  expect(found(older).length).toBeGreaterThan(0);
});

describe('an ApplicationSet', () => {
  const PLANES = ['east', 'west'];
  const valuesOf = (cluster: string) => changed(DATA_PLANE_VALUES, 'global:\n', `clusterName: ${cluster}\nglobal:\n`);
  const WRONG_HOST = 'https://union.example.com/no-word';
  const set = (generators: string, template: string, rest = '') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: planes, namespace: argocd }
spec:
  goTemplate: true
  generators:
${indented(generators, 2)}
  template:
    metadata: { name: "{{ .name }}" }
    spec:
      destination: { name: "{{ .cluster }}", namespace: union }
      source:
        repoURL: https://unionai.github.io/helm-charts
        chart: dataplane
        targetRevision: 2026.8.3
        helm:
${indented(template, 10)}
${rest}`;
  const list = (wrong?: string) => `- list:\n    elements:\n${PLANES.map((name) =>
    `    - name: dp-${name}\n      cluster: prod-${name}\n      values:\n${indented(wrong === name ? changed(valuesOf(name), 'HOST: union.example.com', `HOST: ${WRONG_HOST}`) : valuesOf(name), 8)}`).join('')}`;
  const patch = (text: string) => `  templatePatch: |\n${indented(text, 4)}\n`;
  const PATCHES: [string, string][] = [
    ['JSON', '{"spec":{"source":{"helm":{"valuesObject":{{ toJson .values }}}}}}'],
    ['YAML', 'spec:\n  source:\n    helm:\n      valuesObject:\n        {{- toYaml .values | nindent 8 }}'],
    ['a pipeline', 'spec:\n  source:\n    helm:\n      valuesObject: {{ .values | toJson }}'],
  ];

  deep.each(PATCHES)('is a plane each element, whose values a patch brings as %s', (_, text) => {
    expect(planes({ 'a.yaml': set(list(), 'releaseName: x', patch(text)) })).toEqual(Array(2).fill('dataplane 2026.8 union: a.yaml'));
    const files = { 'a.yaml': set(list('west'), 'releaseName: x', patch(text)) };
    expect(found(files)).toEqual([expect.stringMatching(/^values-\S+ a\.yaml: .*no-word/)]);
    expect(open(files)).toEqual([]);
  });

  deep.each([
    ['of Go', 'valueFiles: ["$values/rendered/{{ .name }}.yaml"]', (text: string) => text],
    ['of fasttemplate', 'valueFiles: ["$values/rendered/{{name}}.yaml"]', (text: string) => text.replace('goTemplate: true', 'goTemplate: false').replace(/\{\{ \.(\w+) \}\}/g, '{{$1}}')],
  ])('reads the files that its templates %s name', (_, helm, change) => {
    const elements = `- list:\n    elements:\n${PLANES.map((name) => `    - { name: dp-${name}, cluster: prod-${name} }`).join('\n')}`;
    const files = { 'a.yaml': change(set(elements, helm)), 'rendered/dp-east.yaml': valuesOf('east'), 'rendered/dp-west.yaml': valuesOf('west') };
    expect(planes(files)).toEqual(['dataplane 2026.8 union: rendered/dp-east.yaml', 'dataplane 2026.8 union: rendered/dp-west.yaml']);
    expect(open(files)).toEqual([]);
    const { 'rendered/dp-west.yaml': missing, ...fewer } = files;
    expect(missing).not.toBe('');
    expect(open(fewer)).toEqual(['Application dp-west of ApplicationSet argocd/planes reads values from rendered/dp-west.yaml, which is not in the input']);
  });

  deep.each(['{{constructor}}', '{{__proto__}}', '{{toString}}'])('reads nothing that its elements do not have: %s', (expression) => {
    const files = { 'a.yaml': set('- list:\n    elements: [{ a: b }]', `valueFiles: ["$values/${expression}.yaml"]`).replace('goTemplate: true', 'goTemplate: false') };
    expect(open(files)).toEqual([expect.stringContaining(`the expression {{ ${expression.slice(2, -2)} }} of its template`)]);
  });

  // A regular expression that looks back would take minutes, and the test would not end.
  deep.each([`{{${' '.repeat(50_000)}`, '{{'.repeat(50_000), `{{ .a ${'| toJson '.repeat(10_000)}`, `{{ toJson .${'a.'.repeat(20_000)}`])('is read however long its texts are: %.9s…', (text) => {
    const file = set(list(), `valuesObject:\n${indented(valuesOf('east'), 2)}`, `  templatePatch: ${JSON.stringify(text)}\n`)
      .replace('targetRevision: 2026.8.3', `targetRevision: ${JSON.stringify(text)}`);
    expect(open({ 'a.yaml': file })).toContain('Application dp-east of ApplicationSet argocd/planes and 1 more read values from its templatePatch, which has statements or is not YAML');
  });

  deep('may have its elements in a text', () => {
    const text = `- list:\n    elementsYaml: |\n${indented(list().replace('- list:\n    elements:\n', ''), 4)}`;
    expect(planes({ 'a.yaml': set(text, 'releaseName: x', patch(PATCHES[0][1])) })).toHaveLength(2);
  });

  deep.each([
    ['clusters', '- clusters: {}', 'what its clusters generator finds'],
    ['git', '- git: { repoURL: x, revision: HEAD, files: [{ path: "*.yaml" }] }', 'what its git generator finds'],
    ['matrix', '- matrix: { generators: [] }', 'what its matrix generator finds'],
  ])('with the generator %s says what is not judged, and judges what all have', (_, generators, missing) => {
    const helm = `valuesObject:\n${indented(changed(changed(valuesOf('east'), 'HOST: union.example.com', `HOST: ${WRONG_HOST}`), 'clusterName: east', 'clusterName: "{{ .name }}"'), 2)}`;
    const files = { 'a.yaml': set(generators, helm) };
    expect(open(files)).toEqual([`ApplicationSet argocd/planes reads values from ${missing}`]);
    expect(found(files)).toEqual([expect.stringMatching(/^values-\S+ a\.yaml: .*no-word/)]);
  });

  deep.each([
    ['an expression', '{"spec":{"source":{"helm":{"valuesObject":{"clusterName":"{{ .name | upper }}"}}}}}', 'the expression {{ .name | upper }} of its template'],
    ['a statement', 'spec:\n{{ if .x }}  a: 1\n{{ end }}', 'its templatePatch, which has statements or is not YAML'],
  ])('says that %s is not read', (_, text, missing) => {
    expect(open({ 'a.yaml': set(list(), 'releaseName: x', patch(text)) }))
      .toEqual([`Application dp-east of ApplicationSet argocd/planes and 1 more read values from ${missing}`]);
  });
});

deep('values that are given separately are not missing where an install names them, and the rest of the install is a part', () => {
  const install = texts({ 'a.yaml': application(`valueFiles: [$values/values/cp.yaml]\nvaluesObject:\n${indented('global: { UNION_HOST: union.example.com }', 2)}`) });
  const given = { name: 'values/cp.yaml', text: CONTROL_PLANE_VALUES, chart: 'controlplane' as const };
  expect(parseManifests(install).unread.map(({ missing }) => missing)).toEqual(['Application argocd/cp reads values from values/cp.yaml, which is not in the input']);
  const { unread, valueSets } = parseManifests(install, [given]);
  expect(unread).toEqual([]);
  expect(valueSets.map(({ files, partial }) => [files.map(({ name }) => name), partial])).toEqual([[['a.yaml'], true], [['values/cp.yaml'], false]]);
});

deep.each([
  ['in an Application', application('values: |\n  global:\n    UNION_HOST: [a\n  b: 1'), 'a.yaml:14: spec.source.helm.values: is not YAML'],
  ['in a file of its own, with expressions of the chart', changed(CONTROL_PLANE_VALUES, 'service-id', '"{{ .Values.global.X }}\n  a: [').replace(/^#.*\n/, ''), 'a.yaml:'],
  ['without a key that only Union has', 'secrets:\n  admin:\n    clientId: "{{ .Values.global.AUTH_CLIENT_ID }}"\n    enable: [true\n', 'a.yaml:'],
  ['in a file with the line for editors', `${CONTROL_PLANE_VALUES}  x: [{{ .Values.y }}\n`, 'a.yaml:'],
])('values that cannot be read are an error %s', (_, text, message) => {
  const other = { name: 'b.yaml', text: DATA_PLANE_VALUES };
  expect(() => parseManifests([{ name: 'a.yaml', text }, other])).toThrow(message);
});
