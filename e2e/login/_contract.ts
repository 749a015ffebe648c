import { request } from 'node:http';
import { connect } from 'node:http2';
import type { Answer, Asker, Asking } from '../../test/_tools/flyteadmin/asking';
import type { RunningFlyteadmin } from './_flyteadmin';
import { Walker } from './_walker';
import { CI_CLIENT, Deployment, Provider, UNION_HOST } from './_world';

/** An answer of flyteadmin: the status of the protocol, and flyteadmin's own headers. */
export interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

export type Recording = Readonly<Record<string, Recorded>>;

/** Headers of the protocol, or with another value each time. */
const NOT_ITS_OWN = /^(date|connection|keep-alive|content-length|transfer-encoding|trailer|:status)$/;

/** Headers with another value each time, or with a text of a library. */
const VOLATILE = /^(x-user-claim-(iat|exp|nbf|jti|sid|at-hash|auth-time|rat|client-id)|www-authenticate|grpc-message)$/;

/** Sends requests to both ports of a flyteadmin as its edge does, and records the answers. */
export class Questioner {
  public readonly recording: Record<string, Recorded> = {};

  public constructor(private readonly flyteadmin: RunningFlyteadmin, private readonly provider: Provider) {}

  public async http(what: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    this.note(`HTTP ${what}`, await this.ask(path, headers));
  }

  public async grpc(what: string, method: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    this.note(`gRPC ${what}`, await callOf(this.flyteadmin.portOf('flyteadmin', true), method, headers));
  }

  /** Signs Alice in, records the callback, and returns the cookies of her session. */
  public async signIn(what: string): Promise<Readonly<Record<string, string>>> {
    const atUnion: Asker = {
      ask: (url: string, asking?: Asking) => (new URL(url).hostname === UNION_HOST
        ? this.atUnion(what, url, asking) : this.provider.network.ask(url, asking)),
    };
    const walker = new Walker(atUnion);
    await walker.open(`https://${UNION_HOST}/login?redirect_url=https://${UNION_HOST}/healthcheck`);
    return Object.fromEntries(walker.of(UNION_HOST));
  }

  private async atUnion(what: string, url: string, { headers = {} }: Asking = {}): Promise<Answer> {
    const { pathname, search } = new URL(url);
    const answer = await this.ask(pathname + search, headers);
    if (pathname === '/callback') {
      this.note(`HTTP ${what}`, answer);
    }
    return answer;
  }

  private ask(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const options = { host: '127.0.0.1', port: this.flyteadmin.portOf('flyteadmin', false), path, headers: { host: UNION_HOST, ...headers } };
    return new Promise((resolve, reject) => {
      request({ ...options, agent: false, timeout: 20_000 }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
      }).once('error', reject).once('timeout', () => reject(new Error(`${path}: no answer`))).end();
    });
  }

  private note(what: string, { status, headers, body }: Answer): void {
    const own = Object.entries(headers).filter(([name]) => !NOT_ITS_OWN.test(name)).sort(([a], [b]) => a.localeCompare(b));
    this.recording[what] = {
      status,
      headers: Object.fromEntries(own.map(([name, value]) => [name, VOLATILE.test(name) ? 'another each time' : settled(value!)])),
      // The answers of the API itself are not compared.
      body: what.includes('the API') && status === 200 ? 'of the service' : bodyOf(body),
    };
  }
}

function settled(value: string | readonly string[]): string | readonly string[] {
  if (typeof value === 'string') {
    return /^[[{]/.test(value) ? compact(value) : value.replace(/([?&]state=)[^&]+/, '$1…');
  }
  return value.map((each) => each
    .replace(/^(flyte_(?!redirect)\w+=)[^;]+/, '$1…')
    .replace(/(Expires=)[^;]+/, '$1…'));
}

/** Go's protojson puts spaces into JSON depending on the build of the program, by intention. */
function compact(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

/** JSON without values that differ each time; a page with a link, which a browser never shows, without its text. */
function bodyOf(body: string): unknown {
  try {
    return JSON.parse(body, (key, value: unknown) => (/^(message|additional_?claims|rat|iat|exp|jti)$/i.test(key) ? '…' : value));
  } catch {
    return body === '' ? '' : body.startsWith('<a href') ? 'a link' : body;
  }
}

function callOf(port: number, method: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({
    ':method': 'POST', ':path': method, ':authority': UNION_HOST, 'content-type': 'application/grpc', 'te': 'trailers', ...headers,
  });
  let said: Record<string, string | string[]> = {};
  const chunks: Buffer[] = [];
  return new Promise<Answer>((resolve, reject) => {
    stream
      .on('response', (head) => (said = { ...said, ...head as typeof said }))
      .on('trailers', (tail) => (said = { ...said, ...tail as typeof said }))
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('error', reject)
      .once('end', () => resolve({ status: Number(said[':status']), headers: said, body: Buffer.concat(chunks).toString('hex') }));
    stream.end(Buffer.alloc(5));
  }).finally(() => session.destroy());
}

const METADATA = '/.well-known/oauth-authorization-server';
const CLIENT = '/config/v1/flyte_client';
const AS_JSON = { accept: 'application/json' };
const encoded = (info: object) => Buffer.from(JSON.stringify(info)).toString('base64');

export async function askWithoutCredential(ask: Questioner): Promise<void> {
  await ask.http('its health', '/healthcheck');
  await ask.http('the identity without a credential', '/me');
  await ask.http('the API without a credential', '/api/v1/projects', AS_JSON);
  await ask.http('sign-in', '/login');
  await ask.http('sign-in that ends on a page', `/login?redirect_url=https://${UNION_HOST}/console`);
  await ask.http('sign-in that ends on a path', '/login?redirect_url=/console/projects');
  await ask.http('sign-in that ends elsewhere', '/login?redirect_url=https://evil.example.org/');
  await ask.http('sign-in under another host', '/login', { host: 'other.example.com' });
  await ask.http('the callback without a state', '/callback');
  await ask.http('the callback with the state of another sign-in', '/callback?state=x&code=y', { cookie: 'flyte_csrf_state=z' });
  await ask.http('the callback with an unknown code', `/callback?code=y&state=${STATE_OF_Z}`, { cookie: 'flyte_csrf_state=z' });
  await ask.http('sign-out', '/logout');
  await ask.http('sign-out that ends elsewhere', '/logout?redirect_url=https://evil.example.org/');
  await ask.http('the OpenID metadata', '/.well-known/openid-configuration');
  await ask.http('the metadata', METADATA);
  await ask.http('the metadata, as JSON', METADATA, AS_JSON);
  await ask.http('the public client', CLIENT);
  await ask.http('the public client, as JSON', CLIENT, AS_JSON);
  await ask.grpc('the metadata', '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata');
  await ask.grpc('the public client', '/flyteidl.service.AuthMetadataService/GetPublicClientConfig');
  await ask.grpc('the identity without a credential', '/flyteidl.service.IdentityService/UserInfo');
  await ask.grpc('the API without a credential', '/flyteidl.service.AdminService/ListProjects');
}

/** sha256 of `z`. Source: flyteadmin v1.16.1, auth/cookie.go, `HashCsrfState`. */
const STATE_OF_Z = '594e519ae499312b29433b7dd8a97ff068defcba9755b6d5d00e84c524d67b06';

/** The effect of a service's token, and of further headers of the caller. */
export async function askAsService(ask: Questioner, token: string): Promise<void> {
  const bearer = `Bearer ${token}`;
  const mine = { 'flyte-authorization': bearer };
  await ask.http('a token', '/me', mine);
  await ask.http('a token in the standard header', '/me', { authorization: bearer });
  await ask.http('a token in metadata', '/me', { 'grpc-metadata-authorization': bearer });
  await ask.http('a token, and another scheme in the standard header', '/me', { ...mine, authorization: 'Basic eDp5' });
  await ask.http('a token under another host', '/me', { ...mine, host: 'other.example.com' });
  await ask.http('a token, and a forged identity in metadata', '/me', { ...mine, 'grpc-metadata-userinfo-bin': encoded({ subject: 'forged' }) });
  await ask.http('a token with a wrong signature', '/me', { 'flyte-authorization': `${bearer.slice(0, -6)}AAAAAA` });
  await ask.http('no token', '/me', { 'flyte-authorization': 'Bearer ' });
  await ask.grpc('a token on a call that needs none', '/flyteidl.service.AuthMetadataService/GetPublicClientConfig', mine);
}

/** The effect of a session, and of further headers of the caller. */
export async function askAsPerson(ask: Questioner, cookies: Readonly<Record<string, string>>): Promise<void> {
  const only = (keep: (name: string) => boolean) => Object.entries(cookies).filter(([name]) => keep(name)).map((pair) => pair.join('=')).join('; ');
  const session = { cookie: only(() => true) };
  await ask.http('a session', '/me', session);
  await ask.http('sign-in in a session', '/login', session);
  await ask.http('sign-in in a session that ends elsewhere', '/login?redirect_url=https://evil.example.org/', session);
  await ask.http('a session, and a bad token', '/me', { ...session, 'flyte-authorization': 'Bearer rubbish' });
  await ask.http('a session, and a bad token in the standard header', '/me', { ...session, authorization: 'Bearer rubbish' });
  await ask.http('a session, and a forged identity in metadata', '/me', { ...session, 'grpc-metadata-userinfo-bin': encoded({ subject: 'forged' }) });
  await ask.http('a session without its access token', '/me', { cookie: only((name) => !name.startsWith('flyte_at')) });
  await ask.http('a session without half of its access token', '/me', { cookie: only((name) => name !== 'flyte_at_2') });
  await ask.http('a session without its user info', '/me', { cookie: only((name) => name !== 'flyte_user_info') });
}

/** A token of the pipeline. */
export async function tokenOf({ identity }: Deployment, { network, secrets }: Provider): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${CI_CLIENT}:${secrets[CI_CLIENT]}`).toString('base64')}`;
  const form = { grant_type: 'client_credentials', scope: 'all', audience: identity.url };
  const { body } = await network.ask(identity.identityProvider.tokenEndpoint, { headers: { authorization }, form });
  return (JSON.parse(body) as { access_token: string }).access_token;
}
