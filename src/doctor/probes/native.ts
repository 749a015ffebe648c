import { createHash } from 'node:crypto';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { askAuthorize, AtProvider } from './at-provider';
import type { AuthMetadataFacts } from './auth-metadata';
import { announcedTokenEndpoint, ProviderFacts } from './provider';
import { jsonOf, textAt } from './reading';

/** What the provider makes of the native application, with which SDK and CLI sign in. */
export interface NativeFacts {
  readonly atProvider: AtProvider;
  /** What the token endpoint says to a code that was never issued, sent without a secret. */
  readonly token?: { readonly url: URL; readonly error: string; readonly text: string };
}

const NEVER_ISSUED = 'a-code-that-the-doctor-made-up';
const VERIFIER = 'the-doctor-asks-and-has-no-use-for-what-it-would-get';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

interface Told {
  readonly metadata?: AuthMetadataFacts;
  readonly provider?: ProviderFacts;
}

/** Where SDK and CLI send a browser; nothing where they are not told what they need for it. */
export function nativeAuthorize({ metadata }: Told, { state, challenge }: Record<'state' | 'challenge', string>): URL | undefined {
  const client = metadata?.client;
  const endpoint = metadata?.document && textAt(metadata.document, 'authorization_endpoint');
  if (!client?.clientId || !client.redirectUri || !endpoint || !URL.canParse(endpoint) || !endpoint.startsWith('https:')) {
    return undefined;
  }
  const { clientId, redirectUri, scopes, audience } = client;
  const url = new URL(endpoint);
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
export async function askNative(asker: Asker, { metadata, provider }: Told): Promise<NativeFacts | undefined> {
  const url = nativeAuthorize({ metadata, provider }, { state: 'doctor', challenge: CHALLENGE });
  if (url === undefined) {
    return undefined;
  }
  const { clientId, redirectUri } = metadata!.client!;
  const tokenEndpoint = announcedTokenEndpoint({ metadata, provider });
  return {
    atProvider: await askAuthorize(asker, 'native', url),
    ...(tokenEndpoint === undefined ? {} : { token: await exchange(asker, tokenEndpoint, clientId, redirectUri) }),
  };
}

async function exchange(asker: Asker, url: URL, clientId: string, redirectUri: string): Promise<NativeFacts['token']> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code', code: NEVER_ISSUED, redirect_uri: redirectUri, client_id: clientId, code_verifier: VERIFIER,
  });
  const answer = await asker.announcedBy(url, { form });
  const body = answered(answer) ? jsonOf(answer) : undefined;
  if (answer instanceof Failure || body === undefined) {
    return undefined;
  }
  const error = quoted(textAt(body, 'error') ?? '');
  return { url, error, text: [String(answer.status), error, quoted(textAt(body, 'error_description') ?? '')].join(' ').trim() };
}
