import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:https';

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly cookies: string[];
  readonly body: string;
}

/** What a token request answers, or the error that it answers instead. */
export interface Tokens {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly error?: string;
  readonly error_description?: string;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret?: string;
}

export interface CodeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: string[];
  readonly codeChallenge?: string;
}

/** The requests that flyteadmin, SDK, CLI and services send to a provider. */
export class OAuthClient {
  public constructor(private readonly ca: string) {}

  public async metadata(url: string): Promise<Record<string, string>> {
    const answer = await this.send('GET', url);
    return answer.status === 200 ? JSON.parse(answer.body) : {};
  }

  public async clientCredentials(tokenEndpoint: string, credentials: Credentials, scopes: string[]): Promise<Tokens> {
    return this.token(tokenEndpoint, credentials, { grant_type: 'client_credentials', scope: scopes.join(' ') });
  }

  /** Goes through the browser's part, and returns the parameters of the redirect to the application, or the refusal. */
  public async authorize(endpoint: string, wanted: CodeRequest): Promise<Record<string, string>> {
    const query = {
      response_type: 'code',
      client_id: wanted.clientId,
      redirect_uri: wanted.redirectUri,
      scope: wanted.scopes.join(' '),
      state: 'state',
      ...(wanted.scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
      ...(wanted.codeChallenge ? { code_challenge: wanted.codeChallenge, code_challenge_method: 'S256' } : {}),
    };
    return this.browse(`${endpoint}?${new URLSearchParams(query)}`, wanted.redirectUri);
  }

  public async exchange(tokenEndpoint: string, credentials: Credentials, redirectUri: string, code: string, verifier?: string): Promise<Tokens> {
    return this.token(tokenEndpoint, credentials, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      ...(verifier ? { code_verifier: verifier } : {}),
    });
  }

  public async refresh(tokenEndpoint: string, credentials: Credentials, refreshToken: string): Promise<Tokens> {
    return this.token(tokenEndpoint, credentials, { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  public async device(endpoint: string, clientId: string, scopes: string[]): Promise<Record<string, string>> {
    const answer = await this.send('POST', endpoint, { client_id: clientId, scope: scopes.join(' ') });
    return JSON.parse(answer.body);
  }

  /** Types the user code in, as a person does on another device. */
  public async approveDevice(verificationUri: string): Promise<void> {
    const jar = new Map<string, string>();
    const page = await this.follow(verificationUri, jar);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)![1];
    const userCode = new URL(verificationUri).searchParams.get('user_code')!;
    const confirmed = await this.send('POST', verificationUri.split('?')[0], { xsrf, user_code: userCode, confirm: 'yes' }, jar);
    await this.follow(new URL(confirmed.location!, verificationUri).href, jar);
  }

  public async pollDevice(tokenEndpoint: string, clientId: string, deviceCode: string): Promise<Tokens> {
    return this.token(tokenEndpoint, { clientId }, { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: deviceCode });
  }

  private async token(endpoint: string, credentials: Credentials, form: Record<string, string>): Promise<Tokens> {
    const { clientId, clientSecret } = credentials;
    const answer = clientSecret === undefined
      ? await this.send('POST', endpoint, { ...form, client_id: clientId })
      : await this.send('POST', endpoint, form, undefined, `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`);
    return JSON.parse(answer.body) as Tokens;
  }

  /** The same from an address on. */
  public async browse(url: string, redirectUri: string): Promise<Record<string, string>> {
    const jar = new Map<string, string>();
    let next = url;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await this.send('GET', next, undefined, jar);
      if (!answer.location) {
        return { status: String(answer.status), page: answer.body };
      }
      next = new URL(answer.location, next).href;
      if (next.startsWith(redirectUri)) {
        return Object.fromEntries(new URL(next).searchParams);
      }
    }
    throw new Error(`too many redirects, at ${next}`);
  }

  private async follow(url: string, jar: Map<string, string>): Promise<Answer> {
    let answer = await this.send('GET', url, undefined, jar);
    for (let hop = 0; answer.location && hop < 10; hop++) {
      answer = await this.send('GET', new URL(answer.location, url).href, undefined, jar);
    }
    return answer;
  }

  private async send(method: string, url: string, form?: Record<string, string>, jar?: Map<string, string>, authorization?: string): Promise<Answer> {
    const headers: Record<string, string> = {
      // Who keeps cookies is a browser.
      accept: jar ? 'text/html' : 'application/json',
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(jar && jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(authorization ? { authorization } : {}),
    };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const outgoing = request(url, { method, headers, ca: this.ca }, (incoming) => {
        let body = '';
        incoming.on('data', (chunk) => (body += chunk));
        incoming.on('end', () => resolve({
          status: incoming.statusCode!,
          location: incoming.headers.location,
          cookies: incoming.headers['set-cookie'] ?? [],
          body,
        }));
      });
      outgoing.on('error', reject);
      outgoing.end(form && new URLSearchParams(form).toString());
    });
    for (const cookie of answer.cookies) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
      jar?.set(name, value);
    }
    return answer;
  }
}

/** A code verifier and its challenge (RFC 7636). */
export function pkcePair(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The claims of a JWT. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  if (token === undefined) {
    throw new Error('there is no token');
  }
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}
