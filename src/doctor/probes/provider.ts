import type { JsonObject } from '../../common/data/json';
import { urlOf } from '../../common/props/checks';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import type { HttpAnswer } from '../ask/http';
import type { AuthMetadataFacts } from './auth-metadata';
import { jsonOf, textAt } from './reading';

/** What the provider publishes about itself, asked for at the provider. */
export interface ProviderFacts {
  readonly issuer: string;
  /** The question that had an answer, or the first one where none had. */
  readonly url: URL;
  readonly answer: HttpAnswer | Failure;
  readonly document?: JsonObject;
  /** The keys by which flyteadmin checks tokens; absent where the document names no place of theirs. */
  readonly keys?: { readonly url: URL; readonly answer: HttpAnswer | Failure };
}

/** Nothing where the issuer is not a URL, or the deployment itself: then there is no one else to ask. */
export async function askProvider(asker: Asker, issuer: string): Promise<ProviderFacts | undefined> {
  const base = issuer.replace(/\/$/, '');
  const issuerAt = urlOf(base);
  if (issuerAt?.protocol !== 'https:' || issuerAt.origin === asker.origin) {
    return undefined;
  }
  let first: ProviderFacts | undefined;
  for (const path of [OIDC_METADATA_PATH, OAUTH_METADATA_PATH]) {
    const url = new URL(`${base}/${path}`);
    const answer = await asker.announcedBy(url);
    const document = answered(answer) && answer.status === 200 ? jsonOf(answer) : undefined;
    const facts = { issuer, url, answer, document };
    if (document !== undefined || !answered(answer)) {
      return { ...facts, ...await askKeys(asker, document) };
    }
    first ??= facts;
  }
  return first;
}

async function askKeys(asker: Asker, document: JsonObject = {}): Promise<Pick<ProviderFacts, 'keys'>> {
  const url = urlOf(textAt(document, 'jwks_uri'));
  return url?.protocol !== 'https:' || url.origin === asker.origin
    ? {}
    : { keys: { url, answer: await asker.announcedBy(url) } };
}

interface Announced {
  readonly metadata?: AuthMetadataFacts;
  readonly provider?: ProviderFacts;
}

/** The endpoint on which deployment and provider agree: nothing else may get a secret or a code. */
export function announcedTokenEndpoint({ metadata, provider }: Announced): URL | undefined {
  const [told, published] = [metadata?.document, provider?.document].map(
    (document) => document && textAt(document, 'token_endpoint'),
  );
  return told === published ? urlOf(told) : undefined;
}
