import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneEdge, EdgeController, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity, UnionIdentityProps } from '../../../../src';
import { objectsOf } from '../../../examples/_dist';

const ISSUER = 'https://idp.example.com/oauth2/default';
const TOKEN_ENDPOINT = `${ISSUER}/v1/token`;

function authOf(props: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({ issuer: ISSUER, tokenEndpoint: TOKEN_ENDPOINT }),
    applications: { web: { clientId: 'web-id', secret: { key: 'union/web' } }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: { key: 'union/service' } } },
    ...props,
  });
}

const SECRETS = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const app = new App();
  const construct = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity: authOf(), secrets: SECRETS, ...props });
  return { construct, values: construct.helmValues.toObject() as any, manifests: objectsOf(app) };
}

describe('an http-snippet of one\'s own for the controller of the chart', () => {
  const snippetOf = (own: string, profile?: AuthProfile) => controlPlane({
    ...(profile ? { identity: authOf({ profile }) } : {}),
    extraValues: { 'ingress-nginx': { controller: { config: { 'http-snippet': own } } } },
  }).values['ingress-nginx'].controller.config['http-snippet'] as string;
  const ours = controlPlane().values['ingress-nginx'].controller.config['http-snippet'] as string;

  test('is below ours, which accepts headers with an identity', () => {
    expect(ours).toContain("'X-User-Claim-*'");
    expect(snippetOf('map $a $b { default 1; }')).toBe(`${ours}\nmap $a $b { default 1; }`);
  });

  test('is left as it is where it has ours, and where nothing is mended', () => {
    expect(snippetOf(`server_tokens off;\n${ours}`)).toBe(`server_tokens off;\n${ours}`);
    expect(snippetOf('server_tokens off;', AuthProfile.GUIDE)).toBe('server_tokens off;');
  });
});

describe('control plane, HARDENED', () => {
  const { values } = controlPlane();

  test('globals: the names that the current release reads', () => expect(values.global).toEqual({
    UNION_HOST: 'union.example.com',
    INTERNAL_CLIENT_ID: 'service-id',
    AUTH_TOKEN_URL: TOKEN_ENDPOINT,
    OIDC_S2S_SCOPE: 'all',
    KUBERNETES_SECRET_NAME: 'union-controlplane-secrets',
  }));

  test('globals: the names that the guide sets, for the release that reads them', () => {
    expect(controlPlane({ chartVersion: ChartVersion.V2026_3 }).values.global).toEqual({
      OIDC_BASE_URL: ISSUER,
      OIDC_CLIENT_ID: 'web-id',
      CLI_CLIENT_ID: 'native-id',
      INTERNAL_CLIENT_ID: 'service-id',
      AUTH_TOKEN_URL: TOKEN_ENDPOINT,
      KUBERNETES_SECRET_NAME: 'union-controlplane-secrets',
    });
  });

  describe('flyteadmin as OIDC relying party', () => {
    const { server, auth } = values.flyte.configmap.adminServer;

    test('authentication is on', () => expect(server.security.useAuth).toBe(true));

    test('the public URL is authorized, and leads: it is the fallback for the redirect URI', () => {
      expect(auth.authorizedUris).toEqual(['https://union.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80']);
    });

    test('further domains are authorized too', () => {
      const { values: more } = controlPlane({ identity: authOf({ additionalDomains: ['flyte.example.com'] }) });
      expect(more.flyte.configmap.adminServer.auth.authorizedUris.slice(0, 2)).toEqual(['https://union.example.com', 'https://flyte.example.com']);
    });

    test('the external authorization server is the issuer, with its metadata', () => {
      expect(auth.appAuth.authServerType).toBe('External');
      expect(auth.appAuth.externalAuthServer.baseUrl).toBe(ISSUER);
      expect(auth.appAuth.externalAuthServer.metadataUrl).toBe('.well-known/oauth-authorization-server');
    });

    test('the audience of the tokens is allowed', () => {
      expect(auth.appAuth.externalAuthServer.allowedAudience).toEqual(['https://union.example.com']);
    });

    test('the audience of a provider that has its own is allowed too', () => {
      const okta = IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' });
      const { auth: oktaAuth } = controlPlane({ identity: authOf({ identityProvider: okta }) }).values.flyte.configmap.adminServer;
      expect(oktaAuth.appAuth.externalAuthServer.allowedAudience).toEqual(['https://union.example.com', 'api://default']);
      expect(oktaAuth.appAuth.thirdPartyConfig.flyteClient.audience).toBe('api://default');
    });

    test('the public client offers scopes that API keys may ask for as well', () => expect(auth.appAuth.thirdPartyConfig.flyteClient).toMatchObject({
      clientId: 'native-id',
      redirectUri: 'http://localhost:53593/callback',
      scopes: ['all'],
    }));

    test('both header settings name the same header', () => {
      expect([auth.httpAuthorizationHeader, auth.grpcAuthorizationHeader]).toEqual(['flyte-authorization', 'flyte-authorization']);
    });

    test('browser login', () => expect(auth.userAuth).toMatchObject({
      openId: { baseUrl: ISSUER, clientId: 'web-id', scopes: ['profile', 'openid', 'offline_access'] },
      cookieSetting: { sameSitePolicy: 'LaxMode', domain: '' },
      idpQueryParameter: 'idp',
    }));
  });

  const CREDENTIALS = { clientId: 'service-id', tokenUrl: TOKEN_ENDPOINT, scopes: ['all'] };

  test('flyteadmin and scheduler admin client', () => expect(values.flyte.configmap.adminServer.admin).toEqual({
    ...CREDENTIALS,
    clientSecretLocation: '/etc/secrets/client_secret',
    authorizationHeader: 'flyte-authorization',
  }));

  test('scheduler secret: mounted, and no placeholder that an upgrade puts back', () => {
    expect(values.flyte.secrets.adminOauthClientCredentials).toEqual({ enabled: true, clientSecret: '' });
  });

  test('service-to-service authentication', () => {
    expect(values.configMap.admin).toEqual({
      ...CREDENTIALS,
      clientSecretLocation: '/etc/secrets/union/client_secret',
      authorizationHeader: 'flyte-authorization',
    });
    expect(values.configMap.union.auth).toEqual({
      ...CREDENTIALS,
      enable: true,
      type: 'ClientSecret',
      clientSecretLocation: '/etc/secrets/union/client_secret',
      authorizationMetadataKey: 'flyte-authorization',
    });
  });

  test('executions admin client', () => expect(values.services.executions.configMap.executions.app.adminClient.connection).toEqual({
    ...CREDENTIALS,
    authorizationHeader: 'flyte-authorization',
    clientSecretLocation: '/etc/secrets/union/client_secret',
  }));

  test('no client asks for refresh tokens with client credentials', () => {
    const scopesOf = (value: any): string[][] =>
      value && typeof value === 'object' ? [...(value.clientSecretLocation ? [value.scopes] : []), ...Object.values(value).flatMap(scopesOf)] : [];
    expect(scopesOf(values).length).toBeGreaterThanOrEqual(4);
    expect(scopesOf(values).every((scopes) => scopes && !scopes.includes('offline_access'))).toBe(true);
  });

  test('escape hatch: extra values win, maps merge, lists are replaced', () => {
    const { values: extra } = controlPlane({ extraValues: { global: { UNION_ORG: 'acme' }, configMap: { union: { auth: { scopes: ['other'] } } } } });
    expect(extra.global).toMatchObject({ UNION_ORG: 'acme', INTERNAL_CLIENT_ID: 'service-id' });
    expect(extra.configMap.union.auth).toMatchObject({ scopes: ['other'], clientId: 'service-id' });
  });

  test('toObject answers a copy', () => {
    const { construct } = controlPlane();
    (construct.helmValues.toObject().global as any).INTERNAL_CLIENT_ID = 'changed';
    expect(construct.helmValues.toObject().global).toMatchObject({ INTERNAL_CLIENT_ID: 'service-id' });
  });

  describe('the gate that the Ingresses of the chart ask', () => {
    const gates = (manifests: readonly { kind: string; metadata: { name: string } }[]) =>
      manifests.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'union-auth-gate-nginx');

    test('comes beside the values', () => {
      expect(controlPlane().manifests.filter(({ metadata }) => metadata.name === 'union-auth-gate-nginx').map(({ kind }) => kind))
        .toEqual(['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget']);
    });

    test('has the settings of the edge, whose own objects ask it too', () => {
      const app = new App();
      const chart = new Chart(app, 'union-cp');
      const edge = new ControlPlaneEdge(chart, 'edge', { identity: authOf(), controller: EdgeController.ingressNginx({ gate: { replicas: 3 } }) });
      new ControlPlaneAuth(chart, 'auth', { identity: authOf(), secrets: SECRETS, edge });
      expect(gates(objectsOf(app)).map(({ spec }: any) => spec.replicas)).toEqual([3]);
      expect(() => new ControlPlaneEdge(new Chart(chart, 'sub'), 'edge', { identity: authOf() })).not.toThrow();
    });

    test('is not given two settings', () => {
      const chart = new Chart(new App(), 'union-cp');
      new ControlPlaneAuth(chart, 'auth', { identity: authOf(), secrets: SECRETS });
      const edge = EdgeController.ingressNginx({ gate: { replicas: 3 } });
      expect(() => new ControlPlaneEdge(chart, 'edge', { identity: authOf(), controller: edge }))
        .toThrow(/gate: \{"replicas":3\} differs from union-cp\/auth, and both use one gate; give both the same/);
      expect(chart.node.tryFindChild('edge')).toBeUndefined();
    });

    test('follows the chart: of a word that it does not know it renders no Ingress, and an old one reads no word', () => {
      const extraValues = (provider: unknown) => ({ extraValues: { global: { INGRESS_PROVIDER: provider } } });
      expect(gates(controlPlane(extraValues('none')).manifests)).toEqual([]);
      expect(gates(controlPlane(extraValues('')).manifests)).toHaveLength(1);
      expect(gates(controlPlane({ ...extraValues('envoy'), chartVersion: ChartVersion.V2026_3 }).manifests)).toHaveLength(1);
    });

    test('stays away where the chart renders no Ingress', () => {
      expect(gates(controlPlane({ extraValues: { global: { INGRESS_PROVIDER: 'envoy' } } }).manifests)).toEqual([]);
      expect(gates(controlPlane({ extraValues: { global: { INGRESS_PROVIDER: 'both' } } }).manifests)).toHaveLength(1);
    });

    test('stays away under the guide, which has none', () => {
      expect(gates(controlPlane({ identity: authOf({ profile: AuthProfile.GUIDE }) }).manifests)).toEqual([]);
    });
  });

  describe('ingress annotation sets', () => {
    const prefix = 'nginx.ingress.kubernetes.io/';
    const { ingress } = values;
    const HTTP = ingress.protectedIngressAnnotations;
    const GRPC = ingress.protectedIngressAnnotationsGrpc;
    const WITHOUT_SIGN_IN = ingress.protectedIngressAnnotationsWithoutSignin;
    const CONSOLE = ingress.protectedConsoleIngressAnnotations;
    const ALL = { HTTP, GRPC, WITHOUT_SIGN_IN, CONSOLE };

    test('the host is set: rules without one catch every Host header', () => expect(ingress.host).toBe('union.example.com'));

    test.each(Object.entries(ALL))('%s: the subrequest goes to the gate in the cluster, whatever the Host header says', (_, set) => {
      expect(set[`${prefix}auth-url`]).toBe('http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me');
    });

    test.each(Object.entries(ALL))('%s: the cache key holds every credential that /me accepts, and no 401 is cached', (_, set) => {
      for (const variable of ['$http_authorization', '$http_flyte_authorization', '$http_cookie']) {
        expect(set[`${prefix}auth-cache-key`]).toContain(variable);
      }
      expect(set[`${prefix}auth-cache-duration`]).not.toContain('401');
    });

    test.each(Object.entries(ALL))('%s: a client cannot inject identity headers', (_, set) => {
      const headers = set[`${prefix}auth-response-headers`].split(',');
      expect(headers).toEqual(expect.arrayContaining(['X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token']));
    });

    test('the controller of the chart takes what no caller may send from every request', () => {
      const { config } = values['ingress-nginx'].controller;
      expect(config).toEqual({ 'http-snippet': expect.stringMatching(/^more_clear_input_headers 'Grpc-Metadata-\*' 'X-User-Claim-\*' /) });
    });

    test('browsers are sent to sign in, gRPC and API clients are not', () => {
      expect(HTTP[`${prefix}auth-signin`]).toBe('https://union.example.com/login?redirect_url=$escaped_request_uri');
      expect(CONSOLE[`${prefix}auth-signin`]).toBe(HTTP[`${prefix}auth-signin`]);
      expect(GRPC).not.toHaveProperty([`${prefix}auth-signin`]);
      expect(WITHOUT_SIGN_IN).not.toHaveProperty([`${prefix}auth-signin`]);
    });
  });
});

describe('ControlPlaneAuth with wrong input', () => {
  test.each([
    ['Union', 'upper case'],
    ['-union', 'leading dash'],
    ['union/cp', 'slash'],
    ['', 'empty'],
    ['a'.repeat(64), 'too long'],
  ])('refuses the namespace %p (%s)', (namespace) => expect(() => controlPlane({ namespace })).toThrow(
    `ControlPlaneAuth has a problem:\n  - namespace: ${JSON.stringify(namespace)} is not a namespace name; use lower-case letters, digits and "-", at most 63 characters`,
  ));

  test.each([['2025.1'], ['2026.8'], [2026.8], [{}]])('refuses %p, which is not a ChartVersion, and says how to name one', (chartVersion) => {
    expect(() => controlPlane({ chartVersion: chartVersion as unknown as ChartVersion })).toThrow(
      `chartVersion: ${JSON.stringify(chartVersion)} must be a ChartVersion; write ChartVersion.of('2026.8.3') with the version of your charts`,
    );
  });

  test('emits nothing when it throws', () => {
    const app = new App();
    const chart = new Chart(app, 'union-cp');
    expect(() => new ControlPlaneAuth(chart, 'auth', { identity: authOf(), secrets: SECRETS, namespace: 'NO' })).toThrow();
    expect(objectsOf(app)).toEqual([]);
  });
});
