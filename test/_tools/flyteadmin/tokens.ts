import { createPublicKey, JsonWebKey, verify } from 'node:crypto';
import type { Asker } from './asking';

export type Claims = Readonly<Record<string, unknown>>;

/** Whom a token is about, as flyteadmin sees it. */
export interface Identity {
  readonly subject: string;
  readonly claims: Claims;
  readonly scopes: readonly string[];
  /** With the scheme under which it came. */
  readonly credential: string;
  /** What the provider's userinfo endpoint said, in a session. */
  readonly info?: Claims;
}

/** What the claims say, unproven. */
export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** The keys of the provider: asked for once, as it has one pair in these tests. */
export class Keys {
  private known?: Promise<readonly JsonWebKey[]>;

  public constructor(private readonly network: Asker, private readonly jwksUri: string) {}

  /** The claims of a token that the provider has signed, and whose time has not passed. */
  public async proven(token: string): Promise<Claims> {
    this.known ??= this.network.ask(this.jwksUri).then(({ body }) => (JSON.parse(body) as { keys: JsonWebKey[] }).keys);
    const [head, payload, signature] = token.split('.');
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string };
    const key = (await this.known).find((candidate) => candidate.kid === kid);
    if (alg !== 'RS256' || !key || !verify('sha256', Buffer.from(`${head}.${payload}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))) {
      throw new Error('failed to verify signature');
    }
    const claims = claimsOf(token);
    if (Number(claims.exp) * 1000 <= Date.now()) {
      throw new Error('token is expired');
    }
    return claims;
  }
}

/**
 * An access token is good for whoever finds one of its audiences, to the letter, among those that it expects. A token without scopes that
 * names no client counts as a person's, who may do all.
 *
 * Source: flyteadmin v1.16.1, auth/authzserver/provider.go, `verifyClaims`.
 */
export function identityOfAccessToken(token: string, claims: Claims, expected: readonly string[]): Identity {
  const audiences = [claims.aud ?? []].flat() as string[];
  if (!audiences.some((audience) => expected.includes(audience))) {
    throw new Error(`invalid audience [&{[${audiences.join(' ')}] ${String(claims.iss)} ${String(claims.sub)}}], wanted [map[${expected.map((each) => `${each}:{}`).join(' ')}]]`);
  }
  const scopes = [claims.scp ?? []].flat() as string[];
  return { subject: String(claims.sub), claims, scopes: scopes.length === 0 && !claims.client_id ? ['all'] : scopes, credential: `Bearer ${token}` };
}

/** An ID token is good for the web application alone. Source: the same version, auth/token.go, `ParseIDTokenAndValidate`. */
export function identityOfIdToken(token: string, claims: Claims, clientId: string): Identity {
  if (![claims.aud ?? []].flat().includes(clientId)) {
    throw new Error(`the ID token is for ${String(claims.aud)}, not for ${clientId}`);
  }
  return { subject: String(claims.sub), claims, scopes: ['all'], credential: `IDToken ${token}` };
}
