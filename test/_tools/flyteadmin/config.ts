import { parse } from 'yaml';

/** As much of flyteadmin's config file as concerns sign-in. */
export interface FlyteadminConfig {
  readonly useAuth: boolean;
  readonly httpHeader: string;
  readonly grpcHeader: string;
  readonly authorizedUris: readonly URL[];
  readonly allowedAudience: readonly string[];
  /** Of the authorization server that makes access tokens. */
  readonly metadataUrl: string;
  readonly client: { readonly clientId: string; readonly redirectUri: string; readonly scopes: readonly string[]; readonly audience: string };
  readonly openId: { readonly baseUrl: string; readonly clientId: string; readonly scopes: readonly string[] };
  /** Where sign-in ends that names no page. */
  readonly landing: string;
  readonly sameSite: string;
  readonly idpParameter: string;
}

/**
 * Reads the emitted file as flyteadmin would: what is left out has its default. The authorization server must be an external one, as all
 * that the library emits.
 *
 * Source: flyteadmin v1.16.1, auth/config/config.go, auth/config/third_party_config.go, auth/authzserver/metadata_provider.go.
 */
export function readConfig(file: string): FlyteadminConfig {
  const { auth = {}, server } = parse(file) as { auth?: Raw; server?: Raw };
  const { appAuth = {}, userAuth = {} } = auth;
  if (appAuth.authServerType !== 'External') {
    throw new Error(`appAuth.authServerType is ${appAuth.authServerType}; this flyteadmin makes no tokens of its own`);
  }
  const { externalAuthServer = {}, thirdPartyConfig = {} } = appAuth;
  const { openId = {}, cookieSetting = {} } = userAuth;
  const client = thirdPartyConfig.flyteClient ?? {};
  const base = `${String(externalAuthServer.baseUrl || openId.baseUrl).replace(/\/$/, '')}/`;
  return {
    useAuth: server?.security?.useAuth === true,
    httpHeader: auth.httpAuthorizationHeader ?? 'flyte-authorization',
    grpcHeader: auth.grpcAuthorizationHeader ?? 'flyte-authorization',
    authorizedUris: (auth.authorizedUris ?? []).map((uri: string) => new URL(uri)),
    allowedAudience: externalAuthServer.allowedAudience ?? [],
    metadataUrl: new URL(externalAuthServer.metadataUrl || '.well-known/oauth-authorization-server', base).href,
    client: {
      clientId: client.clientId ?? 'flytectl',
      redirectUri: client.redirectUri ?? 'http://localhost:53593/callback',
      scopes: client.scopes ?? ['all', 'offline'],
      audience: client.audience ?? '',
    },
    openId: { baseUrl: openId.baseUrl, clientId: openId.clientId, scopes: openId.scopes ?? ['openid', 'profile'] },
    landing: userAuth.redirectUrl ?? '/console',
    sameSite: ({ LaxMode: '; SameSite=Lax', StrictMode: '; SameSite=Strict', NoneMode: '; SameSite=None' } as Record<string, string>)[cookieSetting.sameSitePolicy] ?? '',
    idpParameter: userAuth.idpQueryParameter ?? '',
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Raw = Record<string, any>;

/** Of the authorized URIs the one that a host stands for. Source: flyteadmin v1.16.1, auth/handler_utils.go, `GetPublicURL`. */
export function publicUrl({ authorizedUris }: FlyteadminConfig, host: string): URL {
  const asked = new URL(`https://${host}`);
  const sameHost = authorizedUris.filter((uri) => uri.hostname === asked.hostname);
  return sameHost.find((uri) => uri.protocol === asked.protocol) ?? sameHost.filter((uri) => uri.port === asked.port).at(-1) ?? sameHost.at(-1)
    ?? authorizedUris[0] ?? asked;
}

/** Whether sign-in may end there. Source: the same file, `GetRedirectURLAllowed`. */
export function isRedirectAllowed({ authorizedUris }: FlyteadminConfig, target: string): boolean {
  if (!target || !/^([a-z][a-z0-9+.-]*:)?\/\//i.test(target)) {
    return true;
  }
  try {
    const url = new URL(target, 'none://');
    return authorizedUris.some((uri) => uri.hostname === url.hostname && uri.port === url.port && uri.protocol === url.protocol);
  } catch {
    return false;
  }
}
