import { stringify } from 'yaml';
import { JsonObject, mergeValues, nestUnder } from '../../../src/common/data/json';
import '../../_tools/quiet-warnings';
import { LEAST } from '../_answers';
import { adopted, foundIn, operatorInCluster } from './_adopted';

/** What people hand in: the file that decides is where each answer comes from. */

const ISSUER = 'https://acme.okta.com/oauth2/default';
const REPOSITORY = 'https://unionai.github.io/helm-charts';
const AUTH: JsonObject = nestUnder('flyte.configmap.adminServer.auth', {
  authorizedUris: ['https://union.example.com', 'http://flyteadmin.acme-cp.svc.cluster.local:80'],
  appAuth: { externalAuthServer: { baseUrl: ISSUER }, thirdPartyConfig: { flyteClient: { clientId: '0oa-native-2222' } } },
  userAuth: { openId: { baseUrl: ISSUER, clientId: '0oa-web-1111' } },
});
const GLOBALS = { global: { UNION_HOST: 'union.example.com', UNION_ORG: 'acme', INTERNAL_CLIENT_ID: '0oa-service-3333', AUTH_TOKEN_URL: `${ISSUER}/v1/token` } };
const CONTROL_PLANE = mergeValues(GLOBALS, AUTH);
const dataPlane = (cluster: string, clientId = '0oa-service-3333') =>
  ({ global: { CONTROLPLANE_HOST: 'union.example.com', CLUSTER_NAME: cluster, ORG_NAME: 'acme', AUTH_CLIENT_ID: clientId } });
/** The data plane chart's own values: names that refer to globals, and its templates of templates. */
const BASE = {
  global: { CONTROLPLANE_HOST: '', CLUSTER_NAME: '', ORG_NAME: '', AUTH_CLIENT_ID: '' },
  clusterName: '{{ .Values.global.CLUSTER_NAME }}',
  orgName: '{{ .Values.global.ORG_NAME }}',
  secrets: { admin: { clientId: '{{ .Values.global.AUTH_CLIENT_ID }}' } },
  config: { union: { auth: { clientId: '{{ tpl .Values.secrets.admin.clientId . }}' } }, admin: { admin: { endpoint: '{{ include "dataplane.cp.endpoint" . }}' } } },
};

const application = (name: string, namespace: string, source: object) => stringify({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd' },
  spec: { destination: { server: 'https://kubernetes.default.svc', namespace }, source: { repoURL: REPOSITORY, targetRevision: '2026.8.3', ...source } },
});
const release = (name: string, namespace: string, chart: string, spec: object) => stringify({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace },
  spec: { chart: { spec: { chart, version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai', namespace: 'flux-system' } } }, ...spec },
});
const helmfile = (...releases: object[]) => stringify({ repositories: [{ name: 'unionai', url: REPOSITORY }], releases });

const rows: readonly (readonly [what: string, files: Readonly<Record<string, string | object>>, from: Readonly<Record<string, string>>])[] = [
  ['a file of a cloud, and one laid over it', { 'cp/values.aws.yaml': { global: { UNION_HOST: '', UNION_ORG: '' }, flyte: { storage: { type: 's3' } } }, 'cp/values.zz.yaml': CONTROL_PLANE }, {
    'domain': 'cp/values.zz.yaml, global.UNION_HOST',
    'controlPlane.namespace': 'cp/values.zz.yaml, flyte.configmap.adminServer.auth.authorizedUris',
    'identityProvider': 'cp/values.zz.yaml, flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl',
    'edge.controller': "the default of Union's chart (ingress)",
  }],
  ['globals in one file, the issuer in another', { 'cp/a.controlplane.yaml': GLOBALS, 'cp/b.controlplane.yaml': AUTH }, {
    'identityProvider': 'cp/b.controlplane.yaml, flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl',
    'applications.service.clientId': 'cp/a.controlplane.yaml, global.INTERNAL_CLIENT_ID',
  }],
  ['an issuer and another token endpoint', { 'values.yaml': mergeValues(CONTROL_PLANE, { global: { AUTH_TOKEN_URL: 'https://login.example.com/token' } }) }, {
    identityProvider: 'values.yaml, flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl and values.yaml, global.AUTH_TOKEN_URL',
  }],
  ['Applications', { 'cp.yaml': application('cp', 'acme-cp', { chart: 'controlplane', helm: { valuesObject: CONTROL_PLANE } }), 'dp.yaml': application('east', 'acme-dp', { chart: 'dataplane', helm: { values: stringify(dataPlane('east')) } }) }, {
    'planes.charts.version': 'cp.yaml, Application cp',
    'controlPlane.namespace': 'cp.yaml, Application cp',
    'controlPlane.releaseName': 'cp.yaml, Application cp',
    'dataPlanes.east': 'dp.yaml, global.CLUSTER_NAME',
    'dataPlanes.east.namespace': 'dp.yaml, Application east',
  }],
  ['HelmReleases, whose repository is elsewhere', { 'cp.yaml': release('cp', 'acme-cp', 'controlplane', { values: CONTROL_PLANE }), 'dp.yaml': release('east', 'acme-dp', 'dataplane', { values: dataPlane('east') }) }, {
    'planes.charts.version': 'cp.yaml, HelmRelease cp',
    'dataPlanes.east.releaseName': 'dp.yaml, HelmRelease east',
  }],
  ['a kustomization', { 'kustomization.yaml': { helmCharts: [{ name: 'controlplane', repo: REPOSITORY, version: '2026.8.3', namespace: 'acme-cp', releaseName: 'union', valuesFile: 'cp.yaml' }] }, 'cp.yaml': CONTROL_PLANE }, {
    'planes.charts.version': 'kustomization.yaml, helmCharts[0]',
    'controlPlane.namespace': 'kustomization.yaml, helmCharts[0]',
    'controlPlane.releaseName': 'kustomization.yaml, helmCharts[0]',
  }],
  ['a helmfile, with values in it and in files', {
    'helmfile.yaml': helmfile(
      { name: 'cp', namespace: 'acme-cp', chart: 'unionai/controlplane', version: '2026.8.3', values: ['values/cp.yaml', { global: { UNION_ORG: 'acme-corp' } }], set: [{ name: 'global.UNION_HOST', value: 'union.prod.example.com' }] },
      { name: 'east', namespace: 'acme-dp', chart: 'unionai/dataplane', version: '2026.8.3', values: [dataPlane('east')] },
    ),
    'values/cp.yaml': CONTROL_PLANE,
  }, {
    'planes.charts.version': 'helmfile.yaml, releases[0]',
    'organization': 'helmfile.yaml, global.UNION_ORG',
    'domain': 'helmfile.yaml, global.UNION_HOST',
    'applications.web.clientId': 'values/cp.yaml, flyte.configmap.adminServer.auth.userAuth.openId.clientId',
    'dataPlanes.east.namespace': 'helmfile.yaml, releases[1]',
    'dataPlanes.east.releaseName': 'helmfile.yaml, releases[1]',
  }],
];

/** Without lines, which are looked at elsewhere. */
const placesOf = ({ taken }: ReturnType<typeof foundIn>) => Object.fromEntries(taken.map(({ path, from }) => [path, from.replaceAll(/:\d+/g, '')]));
const textsOf = (files: Readonly<Record<string, string | object>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? content : stringify(content)]));

test.each(rows)('%s: each answer comes from the file that decides', (_, files, from) => {
  expect(placesOf(foundIn(textsOf(files), { secrets: { provisioned: {} } }))).toMatchObject(from);
});

test('values of the chart itself name no plane of their own', () => {
  const files = { 'dp/values.yaml': BASE, 'dp/values.aws.yaml': { global: { CLUSTER_NAME: '' }, provider: 'aws' }, 'dp/values.zz.yaml': dataPlane('east') };
  const { answers, differences } = adopted(textsOf({ ...files, 'cp.yaml': CONTROL_PLANE }), { secrets: { provisioned: {} } });
  expect(Object.keys(answers.dataPlanes as object)).toEqual(['east']);
  // The template of a template gives what the answers give; what only the chart evaluates is kept as it is written.
  expect(differences.filter(({ path }) => path === 'config.union.auth.clientId' || path === 'config.admin.admin.endpoint')).toEqual([]);
  expect(differences.filter(({ before = '' }) => before.includes('${'))).toEqual([]);
});

test('data planes over one base have their own clients', () => {
  const base = { global: { CONTROLPLANE_HOST: 'union.example.com', ORG_NAME: 'acme' } };
  const own = (cluster: string) => ({ global: { CLUSTER_NAME: cluster, AUTH_CLIENT_ID: `0oa-${cluster}-4444` } });
  const { answers } = foundIn(textsOf({ 'cp.yaml': CONTROL_PLANE, 'dp/base.yaml': base, 'dp/east.yaml': own('east'), 'dp/west.yaml': own('west') }));
  expect(answers.dataPlanes).toMatchObject({ east: { operator: { clientId: '0oa-east-4444' } }, west: { operator: { clientId: '0oa-west-4444' } } });
});

test('values in what installs a chart differ as values, and not once more as fields', () => {
  const files = { 'cp.yaml': application('controlplane', 'acme-cp', { chart: 'controlplane', helm: { valuesObject: CONTROL_PLANE } }) };
  const { differences } = adopted(files, { secrets: { provisioned: {} } });
  expect(differences.some(({ where, path }) => where === 'controlplane' && path === 'ingress.host')).toBe(true);
  expect(differences.filter(({ path }) => /valuesObject/.test(path ?? ''))).toEqual([]);
});

test('what values elsewhere may set is not reported to differ', () => {
  const files = { 'cp.yaml': application('controlplane', 'acme-cp', { chart: 'controlplane', helm: { valueFiles: ['elsewhere.yaml'], valuesObject: CONTROL_PLANE } }) };
  const { differences } = adopted(files, { secrets: { provisioned: {} } });
  expect(differences.some(({ path }) => path === 'flyte.configmap.adminServer.auth.authorizedUris' || path === 'ingress.protectedIngressAnnotations.nginx.ingress.kubernetes.io/auth-url')).toBe(true);
  expect(differences.filter(({ before = '' }) => before.includes('${'))).toEqual([]);
});

test('a name that another tool fills in is reported, not taken', () => {
  const { answers, unseen } = foundIn(textsOf({ 'cp.yaml': CONTROL_PLANE, 'dp.yaml': dataPlane('${CLUSTER}') }));
  expect(answers).not.toHaveProperty('dataPlanes');
  expect(unseen).toContainEqual('dataPlane: dp.yaml:3, global.CLUSTER_NAME is a placeholder, so the cluster has no name');
});

test('a placeholder of the chart delivers no secret', () => {
  const placeholder = { flyte: { secrets: { adminOauthClientCredentials: { enabled: true, clientSecret: 'placeholder' } } } };
  const { taken, unseen } = foundIn(textsOf({ 'cp.yaml': mergeValues(CONTROL_PLANE, placeholder) }));
  expect(taken.filter(({ path }) => path === 'secrets')).toEqual([]);
  expect(unseen).toContainEqual(expect.stringMatching(/^secrets: nothing in the input delivers them/));
});

test('what SOPS encrypted stays in its file', () => {
  const encrypted = { dbPass: 'ENC[AES256_GCM,data:abc,iv:def,tag:ghi,type:str]', global: { UNION_ORG: 'acme' } };
  const { answers, differences } = adopted(textsOf({ 'cp/a.values.yaml': CONTROL_PLANE, 'cp/secrets.values.yaml': encrypted }), { secrets: { provisioned: {} } });
  expect(JSON.stringify(answers)).not.toContain('ENC[');
  expect(differences.filter(({ path }) => path === 'dbPass')).toEqual([expect.objectContaining({ reason: expect.stringMatching(/^SOPS decrypts it in its own file only/) })]);
});

test('without our own objects nothing shows that no older release runs', () => {
  const secret = (name: string, key: string, entry: string) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: entry, namespace: 'acme-cp' },
    spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, target: { name }, data: [{ secretKey: key, remoteRef: { key: `union/${entry}` } }] },
  });
  const secrets = [secret('flyte-admin-secrets', 'oidc_client_secret', 'web'), secret('union-controlplane-secrets', 'client_secret', 'service')].map((each) => stringify(each)).join('---\n');
  const { answers } = foundIn(textsOf({ 'cp.yaml': CONTROL_PLANE, 'secrets.yaml': secrets }));
  expect(answers).toMatchObject({ secrets: { externalSecrets: {} }, applications: { web: { secret: { key: 'union/web' } } } });
  expect(answers).not.toHaveProperty('controlPlane.migratingFrom');
});

test('a data plane alone shows the domain by the address that it calls', () => {
  expect(placesOf(foundIn({ 'dump.yaml': operatorInCluster('east', '0oa-east-4444') }, { identityProvider: LEAST.identityProvider, applications: LEAST.applications }))).toMatchObject({
    domain: 'dump.yaml, ConfigMap union-operator, data["config.yaml"]: union.connection.host',
  });
});
