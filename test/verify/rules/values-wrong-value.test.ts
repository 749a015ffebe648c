import { valuesWrongValue } from '../../../src/verify/rules/values';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, changed, withValue } from '../_values';

const SERVER = 'flyte.configmap.adminServer';

const wrong = (path: string, value: unknown, expected: string, found: string): FiringRow =>
  [`${path} is ${JSON.stringify(value)}`, withValue(CONTROL_PLANE_VALUES, path, value), ['v2/Values controlplane', path, expected, found]];

const wrongOnDataPlane = (path: string, value: unknown, expected: string, found: string): FiringRow =>
  [`${path} is ${JSON.stringify(value)}`, withValue(DATA_PLANE_VALUES, path, value), ['v2/Values dataplane', path, expected, found]];

const good = (path: string, value: unknown): Row => [`${path} is ${JSON.stringify(value)}`, withValue(CONTROL_PLANE_VALUES, path, value)];

const HOSTS = 'ingress.extraHosts';
const URIS = `${SERVER}.auth.authorizedUris`;
const AUDIENCES = `${SERVER}.auth.appAuth.externalAuthServer.allowedAudience`;
const ISSUER = `${SERVER}.auth.userAuth.openId.baseUrl`;
const ADMIN_TYPE = `${SERVER}.admin.authType`;
const CLUSTERS = 'services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters';
const ADMINS = 'services.authorizer.configMap.authorizer.bootstrap.adminUsers';

testRule(valuesWrongValue, {
  fires: [
    ['a switch is a text', changed(CONTROL_PLANE_VALUES, '      auth:\n', '      server: { security: { useAuth: "true" } }\n      auth:\n'),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.server.security.useAuth', 'true or false', '"true"']],
    wrong(`${SERVER}.server.security.useAuth`, false, 'true', 'false'),
    wrong(`${SERVER}.admin.insecure`, 'never', 'true or false', '"never"'),
    wrong('ingress.annotations', 'none', 'a map', '"none"'),
    wrong(ADMINS, ['jo@example.com'], 'a list of maps', '["jo@example.com"]'),
    wrong(ADMINS, [{ subject: 'jo' }, 'jo@example.com'], 'a list of maps', '[{"subject":"jo"},"jo@example.com"]'),
    wrong(ADMINS, { subject: 'jo' }, 'a list of maps', '{"subject":"jo"}'),
    wrong(CLUSTERS, 'eu', 'a list of names or maps', '"eu"'),
    wrong(CLUSTERS, ['eu', 1], 'a list of names or maps', '["eu",1]'),
    wrong(AUDIENCES, 'api', 'a list of texts', '"api"'),
    wrong(AUDIENCES, ['api', 1], 'a list of texts', '["api",1]'),
    wrong(ISSUER, ['https://idp.example.com'], 'a text', '["https://idp.example.com"]'),
    wrong(ISSUER, { url: 'https://idp.example.com' }, 'a text', '{"url":"https://idp.example.com"}'),
    [...wrong(ISSUER, 'idp.example.com', 'a URL with its scheme, such as https://…', '"idp.example.com"'), remedy(['baseUrl: idp.example.com', 'baseUrl: https://idp.example.com'])],
    wrong(ISSUER, 'https:// idp.example.com', 'a URL with its scheme, such as https://…', '"https:// idp.example.com"'),
    wrong('global.AUTH_TOKEN_URL', 'see https://idp.example.com', 'a URL with its scheme, such as https://…', '"see https://idp.example.com"'),
    wrong('global.INTERNAL_CLIENT_ID', 12345678901, 'a text in quotes', '12345678901'),
    wrong('global.KUBERNETES_SECRET_NAME', 'other', '"union-controlplane-secrets", or the same name in flyte.common.databaseSecret.name', '"other"'),
    wrong(`${SERVER}.auth.appAuth.authServerType`, 'external', '"External"', '"external"'),
    wrong(`${SERVER}.auth.appAuth.authServerType`, 'Self', '"External"', '"Self"'),
    wrong(ADMIN_TYPE, 'client_secret', 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', '"client_secret"'),
    wrong('global.UNION_HOST', 'https://union.example.com:443/console', 'a host name alone, such as union.example.com', '"https://union.example.com:443/console"'),
    wrong('ingress.host', 'union.example.com/console', 'a host name alone, such as union.example.com', '"union.example.com/console"'),
    wrong(HOSTS, ['eu.example.com', 'HTTPS://us.example.com'], 'a host name alone, such as us.example.com', '["eu.example.com","HTTPS://us.example.com"]'),
    wrong(URIS, ['https://union.example.com', 'union.example.com'], 'a URL with its scheme, such as https://…', '["https://union.example.com","union.example.com"]'),
    wrongOnDataPlane('clusterName', 123, 'a text in quotes', '123'),
    wrong(`${SERVER}.auth.userAuth.openId.clientId`, '\u201cweb-id\u201d ', '"web-id", without the spaces or quotes around it, which belong to no client ID', '"\u201cweb-id\u201d "'),
    wrong('configMap.admin.tokenUrl', '{{ .Values.global.AUTH_TOKEN_URLL }}', '.Values.global.AUTH_TOKEN_URL', '.Values.global.AUTH_TOKEN_URLL, which nothing sets'),
    wrong('extra', 'a{{ .Values.global.UNION_HSOT | quote }}', '.Values.global.UNION_HOST', '.Values.global.UNION_HSOT, which nothing sets'),
    wrongOnDataPlane('own', '{{ .Values.secrets.admin.clientIds }}', '.Values.secrets.admin.clientId', '.Values.secrets.admin.clientIds, which nothing sets'),
  ],
  passes: [
    ['every value has its type', CONTROL_PLANE_VALUES],
    good('own', '{{ .Values.global.UNION_HSOT | default "union.example.com" }}'),
    good('own', '{{ if .Values.global.UNION_HSOT }}{{ .Values.global.UNION_HSOT }}{{ end }}'),
    good('own', '{{ .Values.global.INTERNAL_CLIENT_ID }} and {{ .Values.ingress.host }}'),
    good('own', '{{ .Values.autoscaling.minReplicas }} of {{ .Values.flyte.enabled }}'),
    good('global.UNION_HOSTS', '{{ .Values.global.UNION_HOSTS }}'),
    good(HOSTS, ['eu.example.com', '{{ .Values.other }}']),
    good(URIS, ['http://flyteadmin:80', '{{ .Values.other }}']),
    good(AUDIENCES, ['api', 'https://union.example.com']),
    good(ADMINS, [{ subject: 'jo' }]),
    good(CLUSTERS, ['eu', { name: 'us' }]),
    good(ADMIN_TYPE, 'Pkce'),
    good(ISSUER, ''),
    good(ISSUER, null),
    good(ISSUER, 'HTTP://idp.example.com'),
    good(ISSUER, '{{ .Values.global.ISSUER }}'),
    good(ISSUER, '${ISSUER}'),
    good(ISSUER, '<issuer-uri>'),
    good('global.INTERNAL_CLIENT_ID', '{{ .Values.id }}'),
    ['the union services and flyteadmin share a Secret of another name',
      withValue(withValue(CONTROL_PLANE_VALUES, 'global.KUBERNETES_SECRET_NAME', 'own'), 'flyte.common.databaseSecret.name', 'own')],
    ['flyteadmin alone has another Secret for its database', withValue(CONTROL_PLANE_VALUES, 'flyte.common.databaseSecret.name', 'own')],
    good(`${SERVER}.admin.maxRetries`, 4),
    good('ingress.annotations', {}),
    ['a plane does without authentication and says so of its server and its clients',
      withValue(withValue(CONTROL_PLANE_VALUES, `${SERVER}.server.security.useAuth`, false), 'configMap.union.auth.enable', false)],
    ['a data plane does without authentication', withValue(DATA_PLANE_VALUES, 'config.union.auth.enable', false)],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
