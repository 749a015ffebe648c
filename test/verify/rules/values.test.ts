import {
  valuesDeadKey, valuesDottedKey, valuesListIncomplete, valuesMissingKey, valuesRecommendedKey, valuesSecretValue, valuesUnknownKey,
  valuesWrongValue,
} from '../../../src/verify/rules/values';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

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
    wrong('ingress-nginx.enabled', 'never', 'true or false, without quotes', '"never"'),
  ],
  says: {
    '': 'Values controlplane sets flyte.configmap.adminServer.server.security.useAuth to "true" instead of true or false',
    'template': 'Values controlplane has a template that reads .Values.global.AUTH_TOKEN_URLL, which nothing sets',
  },
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

const ADMIN = 'configMap.union.auth';
const OPEN_ID = 'flyte.configmap.adminServer.auth.userAuth.openId';

const unknown = (map: string, key: string, known: string): FiringRow => [`${key} stands for ${known}`, withValue(CONTROL_PLANE_VALUES, `${map}.${key}`, 'a-text'),
  ['v2/Values controlplane', `${map}.${key}`, `${map}.${known}`, `${map}.${key}`]];

const ignored = (path: string): Row => [`${path} is no slip of a known key`, withValue(CONTROL_PLANE_VALUES, path, 'a-text')];

/** One map, and nothing of what it holds. */
const misspelt = (values: string, map: RegExp, by: string, right: string, path: string, chart: string): FiringRow => [`${path} stands for ${right}`, values.replace(map, by), [`v2/Values ${chart}`, path, right, path]];

testRule(valuesUnknownKey, {
  fires: [
    ['a key is nearly the name of a known one', changed(CONTROL_PLANE_VALUES, 'openId:', 'openID:\n            scopes: [openid]\n          openId:'),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.userAuth.openID', 'flyte.configmap.adminServer.auth.userAuth.openId',
        'flyte.configmap.adminServer.auth.userAuth.openID']],
    unknown(ADMIN, 'client-id', 'clientId'),
    unknown(ADMIN, 'client_ID', 'clientId'),
    unknown(ADMIN, 'enabled', 'enable'),
    unknown(ADMIN, 'enables', 'enable'),
    unknown(ADMIN, 'scope', 'scopes'),
    unknown(ADMIN, 'types', 'type'),
    unknown(ADMIN, 'tpye', 'type'),
    unknown(ADMIN, 'enbale', 'enable'),
    unknown(OPEN_ID, 'clinetId', 'clientId'),
    ['a key of the plane itself is misspelt', withValue(DATA_PLANE_VALUES, 'clusetrName', 'east'),
      ['v2/Values dataplane', 'clusetrName', 'clusterName', 'clusetrName']],
    unknown(ADMIN, 'clientIdx', 'clientId'),
    unknown(ADMIN, 'clentId', 'clientId'),
    unknown(ADMIN, 'klientIt', 'clientId'),
    unknown(ADMIN, 'clientSecretLokatiom', 'clientSecretLocation'),
    [...unknown('global', 'UNION_HOSTS', 'UNION_HOST'), remedy(['  UNION_HOSTS: a-text\n', ''])],
    ['a map knows every key that it may have', withValue(CONTROL_PLANE_VALUES, `${OPEN_ID}.endpoint`, 'a-text'),
      ['v2/Values controlplane', `${OPEN_ID}.endpoint`, 'one of baseUrl, issuerUrl, clientId, clientSecretName, clientSecretFile, scopes', `${OPEN_ID}.endpoint`]],
    misspelt(CONTROL_PLANE_VALUES, /^flyte:/m, 'flyt:', 'flyte', 'flyt', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^  configmap:/m, '  configMap:', 'flyte.configmap', 'flyte.configMap', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^      auth:/m, '      auht:', 'flyte.configmap.adminServer.auth', 'flyte.configmap.adminServer.auht', 'controlplane'),
    misspelt(DATA_PLANE_VALUES, /^global:/m, 'globals:', 'global', 'globals', 'dataplane'),
    ['a map lacks the first step of its path, and not the name of another one that differs in a capital',
      withValue(CONTROL_PLANE_VALUES.replace(/^flyte:\n([\s\S]*?)configMap:/m, (_, all: string) => `${all.replace(/^ {2}/gm, '')}configMap:`), 'other.key', 1),
      ['v2/Values controlplane', 'configmap', 'flyte.configmap', 'configmap']],
    ['a list lacks the first step of its path', withValue(CONTROL_PLANE_VALUES, 'flyteadmin.additionalVolumes', []),
      ['v2/Values controlplane', 'flyteadmin', 'flyte.flyteadmin', 'flyteadmin']],
    ['a map lacks the first step of its path, and another of its name has it',
      withValue(withValue(DATA_PLANE_VALUES, 'clusterresourcesync.config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      ['v2/Values dataplane', 'union', 'config.union', 'union']],
    ['a map lacks the first step of its path, and what it holds is set where it belongs, too',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      ['v2/Values dataplane', 'union', 'config.union', 'union']],
    ['a step that the path has twice stands there once', withValue(DATA_PLANE_VALUES, 'config.admin.clientId', 'a'),
      ['v2/Values dataplane', 'config.admin.clientId', 'config.admin.admin.clientId', 'config.admin.clientId']],
    ['a map stands a level too low',
      withValue(CONTROL_PLANE_VALUES.replace(/      auth:\n([\s\S]*?)configMap:/, (_, all: string) => `      server:\n        auth:\n${all.replace(/^/gm, '  ').replace(/ +$/, '')}configMap:`), 'other.key', 1),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.server.auth', 'flyte.configmap.adminServer.auth', 'flyte.configmap.adminServer.server.auth']],
  ],
  says: { '': 'Values controlplane sets flyte.configmap.adminServer.auth.userAuth.openID, which nothing reads' },
  passes: [
    ['a map of another name holds what is not a setting, or is not a map',
      withValue(withValue(CONTROL_PLANE_VALUES, 'flytes.image', 'a-text'), 'globals', 'a-text')],
    ['a map of quite another name holds the same',
      withValue(CONTROL_PLANE_VALUES, 'flint.configmap.adminServer.auth.userAuth.openId.clientId', 'a-text')],
    ['a global of one\'s own is named like the end of another, and used',
      withValue(withValue(DATA_PLANE_VALUES, 'global.CLIENT_ID', 'mine'), 'secrets.admin.clientId', '{{ .Values.global.CLIENT_ID }}')],
    ['a map of one\'s own is merged into its place',
      `union: &union { auth: { scopes: [all] } }\n${withValue(DATA_PLANE_VALUES, 'config', { '<<': 1 }).replace('"<<": 1', 'union: *union').replace('<<: 1', 'union: *union')}`],
    ['a map of one\'s own is read by a template in its place',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', '{{ .Values.union.auth.clientId }}'), 'union.auth.clientId', 'b')],
    ignored('flyte.configmap.admin.clientId'),
    ignored(`${ADMIN}.endpoint`),
    ignored(`${ADMIN}.typeof`),
    ignored(`${ADMIN}.typ`),
    ignored(`${ADMIN}.tyqe`),
    ignored('clusterNamespace'),
    ignored(`${ADMIN}.klientItt`),
    ignored(`${ADMIN}.scopesOfAll`),
    ignored(`${ADMIN}.typesetting`),
    ignored(`${ADMIN}.typeclass`),
    ignored('global.OIDC_CLIENT_ID'),
    ignored('other.UNION_HOSTS'),
    ['the value is not a map', withValue(CONTROL_PLANE_VALUES, ADMIN, 'clientIdx')],
    ['every key is known', CONTROL_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

const GONE = 'dataplane 2026.8 does not read: 2026.8.0 removed the executor';
const ofExecutor = (path: string, value: unknown) => withValue(DATA_PLANE_VALUES, path, value);

testRule(valuesDeadKey, {
  fires: [
    ['a key is set that the release dropped', changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: web-id\n'),
      ['v2/Values controlplane', 'global.OIDC_CLIENT_ID', 'the value at flyte.configmap.adminServer.auth.userAuth.openId.clientId',
        'global.OIDC_CLIENT_ID, which controlplane 2026.8 does not read: unused since 2026.4.8']],
    ['a whole service is gone', ofExecutor('executor', { replicas: 2 }),
      ['v2/Values dataplane', 'executor', 'no such key', `executor, which ${GONE}`], remedy(['executor:\n  replicas: 2\n', ''])],
    ['of a dead key and a wider one, the narrower is named alone', ofExecutor('executor.config.unionAuth', { injectSecret: true }),
      ['v2/Values dataplane', 'executor.config.unionAuth', 'the value at leaseworker.config.unionAuth',
        `executor.config.unionAuth, which ${GONE}; the leaseworker replaces it`]],
  ],
  says: { '': 'Values controlplane sets global.OIDC_CLIENT_ID, which this chart release does not read' },
  passes: [
    ['a map has nothing in it', ofExecutor('executor', {})],
    ['a key has no value', ofExecutor('executor', null)],
    ['a template of the values reads it',
      withValue(withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'cp.svc'), 'config.admin.admin.endpoint', 'dns:///{{ .Values.global.CONTROLPLANE_INTRA_CLUSTER_HOST }}')],
    ['every key is read', CONTROL_PLANE_VALUES],
    ['a blank dead key has nothing to say', changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: ""\n')],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

const ofGlobal = (name: string) => ({
  object: 'v2/Values controlplane',
  field: `["global.${name}"]`,
  expected: `global.${name} as maps, global: ${name}: …`,
  found: `"global.${name}" as one name`,
});

testRule(valuesDottedKey, {
  fires: [
    ['a path stands as one key at the top', `${CONTROL_PLANE_VALUES}services.executions.replicaCount: 2\n`,
      ['v2/Values controlplane', '["services.executions.replicaCount"]', 'services.executions.replicaCount as maps, services: executions: replicaCount: …',
        '"services.executions.replicaCount" as one name']],
    ['every key of the file is one', 'global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL: https://idp.example.com/token\n',
      ofGlobal('INTERNAL_CLIENT_ID'),
      ofGlobal('AUTH_TOKEN_URL'),
      remedy(['global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL:', 'global:\n  INTERNAL_CLIENT_ID: service-id\n  AUTH_TOKEN_URL:'])],
    ['a path stands as one key below a map that the chart reads',
      DATA_PLANE_VALUES.replace('secrets:\n', 'config:\n  union.auth.tokenUrl: https://idp.example.com/token\nsecrets:\n'),
      ['v2/Values dataplane', 'config["union.auth.tokenUrl"]', 'config.union.auth.tokenUrl as maps, union: auth: tokenUrl: …',
        '"union.auth.tokenUrl" as one name']],
  ],
  says: { '': 'Values controlplane has the key "services.executions.replicaCount" as one name, which no chart reads' },
  passes: [
    ['annotations have names with dots', withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { 'example.com/owner': 'platform' })],
    ['a map holds files', withValue(CONTROL_PLANE_VALUES, 'services.executions.files', { 'config.yaml': 'a: 1' })],
    ['paths are maps', DATA_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

const uris = (url: string, domain: string) => JSON.stringify([url, 'http://flyteadmin:80', `http://flyteadmin.union-cp.${domain}:80`]);

testRule(valuesListIncomplete, {
  fires: [
    ['a list leaves out what the chart has in it',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', '      auth:\n        authorizedUris: ["http://flyteadmin:80", "http://flyteadmin.union-cp.svc.cluster.local:80"]\n'),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.authorizedUris', 'the chart\'s entry "https://{{ .Values.global.UNION_HOST }}"',
        'a list without it'], remedy(['authorizedUris: [', 'authorizedUris: ["https://{{ .Values.global.UNION_HOST }}", '])],
    ['the domain of the cluster is misspelt',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.cluster.locl')}\n`),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.authorizedUris',
        'the chart\'s entry "http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80"', 'a list without it']],
  ],
  says: {
    '': 'Values controlplane replaces the chart\'s list flyte.configmap.adminServer.auth.authorizedUris and leaves out "https://{{ '
      + '.Values.global.UNION_HOST }}" <- global.UNION_HOST',
  },
  passes: [
    ['the chart keeps its lists', CONTROL_PLANE_VALUES],
    ['the public URL has a port',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com:8443', 'svc.cluster.local')}\n`)],
    ['the cluster has another domain',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.k8s.acme.internal')}\n`)],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

testRule(valuesMissingKey, {
  fires: [
    ['the data plane has no control plane', changed(DATA_PLANE_VALUES, '  CONTROLPLANE_HOST: union.example.com\n', ''),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', 'a value: Host name of the control plane, without scheme and port', 'nothing'],
      remedy(['global:\n', 'global:\n  CONTROLPLANE_HOST: union.example.com\n'])],
    ['the control plane of the data plane is empty',
      changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union.example.com', 'CONTROLPLANE_HOST: ""'),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', 'a value: Host name of the control plane, without scheme and port', 'a blank value']],
  ],
  says: { '': 'Values dataplane does not set global.CONTROLPLANE_HOST, which authentication needs' },
  passes: [['every key that the chart needs is set', DATA_PLANE_VALUES]],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

testRule(valuesRecommendedKey, {
  fires: [
    ['the chart is left to make the Secret', changed(DATA_PLANE_VALUES, '    create: false\n', ''),
      ['v2/Values dataplane', 'secrets.admin.create', 'a value: Whether the chart renders union-secret-auth; each upgrade then writes its placeholder again',
        'nothing'], remedy(['    enable: true\n', '    enable: true\n    create: false\n'])],
    ['the switch by which the chart makes it is empty', changed(DATA_PLANE_VALUES, '    create: false\n', '    create: ""\n'),
      ['v2/Values dataplane', 'secrets.admin.create', 'a value: Whether the chart renders union-secret-auth; each upgrade then writes its placeholder again',
        'a blank value']],
  ],
  says: { '': 'Values dataplane does not set secrets.admin.create, whose default is unsafe or seldom right' },
  passes: [['every key with an unsafe default is set', DATA_PLANE_VALUES]],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});

testRule(valuesSecretValue, {
  fires: [
    ['a secret is in the values', `${DATA_PLANE_VALUES}    clientSecret: hunter2hunter2\n`,
      ['v2/Values dataplane', 'secrets.admin.clientSecret', '"placeholder"', 'another text'],
      remedy(['hunter2hunter2', 'placeholder'])],
    ['it is of digits alone', `${DATA_PLANE_VALUES}    clientSecret: 1234567890\n`,
      ['v2/Values dataplane', 'secrets.admin.clientSecret', '"placeholder"', 'another text']],
  ],
  says: { '': 'Values dataplane contains a client secret: secrets.admin.clientSecret' },
  passes: [
    ...['placeholder', 'false', '""', '<your-client-secret>', '"{{ .Values.global.secret }}"'].map((value): Row =>
      [`there is ${value}, which is none`, `${DATA_PLANE_VALUES}    clientSecret: ${value}\n`]),
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
