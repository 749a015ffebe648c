import { randomBytes } from 'node:crypto';
import { challengeOf } from '../../src/doctor/probes/native';
import { Walker } from '../login/_walker';
import { Provider } from '../login/_world';

/** Follows redirects to the application, which need not run; a refusal is a URL with `error`. */
export async function walk({ network }: Provider, address: string): Promise<string> {
  return new Walker(network).open(address).then(({ url }) => url, ({ message }: Error) =>
    /^(\S+): no such host here$/.exec(message)?.[1] ?? `https://refused.example.com/?error=${encodeURIComponent(message)}`);
}

export interface Tokens {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly error?: string;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret?: string;
}

export async function askForToken(provider: Provider, endpoint: string, client: Credentials, form: Record<string, string>): Promise<Tokens> {
  const { clientId, clientSecret } = client;
  const basic = clientSecret && `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const { body } = await provider.network.ask(endpoint, {
    ...(basic ? { headers: { authorization: basic } } : {}),
    form: basic ? form : { ...form, client_id: clientId },
  });
  return JSON.parse(body) as Tokens;
}

/** The answer of the provider's userinfo endpoint. */
export async function userInfo({ network }: Provider, issuer: string, token: string): Promise<Record<string, unknown>> {
  const metadata = JSON.parse((await network.ask(`${issuer}/.well-known/openid-configuration`, {})).body) as { userinfo_endpoint: string };
  const { body } = await network.ask(metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${token}` } });
  return JSON.parse(body) as Record<string, unknown>;
}

export interface Login {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge?: string;
  readonly audience?: string;
  readonly prompt?: string;
}

export function loginUrl(endpoint: string, { clientId, redirectUri, scopes, challenge, audience, prompt }: Login): string {
  return `${endpoint}?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: 'some-state-of-ours',
    // Only for OpenID Connect; SDK and CLI send no nonce.
    ...(scopes.includes('openid') ? { nonce: 'some-nonce-of-ours' } : {}),
    ...(challenge ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
    ...(audience ? { audience } : {}),
    ...(prompt ? { prompt } : {}),
  })}`;
}

export function pkcePair(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}
