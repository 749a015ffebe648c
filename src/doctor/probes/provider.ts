import type { JsonObject } from '../../common/data/json';
import { urlOf } from '../../common/props/checks';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import type { HttpAnswer } from '../ask/http';
import type { AuthMetadataFacts } from './auth-metadata';
import { jsonOf, textAt } from './reading';

/** The metadata of the provider, requested there. */
export interface ProviderFacts {
  readonly issuer: string;
  /** The request with an answer, or the first one if none had. */
  readonly url: URL;
  readonly answer: HttpAnswer | Failure;
  readonly document?: JsonObject;
  /** The keys with which flyteadmin checks tokens; absent if the document has no URL for them. */
  readonly keys?: { readonly url: URL; readonly answer: HttpAnswer | Failure };
}

/** Undefined if the issuer is not a URL, or the deployment itself. */
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

/** What clients learn from the deployment and from the provider. */
export interface Announced {
  readonly metadata?: AuthMetadataFacts;
  readonly provider?: ProviderFacts;
}

/** The endpoint on which deployment and provider agree: no other may get a secret or a code. */
export function announcedTokenEndpoint({ metadata, provider }: Announced): URL | undefined {
  const [told, published] = [metadata?.document, provider?.document].map(
    (document) => document && textAt(document, 'token_endpoint'),
  );
  return told === published ? urlOf(told) : undefined;
}
