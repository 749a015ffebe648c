import { audienceMissing, issuerMismatch, scopeMissing } from '../../../src/verify/rules/tokens';
import { IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { dataPlaneService, ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, service, TOKEN_URL } from '../_planes';
import { FiringRow, NamedFinding, remedy, testRule } from '../_rule-harness';

const OPEN_ID = 'auth.userAuth.openId.baseUrl';
const EXTERNAL = 'auth.appAuth.externalAuthServer.baseUrl';

const both = (issuer: string) => manifests(...flyteadmin(externalAuth(issuer)));
const differing = (issuer: string, external: string) => manifests(...flyteadmin(externalAuth(issuer, { externalAuthServer: { baseUrl: external } })));
const MISMATCH_OWN = 'https://idp.example.com/auth';
/** An issuer of the relying party besides its base URL. */
const named = (baseUrl: unknown, issuerUrl?: string) =>
  manifests(...flyteadmin({ ...externalAuth(MISMATCH_OWN, { externalAuthServer: { baseUrl } }), userAuth: { openId: { baseUrl, issuerUrl } } }));
const at = (path: string, found: string, expected: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: `data["server.yaml"]: ${path}`, expected, found,
});
const twice = (found: string, expected: string) => [both(found), at(EXTERNAL, found, expected), at(OPEN_ID, found, expected)] as const;

/** The remedy is to write what is expected; what only the provider knows nobody can write here. */
const remedied = ([when, input, ...parts]: FiringRow): FiringRow => {
  const findings = parts as NamedFinding[];
  return findings.some(({ expected, found }) => /[< ]/.test(expected + found)) ? [when, input, ...findings]
    : [when, input, ...findings, remedy(...new Map(findings.map(({ found, expected }) => [`${found}\n`, `${expected}\n`])))];
};

const AUTH0_CLIENT = { union: { auth: { enable: true, clientId: 'service', tokenUrl: 'https://login.example.com/oauth/token' } } };

testRule(issuerMismatch, {
  fires: ([
    ['one of two has a slash', differing(ISSUER, `${ISSUER}/`), at(EXTERNAL, `${ISSUER}/`, ISSUER)],
    ['the first of two has a slash', differing(`${ISSUER}/`, ISSUER), at(OPEN_ID, `${ISSUER}/`, ISSUER)],
    ['one of two lacks the slash of Auth0, behind a domain of one\'s own',
      differing('https://login.example.com', 'https://login.example.com/') + '---\n' + manifests(...service('executions', AUTH0_CLIENT)),
      at(OPEN_ID, 'https://login.example.com', 'https://login.example.com/')],
    ['typographic quotes stand around one of them', differing(`\u201c${MISMATCH_OWN}\u201d`, MISMATCH_OWN),
      at(OPEN_ID, `\u201c${MISMATCH_OWN}\u201d, with typographic quotes around it`, MISMATCH_OWN)],
    ['a blank stands before one of them', differing(` ${MISMATCH_OWN}`, MISMATCH_OWN), at(OPEN_ID, `" ${MISMATCH_OWN}, with white space around it"`, MISMATCH_OWN)],
    ['people and clients have two servers, and the clients get their tokens of one of them', differing('https://other.example.com', ISSUER),
      { ...at(OPEN_ID, 'https://other.example.com', `one issuer for people and for clients: ${ISSUER}, as data["server.yaml"]: ${EXTERNAL} says`) }],
    ['people and clients have two servers, and the clients get their tokens of that of the people',
      differing(ISSUER, 'https://other.example.com/oauth2/default') + '---\n' + manifests(...service('executions', { union: { auth: { enable: true, clientId: 'ours', tokenUrl: TOKEN_URL } } })),
      at(EXTERNAL, 'https://other.example.com/oauth2/default', `one issuer for people and for clients: ${ISSUER}, as data["server.yaml"]: ${OPEN_ID} says`)],
    ...[
      '.well-known/openid-configuration', 'authorize', 'token', 'userinfo', 'keys', 'jwks', 'certs', 'account', 'protocol/openid-connect/auth', 'oauth2/v2.0/',
    ].map((path): FiringRow => [`one is the issuer with /${path}`, differing(MISMATCH_OWN, `${MISMATCH_OWN}/${path}`),
      at(EXTERNAL, `${MISMATCH_OWN}/${path}`, 'the issuer alone, without the path of an endpoint or document')]),
    ['each of two has one fault', differing('https://idp.example.com/Auth', 'https://idp.example.com/auth/'), at(EXTERNAL, 'https://idp.example.com/auth/', 'https://idp.example.com/Auth')],
    ['it is Google', both('https://accounts.google.com'),
      at(EXTERNAL, 'https://accounts.google.com, which is Google, which has no client credentials grant, no custom scopes and only opaque access tokens; '
        + 'use a provider that federates with Google instead (Keycloak, Dex)', 'an issuer of tokens for services, SDK and CLI')],
    ['it is Okta\'s Admin Console', ...twice('https://acme-admin.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/default')],
    ['an application of authentik has no slash', ...twice('https://auth.example.com/application/o/union', 'https://auth.example.com/application/o/union/')],
    ['one of two has capitals', differing(ISSUER, ISSUER.replace('default', 'Default')), at(EXTERNAL, ISSUER.replace('default', 'Default'), ISSUER)],
    ['one of two has several slashes', differing(MISMATCH_OWN, `${MISMATCH_OWN}//`), at(EXTERNAL, `${MISMATCH_OWN}//`, MISMATCH_OWN)],
    ['one of two is http', differing(MISMATCH_OWN, 'http://idp.example.com/auth'), at(EXTERNAL, 'http://idp.example.com/auth', MISMATCH_OWN)],
    ['one of two has no scheme', differing(MISMATCH_OWN, 'idp.example.com/auth/'), at(EXTERNAL, 'idp.example.com/auth/', MISMATCH_OWN)],
    ['the issuer that the relying party names has a slash', named(MISMATCH_OWN, `${MISMATCH_OWN}/`), at('auth.userAuth.openId.issuerUrl', `${MISMATCH_OWN}/`, MISMATCH_OWN)],
    ['tokens are to be the Okta organization\'s own', differing('https://acme.okta.com/oauth2/default', 'https://acme.okta.com'),
      at(EXTERNAL, 'https://acme.okta.com', 'https://acme.okta.com/oauth2/<id of the authorization server, such as default>')],
    ['Okta is given a slash', ...twice('https://acme.okta.com/oauth2/default/', 'https://acme.okta.com/oauth2/default')],
    ['Auth0 is given none', ...twice('https://acme.eu.auth0.com', 'https://acme.eu.auth0.com/')],
    ['Keycloak is given a slash', ...twice('https://sso.example.com/realms/union/', 'https://sso.example.com/realms/union')],
    ['Entra ID is given no version',
      ...twice('https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0')],
    ['Entra ID is given every tenant',
      ...twice('https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/<the UUID of your tenant>/v2.0')],
  ] as FiringRow[]).map(remedied) as [FiringRow, ...FiringRow[]],
  says: {
    '': 'ConfigMap union-cp/flyte-admin-base-config has issuer http://idp.example.com/auth; the provider writes https://idp.example.com/auth <- '
      + 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl',
    'two': 'ConfigMap union-cp/flyte-admin-base-config has issuer https://other.example.com beside https://idp.example.com/oauth2/default <- '
      + 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl',
    'wrong': 'ConfigMap union-cp/flyte-admin-base-config cannot have this issuer: “https://idp.example.com/auth”, with typographic quotes around it',
  },
  passes: [
    ['both are the same', both(ISSUER)],
    ['Dex has a slash, as it was told to', both('https://dex.example.com/dex/')],
    ['a provider of one\'s own has a slash', both('https://idp.example.com/')],
    ['people and clients have different servers', differing('https://acme.okta.com', 'https://acme.okta.com/oauth2/default')],
    ['Entra ID signs tokens of version 1', both('https://sts.windows.net/11111111-2222-3333-4444-555555555555/')],
    ['Auth0 has its slash', both('https://acme.eu.auth0.com/')],
  ],
  notApplicable: [
    ['the issuer is blank', both(' ')],
    ['the issuer is not a string', named({})],
    ['authentication is off', flyteadmin(externalAuth(`${ISSUER}/`), { useAuth: false })],
    ['the issuer is still to be filled in', both('<issuer-uri>')],
  ],
});

const PUBLIC = 'https://union.example.com';
const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const audienceAdmin = (authorizedUris: string[] | undefined, externalAuthServer = {}) =>
  flyteadmin(externalAuth(ISSUER, { externalAuthServer }, authorizedUris === undefined ? {} : { authorizedUris }));
const guard = (url: string) => ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole' } });

const AUDIENCE_OWN = 'https://sso.example.com';
const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC';
const CLIENT = { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret' };
const usage = (settings: object = {}) => service('usage', { admin: { ...CLIENT, ...settings } });
const listing = (allowedAudience: string[], flyteClient: Record<string, unknown> = { clientId: 'native' }, issuer = ISSUER) =>
  flyteadmin(externalAuth(issuer, { externalAuthServer: { allowedAudience }, flyteClient }));

const finding = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.appAuth.externalAuthServer',
  expected: 'the audience of the provider\'s access tokens in allowedAudience',
};

testRule(audienceMissing, {
  fires: [
    ['authorizedUris are those of the guide', audienceAdmin(IN_CLUSTER),
      { ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    ['the public URL stands beside one of the cluster and the list is empty', audienceAdmin([PUBLIC, IN_CLUSTER[0]], { allowedAudience: [] }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80' }],
    ['there are no authorizedUris and the guard asks inside the cluster', [...audienceAdmin(undefined), guard(IN_CLUSTER_ME)],
      { ...finding, found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local' }],
    ['an empty text is all that is allowed', audienceAdmin(IN_CLUSTER.slice(0, 1), { allowedAudience: [''] }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80' },
      remedy(['- ""', '- api://default'])],
    ['an empty text is all that is authorized', [...audienceAdmin(['']), guard(IN_CLUSTER_ME)],
      { ...finding, found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local' }],
    ['nothing is allowed at a provider that writes client IDs: one finding',
      flyteadmin(externalAuth(COGNITO, { flyteClient: { clientId: 'native', audience: PUBLIC } }, { authorizedUris: IN_CLUSTER })),
      { ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    ['a service asks for an audience that is not allowed',
      [...listing([PUBLIC, 'api'], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: 'other' }), ...service('executions', { admin: CLIENT })],
      ['v1/ConfigMap union-cp/usage', 'data["config.yaml"]: admin.audience', `an audience that flyteadmin accepts: ${PUBLIC}, api`, 'other']],
    ['SDK and CLI are told to ask for an audience that is not allowed', listing([PUBLIC], { clientId: 'native', audience: 'other' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience', expected: `an audience that flyteadmin accepts: ${PUBLIC}`, found: 'other' }],
    ['SDK and CLI are told of an empty audience', [...listing([PUBLIC], { clientId: 'native', audience: '' }), ...usage({ audience: PUBLIC })],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience', expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`, found: 'an empty audience' }],
    ['the provider writes client IDs, and one is not listed', [...listing([PUBLIC, 'web', 'native'], { clientId: 'native' }, AUDIENCE_OWN), ...usage()],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', expected: 'ours in allowedAudience, as the provider writes a client\'s own ID as audience', found: `${PUBLIC}, web, native` }],
    ['Cognito writes nothing else, and no client is listed', [...listing([PUBLIC], { clientId: 'native' }, COGNITO), ...usage()],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', expected: 'native, ours in allowedAudience, as Amazon Cognito writes a client\'s own ID as audience', found: PUBLIC }],
    ['services ask the provider for the audience, and SDK and CLI are not told to', [...listing([PUBLIC]), ...usage({ audience: PUBLIC })],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`, found: 'none' }],
    ['a client is not allowed, at a provider that writes client IDs', [...listing(['native'], undefined, COGNITO), ...usage()],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
        'ours in allowedAudience, as Amazon Cognito writes a client\'s own ID as audience', 'native']],
  ],
  says: {
    'unlisted': 'flyteadmin accepts no audience of the provider\'s tokens (ConfigMap union-cp/flyte-admin-base-config)',
    'refused': 'flyteadmin does not accept tokens with audience other',
    'not asked': 'SDK and CLI do not request audience https://union.example.com, which the services request',
    'clients': 'flyteadmin does not accept tokens with audience ours',
  },
  passes: [
    ['all clients are listed', [...listing(['native', 'ours'], { clientId: 'native' }, COGNITO), ...usage()]],
    ['one client ID among the audiences tells nothing', [...listing([PUBLIC, 'web'], { clientId: 'native' }, AUDIENCE_OWN), ...usage()]],
    ['Okta writes what its server says, whatever is listed',
      [...listing(['web', 'native', 'api://default'], { clientId: 'native' }, OKTA), ...usage()]],
    ['SDK and CLI are told of the audience', [...listing([PUBLIC], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: PUBLIC })]],
    ['services ask for several audiences',
      [...listing([PUBLIC, 'api']), ...usage({ audience: PUBLIC }), ...service('executions', { admin: { ...CLIENT, audience: 'api' } })]],
    ['an authorized URI has no scheme', audienceAdmin(['union.example.com'])],
    ['flyteadmin names neither issuer nor web client',
      [...flyteadmin({ appAuth: { authServerType: 'External', externalAuthServer: { allowedAudience: [PUBLIC] } } }), ...usage()]],
    ['allowedAudience names one', audienceAdmin(IN_CLUSTER, { allowedAudience: [PUBLIC, 'api://default'] })],
    ['allowedAudience is a single text', audienceAdmin(IN_CLUSTER, { allowedAudience: PUBLIC })],
    ['the only authorized URI is public, so it is expected everywhere', [...audienceAdmin([PUBLIC]), guard(IN_CLUSTER_ME)]],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server', flyteadmin({ appAuth: { authServerType: 'Self' }, authorizedUris: IN_CLUSTER })],
    ['authentication is off', flyteadmin(externalAuth(ISSUER, {}, { authorizedUris: IN_CLUSTER }), { useAuth: false })],
    ['the guard of another namespace asks',
      [...audienceAdmin(undefined), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' }, namespace: 'other-cp' })]],
    ['a guard asks something else than /me', [...audienceAdmin(undefined), guard(IN_CLUSTER_ME.replace('/me', '/healthcheck'))]],
    ['a guard names no host', [...audienceAdmin(undefined), guard('/me')]],
    ['the input does not show under which URL it is asked', [...audienceAdmin(undefined), guard('https://$host/me')]],
  ],
});

const union = (settings = {}) => ({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const scopeAdmin = (settings = {}) => ({ admin: { clientId: 'service', ...settings } });
const controlPlane = (issuer: string, config: Record<string, unknown>, flyteClient?: Record<string, unknown>) =>
  manifests(...flyteadmin(externalAuth(issuer, { flyteClient })), ...service('executions', config));
const executions = 'v1/ConfigMap union-cp/executions';
const KEYCLOAK = 'https://sso.example.com/realms/union';
const noOfflineAccess = 'no offline_access, which the provider refuses to client credentials';
const demanded = 'only scopes that end with /.default, as Microsoft Entra ID demands of client credentials';

testRule(scopeMissing, {
  fires: [
    ['a data plane\'s service requests none, as the chart has it',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', union())],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth', 'scopes, such as all', 'no scopes']],
    ['a data plane alone names its token endpoint and no scopes', dataPlaneService('union-operator', union({ tokenUrl: TOKEN_URL, scopes: [] })),
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.scopes', 'scopes, such as all', 'no scopes'],
      remedy(['scopes: []', 'scopes: [all]'])],
    ['an admin client is offered none', controlPlane(ISSUER, scopeAdmin(), { clientId: 'native', scopes: [] }),
      [executions, 'data["config.yaml"]: admin', 'scopes, such as all', 'no scopes, and flyteadmin offers none either']],
    ['Entra ID is asked for the scope all', controlPlane(ENTRA, union({ scopes: ['all'] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', demanded, 'all']],
    ['an admin client borrows the scopes of people at Entra ID',
      controlPlane(ENTRA, scopeAdmin(), { clientId: 'native', scopes: ['api://union/.default', 'offline_access'] }),
      [executions, 'data["config.yaml"]: admin', demanded, 'no scopes, so the client requests those of SDK and CLI: api://union/.default, offline_access']],
    ['an admin client borrows offline_access at Keycloak, which its paths give away',
      controlPlane(KEYCLOAK, scopeAdmin(), { clientId: 'native', scopes: ['all', 'offline_access'] }),
      [executions, 'data["config.yaml"]: admin', noOfflineAccess, 'no scopes, so the client requests those of SDK and CLI: all, offline_access']],
    ['a service asks Okta for offline_access', controlPlane(OKTA, union({ scopes: ['all', 'offline_access'] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', noOfflineAccess, 'all, offline_access']],
    ['none is requested of Entra ID', controlPlane(ENTRA, union()),
      [executions, 'data["config.yaml"]: union.auth', 'scopes, such as api://<application>/.default', 'no scopes']],
    ['the only scope is an empty text', controlPlane(ISSUER, union({ scopes: [''] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', 'scopes, such as all', 'no scopes']],
    ['an admin client is offered an empty text', controlPlane(ISSUER, scopeAdmin(), { clientId: 'native', scopes: [''] }),
      [executions, 'data["config.yaml"]: admin', 'scopes, such as all', 'no scopes, and flyteadmin offers none either']],
    ['an admin client asks Entra ID for the scope all by itself', controlPlane(ENTRA, scopeAdmin({ scopes: ['all'] })),
      [executions, 'data["config.yaml"]: admin.scopes', demanded, 'all']],
    ['one of two control planes is at Keycloak',
      [...flyteadmin(externalAuth('https://idp.example.com')), ...flyteadmin(externalAuth(KEYCLOAK), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union({ scopes: ['offline_access'] }))],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.scopes', noOfflineAccess, 'offline_access']],
    ['one of three asks for no scopes, at a provider that grants none by default', [
      ...flyteadmin(externalAuth(ENTRA)),
      ...['cluster', 'usage'].flatMap((name) => service(name, { union: { auth: { enable: true, clientId: 'ours', scopes: ['api://union/.default'] } } })),
      ...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }),
    ], { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]: union.auth', expected: 'scopes, such as api://<application>/.default', found: 'no scopes', about: 'data["config.yaml"]: union.auth' }],
  ],
  says: { '': 'ConfigMap union-cp/executions requests no scopes, and its provider wants other scopes <- data["config.yaml"]: union.auth' },
  passes: [
    ['the scope is all', controlPlane(ISSUER, union({ scopes: ['all'] }))],
    ['the scope is a single text', controlPlane(ISSUER, union({ scopes: 'all' }))],
    ['the provider calls it otherwise',
      controlPlane('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', union({ scopes: ['union/all'] }))],
    ['the provider grants offline_access to services, as Hydra does',
      controlPlane('https://hydra.example.com', union({ scopes: ['all', 'offline_access'] }))],
    ['Okta grants its default scopes', controlPlane(OKTA, union())],
    ['Entra ID is asked for the default scopes of the application', controlPlane(ENTRA, union({ scopes: ['api://union/.default'] }))],
    ['an admin client borrows the scopes of SDK and CLI', controlPlane(ISSUER, scopeAdmin(), { clientId: 'native', scopes: ['all'] })],
    ['an admin client borrows flyteadmin\'s defaults', controlPlane(ISSUER, scopeAdmin())],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server',
      [...flyteadmin({ ...externalAuth(OKTA), appAuth: { authServerType: 'Self' } }), ...service('executions', union())]],
    ['flyteadmin names no issuer', [...flyteadmin({ appAuth: { authServerType: 'External' } }), ...service('executions', union())]],
    ['what an admin client is offered is unknown', dataPlaneService('union-operator', scopeAdmin({ tokenUrl: TOKEN_URL }))],
    ['an admin client may be offered the scopes of either control plane',
      [...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(OKTA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', scopeAdmin())]],
    ['a data plane of a hosted control plane, whose provider is not shown', dataPlaneService('union-operator', union())],
    ['the service does not authenticate', controlPlane(ISSUER, union({ enable: false }))],
    ['two control planes have different providers',
      [...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(ENTRA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union())]],
  ],
});
