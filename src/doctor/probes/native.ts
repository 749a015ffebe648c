import { createHash } from 'node:crypto';
import { urlOf } from '../../common/props/checks';
import type { Asker } from '../ask/asker';
import { answered } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { AtProvider, askAuthorize } from './at-provider';
import { Announced, announcedTokenEndpoint } from './provider';
import { jsonOf, textAt } from './reading';

/** The provider's answers for the native application of SDK and CLI. */
export interface NativeFacts {
  readonly atProvider: AtProvider;
  /** The token endpoint's answer to a code that was never issued, without a secret. */
  readonly token?: Said;
  /** The device endpoint's answer to a client without a browser; no error if it returns a code. */
  readonly device?: Said;
}

/** The answer of a provider's endpoint. */
interface Said {
  readonly url: URL;
  /** The error of the protocol; empty if none. */
  readonly error: string;
  readonly text: string;
}

const NEVER_ISSUED = 'a-code-that-the-doctor-made-up';
const VERIFIER = 'the-doctor-asks-and-has-no-use-for-what-it-would-get';
/** Hydra refuses fewer than eight characters. */
const STATE = 'asked-by-the-doctor';
const CHALLENGE = challengeOf(VERIFIER);

/** The PKCE challenge of a verifier. Source: RFC 7636, S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** The URL to which SDK and CLI open a browser; undefined if they lack settings. */
export function nativeAuthorize(
  { metadata }: Announced, { state, challenge }: Record<'state' | 'challenge', string>,
): URL | undefined {
  const client = metadata?.client;
  const url = urlOf(metadata?.document && textAt(metadata.document, 'authorization_endpoint'));
  if (!client?.clientId || !client.redirectUri || url?.protocol !== 'https:') {
    return undefined;
  }
  const { clientId, redirectUri, scopes, audience } = client;
  for (const [name, value] of Object.entries({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: scopes.join(' '),
    audience,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })) {
    if (value !== '') {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

/** Starts the sign-in of SDK and CLI; undefined if they lack settings. */
export async function askNative(asker: Asker, announced: Announced): Promise<NativeFacts | undefined> {
  const url = nativeAuthorize(announced, { state: STATE, challenge: CHALLENGE });
  if (url === undefined) {
    return undefined;
  }
  const { client, document = {} } = announced.metadata!;
  const { clientId, redirectUri, scopes, audience } = client!;
  const tokenEndpoint = announcedTokenEndpoint(announced);
  const deviceEndpoint = urlOf(textAt(document, 'device_authorization_endpoint'));
  const atProvider = await askAuthorize(asker, 'native', url);
  const [token, device] = await Promise.all([
    tokenEndpoint && said(asker, tokenEndpoint, {
      grant_type: 'authorization_code',
      code: NEVER_ISSUED,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: VERIFIER,
    }),
    // As a client without a browser starts; the code is not used, and expires.
    deviceEndpoint && said(asker, deviceEndpoint, { client_id: clientId, scope: scopes.join(' '), audience }),
  ]);
  return { atProvider, ...(token ? { token } : {}), ...(device ? { device } : {}) };
}

/** The JSON answer of an endpoint; undefined if it is not JSON. */
async function said(
  asker: Asker, url: URL, form: Readonly<Record<string, string>>,
): Promise<Said | undefined> {
  const given = Object.entries(form).filter(([, value]) => value !== '');
  const answer = await asker.announcedBy(url, { form: new URLSearchParams(given) });
  const body = answered(answer) ? jsonOf(answer) : undefined;
  if (!answered(answer) || body === undefined) {
    return undefined;
  }
  const error = quoted(textAt(body, 'error') ?? '');
  const description = quoted(textAt(body, 'error_description') ?? '');
  return { url, error, text: [String(answer.status), error, description].join(' ').trim() };
}
