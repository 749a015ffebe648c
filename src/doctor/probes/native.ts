import { createHash } from 'node:crypto';
import { urlOf } from '../../common/props/checks';
import type { Asker } from '../ask/asker';
import { answered } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { AtProvider, askAuthorize } from './at-provider';
import type { AuthMetadataFacts } from './auth-metadata';
import { announcedTokenEndpoint, ProviderFacts } from './provider';
import { jsonOf, textAt } from './reading';

/** What the provider makes of the native application, with which SDK and CLI sign in. */
export interface NativeFacts {
  readonly atProvider: AtProvider;
  /** What the token endpoint says to a code that was never issued, sent without a secret. */
  readonly token?: Said;
  /** What the device endpoint says to a client without a browser: no error where it gives a code. */
  readonly device?: Said;
}

/** The answer of an endpoint of the provider. */
interface Said {
  readonly url: URL;
  /** As the protocol names it; empty for none. */
  readonly error: string;
  readonly text: string;
}

const NEVER_ISSUED = 'a-code-that-the-doctor-made-up';
const VERIFIER = 'the-doctor-asks-and-has-no-use-for-what-it-would-get';
/** Hydra refuses one of less than eight characters. */
const STATE = 'asked-by-the-doctor';
const CHALLENGE = challengeOf(VERIFIER);

/** What a client shows of its verifier at first. Source: RFC 7636, S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

interface Told {
  readonly metadata?: AuthMetadataFacts;
  readonly provider?: ProviderFacts;
}

/** Where SDK and CLI send a browser; nothing where they are not told what they need for it. */
export function nativeAuthorize(
  { metadata }: Told, { state, challenge }: Record<'state' | 'challenge', string>,
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

/** Starts the sign-in of SDK and CLI, as they do; nothing where they are not told what they need for it. */
export async function askNative(
  asker: Asker, { metadata, provider }: Told,
): Promise<NativeFacts | undefined> {
  const url = nativeAuthorize({ metadata, provider }, { state: STATE, challenge: CHALLENGE });
  if (url === undefined) {
    return undefined;
  }
  const client = metadata!.client!;
  const tokenEndpoint = announcedTokenEndpoint({ metadata, provider });
  const deviceEndpoint = urlOf(
    metadata?.document && textAt(metadata.document, 'device_authorization_endpoint'),
  );
  const atProvider = await askAuthorize(asker, 'native', url);
  const [token, device] = await Promise.all([
    tokenEndpoint && said(asker, tokenEndpoint, {
      grant_type: 'authorization_code',
      code: NEVER_ISSUED,
      redirect_uri: client.redirectUri,
      client_id: client.clientId,
      code_verifier: VERIFIER,
    }),
    // As a client without a browser begins; its code is used by no one, and ends with its time.
    deviceEndpoint ? said(asker, deviceEndpoint, {
      client_id: client.clientId, scope: client.scopes.join(' '), audience: client.audience,
    }) : undefined,
  ]);
  return { atProvider, ...(token ? { token } : {}), ...(device ? { device } : {}) };
}

/** What an endpoint says in JSON; nothing where it does not. */
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
