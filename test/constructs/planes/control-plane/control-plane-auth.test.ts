import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneEdge, EdgeController, IdentityProvider } from '../../../../src';
import { GUARDED_HEADERS } from '../../../../src/contract/union/caller-headers';
import { externalSecrets, unionAuth } from '../../../_tools/fixtures';
import { at, controlPlaneAuth, ofKind } from '../../../_tools/made';
import { objectsOf } from '../../../examples/_dist';

const ISSUER = 'https://idp.example.com/oauth2/default';
const TOKEN_ENDPOINT = `${ISSUER}/v1/token`;
const GUIDE = unionAuth({ profile: AuthProfile.GUIDE });
const { values } = controlPlaneAuth();

describe('an http-snippet of one\'s own for the controller of the chart', () => {
  const snippetOf = (own: string, identity = unionAuth()): string => at(controlPlaneAuth({
    identity, extraValues: { 'ingress-nginx': { controller: { config: { 'http-snippet': own } } } },
  }).values, 'ingress-nginx.controller.config.http-snippet');
  const ours: string = values['ingress-nginx'].controller.config['http-snippet'];

  test('is below ours, which accepts headers with an identity', () => expect(snippetOf('map $a $b { default 1; }')).toBe(`${ours}\nmap $a $b { default 1; }`));

  test('is left as it is where it has ours, and under the guide', () => {
    expect(snippetOf(`server_tokens off;\n${ours}`)).toBe(`server_tokens off;\n${ours}`);
    expect(snippetOf('server_tokens off;', GUIDE)).toBe('server_tokens off;');
  });
});

const CREDENTIALS = { clientId: 'service-client-id', tokenUrl: TOKEN_ENDPOINT, scopes: ['all'] };
const OF_SERVICES = { ...CREDENTIALS, clientSecretLocation: '/etc/secrets/union/client_secret' };
const ADMIN = { ...OF_SERVICES, authorizationHeader: 'flyte-authorization' };
const NGINX = 'nginx.ingress.kubernetes.io';

/** The subrequest goes to the gate in the cluster, for any Host header; no 401 is cached, and no identity header is accepted from clients. */
const GUARD = {
  [`${NGINX}/auth-url`]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me',
  [`${NGINX}/auth-response-headers`]: `Set-Cookie,${GUARDED_HEADERS.join()}`,
  [`${NGINX}/auth-cache-key`]: '$http_authorization$http_flyte_authorization$http_cookie',
  [`${NGINX}/auth-cache-duration`]: '200 202 1m',
};
const SIGN_IN = {
  [`${NGINX}/auth-signin`]: 'https://union.example.com/login?redirect_url=$escaped_request_uri',
  [`${NGINX}/auth-signin-redirect-param`]: 'redirect_url',
};

test.each<[string, string, unknown]>([
  ['the names of globals that the current release reads', 'global', {
    UNION_HOST: 'union.example.com', INTERNAL_CLIENT_ID: 'service-client-id', AUTH_TOKEN_URL: TOKEN_ENDPOINT, OIDC_S2S_SCOPE: 'all', KUBERNETES_SECRET_NAME: 'union-controlplane-secrets',
  }],
  ['authentication of flyteadmin is on', 'flyte.configmap.adminServer.server', { security: { useAuth: true } }],
  ['flyteadmin is a relying party, and accepts tokens of the issuer', 'flyte.configmap.adminServer.auth', {
    httpAuthorizationHeader: 'flyte-authorization',
    grpcAuthorizationHeader: 'flyte-authorization',
    // The first is the fallback for the redirect URI.
    authorizedUris: ['https://union.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'],
    appAuth: {
      authServerType: 'External',
      externalAuthServer: { baseUrl: ISSUER, allowedAudience: ['https://union.example.com'], metadataUrl: '.well-known/oauth-authorization-server' },
      // API keys request the same scopes.
      thirdPartyConfig: { flyteClient: { clientId: 'native-app-client-id', redirectUri: 'http://localhost:53593/callback', scopes: ['all'] } },
    },
    userAuth: {
      openId: { baseUrl: ISSUER, clientId: 'web-app-client-id', clientSecretFile: '/etc/secrets/oauth/client_secret', scopes: ['profile', 'openid', 'offline_access'] },
      cookieSetting: { sameSitePolicy: 'LaxMode', domain: '' },
      idpQueryParameter: 'idp',
    },
  }],
  ['the admin client of flyteadmin and scheduler', 'flyte.configmap.adminServer.admin', { ...ADMIN, clientSecretLocation: '/etc/secrets/client_secret' }],
  ['the scheduler mounts its Secret, and an upgrade puts no placeholder back', 'flyte.secrets.adminOauthClientCredentials', { enabled: true, clientSecret: '' }],
  ['the admin client of services', 'configMap.admin', ADMIN],
  ['services sign in with client credentials', 'configMap.union.auth', { ...OF_SERVICES, enable: true, type: 'ClientSecret', authorizationMetadataKey: 'flyte-authorization' }],
  ['the admin clients of executions and identity', 'services', {
    executions: { configMap: { executions: { app: { adminClient: { connection: ADMIN } } } } },
    identity: { configMap: { identity: { app: { adminClient: { connection: ADMIN } } } } },
  }],
  // A rule without a host catches every Host header.
  ['browsers are sent to sign in, gRPC and API clients are not', 'ingress', {
    host: 'union.example.com',
    protectedIngressAnnotations: { ...GUARD, ...SIGN_IN },
    protectedIngressAnnotationsGrpc: GUARD,
    protectedIngressAnnotationsWithoutSignin: GUARD,
    protectedConsoleIngressAnnotations: { ...GUARD, ...SIGN_IN },
  }],
  ['the controller of the chart takes what no caller may send from every request', 'ingress-nginx.controller.config', {
    'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*' 'X-User-Claim-*' 'X-User-Subject' 'X-User-Token' 'Userinfo-Bin';",
  }],
])('hardened: %s', (_, path, expected) => expect(at(values, path)).toEqual(expected));

test.each<[string, Partial<ControlPlaneAuthProps>, string, unknown]>([
  ['the names of globals that the guide sets, for the release that reads them', { chartVersion: ChartVersion.V2026_3 }, 'global', {
    OIDC_BASE_URL: ISSUER,
    OIDC_CLIENT_ID: 'web-app-client-id',
    CLI_CLIENT_ID: 'native-app-client-id',
    INTERNAL_CLIENT_ID: 'service-client-id',
    AUTH_TOKEN_URL: TOKEN_ENDPOINT,
    KUBERNETES_SECRET_NAME: 'union-controlplane-secrets',
  }],
  ['further domains are authorized too', { identity: unionAuth({ additionalDomains: ['flyte.example.com'] }) }, 'flyte.configmap.adminServer.auth.authorizedUris', [
    'https://union.example.com', 'https://flyte.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80',
  ]],
  ...([['externalAuthServer.allowedAudience', ['https://union.example.com', 'api://default']], ['thirdPartyConfig.flyteClient.audience', 'api://default']] as const)
    .map(([path, expected]): [string, Partial<ControlPlaneAuthProps>, string, unknown] => [
      `the audience of a provider that has its own, in ${path}`,
      { identity: unionAuth({ identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }) }) },
      `flyte.configmap.adminServer.auth.appAuth.${path}`, expected,
    ]),
  ['extra values win, and maps merge', { extraValues: { global: { UNION_ORG: 'acme' } } }, 'global', { ...values.global, UNION_ORG: 'acme' }],
  ['extra lists replace', { extraValues: { configMap: { union: { auth: { scopes: ['other'] } } } } }, 'configMap.union.auth', { ...values.configMap.union.auth, scopes: ['other'] }],
])('by props: %s', (_, props, path, expected) => expect(at(controlPlaneAuth(props).values, path)).toEqual(expected));

test('toObject returns a copy', () => {
  const { plane } = controlPlaneAuth();
  (plane.helmValues.toObject().global as any).INTERNAL_CLIENT_ID = 'changed';
  expect(plane.helmValues.toObject()).toEqual(values);
});

describe('the gate that the Ingresses of the chart ask', () => {
  const GATE = 'union-auth-gate-nginx';
  const gate = (props: Partial<ControlPlaneAuthProps>) =>
    controlPlaneAuth(props).manifests.filter(({ metadata }) => metadata.name === GATE).map(({ kind }) => kind);
  const provider = (INGRESS_PROVIDER: string) => ({ extraValues: { global: { INGRESS_PROVIDER } } });

  test.each<[string, Partial<ControlPlaneAuthProps>, boolean]>([
    ['comes beside the values', {}, true],
    ['is not emitted where the chart renders no Ingress', provider('envoy'), false],
    ['comes where the chart renders both', provider('both'), true],
    ['is not emitted for a word that the chart does not know', provider('none'), false],
    ['comes for a blank word', provider(''), true],
    ['comes with an old chart, which reads no word', { ...provider('envoy'), chartVersion: ChartVersion.V2026_3 }, true],
    ['is not emitted under the guide, which has none', { identity: GUIDE }, false],
  ])('%s', (_, props, isThere) => expect(gate(props)).toEqual(isThere ? ['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget'] : []));

  const union = () => new Chart(new App(), 'union-cp');
  const auth = (chart: Chart, props: Partial<ControlPlaneAuthProps> = {}) => new ControlPlaneAuth(chart, 'auth', { identity: unionAuth(), secrets: externalSecrets(), ...props });
  const controller = EdgeController.ingressNginx({ gate: { replicas: 3 } });

  test('has the settings of the edge, whose own objects ask it too', () => {
    const chart = union();
    auth(chart, { edge: new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller }) });
    expect(ofKind(objectsOf(chart.node.root as App), 'Deployment').map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([[GATE, 3]]);
    expect(() => new ControlPlaneEdge(new Chart(chart, 'sub'), 'edge', { identity: unionAuth() })).not.toThrow();
  });

  test('has one setting', () => {
    const chart = union();
    auth(chart);
    expect(() => new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller }))
      .toThrow(/gate: \{"replicas":3\} differs from union-cp\/auth, and both use one gate; give both the same/);
    expect(chart.node.tryFindChild('edge')).toBeUndefined();
  });
});

test.each([['2025.1'], ['2026.8'], [2026.8], [{}]])('rejects %p, which is not a ChartVersion, and says how to name one', (chartVersion) => {
  expect(() => controlPlaneAuth({ chartVersion: chartVersion as unknown as ChartVersion })).toThrow(
    `chartVersion: ${JSON.stringify(chartVersion)} must be a ChartVersion; write ChartVersion.of('2026.8.3') with the version of your charts`,
  );
});
