import { authSettings } from '../../../src/verify/model/counterparts';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { authValueEmpty, valueUnreplaced } from '../../../src/verify/rules/unfilled';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object, secret } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const configured = (config: Record<string, unknown>, name = 'flyteadmin') =>
  manifests(configMap(name, { 'server.yaml': config }), deployment(name, { configMaps: { [name]: '/etc/flyte/config' } }));
const unreplacedOpenId = (settings: Record<string, unknown>) => configured({ auth: { userAuth: { openId: settings } } });
const finding = {
  object: 'v1/ConfigMap union-cp/flyteadmin',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  line: 'baseUrl: <issuer-uri>',
  expected: 'a value of the deployment',
  found: 'the placeholder <issuer-uri>',
};
const remote = (key: string) => externalSecret('auth', { spec: { data: [{ secretKey: 'client_secret', remoteRef: { key } }] } });
const inExternalSecret = (path: string, line: string) =>
  ({ ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: `spec.${path}`, line, found: `the placeholder ${line.split(' ')[1]}` });

const SERVER = 'flyte.configmap.adminServer';
const inValues = (field: string, line: string, found: string) => ({ ...finding, object: 'v2/Values controlplane', field, line, found: `the placeholder ${found}` });

testRule(valueUnreplaced, {
  fires: [
    ['values name the guide\'s domain', withValue(CONTROL_PLANE_VALUES, 'global.UNION_HOST', '<your-domain>'),
      inValues('global.UNION_HOST', 'UNION_HOST: <your-domain>', '<your-domain>')],
    ['the item of a list of values is the guide\'s',
      withValue(CONTROL_PLANE_VALUES, `${SERVER}.auth.authorizedUris`, ['http://flyteadmin:80', 'https://<your-domain>']),
      inValues(`${SERVER}.auth.authorizedUris[1]`, 'https://<your-domain>', '<your-domain>')],
    ['a map of values holds a placeholder',
      withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { 'external-dns.alpha.kubernetes.io/hostname': '<your-domain>' }),
      inValues('ingress.annotations["external-dns.alpha.kubernetes.io/hostname"]', 'external-dns.alpha.kubernetes.io/hostname: <your-domain>', '<your-domain>')],
    ['a blank stands around the placeholder of a variable',
      [deployment('usage', { env: [{ name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', value: ' <your-ci-client-secret> ' }] })],
      { ...finding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.containers[0].env[0].value', line: 'value: " <your-ci-client-secret> "', found: 'the placeholder <your-ci-client-secret>' }],
    ['the issuer is the guide\'s', unreplacedOpenId({ baseUrl: '<issuer-uri>', clientId: 'web' }), finding],
    ['IDs and an audience of config files have something around them', configured({
      server: { security: { useAuth: true } },
      auth: { appAuth: { externalAuthServer: { allowedAudience: ['union', 'union '] } }, userAuth: { openId: { clientId: ' web', baseUrl: 'https://idp.example.com' } } },
      admin: { clientId: '\u201cservice\u201d', scopes: ['all '] },
    }), ...[
      ['auth.appAuth.externalAuthServer.allowedAudience[1]', '"union "', 'union', '"union ", with white space'],
      ['auth.userAuth.openId.clientId', 'clientId: " web"', 'web', '" web", with white space'],
      ['admin.clientId', 'clientId: \u201cservice\u201d', 'service', '"\u201cservice\u201d", with typographic quotes'],
    ].map(([field, line, expected, found]) => ({ ...finding, field: `data["server.yaml"]: ${field}`, line, expected, found: `${found} around it` }))],
    ['the item of a list keeps a Helm expression',
      configured({ auth: { authorizedUris: ['http://flyteadmin:80', 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80'] }, server: { security: { useAuth: true } } }),
      { ...finding, field: 'data["server.yaml"]: auth.authorizedUris[1]', line: 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80', found: 'the placeholder {{ .Release.Namespace }}' }],
    ['a client of any section has the guide\'s ID',
      configured({
        union: { auth: { enable: true, clientId: '<service-client-id>' } },
        executions: { app: { adminClient: { connection: { clientId: 'service', tokenUrl: '<token-endpoint>' } } } },
      }, 'executions'),
      { ...finding, object: 'v1/ConfigMap union-cp/executions', field: 'data["server.yaml"]: union.auth.clientId', line: 'clientId: <service-client-id>', found: 'the placeholder <service-client-id>' },
      { ...finding, object: 'v1/ConfigMap union-cp/executions', field: 'data["server.yaml"]: executions.app.adminClient.connection.tokenUrl', line: 'tokenUrl: <token-endpoint>', found: 'the placeholder <token-endpoint>' }],
    ['the guard\'s URL and the host of an Ingress are unrendered',
      [ingress('protected', {
        host: '<your-domain>', annotations: { 'auth-url': 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local/me' }, paths: { '/api': 'flyteadmin' },
      })], { ...finding, object: 'networking.k8s.io/v1/Ingress union-cp/protected', field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]', line: 'nginx.ingress.kubernetes.io/auth-url: http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local/me', found: 'the placeholder {{ .Release.Namespace }}' },
      { ...finding, object: 'networking.k8s.io/v1/Ingress union-cp/protected', field: 'spec.rules[0].host', line: 'host: <your-domain>', found: 'the placeholder <your-domain>' }],
    ['an HTTPRoute names the guide\'s host',
      [object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'api', {
        spec: { hostnames: ['<your-domain>'], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
      })], { ...finding, object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/api', field: 'spec.hostnames[0]', line: '<your-domain>', found: 'the placeholder <your-domain>' },
      remedy(['<your-domain>', 'union.example.com'])],
    ['an ExternalSecret reads the guide\'s key', [remote('<your-secret-store-key>')],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.data[0].remoteRef.key', line: 'key: <your-secret-store-key>', found: 'the placeholder <your-secret-store-key>' }],
    ['an ExternalSecret has the guide\'s names',
      [externalSecret('auth', { spec: { target: { name: '<target>' }, secretStoreRef: { name: '<store>' }, data: [{ secretKey: 'a', remoteRef: { key: 'k', property: '<property>', version: '<version>' } }] } })],
      inExternalSecret('secretStoreRef.name', 'name: <store>'),
      inExternalSecret('target.name', 'name: <target>'),
      inExternalSecret('data[0].remoteRef.property', 'property: <property>'),
      inExternalSecret('data[0].remoteRef.version', 'version: <version>')],
    ['the brackets are gone', [remote('your-secret-store-key')],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.data[0].remoteRef.key', line: 'key: your-secret-store-key', found: 'the placeholder your-secret-store-key' }],
    ['a pod mounts an unrendered Secret name and has the guide\'s client ID in a variable',
      [deployment('usage', {
        secrets: { '{{ .Values.global.KUBERNETES_SECRET_NAME }}': '/etc/secrets/union' },
        env: [{ name: 'FLYTE_CREDENTIALS_CLIENT_ID', value: '<your-ci-client-id>' }, { name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', value: '<your-ci-client-secret>' }],
      })], { ...finding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.containers[0].env[0].value', line: 'value: <your-ci-client-id>', found: 'the placeholder <your-ci-client-id>' },
      { ...finding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.containers[0].env[1].value', line: 'value: <your-ci-client-secret>', found: 'the placeholder <your-ci-client-secret>' },
      { ...finding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.volumes[0].secret.secretName', line: 'secretName: "{{ .Values.global.KUBERNETES_SECRET_NAME }}"', found: 'the placeholder {{ .Values.global.KUBERNETES_SECRET_NAME }}' }],
    ['addresses and names that the chart derives are the guide\'s', configured({
      connection: { rootTenantURLPattern: 'dns:///<your-domain>' },
      union: { connection: { host: 'dns:///your-domain' }, internalConnectionConfig: { urlPattern: '_SERVICE_.<namespace>.svc.cluster.local:80' } },
      sharedService: { security: { singleTenantOrgID: '{{ .Values.global.UNION_ORG }}' } },
      authorizer: { authorizerClient: { grpcConfig: { host: 'dns:///{{ organization }}' } } },
    }, 'executions'), ...[
      ['connection.rootTenantURLPattern', 'rootTenantURLPattern: dns:///<your-domain>', '<your-domain>'],
      ['union.connection.host', 'host: dns:///your-domain', 'your-domain'],
      ['union.internalConnectionConfig.urlPattern', 'urlPattern: _SERVICE_.<namespace>.svc.cluster.local:80', '<namespace>'],
      ['sharedService.security.singleTenantOrgID', 'singleTenantOrgID: "{{ .Values.global.UNION_ORG }}"', '{{ .Values.global.UNION_ORG }}'],
      ['authorizer.authorizerClient.grpcConfig.host', 'host: dns:///{{ organization }}', '{{ organization }}'],
    ].map(([path, line, left]) => ({ ...finding, object: 'v1/ConfigMap union-cp/executions', field: `data["server.yaml"]: ${path}`, line, found: `the placeholder ${left}` }))],
    ['a data plane registers under the guide\'s names', dataPlaneService('operator', {
      operator: { clusterId: { organization: 'your-org' }, clusterData: { appId: 'https://<your-domain>/app', cloudHostName: 'YOUR_DOMAIN' } },
    }), ...[
      ['clusterId.organization', 'organization: your-org', 'your-org'],
      ['clusterData.appId', 'appId: https://<your-domain>/app', '<your-domain>'],
      ['clusterData.cloudHostName', 'cloudHostName: YOUR_DOMAIN', 'YOUR_DOMAIN'],
    ].map(([path, line, left]) => ({ ...finding, object: 'v1/ConfigMap union/operator', field: `data["config.yaml"]: operator.${path}`, line, found: `the placeholder ${left}` }))],
    ['two containers share the config', [
      configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { baseUrl: '<issuer-uri>' } } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
      deployment('flyteadmin-canary', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
    ], finding],
  ],
  says: {
    '': 'Values controlplane has a placeholder in UNION_HOST: <your-domain>',
    'padded': 'ConfigMap union-cp/flyteadmin has allowedAudience with characters around the value: "union ", with white space around it <- '
      + 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience[1]',
  },
  passes: [
    ['the values are of the deployment', unreplacedOpenId({ baseUrl: 'https://idp.example.com/oauth2/default', clientId: 'web', scopes: ['openid'] })],
    ['values compute what they name, or name nothing',
      withValue(withValue(CONTROL_PLANE_VALUES, 'global.UNION_HOST', '{{ .Values.global.DOMAIN }}'), 'ingress.host', null)],
    ['a list of objects in values holds what people may be called',
      withValue(CONTROL_PLANE_VALUES, 'services.authorizer.configMap.authorizer.bootstrap.adminUsers', [{ name: '<Ada>', subject: 'ada' }])],
    ['a variable is not of Flyte\'s',
      [deployment('usage', { env: [{ name: 'MY_FLYTE_HINT', value: '<hint>' }, { name: 'FLYTE_PLATFORM_URL', value: 'union.example.com' }] })]],
    ['a value is still empty, as in the chart', unreplacedOpenId({ baseUrl: '', clientId: '' })],
    ['log links, urlPattern and storage keep double braces that are meant', configured({
      admin: { clientId: 'service', endpoint: 'dns:///union.example.com' },
      plugins: { logs: { templates: [{ templateUris: ['/console/{{.executionProject}}/{{ .podName }}'] }] } },
      storage: { container: '<bucket>' },
      connection: { rootTenantURLPattern: 'dns:///{{ organization }}.example.com' },
      union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } },
    }, 'executions')],
    ['named groups of expressions, a reference of Argo CD\'s vault plugin and a variable are no placeholders', configured({
      auth: { appAuth: { externalAuthServer: { allowedAudience: ['(?P<org>[a-z]+)', '(?<org>[a-z]+)'] } } },
      connection: { rootTenantURLPattern: 'dns:///<path:secret/data/union#domain>' },
      union: { connection: { host: 'dns:///${DOMAIN}' } },
    })],
    ['nginx variables and snippets stand in annotations', [ingress('protected', {
      host: 'union.example.com',
      annotations: {
        'auth-url': IN_CLUSTER_ME,
        'auth-signin': 'https://$host/login?redirect_url=$escaped_request_uri',
        'configuration-snippet': 'set $a "{{ x }}"; # <html>',
      },
      paths: { '/api': 'flyteadmin' },
    })]],
    ['the template of an ExternalSecret computes',
      [externalSecret('auth', { spec: { target: { template: { data: { client_secret: '{{ .secret }}' } } } } })]],
    ['Argo CD\'s vault plugin replaces the key', [remote('<path:secret/data/union#key>')]],
    ['Flux substitutes the key', [remote('${STORE_KEY}')]],
    ...['CLIENT_SECRET', 'API_KEY', 'PASSWORD', 'ACCESS_TOKEN'].map((name): Row => [`a secret in a variable ${name} happens to hold brackets`,
      [deployment('usage', { env: [{ name: `FLYTE_CREDENTIALS_${name}`, value: 'not<a>real{{secret}}' }, { name: 'FLYTE_PLATFORM_URL', value: 'union.example.com' }] })]]),
    ['a key merely begins with "your"', [remote('your-team/union/auth')]],
    ['a secret of a task, which Flyte names itself', [deployment('usage', { env: [{ name: 'FLYTE_SECRET_HINT', value: '<hint>' }, { name: 'FLYTE_PLATFORM_URL', value: 'union.example.com' }] })]],
  ],
  notApplicable: [
    ['a route of Union has neither host nor annotations', [ingress('open', { paths: { '/': 'flyteadmin' } })]],
    ['nothing in the input reads the ConfigMap',
      [configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { baseUrl: '<issuer-uri>' } } } } })]],
    ['another application has placeholders', [
      configMap('grafana', { 'grafana.yaml': { auth: { token: '<token>' }, template: '{{ .Title }}' } }),
      deployment('grafana', { configMaps: { grafana: '/etc/grafana' }, env: [{ name: 'FLYTE_URL', value: '<url>' }] }),
      ingress('grafana', { host: '<grafana-host>', paths: { '/': 'grafana' } }),
    ]],
    ['a Secret holds a placeholder, which is placeholder-secret', [secret('auth', { client_secret: '<SERVICE_CLIENT_SECRET>' })]],
  ],
});

const settings = (files: Record<string, Record<string, unknown>>) => {
  const text = manifests(configMap('config', files), deployment('flyteadmin', { configMaps: { config: '/etc/flyte/config' } }));
  return authSettings(new Model(parseManifests([{ name: 'input.yaml', text }]).objects)).map(({ path, text: value }) => `${path}=${value}`);
};

test('all single values of the sections, files merged, lists item by item', () => expect(settings({
  'a.yaml': { server: { security: { useAuth: false, secure: false }, httpPort: 8088 }, auth: { authorizedUris: ['http://a', 'http://b'] } },
  'b.yaml': { server: { security: { useAuth: true } }, admin: { clientId: 'service' } },
})).toEqual([
  'server.security.useAuth=true',
  'server.security.secure=false',
  'auth.authorizedUris=http://a',
  'auth.authorizedUris=http://b',
  'admin.clientId=service',
]));

test('other sections are none of its business', () => {
  expect(settings({ 'a.yaml': { plugins: { logs: { templates: [{ templateUris: ['/{{ .podName }}'] }] } } } })).toEqual([]);
});

const relyingParty = (openId: Record<string, unknown>, useAuth = true) => flyteadmin({ userAuth: { openId } }, { useAuth });
const admin = (clientId: unknown) => ({ admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } });
const pod = (volume: Record<string, unknown>, container: Record<string, unknown> = {}) => manifests(deployment('executions', {
  container: { volumeMounts: [{ name: 'secrets', mountPath: '/etc/secrets/union' }], ...container },
  pod: { volumes: [{ name: 'secrets', ...volume }] },
}));

const emptyFound = 'an empty value';
const issuer = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  expected: 'the issuer',
  found: emptyFound,
};
const web = { ...issuer, field: 'data["server.yaml"]: auth.userAuth.openId.clientId', expected: 'the ID of the web application' };
const client = { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]: admin.clientId', expected: 'the ID of the service application', found: emptyFound };
const volume = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[0].secret.secretName',
  expected: 'the name of a Secret',
  found: emptyFound,
};
const CONTAINERS = 'the containers of apps/v1/Deployment union-cp/executions';
const refused = (spec: object) => object('apps/v1', 'Deployment', 'executions', { spec: { selector: { matchLabels: { app: 'executions' } }, ...spec } });

const DATA_PLANE = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n';

testRule(authValueEmpty, {
  fires: [
    ['a Deployment has no containers', [refused({ template: { spec: { containers: [] } } })],
      { ...volume, field: 'spec.template.spec.containers', expected: CONTAINERS, found: 'no containers' },
      remedy(['containers: []', 'containers: [{ name: executions, image: executions }]\n      volumes: [{ name: a, secret: { secretName: a } }]'])],
    ['a Deployment has no pod at all', [refused({ template: {} })],
      { ...volume, field: 'spec.template.spec.containers', expected: CONTAINERS, found: 'no containers' }],
    ['the relying party is rendered without issuer and client', relyingParty({ baseUrl: '', clientId: '' }), issuer, web],
    ['two control planes have no issuer, each by itself', ['union-cp', 'other-cp'].flatMap((namespace) => flyteadmin({ userAuth: { openId: { baseUrl: '', clientId: 'web' } } }, { namespace })),
      issuer, { ...issuer, object: issuer.object.replace('union-cp', 'other-cp') }],
    ['two flyteadmins of a namespace have no issuer, which is not a global', [
      ...relyingParty({ baseUrl: '', clientId: 'web' }),
      configMap('flyteadmin-canary', { 'server.yaml': { server: { security: { useAuth: true } }, auth: { userAuth: { openId: { baseUrl: '', clientId: 'web' } } } } }),
      deployment('flyteadmin-canary', { configMaps: { 'flyteadmin-canary': '/etc/flyte/config' } }),
    ], issuer, { ...issuer, object: 'v1/ConfigMap union-cp/flyteadmin-canary' }],
    ['the values are null or blank', relyingParty({ baseUrl: null, clientId: ' ' }), { ...issuer }, { ...web }],
    ['a service presents no client to a flyteadmin that demands tokens',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} })],
      client],
    ['one global is empty in every service of the plane: one cause, one finding',
      [...flyteadmin(externalAuth(ISSUER)), ...['executions', 'cluster', 'usage'].flatMap((name) =>
        service(name, { ...admin(''), union: { auth: { enable: true, clientId: '' } } }, { secrets: {} }))],
      { ...client, found: `${emptyFound}, and 5 more in executions, cluster, usage` }],
    ['the services of two control planes present none',
      (['union-cp', 'other-cp'].flatMap((namespace) => [
        ...flyteadmin(externalAuth(ISSUER), { namespace }), ...service('executions', admin(''), { secrets: {}, namespace }),
      ])), client,
      { ...client, object: 'v1/ConfigMap other-cp/executions' }],
    ['a data plane alone is switched on and presents none', dataPlaneService('union-operator', { union: { auth: { enable: true, clientId: '' } } }),
      { ...client, object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.clientId' }],
    ['a volume names an empty Secret', pod({ secret: { secretName: '' } }), volume],
    ['a volume names none', pod({ secret: { secretName: null } }), { ...volume }],
    ['a volume leaves the name out', pod({ secret: {} }), { ...volume },
      remedy(['secret: {}', 'secret: { secretName: union-controlplane-secrets }'])],
    ['a projection names none, beside one that does',
      pod({ projected: { sources: [{ secret: { name: 'a' } }, { secret: { name: '' } }, { configMap: { name: 'b' } }] } }),
      { ...volume, field: 'spec.template.spec.volumes[0].projected.sources[1].secret.name' }],
    ['variables come from a Secret without a name', pod({ secret: { secretName: 'union-controlplane-secrets' } }, {
      env: [{ name: 'A', value: '' }, { name: 'B', valueFrom: { secretKeyRef: { name: '', key: 'client_secret' } } }],
      envFrom: [{ configMapRef: { name: '' } }, { secretRef: { name: null } }],
    }), { ...volume, field: 'spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name', found: `${emptyFound}, and 1 more in executions` }],
    ['services of both planes in one namespace present none',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), ...dataPlaneService('union-operator', admin(''), 'union-cp')],
      client,
      { ...client, object: 'v1/ConfigMap union-cp/union-operator' }],
    ['a service presents no client and mounts no Secret',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: { '': '/etc/secrets/union' } })],
      client,
      { ...volume, field: 'spec.template.spec.volumes[1].secret.secretName' }],
    ['two workloads share the settings: one place',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), deployment('cluster', { configMaps: { executions: '/etc/config' } })],
      client],
    ['the values of a data plane name nothing', { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: ""\norgName:\n` },
      ['v2/Values dataplane', 'clusterName', 'the name of the cluster, under which the data plane registers', emptyFound],
      ['v2/Values dataplane', 'orgName', 'the name of the organization, as the control plane has it', emptyFound]],
    ['the operator of a data plane registers under no name',
      dataPlaneService('operator', { operator: { clusterId: { name: '', organization: 'acme' } } }),
      ['v1/ConfigMap union/operator', 'data["config.yaml"]: operator.clusterId.name', 'the name of the cluster, under which the data plane registers', emptyFound]],
  ],
  says: {
    '': 'ConfigMap union-cp/flyte-admin-base-config has an empty baseUrl',
    'containers': 'Deployment union-cp/executions has no containers',
  },
  passes: [
    ['a data plane has its names', { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: east\norgName: acme\n` }],
    ['globals name it', { 'dataplane.values.yaml': `${DATA_PLANE}  CLUSTER_NAME: east\n  ORG_NAME: acme\nclusterName: ""\norgName: ""\n` }],
    ['a global names the organization', { 'dataplane.values.yaml': `${DATA_PLANE}  ORG_NAME: acme\nclusterName: east\norgName: ""\n` }],
    ['issuer and clients are there', [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin('service'))]],
    ['the external authorization server is left to the relying party\'s issuer',
      flyteadmin(externalAuth('', {}, { userAuth: { openId: { baseUrl: ISSUER } } }))],
    ['a setting is left out, as another file may have it', relyingParty({ clientId: 'web' })],
    ['the client of SDK and CLI is empty, which is native-client-misconfigured', flyteadmin(externalAuth(ISSUER, { flyteClient: { clientId: '' } }))],
    ['every Secret has a name', pod({ secret: { secretName: 'union-controlplane-secrets' } })],
  ],
  notApplicable: [
    ['a Deployment is a patch of one', [object('apps/v1', 'Deployment', 'executions', { spec: { replicas: 2 } })]],
    ['authentication is off', [...relyingParty({ baseUrl: '', clientId: '' }, false), ...service('executions', admin(''), { secrets: {} })]],
    ['nothing tells whether anybody demands a token', service('executions', admin(''), { secrets: {} })],
    ['the client is switched off', service('executions', { union: { auth: { enable: false, clientId: '' } } }, { secrets: {} })],
    ['the pod is none of Union\'s', [deployment('other', { pod: { volumes: [{ name: 'a', secret: { secretName: '' } }] } })]],
  ],
});
