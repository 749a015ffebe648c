import { authSettings } from '../../../src/verify/model/counterparts';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { valueUnreplaced } from '../../../src/verify/rules/unfilled';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const configured = (config: Record<string, unknown>, name = 'flyteadmin') =>
  manifests(configMap(name, { 'server.yaml': config }), deployment(name, { configMaps: { [name]: '/etc/flyte/config' } }));
const openId = (settings: Record<string, unknown>) => configured({ auth: { userAuth: { openId: settings } } });
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
    ['the issuer is the guide\'s', openId({ baseUrl: '<issuer-uri>', clientId: 'web' }), finding],
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
    ['two containers share the config', [
      configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { baseUrl: '<issuer-uri>' } } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
      deployment('flyteadmin-canary', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
    ], finding],
  ],
  passes: [
    ['the values are of the deployment', openId({ baseUrl: 'https://idp.example.com/oauth2/default', clientId: 'web', scopes: ['openid'] })],
    ['values compute what they name, or name nothing',
      withValue(withValue(CONTROL_PLANE_VALUES, 'global.UNION_HOST', '{{ .Values.global.DOMAIN }}'), 'ingress.host', null)],
    ['a list of objects in values holds what people may be called',
      withValue(CONTROL_PLANE_VALUES, 'services.authorizer.configMap.authorizer.bootstrap.adminUsers', [{ name: '<Ada>', subject: 'ada' }])],
    ['a variable is not of Flyte\'s',
      [deployment('usage', { env: [{ name: 'MY_FLYTE_HINT', value: '<hint>' }, { name: 'FLYTE_PLATFORM_URL', value: 'union.example.com' }] })]],
    ['a value is still empty, as in the chart', openId({ baseUrl: '', clientId: '' })],
    ['log links, urlPattern and storage keep double braces that are meant', configured({
      admin: { clientId: 'service', endpoint: 'dns:///union.example.com' },
      plugins: { logs: { templates: [{ templateUris: ['/console/{{.executionProject}}/{{ .podName }}'] }] } },
      storage: { container: '<bucket>' },
      connection: { rootTenantURLPattern: 'dns:///{{ organization }}' },
      union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } },
    }, 'executions')],
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
    ['a secret in a variable happens to hold brackets',
      [deployment('usage', { env: [{ name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', value: 'not<a>real{{secret}}' }, { name: 'FLYTE_PLATFORM_URL', value: 'union.example.com' }] })]],
    ['a key merely begins with "your"', [remote('your-team/union/auth')]],
  ],
  notApplicable: [
    ['a route of Union has neither host nor annotations', [ingress('open', { paths: { '/': 'flyteadmin' } })]],
    ['the ConfigMap is read by nobody in the input',
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
