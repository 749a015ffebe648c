import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Asker } from './asking';
import { MetadataAnswer, oauth2Metadata, publicClientConfig } from './auth-metadata';
import { FlyteadminConfig, isRedirectAllowed, publicUrl, readConfig } from './config';
import { clearedCookies, cookie, COOKIES, readCookies, sessionCookies, sessionOf } from './cookies';
import { errorReply, HttpAndGrpcServer, Reply } from './http-and-grpc-server';
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
const HANDLERS_OF_SIGN_IN = ['/login', '/callback', '/logout', '/.well-known/openid-configuration'];
const SERVICES_OF_SIGN_IN = /^\/(me|config\/v1\/flyte_client|\.well-known\/oauth-authorization-server|flyteidl2?\.(service|auth)\.(AuthMetadata|Identity)Service\/.*)$/;

const SERVICE_OF: Readonly<Record<string, string>> = { '/me': 'flyteidl.service.IdentityService' };
const EMPTY: MetadataAnswer = { json: {}, message: Buffer.alloc(0) };
const CODE = { UNKNOWN: 2, NOT_FOUND: 5, INTERNAL: 13, UNIMPLEMENTED: 12, UNAUTHENTICATED: 16 } as const;

/** What an identity may be asked for. Source: flyteidl v1.16.1, service/identity.proto. */
const USER_INFO = ['subject', 'name', 'preferred_username', 'given_name', 'family_name', 'email', 'picture'] as const;

/**
 * Stands in for flyteadmin, which no registry has: it does what the emitted config file says, by flyteadmin's rules. One port of the
 * loopback serves HTTP and gRPC. `e2e/login/contract.e2e.ts` holds it against the real one, header by header.
 *
 * As Union's own build, and unlike the open-source one, it states X-User-Token and serves `flyteidl2.auth`. Unlike both, cookies are not
 * encrypted, sessions are not refreshed, and every guarded call is answered with an empty message.
 * Source: flyteadmin v1.16.1, auth/handlers.go, auth/cookie_manager.go, auth/handler_utils.go, pkg/server/service.go.
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
    const flyteadmin = new Flyteadmin(config, webClientSecret, network, provider, (JSON.parse(metadata.body) as { jwks_uri: string }).jwks_uri);
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
    jwksUri: string,
  ) {
    this.keys = new Keys(network, jwksUri);
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
    if (!this.config.useAuth && HANDLERS_OF_SIGN_IN.includes(path)) {
      return errorReply(CODE.NOT_FOUND, 'Not Found');
    }
    if (!this.config.useAuth && SERVICES_OF_SIGN_IN.test(path)) {
      return errorReply(CODE.UNIMPLEMENTED, `unknown service ${SERVICE_OF[path] ?? path.split('/')[1]}`);
    }
    return await this.ofSignIn(asked) ?? this.guarded({ ...asked, host: String(forwarded) });
  }

  /** Whatever anybody may ask. */
  private ofSignIn(asked: Asked): Reply | Promise<Reply> | undefined {
    switch (asked.path) {
      case '/healthcheck':
        return { status: 200, text: '' };
      case '/login':
        return this.login(asked);
      case '/callback':
        return this.callback(asked);
      case '/logout':
        return this.logout(asked);
      case '/.well-known/openid-configuration':
        return redirect(303, `${this.config.openId.baseUrl}/.well-known/openid-configuration`);
      case '/config/v1/flyte_client':
      case '/flyteidl.service.AuthMetadataService/GetPublicClientConfig':
      case '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig':
        return { status: 200, answer: publicClientConfig(this.config) };
      case '/.well-known/oauth-authorization-server':
      case '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata':
      case '/flyteidl2.auth.AuthMetadataService/GetOAuth2Metadata':
        return this.metadata();
      default:
        return undefined;
    }
  }

  /** Fetched at each question. Source: auth/authzserver/metadata_provider.go; 400 and 3xx are not tried again, the others are, in vain. */
  private async metadata(): Promise<Reply> {
    const answer = await this.network.ask(this.config.metadataUrl).catch((error: Error) => error);
    if (answer instanceof Error) {
      return errorReply(CODE.UNKNOWN, `Get "${this.config.metadataUrl}": ${answer.message}`);
    }
    if (answer.status >= 401) {
      return errorReply(CODE.INTERNAL, 'Failed to get oauth metadata.');
    }
    if (answer.status !== 200) {
      return errorReply(CODE.UNKNOWN, `failed to get oauth metadata with status code ${answer.status}`);
    }
    try {
      return { status: 200, answer: oauth2Metadata(JSON.parse(answer.body) as Record<string, unknown>) };
    } catch (error) {
      return errorReply(CODE.UNKNOWN, `expected Content-Type = application/json: ${(error as Error).message}`);
    }
  }

  private login({ query, headers, host }: Asked): Reply {
    const target = query.get('redirect_url') ?? '';
    const cookies = readCookies(headers);
    if (sessionOf(cookies)) {
      // As it is: auth/cookie.go, `GetAuthFlowEndRedirect`.
      return redirect(307, target || cookies[COOKIES.redirect] || this.config.landing);
    }
    const csrf = randomBytes(5).toString('hex');
    const kept = [cookie(COOKIES.csrf, csrf, LAX)];
    if (!isRedirectAllowed(this.config, target)) {
      return { status: 403, headers: { 'set-cookie': kept }, text: '' };
    }
    const authorize = new URL(this.provider.authorization_endpoint);
    const { clientId, scopes } = this.config.openId;
    const parameters = { client_id: clientId, redirect_uri: this.callbackUrl(host), response_type: 'code', scope: scopes.join(' '), state: hashed(csrf) };
    Object.entries(parameters).forEach(([name, value]) => authorize.searchParams.set(name, value));
    const idp = this.config.idpParameter && query.get(this.config.idpParameter);
    if (idp) {
      authorize.searchParams.set(this.config.idpParameter, idp);
    }
    return redirect(307, authorize.href, [...kept, ...(target ? [`${COOKIES.redirect}=${target}${LAX}`] : [])]);
  }

  private async callback({ query, headers, host }: Asked): Promise<Reply> {
    const { [COOKIES.csrf]: csrf, [COOKIES.redirect]: target } = readCookies(headers);
    if (!csrf || query.get('state') !== hashed(csrf)) {
      return { status: 401, text: '' };
    }
    const basic = Buffer.from(`${this.config.openId.clientId}:${this.webClientSecret}`).toString('base64');
    const exchanged = await this.network.ask(this.provider.token_endpoint, {
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'authorization_code', code: query.get('code') ?? '', redirect_uri: this.callbackUrl(host) },
    });
    const tokens = exchanged.status === 200 ? JSON.parse(exchanged.body) as Record<string, string | undefined> : undefined;
    if (!tokens) {
      this.refuse(`Error when exchanging code ${exchanged.body}`);
      return { status: 403, text: '' };
    }
    const userInfo = await this.network.ask(this.provider.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    if (!tokens.id_token || userInfo.status !== 200) {
      this.refuse(tokens.id_token ? `Failed to query user info. ${userInfo.body}` : 'Response does not contain an id_token.');
      return { status: 403, text: '' };
    }
    const { cookieDomain, sameSite, landing } = this.config;
    const set = sessionCookies(tokens, userInfo.body, `${cookieDomain}; HttpOnly; Secure${sameSite}`);
    return redirect(307, target || landing, set);
  }

  private logout({ query }: Asked): Reply {
    const cleared = clearedCookies(this.config.cookieDomain);
    const target = query.get('redirect_url');
    return target ? redirect(307, target, cleared) : { status: 200, headers: { 'set-cookie': cleared }, text: '' };
  }

  private refuse(reason: string): void {
    this.refused.push(reason);
    this.log?.(reason);
  }

  private async guarded(asked: Asked): Promise<Reply> {
    const { path, overHttp } = asked;
    try {
      const identity = await this.identityOf(asked);
      if (!identity.scopes.includes('all')) {
        throw new Error('authenticated user doesn\'t have required scope');
      }
      this.served.push({ path, identity: path.startsWith('/console') ? asStated(identity, asked) : identity });
      return { status: 200, headers: identityHeaders(identity), answer: path === '/me' ? { json: userInfoOf(identity), message: EMPTY.message } : EMPTY };
    } catch (error) {
      const isOff = overHttp && !headerFlag(asked.headers, 'grpc-metadata-from_http') ? this.config.disabledForHttp : this.config.disabledForGrpc;
      if (!this.config.useAuth || isOff) {
        const nobody: Identity = { subject: '', claims: {}, scopes: [], credential: '' };
        return { status: 200, headers: path === '/me' ? { 'x-user-subject': '' } : {}, answer: path === '/me' ? { json: userInfoOf(nobody), message: EMPTY.message } : EMPTY };
      }
      this.refuse(`${path}: ${(error as Error).message}`);
      return errorReply(CODE.UNAUTHENTICATED, `token parse error ${(error as Error).message}`);
    }
  }

  /**
   * Of several credentials the first counts: `authorization` as the caller sent it, metadata of the caller's, a session, which goes by
   * its ID token, and the header that the config names (grpc-gateway 2.19, `annotateContext`; auth/handlers.go).
   */
  private async identityOf({ headers, host, overHttp }: Asked): Promise<Identity> {
    const cookies = readCookies(headers);
    const idToken = overHttp ? sessionOf(cookies) : undefined;
    const own = headers[(overHttp ? this.config.httpHeader : this.config.grpcHeader).toLowerCase()];
    const sent = headers.authorization ?? (overHttp ? headers['grpc-metadata-authorization'] : undefined);
    const bearer = String(sent ?? (idToken ? '' : own) ?? '');
    if (bearer.startsWith('Bearer ')) {
      const token = bearer.slice('Bearer '.length);
      return identityOfAccessToken(token, await this.keys.proven(token), [...this.config.allowedAudience, publicUrl(this.config, host)]);
    }
    if (!idToken || sent !== undefined) {
      throw new Error('Could not retrieve bearer token from metadata');
    }
    const identity = identityOfIdToken(idToken, await this.keys.proven(idToken), this.config.openId.clientId);
    const info = JSON.parse(cookies[COOKIES.user] ?? '{}') as Claims;
    const told = overHttp ? headers['grpc-metadata-userinfo-bin'] : headers['userinfo-bin'];
    const stated = told === undefined ? info : JSON.parse(Buffer.from(String(told), 'base64').toString()) as Claims;
    return { ...identity, info: stated, subject: String(stated.subject || identity.subject) };
  }

  private callbackUrl(host: string): string {
    return new URL('/callback', publicUrl(this.config, host)).href;
  }
}

/** The console believes the edge, which says whom its guard told it. */
function asStated(identity: Identity, { headers }: Asked): Identity {
  const subject = headers['x-user-subject'];
  return subject === undefined ? identity : { ...identity, subject: String(subject) };
}

/** One header a claim, its value as JSON. Source: auth/handlers.go, `GetUserInfoForwardResponseHandler`. */
function identityHeaders({ subject, claims, credential }: Identity): Record<string, string> {
  const stated = Object.entries(claims as Claims).map(([name, value]) => [`x-user-claim-${name.toLowerCase().replace(/_/g, '-')}`, JSON.stringify(value)]);
  return { ...Object.fromEntries(stated), 'x-user-subject': subject, 'x-user-token': credential };
}

function userInfoOf({ subject, claims, info = {} }: Identity): Record<string, unknown> {
  const email = claims.email ?? '';
  return { ...Object.fromEntries(USER_INFO.map((name) => [name, info[name] ?? ''])), email: info.email ?? email, subject, additional_claims: claims };
}

function headerFlag(headers: IncomingHttpHeaders, name: string): boolean {
  return headers[name] !== undefined && headers[name] !== 'true';
}

const LAX = '; HttpOnly; Secure; SameSite=Lax';

/** Source: Go, net/http, `Redirect`. */
function redirect(status: 303 | 307, location: string, cookies: readonly string[] = []): Reply {
  const words = status === 303 ? 'See Other' : 'Temporary Redirect';
  const set: Reply['headers'] = cookies.length > 0 ? { 'set-cookie': [...cookies] } : {};
  return {
    status,
    headers: { location, 'content-type': 'text/html; charset=utf-8', ...set },
    text: `<a href="${location.replaceAll('&', '&amp;')}">${words}</a>.\n\n`,
  };
}

function hashed(csrf: string): string {
  return createHash('sha256').update(csrf).digest('hex');
}
