import {
  installValuesUnread, releaseAstray, valuesAppsUnguarded, valuesConnectionCut, valuesContradiction, valuesPlanesDisagree,
} from '../../../src/verify/rules/planes';
import { verify } from '../../../src/verify/verify';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const planes = (path: string, value: unknown) => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, path, value) });

testRule(valuesPlanesDisagree, {
  fires: [
    ['the data plane calls another host',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union', 'CONTROLPLANE_HOST: other') },
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"other.example.com"'],
      remedy(['CONTROLPLANE_HOST: other.example.com', 'CONTROLPLANE_HOST: union.example.com'])],
    ['the data plane calls neither of two control planes',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'us.example.com') },
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"us.example.com"']],
    ['the data plane asks another token endpoint', planes('config.admin.admin.tokenUrl', 'https://other.example.com/token'),
      ['v2/Values dataplane', 'config.admin.admin.tokenUrl', '"https://idp.example.com/oauth2/default/v1/token", as global.AUTH_TOKEN_URL says (cp.yaml:5)',
        '"https://other.example.com/token"']],
    ['a host only looks like one of the cluster', planes('global.CONTROLPLANE_HOST', 'cp.svc.example.com/console'),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"cp.svc.example.com/console"']],
  ],
  says: {
    '': 'Values dataplane has CONTROLPLANE_HOST "other.example.com", and the other plane has another one <- '
      + 'Values controlplane: global.UNION_HOST, Values controlplane: ingress.host',
  },
  passes: [
    ['the data plane goes by the Service', planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc.cluster.local')],
    ['the data plane goes by the short name of the Service', planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc')],
    ['the data plane has another organization, which is another rule\'s',
      { 'cp.yaml': changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  UNION_ORG: acme\n'), 'dp.yaml': `${DATA_PLANE_VALUES}orgName: other\n` }],
    ['the data plane has a client of its own', planes('config.admin.admin.clientId', 'union-eu')],
    ['the control plane says nothing of what the data plane says', planes('global.OIDC_S2S_SCOPE', 'all')],
    ['it is another control plane\'s data plane',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'eu.example.com') }],
    ['both planes say the same', { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES }],
  ],
  notApplicable: [
    ['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n'],
  ],
});

testRule(valuesContradiction, {
  fires: [
    ['a comment took the value',
      withValue(changed(DATA_PLANE_VALUES, 'AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: # service-id'), 'config.union.auth.clientId', 'service-id'),
      ['v2/Values dataplane', 'global.AUTH_CLIENT_ID', '"service-id", as config.union.auth.clientId says (input.yaml:12)', 'no value']],
    ['the edge serves another host', changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
      ['v2/Values controlplane', 'ingress.host', '"union.example.com", as global.UNION_HOST says (input.yaml:3)', '"other.example.com"'],
      remedy(['other.example.com', 'union.example.com'])],
    ['flyteadmin answers to the host of the edge',
      withValue(changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
        'flyte.configmap.adminServer.auth.authorizedUris', ['https://other.example.com/', 'http://flyteadmin:80']),
      ['v2/Values controlplane', 'global.UNION_HOST', '"other.example.com", as ingress.host says (input.yaml:30)', '"union.example.com"']],
    ['the first of three names another client, behind a space',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'service-id'), 'secrets.admin.clientId', 'service-id')
        .replace('AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: "service-id\u00a0"'),
      ['v2/Values dataplane', 'global.AUTH_CLIENT_ID', '"service-id", as config.union.auth.clientId says (input.yaml:13)', '"service-id\\u00a0"']],
  ],
  says: { '': 'Values controlplane contradicts itself: ingress.host differs from global.UNION_HOST <- global.UNION_HOST' },
  passes: [
    ['keys of one meaning say the same', CONTROL_PLANE_VALUES],
    ['people and tokens have issuers of their own, which issuer-mismatch judges',
      changed(CONTROL_PLANE_VALUES, 'openId:\n            baseUrl: https://idp.example.com', 'openId:\n            baseUrl: https://other.example.com')],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

const ENDPOINT = 'flyte.configmap.adminServer.admin.endpoint';
const NGINX = 'dns:///acme-nginx-controller.union-cp.svc.cluster.local';
const ENVOY = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy');
const OFF = withValue(CONTROL_PLANE_VALUES, 'ingress-nginx.enabled', false);
const EXPECTED = 'an address that is served without ingress-nginx';

testRule(valuesConnectionCut, {
  fires: [
    ['the controller is off whose Service flyteadmin calls', `${CONTROL_PLANE_VALUES}ingress-nginx: { enabled: false }\n`,
      ['v2/Values controlplane', 'flyte.configmap.adminServer.admin.endpoint', 'an address that is served without ingress-nginx',
        '"dns:///controlplane-nginx-controller.{{ .Release.Namespace }}.svc.cluster.lo…, while ingress-nginx.enabled is false'],
      remedy(['ingress-nginx: { enabled: false }\n', ''])],
    ['nothing is routed behind the controller, and the values name its Service', withValue(ENVOY, ENDPOINT, NGINX),
      ['v2/Values controlplane', ENDPOINT, EXPECTED, `"${NGINX}", while global.INGRESS_PROVIDER is envoy`]],
    ['a data plane calls the Service of a controller that is off',
      { 'cp.yaml': withValue(OFF, ENDPOINT, 'dns:///union.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) },
      ['v2/Values dataplane', 'config.admin.admin.endpoint', EXPECTED, `"${NGINX}", while ingress-nginx.enabled is false`]],
  ],
  says: { '': 'Values controlplane has services call ingress-nginx (endpoint), while ingress-nginx.enabled is false' },
  passes: [
    ['flyteadmin calls the public domain', withValue(OFF, ENDPOINT, 'dns:///union.example.com')],
    ['the chart follows the provider of the edge', ENVOY],
    ['the release does not read what provider is named', withValue(ENVOY, ENDPOINT, NGINX).replace('2026.8.schema', '2026.3.schema')],
    ['another provider is named', withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'nginx')],
    ['another data plane calls another controller',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) }],
    ['the controller is on', CONTROL_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

const unguardedFinding = (field: string, line: string, by: string) =>
  ({ object: 'v2/Values dataplane', field, line, expected: `true, as apps are served by ${by}`, found: 'false' });

testRule(valuesAppsUnguarded, {
  fires: [
    ['the values for a cloud switch it off', `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: false\n`,
      unguardedFinding('serving.auth.enabled', 'enabled: false', 'Knative'), remedy(['  auth:\n    enabled: false\n', '  auth:\n    enabled: true\n'])],
    ['the gateway does not ask', `${DATA_PLANE_VALUES}gateway:\n  auth:\n    enable: false\n`,
      unguardedFinding('gateway.auth.enable', 'enable: false', 'the gateway of the data plane')],
    ['what is set since 2026.8 says that apps are served',
      `${DATA_PLANE_VALUES}apps: { enabled: true }\nserving:\n  enabled: false\n  auth:\n    enabled: false\n`,
      unguardedFinding('serving.auth.enabled', 'enabled: false', 'Knative')],
  ],
  says: { '': 'Values dataplane serves apps without authentication: enabled is false' },
  passes: [
    ['nothing is said of it', DATA_PLANE_VALUES],
    ['apps ask', `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: true\n`],
    ['no apps are served', `${DATA_PLANE_VALUES}serving:\n  enabled: false\n  auth:\n    enabled: false\n`],
  ],
  notApplicable: [
    ['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n'],
  ],
});

const astraySource = { repoURL: 'https://unionai.github.io/helm-charts', chart: 'dataplane', targetRevision: '2026.8.3', helm: { values: DATA_PLANE_VALUES } };
const astrayApplication = (namespace: string, name = 'dp', server = 'https://kubernetes.default.svc') =>
  object('argoproj.io/v1alpha1', 'Application', name, { spec: { destination: { namespace, server }, source: astraySource } }, 'argocd');
const astrayRelease = (targetNamespace: string | undefined, chart = 'dataplane') => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'dp', {
  spec: { interval: '10m', targetNamespace, chart: { spec: { chart, version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } }, values: { clusterName: 'east' } },
}, 'flux');
const repository = object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'unionai', { spec: { url: 'https://unionai.github.io/helm-charts' } }, 'flux');
const delivered = (namespace: string, data = ['client_secret']) => externalSecret('union-secret-auth', {
  namespace, spec: { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' }, target: { name: 'union-secret-auth' }, data: data.map((secretKey) => ({ secretKey, remoteRef: { key: 'union/east' } })) },
});
const named = (releaseName: string, chart?: string) => { const each = astrayRelease('union', chart); return { ...each, spec: { ...each.spec as object, releaseName } }; };
const owned = (by: string, name = 'union-secret-auth') => object('v1', 'Secret', name, {}, 'union', { annotations: { 'meta.helm.sh/release-name': by } });
const astrayFinding = {
  object: 'argoproj.io/v1alpha1/Application argocd/dp',
  field: 'spec.destination.namespace',
  expected: 'union, where the Secrets of the data plane are',
  found: 'unoin',
};

testRule(releaseAstray, {
  fires: [
    ['an Application goes elsewhere than its Secrets', [astrayApplication('unoin'), delivered('union')],
      astrayFinding,
      remedy(['namespace: unoin', 'namespace: union'])],
    ['another data plane goes where its own are',
      [astrayApplication('unoin'), astrayApplication('union-west', 'west'), delivered('union'), delivered('union-west')],
      astrayFinding],
    ['a HelmRelease does', [astrayRelease('unoin'), repository, delivered('union')],
      { ...astrayFinding, object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', field: 'spec.targetNamespace' },
      remedy(['targetNamespace: unoin', 'targetNamespace: union'])],
    ...['flyte-admin-secrets', 'flyte-secret-auth', 'union-controlplane-secrets', 'flyteadmin-oidc-client-secret'].map((name): FiringRow =>
      [`${name} of a control plane belongs to another release`, [named('cp', 'controlplane'), repository, owned('unionai-controlplane', name)],
        ['helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', 'spec.releaseName', 'unionai-controlplane, the release to which its Secrets belong', 'cp']]),
    ['its Secrets belong to another release', [named('union-dp'), repository, owned('unionai-dataplane')],
      ['helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', 'spec.releaseName', 'unionai-dataplane, the release to which its Secrets belong', 'union-dp']],
  ],
  says: {
    '': 'Application argocd/dp installs the data plane into namespace unoin; its Secrets are in union',
    'release': 'HelmRelease flux/dp installs release cp; its Secrets belong to release unionai-controlplane',
  },
  passes: [
    ['its Secrets belong to the release of a HelmRelease', [named('dp'), repository, owned('dp')]],
    ['it leaves the name of its release to Flux', [astrayRelease('union'), repository, owned('unionai-dataplane')]],
    ['they are where it goes', [astrayApplication('union'), delivered('union')]],
    ['the input has none of its Secrets', [astrayApplication('unoin')]],
    ['they are in several namespaces, of which any may be right', [astrayApplication('unoin'), delivered('union'), delivered('union-east')]],
    ['those elsewhere are of another data plane', [astrayApplication('union-west', 'west'), astrayApplication('union', 'east'), delivered('union')]],
    ['some are where it goes', [astrayApplication('unoin'), delivered('union'), delivered('unoin')]],
  ],
  notApplicable: [
    ['nothing installs a chart', [delivered('union')]],
    ['a HelmRelease names no namespace', [astrayRelease(undefined), repository, delivered('union')]],
  ],
});

test('what is wrong because of it stands under it', () => {
  const { findings } = verify([{ name: 'in.yaml', text: manifests(astrayApplication('unoin'), delivered('union')) }]);
  expect(findings.map(({ rule }) => rule)).toEqual(['release-astray']);
  expect(findings[0].consequences?.map(({ rule }) => rule)).toEqual(['secret-namespace-mismatch']);
});

const REPOSITORY = 'https://unionai.github.io/helm-charts';
const VALUES = { global: { UNION_HOST: 'union.example.com' } };
const unreadSource = (fields: object) => ({ repoURL: REPOSITORY, chart: 'controlplane', targetRevision: '2026.8.3', ...fields });
const unreadApplication = (spec: object) => manifests(object('argoproj.io/v1alpha1', 'Application', 'cp', { spec: { destination: { namespace: 'union-cp' }, ...spec } }, 'argocd'));
const unreadRelease = (spec: object, chart: object = {}) => manifests(object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'cp', {
  spec: { interval: '10m', chart: { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' }, ...chart } }, ...spec },
}, 'flux'));
const argo = { object: 'argoproj.io/v1alpha1/Application argocd/cp' };
const flux = { object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/cp' };
const none = (field: string, kind: string) => `${field}, a field that ${kind} does not have`;

const values = object('v1', 'ConfigMap', 'cp-values', { data: { 'values.yaml': 'global: {}\n' } }, 'flux');
const from = (name: string, valuesKey?: string) => `${unreadRelease({ valuesFrom: [{ kind: 'ConfigMap', name, valuesKey }] })}${manifests(values)}`;

testRule(installValuesUnread, {
  fires: [
    ['a HelmRelease takes values from a key that is not there', from('cp-values', 'prod.yaml'),
      { ...flux, field: 'spec.valuesFrom[0].valuesKey', expected: 'one of the keys of ConfigMap cp-values: values.yaml', found: 'prod.yaml' },
      remedy(['prod.yaml', 'values.yaml'])],
    ['the ConfigMap is misspelt', from('cp-valuse'),
      { ...flux, field: 'spec.valuesFrom[0].name', expected: 'cp-values', found: 'cp-valuse' },
      remedy(['cp-valuse', 'cp-values'])],
    ['the map of an Application is misspelt', unreadApplication({ source: unreadSource({ helm: { valueObject: VALUES } }) }),
      { ...argo, field: 'spec.source.helm.valueObject', expected: 'spec.source.helm.valuesObject', found: none('spec.source.helm.valueObject', 'Application') },
      remedy(['valueObject', 'valuesObject'])],
    ['a short field is misspelt', unreadApplication({ source: unreadSource({ helmm: { valuesObject: VALUES } }) }),
      { ...argo, field: 'spec.source.helmm', expected: 'spec.source.helm', found: none('spec.source.helmm', 'Application') }],
    ['it stands a level too high', unreadApplication({ source: unreadSource({ valuesObject: VALUES }) }),
      { ...argo, field: 'spec.source.valuesObject', expected: 'spec.source.helm.valuesObject', found: none('spec.source.valuesObject', 'Application') }],
    ['helm stands beside several sources',
      unreadApplication({ sources: [unreadSource({}), { repoURL: 'https://git.example.com/values', ref: 'values' }], helm: { valueFiles: ['$values/cp.yaml'] } }),
      { ...argo, field: 'spec.helm', expected: 'spec.sources[0].helm', found: none('spec.helm', 'Application') }],
    ['an Application has a map where a text must stand', unreadApplication({ source: unreadSource({ helm: { values: VALUES } }) }),
      { ...argo, field: 'spec.source.helm.values', expected: 'a text', found: 'a map' }],
    ['an ApplicationSet makes such Applications',
      [object('argoproj.io/v1alpha1', 'ApplicationSet', 'cp', {
        spec: {
          generators: [{ list: { elements: [{ name: 'east' }, { name: 'west' }] } }],
          template: { metadata: { name: 'cp-{{name}}' }, spec: { destination: {}, source: unreadSource({ helm: { valuesObjects: VALUES } }) } },
        },
      }, 'argocd')],
      ['argoproj.io/v1alpha1/ApplicationSet argocd/cp', 'spec.template.spec.source.helm.valuesObjects', 'spec.template.spec.source.helm.valuesObject',
        none('spec.template.spec.source.helm.valuesObjects', 'ApplicationSet')]],
    ['the map of a HelmRelease is misspelt', unreadRelease({ value: VALUES }),
      { ...flux, field: 'spec.value', expected: 'spec.values', found: none('spec.value', 'HelmRelease') }],
    ['it stands beside the chart', unreadRelease({}, { values: VALUES }),
      { ...flux, field: 'spec.chart.spec.values', expected: 'spec.values', found: none('spec.chart.spec.values', 'HelmRelease') }],
    ['a HelmRelease has a text where a map must stand', unreadRelease({ values: 'global: {}' }),
      { ...flux, field: 'spec.values', expected: 'a map', found: 'a text' }],
  ],
  says: {
    '': 'Application argocd/cp gives the chart no values: Application has no field spec.source.helm.valueObject',
    'type': 'Application argocd/cp gives the chart no values: values is a map',
    'source': 'HelmRelease flux/cp takes values from prod.yaml, which does not exist',
  },
  passes: [
    ['the ConfigMap is misspelt, and the release needs none',
      `${unreadRelease({ valuesFrom: [{ kind: 'ConfigMap', name: 'cp-valuse', optional: true }] })}${manifests(values)}`],
    ['an Application has a map', unreadApplication({ source: unreadSource({ helm: { valuesObject: VALUES } }) })],
    ['an Application has a text', unreadApplication({ source: unreadSource({ helm: { values: 'global: {}' } }) })],
    ['a HelmRelease has a map', unreadRelease({ values: VALUES })],
    ['a field is like none that is known', unreadApplication({ source: unreadSource({ helm: { valuesObject: VALUES, newOption: true } }) })],
  ],
  notApplicable: [
    ['other charts are installed', unreadApplication({ source: { repoURL: 'https://charts.example.com', chart: 'grafana', helm: { valueObject: {} } } })],
    ['nothing is installed', [secret('auth')]],
  ],
});
