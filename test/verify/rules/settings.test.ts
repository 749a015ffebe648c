import { mergeValues, nestUnder } from '../../../src/common/data/json';
import {
  audienceShared, authNotEnforced, authorizerFailsOpen, clientGrantInteractive, cookieDomainMismatch, durationUnitless, enumInvalid, issuerInsecure,
  openidScopeMissing, redirectUrlElsewhere, relyingPartyIncomplete, sessionCookieStrict, textUnquoted,
} from '../../../src/verify/rules/settings';
import { asking, authorizer } from '../_authorization';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { externalAuth, flyteadmin as planesFlyteadmin, ISSUER, OKTA, service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const ADMIN_CONFIG = 'v1/ConfigMap union-cp/flyte-admin-base-config';
/** flyteadmin with one config file, which nothing else is in. */
const configured = (config: Record<string, unknown>) =>
  manifests(configMap('flyteadmin', { 'server.yaml': config }), deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }));
const OPEN = ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });

const started = (...command: string[]) => manifests(
  configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true } }, auth: { disableForHttp: true } } }),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, command }),
);
const file = (path: string) => ({
  object: ADMIN_CONFIG, field: `data["server.yaml"]: ${path}`, expected: `no ${path}`, found: `${path}: true, so that any caller passes`,
});

testRule(authNotEnforced, {
  fires: [
    ['HTTP goes unauthenticated', flyteadmin({ auth: { disableForHttp: true } }), { ...file('auth.disableForHttp') },
      remedy(['      disableForHttp: true\n', ''])],
    ['gRPC goes unauthenticated, in another case', flyteadmin({ auth: { disableforgrpc: 'true' } }),
      { ...file('auth.disableforgrpc'), expected: 'no auth.disableForGrpc', found: 'auth.disableForGrpc: true, so that any caller passes' }],
    ['a flag says so',
      manifests(...flyteadmin()).replace(/name: flyteadmin\n( +)image/, 'name: flyteadmin\n$1args: [serve, --auth.disableForGrpc]\n$1image'),
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].args[1]', 'no auth.disableForGrpc',
        'auth.disableForGrpc: true, so that any caller passes']],
  ],
  says: { '': 'flyteadmin accepts callers without credentials (disableForHttp: true)' },
  passes: [
    ['nothing is said about it', flyteadmin()],
    ['it is switched off', flyteadmin({ auth: { disableForHttp: false, disableForGrpc: 'false' } })],
    ['a flag takes back what the file says', started('flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve', '--auth.disableForHttp=false')],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false, auth: { disableForHttp: true } })],
    ['authentication is off by a flag', started('flyteadmin', '--server.security.useAuth=false')],
  ],
});

const openExternal = (client: object, type = 'External') => manifests(...authorizer({ type, authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, ...client } } }));
const FOUND = { object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.externalClient.failOpen', expected: 'false', found: 'true' };

testRule(authorizerFailsOpen, {
  fires: [
    ['it lets in whom it could not ask about', openExternal({ failOpen: true }), { ...FOUND }, remedy(['failOpen: true', 'failOpen: false'])],
    ['it says so in a text', openExternal({ failOpen: 'true' }), { ...FOUND }],
  ],
  says: { '': 'ConfigMap union-cp/authorizer lets the authorizer allow everything while its external server does not answer' },
  passes: [['it does not', openExternal({ failOpen: false })], ['it says nothing, which is the same', openExternal({})]],
  notApplicable: [['Union decides, which does not read it', openExternal({ failOpen: true }, 'Union')], ['there is no authorizer', asking()]],
});

const admin = (rest: object) => manifests(...service('executions', { admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', ...rest } }));
const interactiveAt = (field: string, line: string, found: string) => ({ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected: 'ClientSecret', found });

testRule(clientGrantInteractive, {
  fires: [
    ['an admin client opens a browser', admin({ authType: 'Pkce' }), interactiveAt('admin.authType', 'authType: Pkce', 'Pkce')],
    ['its grant goes by its number', admin({ authType: 1 }), interactiveAt('admin.authType', 'authType: 1', 'Pkce')],
    ['it prints a code', admin({ authType: 'DeviceFlow' }), interactiveAt('admin.authType', 'authType: DeviceFlow', 'DeviceFlow')],
    ['union.auth does', service('executions', { union: { auth: { enable: true, type: 'Pkce' } } }), interactiveAt('union.auth.type', 'type: Pkce', 'Pkce'),
      remedy(['Pkce', 'ClientSecret'])],
  ],
  says: { '': 'ConfigMap union-cp/executions asks a person to sign in: its grant is Pkce' },
  passes: [
    ['it has a secret', admin({ authType: 'ClientSecret' })],
    ['it says nothing', admin({})],
    ['a command gives the token', admin({ authType: 'ExternalCommand', command: ['token'] })],
  ],
  notApplicable: [
    ['no service is a client', service('executions', { logger: {} })],
    ['the client is off', service('executions', { union: { auth: { enable: false, type: 'Pkce' } } })],
  ],
});

const [BASE_URL, CLIENT_ID] = ['auth.userAuth.openId.baseUrl', 'auth.userAuth.openId.clientId'];
const openId = { baseUrl: 'https://idp.example.com', clientId: 'web' };
const told = (auth: Record<string, unknown>, useAuth = true) => manifests(...planesFlyteadmin(auth, { useAuth }));

testRule(relyingPartyIncomplete, {
  fires: [
    ['the issuer is left out', told({ userAuth: { openId: { clientId: 'web' } } }),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId', BASE_URL, 'none']],
    ['the client ID is left out', told({ userAuth: { openId: { baseUrl: 'https://idp.example.com' } } }),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId', CLIENT_ID, 'none']],
    ['nothing is said of people', told({ appAuth: { authServerType: 'External' } }),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth', `${BASE_URL} and ${CLIENT_ID}`, 'none'],
      remedy(['        authServerType: External\n', '        authServerType: External\n      userAuth:\n        openId:\n          baseUrl: https://idp.example.com/oauth2/default\n          clientId: web\n'])],
  ],
  says: { '': 'flyteadmin cannot sign people in: auth.userAuth.openId.baseUrl is missing from ConfigMap union-cp/flyte-admin-base-config' },
  passes: [
    ['both are there', told({ userAuth: { openId } })],
    ['they are empty, which auth-value-empty reports', told({ userAuth: { openId: { baseUrl: '', clientId: '' } } })],
  ],
  notApplicable: [
    ['authentication is off', told({}, false)],
    ['a part of the config is not in the input',
      [planesFlyteadmin({})[0], deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config', 'more': '/etc/flyte/config' } })]],
    ['no flyteadmin is in the input', [deployment('other')]],
  ],
});

const requesting = (scopes: string[], useAuth = true) => manifests(...planesFlyteadmin({ userAuth: { openId: { scopes } } }, { useAuth }));

testRule(openidScopeMissing, {
  fires: [
    ['only the profile is requested', requesting(['profile', 'email']),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'profile, email']],
    ['an empty list is requested', requesting([]),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'an empty list'],
      remedy(['scopes: []', 'scopes: [openid, profile]'])],
    ['an empty scope is requested', requesting(['', 'profile']),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'profile']],
    ...[['profle', 'profile'], ['emial', 'email'], ['adress', 'address'], ['phoen', 'phone']].map(([found, scope]): FiringRow => [`${scope} is misspelt`, requesting(['openid', found]),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId.scopes', `${scope}, as it is called`, found]]),
    ['another scope is misspelt', requesting(['openid', 'offline_acess']),
      [ADMIN_CONFIG, 'data["server.yaml"]: auth.userAuth.openId.scopes', 'offline_access, as it is called', 'offline_acess'],
      remedy(['offline_acess', 'offline_access'])],

  ],
  says: {
    '': 'flyteadmin signs people in without the scope openid (ConfigMap union-cp/flyte-admin-base-config)',
    'misspelt': 'flyteadmin requests the scope profle, which is called profile',
  },
  passes: [
    ['a scope of the provider has a name like one of them', requesting(['openid', 'emails', 'offline', 'groups'])],
    ['it is among them', requesting(['profile', 'openid'])],
    ['they stand in one text', requesting(['openid profile'])],
    ['they stand in one text with commas', requesting(['profile, openid'])],
  ],
  notApplicable: [
    ['flyteadmin takes its own', planesFlyteadmin({ userAuth: { openId: { clientId: 'web' } } })],
    ['authentication is off', requesting(['profile'], false)],
  ],
});

const withDomain = (domain: string, authorizedUris: string[] = [], namespace: string | null = 'union-cp') =>
  flyteadmin({ namespace, auth: { authorizedUris, userAuth: { openId: {}, cookieSetting: { domain } } } });
const mismatchOpen = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, namespace, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const mismatchAt = (line: string) => ({ object: ADMIN_CONFIG, field: 'data["server.yaml"]: auth.userAuth.cookieSetting.domain', line });

testRule(cookieDomainMismatch, {
  fires: [
    ['the domain is another one', [...withDomain('example.org'), mismatchOpen(HOST)],
      { ...mismatchAt('domain: example.org'), expected: `no domain, or one that includes ${HOST}`, found: 'example.org' },
      remedy(['domain: example.org', 'domain: ""'])],
    ['the domain is below the host', [...withDomain(`console.${HOST}`), mismatchOpen(HOST)],
      { ...mismatchAt(`domain: console.${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `console.${HOST}` }],
    ['the domain is a URL', [...withDomain(`https://${HOST}`), mismatchOpen(HOST)],
      { ...mismatchAt(`domain: https://${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `https://${HOST}` }],
    ['the domain only ends like the host', [...withDomain('on.example.com'), mismatchOpen(HOST)],
      { ...mismatchAt('domain: on.example.com'), expected: `no domain, or one that includes ${HOST}`, found: 'on.example.com' }],
    ['one of two hosts lies outside', [...withDomain('example.com'), mismatchOpen(HOST), mismatchOpen('union.example.org')],
      { ...mismatchAt('domain: example.com'), expected: 'no domain, or one that includes union.example.org', found: 'example.com' }],
    ['the Ingresses have no host and no authorized URI lies in the domain',
      [...withDomain('example.org', ['http://flyteadmin:80', `https://${HOST}`, 'https://lb.example.net']), ...chartIngresses({ host: null })],
      { ...mismatchAt('domain: example.org'), expected: `no domain, or one that includes ${HOST} or lb.example.net`, found: 'example.org' }],
  ],
  says: { '': 'flyteadmin sets its session cookies for example.org, and browsers on union.example.com drop them' },
  passes: [
    ['the domain is empty, as in the guide', [...withDomain(''), mismatchOpen(HOST)]],
    ['no domain is set', flyteadmin()],
    ['the domain is the host', [...withDomain(HOST), mismatchOpen(HOST)]],
    ['the domain is a parent, with a dot in front and in capitals', [...withDomain('.Example.com'), mismatchOpen(HOST)]],
    ['a cluster-internal host serves it, too', [...withDomain('example.com'), mismatchOpen(HOST), mismatchOpen('nginx.union-cp.svc.cluster.local')]],
    ['some authorized URI lies in the domain', withDomain('example.com', ['https://lb.internal.example.net', `https://${HOST}`])],
    ['another application has another host',
      [...withDomain('example.com'), mismatchOpen(HOST), ingress('shop', { host: 'shop.example.org', paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', [...withDomain('example.org', ['http://flyteadmin:80']), ...chartIngresses({ host: null })]],
    ['a wildcard host serves it', [...withDomain('union.example.org'), mismatchOpen('*.example.org')]],
    ['two control planes without namespaces have a domain each', [
      ...withDomain('example.com', [], null),
      ...withDomain('example.org', [], null).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      mismatchOpen(HOST, null),
    ]],
    ['flyteadmin is not in the input', [mismatchOpen(HOST)]],
  ],
});

const withPolicy = (sameSitePolicy: string, baseUrl = OKTA, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: { baseUrl }, cookieSetting: { sameSitePolicy } } } });
const strictFinding = {
  object: ADMIN_CONFIG,
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  expected: `LaxMode, as acme.okta.com is another site than ${HOST}`,
  found: 'StrictMode',
};

testRule(sessionCookieStrict, {
  fires: [
    ['the provider is another site', [...withPolicy('StrictMode'), OPEN], strictFinding, remedy(['StrictMode', 'LaxMode'])],
    ['the host is known by the authorized URIs',
      [...withPolicy('StrictMode', undefined, ['http://flyteadmin:80', `https://${HOST}`]), ...chartIngresses({ host: null })],
      strictFinding],
  ],
  says: { '': 'flyteadmin\'s session cookies are strict, and the sign-in comes back from acme.okta.com' },
  passes: [
    ['the provider is of the site of one of two hosts',
      withPolicy('StrictMode', 'https://sso.example.com/realms/union', ['https://union.example.org', `https://${HOST}`])],
    ['the provider is of the same site', [...withPolicy('StrictMode', 'https://sso.example.com/realms/union'), OPEN]],
    ['the policy is another', [...withPolicy('LaxMode'), OPEN]],
    ['no policy is set', [...flyteadmin(), OPEN]],
    ['the provider is not known', [...withPolicy('StrictMode', ''), OPEN]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', [...withPolicy('StrictMode'), ...chartIngresses({ host: null })]],
    ['flyteadmin is not in the input', [OPEN]],
  ],
});

const withRedirect = (redirectUrl: string, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: {}, redirectUrl } } });
const elsewhereFinding = (redirectUrl: string, expected: string) => ({
  object: ADMIN_CONFIG, field: 'data["server.yaml"]: auth.userAuth.redirectUrl', expected, found: redirectUrl,
});
const PAGE = 'a page that shows something, such as /console';

testRule(redirectUrlElsewhere, {
  fires: [
    ['it leads to another host', [...withRedirect('https://union.example.org/console'), OPEN],
      elsewhereFinding('https://union.example.org/console', `a path, or a page on ${HOST}`)],
    ['it leads to no authorized host', withRedirect('https://union.example.org/console', [`https://${HOST}`, 'https://lb.example.net']),
      elsewhereFinding('https://union.example.org/console', `a path, or a page on ${HOST} or lb.example.net`),
      remedy(['union.example.org', 'union.example.com'])],
    ['it leads back to the sign-in', [...withRedirect('/login'), OPEN], elsewhereFinding('/login', PAGE)],
    ['it leads to the callback of the host', [...withRedirect(`https://${HOST}/callback/`), OPEN], elsewhereFinding(`https://${HOST}/callback/`, PAGE)],
    ['it ends the session', [...withRedirect('/logout?redirect_url=/console'), OPEN], elsewhereFinding('/logout?redirect_url=/console', PAGE)],
    ['it leads to another host over HTTP', [...withRedirect('http://union.example.org/console'), OPEN],
      elsewhereFinding('http://union.example.org/console', `a path, or a page on ${HOST}`)],
    ['it leads back to the sign-in, with slashes', [...withRedirect('/login//'), OPEN], elsewhereFinding('/login//', PAGE)],
  ],
  says: { '': 'flyteadmin sends people to https://union.example.org/console after the sign-in' },
  passes: [
    ['it is a page of the second host', withRedirect('https://lb.example.net/console', [`https://${HOST}`, 'https://lb.example.net'])],
    ['it is a path, as in the guide', [...withRedirect('/console'), OPEN]],
    ['it is a page of the host', [...withRedirect(`https://${HOST.toUpperCase()}/v2?tab=1`), OPEN]],
    ['none is set', [...flyteadmin(), OPEN]],
    ['it is not a URL', [...withRedirect('console'), OPEN]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', withRedirect('https://union.example.org/console', ['http://flyteadmin:80'])],
    ['flyteadmin is not in the input', [OPEN]],
  ],
});

const appAuth = (authServerType: unknown, baseUrl = 'https://idp.example.com') =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: { baseUrl } } } });
const sameSite = (sameSitePolicy: unknown) => configured({ auth: { appAuth: {}, userAuth: { cookieSetting: { sameSitePolicy } } } });
const invalidFinding = {
  object: 'v1/ConfigMap union-cp/flyteadmin',
  field: 'data["server.yaml"]: auth.appAuth.authServerType',
  expected: 'one of Self, External',
  found: 'external',
};
const cookie = {
  ...invalidFinding,
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  expected: 'one of DefaultMode, LaxMode, StrictMode, NoneMode',
  found: 'Lax',
};

testRule(enumInvalid, {
  fires: [
    ['the case is wrong', appAuth('external'), invalidFinding],
    ['an empty text means Self beside an external server', appAuth(''), { ...invalidFinding, found: 'an empty text, which means Self' }],
    ['a number has no value', appAuth(2), { ...invalidFinding, found: '2' }],
    ['the browser\'s word stands for Go\'s', sameSite('Lax'), cookie],
    ['a client\'s authType is spelt another way, also in its own connection',
      configured({
        admin: { clientId: 'service', authType: 'PKCE' },
        executions: { app: { adminClient: { connection: { clientId: 'service', authType: 'clientSecret' } } } },
      }), { ...invalidFinding, field: 'data["server.yaml"]: admin.authType', expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', found: 'PKCE' },
      { ...invalidFinding, field: 'data["server.yaml"]: executions.app.adminClient.connection.authType', expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', found: 'clientSecret' }],
    ['a key is written in another case, which viper accepts', configured({ Auth: { AppAuth: { AuthServerType: 'external' } } }),
      { ...invalidFinding, field: 'data["server.yaml"]: Auth.AppAuth.AuthServerType' },
      remedy(['AuthServerType: external', 'AuthServerType: External'])],
    ...([
      ['server.security.secure', 'yes', 'true or false'],
      ['auth.httpProxyURL', 'proxy:3128', 'a URL, such as http://proxy:3128'],
      ['auth.userAuth.openId.scopes', 'openid profile', 'a list with an entry for each'],
      ['auth.appAuth.externalAuthServer.allowedAudience', 'https://a.example.com,https://b.example.com', 'a list with an entry for each'],
      ['auth.grpcAuthorizationHeader', 'X-Token', 'the header in small letters'],
    ] as const).map(([path, found, expected]): FiringRow => [`${path} is ${found}`, configured(mergeValues({ auth: { userAuth: { openId: { clientId: 'web' } } } }, nestUnder(path, found))),
      { ...invalidFinding, field: `data["server.yaml"]: ${path}`, expected, found }]),
  ],
  says: { '': 'ConfigMap union-cp/flyteadmin has an invalid authServerType: external' },
  passes: [
    ['the number of a value has a zero before it', appAuth('01')],
    ['the values are those of the guide',
      configured({ auth: { appAuth: { authServerType: 'External' }, userAuth: { cookieSetting: { sameSitePolicy: 'LaxMode' } } } })],
    ['the number of a value stands for it', appAuth('1')],
    ['an empty text means Self and no external server is set', appAuth('', '')],
    ['an empty sameSitePolicy is the default', sameSite('')],
    ['an empty authType is the default', configured({ admin: { clientId: 'service', authType: '' } })],
    ['a later file overrides the wrong value', [
      configMap('flyteadmin', { 'a.yaml': { auth: { appAuth: { authServerType: 'external' } } }, 'b.yaml': { auth: { appAuth: { authServerType: 'External' } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
    ]],
  ],
  notApplicable: [
    ['union.auth has a setting of the name', configured({ union: { auth: { enable: true, authType: 'clientsecret' } } })],
    ['they are left to their defaults', configured({ auth: { appAuth: {} }, admin: { clientId: 'service' } })],
    ['it is null', appAuth(null)],
    ['a placeholder stands there, which is value-unreplaced', appAuth('{{ .Values.type }}')],
    ['union.auth has a type of its own', configured({ union: { auth: { enable: true, type: 'clientsecret' } } })],
    ['an init container alone reads it', [
      configMap('flyteadmin', { 'server.yaml': { auth: { appAuth: { authServerType: 'external' } } } }),
      deployment('flyteadmin', {
        pod: {
          containers: [{ name: 'flyteadmin' }],
          initContainers: [{ name: 'run-migrations', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
          volumes: [{ name: 'config', configMap: { name: 'flyteadmin' } }],
        },
      }),
    ]],
  ],
});

const OWN = 'https://union.example.com';
const listing = (...allowedAudience: string[]) => manifests(...planesFlyteadmin(externalAuth(ISSUER, { externalAuthServer: { allowedAudience } })));
const sharedFinding = (found: string) => ({
  object: ADMIN_CONFIG,
  field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
  expected: 'an audience that only tokens for this deployment have',
  found,
});
const GRAPH = 'it is Microsoft Graph, for which every application of the tenant gets tokens';
const AUTH0 = 'it is an API of Auth0 itself, for which every application gets tokens';

testRule(audienceShared, {
  fires: [
    ['Keycloak\'s account stands beside the own one', listing(OWN, 'account'),
      sharedFinding('account: Keycloak writes it into the tokens of nearly every client of the realm'),
      remedy(['            - account\n', ''])],
    ['both APIs of Auth0 do', listing('https://acme.eu.auth0.com/api/v2/', 'https://acme.eu.auth0.com/userinfo'),
      sharedFinding(`https://acme.eu.auth0.com/api/v2/: ${AUTH0}`),
      sharedFinding(`https://acme.eu.auth0.com/userinfo: ${AUTH0}`)],
    ['Microsoft Graph does, by its URL or its ID', listing('https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'),
      sharedFinding(`00000003-0000-0000-c000-000000000000: ${GRAPH}`),
      sharedFinding(`https://graph.microsoft.com: ${GRAPH}`)],
  ],
  says: { '': 'flyteadmin accepts audience account, which tokens of other applications have' },
  passes: [
    ['the audience is the deployment\'s', listing(OWN)],
    ['it is one\'s own API at the provider', listing('api://11111111-2222-3333-4444-555555555555/union', 'account-service', `${OWN}/api/v2/union`)],
  ],
  notApplicable: [['no audience is listed', planesFlyteadmin(externalAuth(ISSUER))]],
});

const issuer = (baseUrl: unknown) => configured({ auth: { userAuth: { openId: { baseUrl } } } });
const insecureClient = (settings: Record<string, unknown>) => configured({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const insecureFinding = {
  object: 'v1/ConfigMap union-cp/flyteadmin',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  expected: 'an https URL',
  found: 'http://idp.example.com/oauth2',
};
const token = { ...insecureFinding, field: 'data["server.yaml"]: union.auth.tokenUrl' };
const insecureExternal = (authServerType: string, settings: Record<string, unknown>) =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: settings } } });

testRule(issuerInsecure, {
  fires: [
    ['the issuer of the relying party is http', issuer('http://idp.example.com/oauth2'), insecureFinding],
    ['it has no scheme', issuer('idp.example.com/oauth2'), { ...insecureFinding, found: 'idp.example.com/oauth2, which has no scheme' }],
    ['it is a bare IP address', issuer('http://10.0.0.1:8080'), { ...insecureFinding, found: 'http://10.0.0.1:8080' }],
    ['it has blanks around it', issuer(' http://idp.example.com '), { ...insecureFinding, found: 'http://idp.example.com' }],
    ['it has another scheme', issuer('ftp://localhost'), { ...insecureFinding, found: 'ftp://localhost' },
      remedy(['ftp://localhost', 'https://idp.example.com'])],
    ['it is an IPv6 address of elsewhere', issuer('http://[2001:db8::1]:8080'), { ...insecureFinding, found: 'http://[2001:db8::1]:8080' }],
    ['its path has an @', issuer('http://idp.example.com/a@b'), { ...insecureFinding, found: 'http://idp.example.com/a@b' }],
    ['the issuer that the relying party names is http', configured({ auth: { userAuth: { openId: { issuerUrl: 'http://idp.example.com' } } } }),
      { ...insecureFinding, field: 'data["server.yaml"]: auth.userAuth.openId.issuerUrl', found: 'http://idp.example.com' }],
    ['the external server names no metadata', insecureExternal('External', { baseUrl: 'http://idp.example.com' }),
      { ...insecureFinding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'http://idp.example.com' }],
    ['the type of the external server goes by its number', insecureExternal('1', { baseUrl: 'http://idp.example.com' }),
      { ...insecureFinding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'http://idp.example.com' }],
    ['a client asks for metadata over http', insecureClient({ authorizationServerUrl: 'http://idp.example.com' }),
      { ...token, field: 'data["server.yaml"]: union.auth.authorizationServerUrl', found: 'http://idp.example.com' }],
    ['the external server and its metadata are http',
      insecureExternal('External', { baseUrl: 'HTTP://idp.example.com', metadataUrl: 'http://idp.example.com/.well-known/openid-configuration' }),
      { ...insecureFinding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'HTTP://idp.example.com' },
      { ...insecureFinding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', found: 'http://idp.example.com/.well-known/openid-configuration' }],
    ['a client sends its secret over http', insecureClient({ tokenUrl: 'http://idp.example.com/token' }),
      { ...token, found: 'http://idp.example.com/token' }],
    ['no scheme and a password stand before the host, and the password stays unsaid',
      insecureClient({ tokenUrl: 'user:not-a-real-secret@idp.example.com/token' }),
      { ...token, found: '…@idp.example.com/token, which has no scheme' }],
    ['the host hides behind a user name that looks like loopback', insecureClient({ tokenUrl: 'http://localhost@idp.example.com/token' }),
      { ...token, found: 'http://…@idp.example.com/token' }],
  ],
  says: { '': 'ConfigMap union-cp/flyteadmin sets baseUrl to no https URL: http://idp.example.com/oauth2' },
  passes: [
    ['it is https', issuer('https://idp.example.com/oauth2/default')],
    ['it has blanks around it', issuer(' https://idp.example.com ')],
    ['a user name stands before a host of the cluster', insecureClient({ tokenUrl: 'http://user@dex.dex.svc:5556/token' })],
    ['the metadata are no text', insecureExternal('External', { baseUrl: 'https://idp.example.com', metadataUrl: {} })],
    ['a provider for trials listens on loopback', issuer('http://localhost:8080/realms/union')],
    ['loopback is an IPv6 address', issuer('http://[::1]:8080')],
    ['the token endpoint is a Service of the cluster', insecureClient({ tokenUrl: 'http://dex.dex.svc.cluster.local:5556/token' })],
    ['the metadata path is relative', insecureExternal('External', { baseUrl: 'https://idp.example.com', metadataUrl: '.well-known/openid-configuration' })],
    ['the URIs of flyteadmin itself and the redirect are http', configured({
      auth: {
        authorizedUris: ['http://flyteadmin:80'],
        appAuth: { thirdPartyConfig: { flyteClient: { redirectUri: 'http://localhost:53593/callback' } } },
        userAuth: { openId: { baseUrl: 'https://idp.example.com' } },
      },
    })],
  ],
  notApplicable: [
    ['the issuer is still empty, as in the chart', issuer('')],
    ['the issuer is blank', issuer(' ')],
    ['the issuer is not a string', issuer({})],
    ['a placeholder stands there, which is value-unreplaced', issuer('<issuer-uri>')],
    ['flyteadmin is its own authorization server', insecureExternal('Self', { baseUrl: 'http://idp.example.com' })],
    ['the client does not authenticate', insecureClient({ enable: false, tokenUrl: 'http://idp.example.com/token' })],
    ['no service is configured', [deployment('flyteadmin')]],
  ],
});

const unitlessConfigured = (config: Record<string, unknown>) =>
  manifests(configMap('operator', { 'config.yaml': config }), deployment('union-operator', { configMaps: { operator: '/etc/union/config' } }));
const window = (tokenRefreshWindow: unknown) => unitlessConfigured({ union: { auth: { enable: true, clientId: 'service', tokenRefreshWindow } } });
const interval = (refreshInterval: unknown) => manifests(externalSecret('auth', { spec: { refreshInterval } }));
const unitlessFinding = {
  object: 'v1/ConfigMap union-cp/operator',
  field: 'data["config.yaml"]: union.auth.tokenRefreshWindow',
  expected: 'a duration with a unit, such as 5m',
  found: 'the number 300, which counts nanoseconds',
};
const refresh = { ...unitlessFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.refreshInterval' };

testRule(durationUnitless, {
  fires: [
    ['a number counts nanoseconds', window(300), unitlessFinding],
    ['a text has no unit', window('300'), { ...unitlessFinding, found: '300' }],
    ['Go does not know the unit', window('1d'), { ...unitlessFinding, found: '1d' }],
    ['a client gives up at once', unitlessConfigured({ admin: { clientId: 'service', perRetryTimeout: 15, maxBackoffDelay: '8s' } }),
      { ...unitlessFinding, field: 'data["config.yaml"]: admin.perRetryTimeout', found: 'the number 15, which counts nanoseconds' }],
    ['a client waits too briefly for the browser', unitlessConfigured({ admin: { clientId: 'service', pkceConfig: { timeout: 15 } } }),
      { ...unitlessFinding, field: 'data["config.yaml"]: admin.pkceConfig.timeout', found: 'the number 15, which counts nanoseconds' }],
    ['flyteadmin retries without a pause', unitlessConfigured({ auth: { appAuth: { externalAuthServer: { retryDelay: 1 } } } }),
      { ...unitlessFinding, field: 'data["config.yaml"]: auth.appAuth.externalAuthServer.retryDelay', found: 'the number 1, which counts nanoseconds' }],
    ['the refreshInterval is a number', interval(3600), { ...refresh, found: 'the number 3600' }],
    ['the refreshInterval is the number zero', interval(0), { ...refresh, found: 'the number 0' }],
    ['the refreshInterval counts days', interval('1d'), { ...refresh, found: '1d' }],
    ['the refreshInterval is empty', interval(''), { ...refresh, found: 'an empty text' }],
    ['a ClusterExternalSecret stamps it out',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { refreshTime: '1m', externalSecretSpec: { refreshInterval: '60' } } }, null)],
      { ...refresh, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.refreshInterval', found: '60' },
      remedy(['refreshInterval: "60"', 'refreshInterval: 1h'])],
  ],
  says: { '': 'ConfigMap union-cp/operator sets tokenRefreshWindow without a unit: the number 300, which counts nanoseconds' },
  passes: [
    ['the guide writes 5m', window('5m')],
    ['zero needs no unit', window(0)],
    ['an empty text is zero for a service', window('')],
    ['External Secrets reads once with 0', interval('0')],
    ['the API server writes the default out', interval('1h0m0s')],
    ['numbers that are no durations stand beside it',
      unitlessConfigured({ admin: { clientId: 'service', maxRetries: 4, maxMessageSizeBytes: 1024, perRetryTimeout: '15s' }, remoteData: { signedUrls: { durationMinutes: 3 } } })],
  ],
  notApplicable: [
    ['no duration is set', unitlessConfigured({ admin: { clientId: 'service' } })],
    ['a placeholder stands there, which is value-unreplaced', window('{{ .Values.window }}')],
    ['other sections set durations',
      unitlessConfigured({ admin: { clientId: 'service' }, database: { connMaxLifeTime: 120 }, queue: { tokenRefreshWindow: 300 } })],
  ],
});

type Json = Record<string, unknown>;

const TIMEOUT = 'nginx.ingress.kubernetes.io/proxy-read-timeout';
const AUTO = 'reloader.stakater.com/auto';
const route = (annotations: Json) =>
  ingress('union', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, ...annotations } as Record<string, string>, paths: { '/': 'flyteadmin' } });
const operator = (metadata: Json) => {
  const made = deployment('union-operator', { namespace: 'union' }) as any;
  made.spec.template.metadata = metadata;
  return made as Json;
};
const values = (value: unknown) => withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { [TIMEOUT]: value });

testRule(textUnquoted, {
  fires: [
    ['an Ingress has a number', [route({ [TIMEOUT]: 3600 })],
      ['networking.k8s.io/v1/Ingress union-cp/union', `metadata.annotations["${TIMEOUT}"]`, 'a text in quotes: "3600"', 'the number 3600'],
      remedy(['3600', '"3600"'])],
    ['pods have booleans', [operator({ annotations: { [AUTO]: true }, labels: { canary: false } })],
      ['apps/v1/Deployment union/union-operator', `spec.template.metadata.annotations["${AUTO}"]`, 'a text in quotes: "true"', 'the boolean true'],
      ['apps/v1/Deployment union/union-operator', 'spec.template.metadata.labels.canary', 'a text in quotes: "false"', 'the boolean false']],
    ['an ExternalSecret has one',
      [{ ...externalSecret('union-secret-auth', { namespace: 'union' }), metadata: { name: 'union-secret-auth', namespace: 'union', annotations: { 'argocd.argoproj.io/sync-wave': -1 } } }],
      ['external-secrets.io/v1/ExternalSecret union/union-secret-auth', 'metadata.annotations["argocd.argoproj.io/sync-wave"]', 'a text in quotes: "-1"',
        'the number -1'],
      remedy(['wave: -1', 'wave: "-1"'])],
    ['the values have one', { 'controlplane.values.yaml': values(3600) },
      ['v2/Values controlplane', `ingress.annotations["${TIMEOUT}"]`, 'a text in quotes: "3600"', 'the number 3600'],
      remedy(['3600', '"3600"'])],
  ],
  says: { '': 'Ingress union-cp/union has proxy-read-timeout without quotes: the number 3600' },
  passes: [
    ['all are texts', [route({ [TIMEOUT]: '3600' }), operator({ labels: { app: 'union-operator' } })]],
    ['the values have texts', { 'controlplane.values.yaml': values('3600') }],
    ['there is nothing behind a key', [route({ [TIMEOUT]: null })]],
  ],
  notApplicable: [
    ['there are none', [operator({})]],
    ['another application has one', [deployment('web', { namespace: 'web', metadata: { labels: { a: 1 } } })]],
  ],
});
