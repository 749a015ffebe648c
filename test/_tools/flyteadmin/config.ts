import { parse } from 'yaml';

/** As much of flyteadmin's config file as concerns sign-in. */
export interface FlyteadminConfig {
  readonly useAuth: boolean;
  readonly httpHeader: string;
  readonly grpcHeader: string;
  /** As they are written: with a slash at its end one is another audience. */
  readonly authorizedUris: readonly string[];
  readonly allowedAudience: readonly string[];
  /** Of the authorization server that makes access tokens. */
  readonly metadataUrl: string;
  readonly client: { readonly clientId: string; readonly redirectUri: string; readonly scopes: readonly string[]; readonly audience: string };
  readonly openId: { readonly baseUrl: string; readonly clientId: string; readonly scopes: readonly string[] };
  /** Where sign-in ends that names no page. */
  readonly landing: string;
  /** As attributes of the cookies of a session. */
  readonly cookieDomain: string;
  readonly sameSite: string;
  readonly disabledForHttp: boolean;
  readonly disabledForGrpc: boolean;
  readonly idpParameter: string;
}

const SAME_SITE: Readonly<Record<string, string>> = { LaxMode: '; SameSite=Lax', StrictMode: '; SameSite=Strict', NoneMode: '; SameSite=None' };

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
  const domain = cookieSetting.domain ? `; Domain=${cookieSetting.domain}` : '';
  const base = `${String(externalAuthServer.baseUrl || openId.baseUrl).replace(/\/$/, '')}/`;
  return {
    useAuth: server?.security?.useAuth === true,
    httpHeader: auth.httpAuthorizationHeader ?? 'flyte-authorization',
    grpcHeader: auth.grpcAuthorizationHeader ?? 'flyte-authorization',
    authorizedUris: auth.authorizedUris ?? [],
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
    cookieDomain: domain,
    sameSite: SAME_SITE[cookieSetting.sameSitePolicy] ?? '',
    disabledForHttp: auth.disableForHttp === true,
    disabledForGrpc: auth.disableForGrpc === true,
    idpParameter: userAuth.idpQueryParameter ?? '',
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Raw = Record<string, any>;

/** Of the authorized URIs the one that a host stands for. Source: flyteadmin v1.16.1, auth/handler_utils.go, `GetPublicURL`. */
export function publicUrl({ authorizedUris }: FlyteadminConfig, host: string): string {
  const asked = new URL(`https://${host}`);
  const all = authorizedUris.map((text) => ({ text, url: new URL(text) }));
  const sameHost = all.filter(({ url }) => url.hostname === asked.hostname);
  const found = sameHost.find(({ url }) => url.protocol === asked.protocol)
    ?? sameHost.filter(({ url }) => url.port === asked.port).at(-1) ?? sameHost.at(-1) ?? all[0];
  return found?.text ?? asked.origin;
}

/** Whether sign-in may end there. Source: the same file, `GetRedirectURLAllowed`. */
export function isRedirectAllowed({ authorizedUris }: FlyteadminConfig, target: string): boolean {
  if (!target || !/^([a-z][a-z0-9+.-]*:)?\/\//i.test(target)) {
    return true;
  }
  try {
    const url = new URL(target, 'none://');
    return authorizedUris.map((text) => new URL(text))
      .some(({ hostname, port, protocol }) => hostname === url.hostname && port === url.port && protocol === url.protocol);
  } catch {
    return false;
  }
}
