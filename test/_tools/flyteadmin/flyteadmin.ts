import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Asker } from './asking';
import { MetadataAnswer, oauth2Metadata, publicClientConfig } from './auth-metadata';
import { FlyteadminConfig, isRedirectAllowed, publicUrl, readConfig } from './config';
import { HttpAndGrpcServer, Reply } from './http-and-grpc-server';
import { Claims, Identity, identityOfAccessToken, identityOfIdToken, Keys } from './tokens';

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly host: string;
  /** Not as gRPC: the auth gate asks `/me` over HTTP with the headers of a gRPC call. */
  readonly overHttp: boolean;
}

type Log = (reason: string) => void;

/** Handlers of sign-in, and gRPC services, that are registered with `useAuth` only. Source: flyteadmin v1.16.1, pkg/server/service.go. */
const HANDLERS_OF_SIGN_IN = ['/login', '/callback', '/logout'];
const SERVICES_OF_SIGN_IN = /^\/(me|config\/v1\/flyte_client|\.well-known\/oauth-authorization-server|flyteidl2?\.(service|auth)\.(AuthMetadata|Identity)Service\/.*)$/;

const EMPTY: MetadataAnswer = { json: {}, message: Buffer.alloc(0) };
const COOKIES = { csrf: 'flyte_csrf_state', redirect: 'flyte_redirect_location', idToken: 'flyte_idt', accessToken: 'flyte_at', refreshToken: 'flyte_rt', user: 'flyte_user_info' };

/**
 * Stands in for flyteadmin, which no registry has: it does what the emitted config file says, by flyteadmin's rules. One port of the
 * loopback serves HTTP and gRPC.
 *
 * Not as in flyteadmin: cookies are not encrypted, sessions are not refreshed, and every guarded call is answered with an empty message.
 * Source: flyteadmin v1.16.1, auth/handlers.go, auth/cookie_manager.go, auth/handler_utils.go.
 */
export class Flyteadmin {
  /** @param file the emitted config file */
  public static async start(file: string, webClientSecret: string, network: Asker): Promise<Flyteadmin> {
    const config = readConfig(file);
    const metadata = await network.ask(config.metadataUrl);
    const openId = await network.ask(`${config.openId.baseUrl}/.well-known/openid-configuration`);
    if (metadata.status !== 200 || openId.status !== 200) {
      throw new Error(`the provider's metadata: ${metadata.status} ${metadata.body} ${openId.status} ${openId.body}`);
    }
    const provider = JSON.parse(openId.body) as Record<string, string>;
    if (provider.issuer !== config.openId.baseUrl) {
      throw new Error(`oidc: issuer did not match the issuer returned by provider, expected "${config.openId.baseUrl}" got "${provider.issuer}"`);
    }
    const flyteadmin = new Flyteadmin(config, webClientSecret, network, provider, JSON.parse(metadata.body) as Record<string, string>);
    await flyteadmin.server.listen();
    return flyteadmin;
  }

  /** Calls that found an identity: path, and whose it was. */
  public readonly served: { readonly path: string; readonly identity: Identity }[] = [];
  /** Why credentials were refused. */
  public readonly refused: string[] = [];
  /** Called with each such reason, as flyteadmin logs it. */
  public log?: Log;
  /** What it answers to a path in the place of its own answer: faults that no config file has. */
  public readonly instead = new Map<string, Reply>();

  private readonly keys: Keys;
  private readonly server = new HttpAndGrpcServer((url, headers, overHttp) => this.reply(url, headers, overHttp));

  private constructor(
    private readonly config: FlyteadminConfig,
    private readonly webClientSecret: string,
    private readonly network: Asker,
    private readonly provider: Readonly<Record<string, string>>,
    private readonly metadata: Readonly<Record<string, unknown>>,
  ) {
    this.keys = new Keys(network, String(metadata.jwks_uri));
  }

  public get port(): number {
    return this.server.port;
  }

  public stop(): Promise<void> {
    return this.server.stop();
  }

  private async reply(url: string, headers: IncomingHttpHeaders, overHttp: boolean): Promise<Reply> {
    const { pathname: path, searchParams: query } = new URL(url, 'http://flyteadmin');
    const forwarded = headers['x-forwarded-host'] ?? headers[':authority'] ?? headers.host;
    const asked = { path, query, headers, host: String(headers.host ?? forwarded), overHttp };
    const instead = this.instead.get(path);
    if (instead) {
      return instead;
    }
    if (!this.config.useAuth && (HANDLERS_OF_SIGN_IN.includes(path) || SERVICES_OF_SIGN_IN.test(path))) {
      return { status: HANDLERS_OF_SIGN_IN.includes(path) ? 404 : 501 };
    }
    switch (path) {
      case '/healthcheck':
        return { status: 200 };
      case '/login':
        return this.login(asked);
      case '/callback':
        return this.callback(asked);
      case '/logout':
        return this.logout(asked);
      case '/config/v1/flyte_client':
      case '/flyteidl.service.AuthMetadataService/GetPublicClientConfig':
      case '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig':
        return { status: 200, answer: publicClientConfig(this.config) };
      case '/.well-known/oauth-authorization-server':
      case '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata':
      case '/flyteidl2.auth.AuthMetadataService/GetOAuth2Metadata':
        return { status: 200, answer: oauth2Metadata(this.metadata) };
      default:
        return this.guarded({ ...asked, host: String(forwarded) });
    }
  }

  private login({ query, headers, host }: Asked): Reply {
    const target = query.get('redirect_url') ?? '';
    if (readCookies(headers)[COOKIES.idToken]) {
      return redirect(target && isRedirectAllowed(this.config, target) ? target : this.config.landing);
    }
    if (!isRedirectAllowed(this.config, target)) {
      return { status: 403 };
    }
    const csrf = randomBytes(16).toString('hex');
    const authorize = new URL(this.provider.authorization_endpoint);
    const { clientId, scopes } = this.config.openId;
    const parameters = { client_id: clientId, redirect_uri: this.callbackUrl(host), response_type: 'code', scope: scopes.join(' '), state: hashed(csrf) };
    Object.entries(parameters).forEach(([name, value]) => authorize.searchParams.set(name, value));
    const idp = this.config.idpParameter && query.get(this.config.idpParameter);
    if (idp) {
      authorize.searchParams.set(this.config.idpParameter, idp);
    }
    return redirect(authorize.href, [cookie(COOKIES.csrf, csrf, '; SameSite=Lax'), ...(target ? [cookie(COOKIES.redirect, target, '; SameSite=Lax')] : [])]);
  }

  private async callback({ query, headers, host }: Asked): Promise<Reply> {
    const { [COOKIES.csrf]: csrf, [COOKIES.redirect]: target } = readCookies(headers);
    if (!csrf || query.get('state') !== hashed(csrf)) {
      return { status: 401 };
    }
    const basic = Buffer.from(`${this.config.openId.clientId}:${this.webClientSecret}`).toString('base64');
    const exchanged = await this.network.ask(this.provider.token_endpoint, {
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'authorization_code', code: query.get('code') ?? '', redirect_uri: this.callbackUrl(host) },
    });
    const tokens = JSON.parse(exchanged.body) as Record<string, string | undefined>;
    const userInfo = await this.network.ask(this.provider.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    if (exchanged.status !== 200 || !tokens.id_token || userInfo.status !== 200) {
      this.refuse(`sign-in: ${exchanged.body} ${userInfo.body}`);
      return { status: 403 };
    }
    const values = [
      [COOKIES.idToken, tokens.id_token],
      [COOKIES.accessToken, tokens.access_token],
      [COOKIES.refreshToken, tokens.refresh_token],
      [COOKIES.user, userInfo.body],
    ];
    const set = values.filter(([, value]) => value !== undefined).map(([name, value]) => cookie(name!, value!, this.config.sameSite));
    return redirect(target && isRedirectAllowed(this.config, target) ? target : this.config.landing, set);
  }

  private logout({ query }: Asked): Reply {
    const cleared = Object.values(COOKIES).map((name) => `${name}=; Path=/; Max-Age=0; HttpOnly; Secure`);
    const target = query.get('redirect_url');
    return target ? redirect(isRedirectAllowed(this.config, target) ? target : this.config.landing, cleared) : { status: 200, headers: { 'set-cookie': cleared } };
  }

  private refuse(reason: string): void {
    this.refused.push(reason);
    this.log?.(reason);
  }

  private async guarded(asked: Asked): Promise<Reply> {
    const { path } = asked;
    try {
      const identity = await this.identityOf(asked);
      if (!identity.scopes.includes('all')) {
        throw new Error(`authenticated user doesn't have required scope: all, but ${identity.scopes.join(' ') || 'none'}`);
      }
      this.served.push({ path, identity });
      return { status: 200, headers: identityHeaders(identity), answer: path === '/me' ? { json: { subject: identity.subject }, message: EMPTY.message } : EMPTY };
    } catch (error) {
      if (!this.config.useAuth) {
        return { status: 200, answer: EMPTY };
      }
      this.refuse(`${path}: ${(error as Error).message}`);
      return { status: 401 };
    }
  }

  /** A token in a header goes before the cookies of a session; cookies go by the ID token. */
  private async identityOf({ headers, host, overHttp }: Asked): Promise<Identity> {
    const cookies = readCookies(headers);
    const idToken = cookies[COOKIES.idToken];
    const own = headers[(overHttp ? this.config.httpHeader : this.config.grpcHeader).toLowerCase()] ?? headers.authorization;
    // Over HTTP metadata of the caller's stands before what flyteadmin adds (grpc-gateway 2.19, `annotateContext`).
    const bearer = String((overHttp ? headers['grpc-metadata-authorization'] : undefined) ?? own ?? '');
    if (bearer.startsWith('Bearer ')) {
      const token = bearer.slice('Bearer '.length);
      return identityOfAccessToken(token, await this.keys.proven(token), [...this.config.allowedAudience, publicUrl(this.config, host).origin]);
    }
    if (!idToken) {
      throw new Error('unauthenticated request');
    }
    const identity = identityOfIdToken(idToken, await this.keys.proven(idToken), this.config.openId.clientId);
    const told = overHttp ? headers['grpc-metadata-userinfo-bin'] : headers['userinfo-bin'];
    return told === undefined ? identity : { ...identity, subject: JSON.parse(Buffer.from(String(told), 'base64').toString()).subject };
  }

  private callbackUrl(host: string): string {
    return new URL('/callback', publicUrl(this.config, host)).href;
  }
}

/** One header a claim, its value as JSON. Source: auth/handlers.go, `GetUserInfoForwardResponseHandler`. */
function identityHeaders({ subject, claims, credential }: Identity): Record<string, string> {
  const stated = Object.entries(claims as Claims).map(([name, value]) => [`x-user-claim-${name.toLowerCase().replace(/_/g, '-')}`, JSON.stringify(value)]);
  return { ...Object.fromEntries(stated), 'x-user-subject': subject, 'x-user-token': credential };
}

function redirect(location: string, cookies: readonly string[] = []): Reply {
  return { status: 307, headers: { location, 'set-cookie': [...cookies] } };
}

function cookie(name: string, value: string, sameSite: string): string {
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; Secure${sameSite}`;
}

function readCookies({ cookie: header = '' }: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(header.split('; ').map((pair) => pair.split(/=(.*)/s)).map(([name, value = '']) => [name, decodeURIComponent(value)]));
}

function hashed(csrf: string): string {
  return createHash('sha256').update(csrf).digest('hex');
}
