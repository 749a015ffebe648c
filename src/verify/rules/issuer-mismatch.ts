import { either } from '../../common/data/either';
import { providerByTokenUrl, providerOf } from '../../contract/providers/known-providers';
import { belongsTo } from '../credentials/authorization-server';
import { defineRule, Violation } from '../engine/rule';
import { paddingOf, unpadded } from '../kube/padding';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';
import { Field, placeOf } from '../read/field';

interface Issuer {
  readonly field: Field;
  readonly text: string;
  /** Whether access tokens must be its own, and not ID tokens alone. */
  readonly ofTokens: boolean;
}

/** The issuers that each flyteadmin is told, the relying party's first. */
function subjectsOf(model: Model): Issuer[][] {
  return model.flyteadmins
    .filter(({ authEnabled }) => authEnabled)
    .map(({ issuer, externalIssuer, config }) =>
      [issuer, externalIssuer, config.get('auth.userAuth.openId.issuerUrl')].flatMap((setting, i) => {
        const text = setting?.text;
        return setting === undefined || !text?.trim() || unreplacedIn(text) !== undefined
          ? []
          : [{ field: setting.field, text, ofTokens: i === 1 }];
      }),
    )
    .filter(({ length }) => length > 0);
}

/** An issuer without what people get wrong when they copy it. */
function bare(issuer: string): string {
  return withoutScheme(unpadded(issuer).toLowerCase()).replace(/\/+$/, '');
}

function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//i, '');
}

const NO_ISSUER = either(
  /\.well-known\//i,
  /\/(authorize|token|userinfo|keys|jwks|certs|account|protocol\/openid-connect\S*|oauth2\/v2\.0)\/?$/i,
);

/** An address below an issuer that people copy in its place. */
function isNoIssuer(issuer: string): boolean {
  return NO_ISSUER.test(issuer);
}

/**
 * Two issuers for people and for clients: the one that the clients' token endpoint does not belong to is the
 * slip, else that of people.
 */
function disagreement(issuers: readonly Issuer[], tokenUrls: readonly string[]): Violation[] {
  const login = issuers.find(({ ofTokens }) => !ofTokens);
  const tokens = issuers.find(({ ofTokens }) => ofTokens);
  if (login === undefined || tokens === undefined || bare(login.text) === bare(tokens.text)
    || [login, tokens].some(({ text }) => isNoIssuer(unpadded(text)))) {
    return [];
  }
  const provider = providerOf(login.text);
  const own = provider?.issuerAs?.(unpadded(login.text)) ?? unpadded(login.text);
  const spelled = (issuer: string) => bare(provider?.issuerAs?.(unpadded(issuer)) ?? issuer);
  const asTokens = (issuer: string) => bare(provider?.tokenIssuerAs?.(unpadded(issuer)) ?? issuer);
  // What is but another spelling, and what the provider never writes into tokens, is said by itself.
  if (spelled(login.text) === spelled(tokens.text) || asTokens(own) === bare(tokens.text)
    || asTokens(tokens.text) !== bare(tokens.text)) {
    return [];
  }
  // An organization's own server for people, one below it for clients: Okta has both.
  if (bare(tokens.text).startsWith(`${bare(login.text)}/`)) {
    return [];
  }
  const isForeign = (issuer: Issuer) =>
    tokenUrls.length > 0 && tokenUrls.every((url) => belongsTo(url, unpadded(issuer.text)) === false);
  const [wrong, right] = isForeign(tokens) && !isForeign(login) ? [tokens, login] : [login, tokens];
  return [
    {
      at: wrong.field,
      expected: `one issuer for people and for clients: ${unpadded(right.text)}, as `
        + `${placeOf(right.field)} says`,
      found: unpadded(wrong.text),
      headline: 'two',
      values: { issuer: unpadded(right.text) },
      restsOn: [right.field],
    },
  ];
}

/**
 * The spelling that most providers have, of several for one issuer: https, a host in lower case, no slash at
 * the end; a slash where the token endpoint tells a provider that writes one, also behind a domain of one's
 * own.
 */
function likeliest(texts: readonly string[], tokenUrls: readonly string[]): string {
  const hasSlash = tokenUrls.some((url) => providerByTokenUrl(url)?.issuerAs?.('https://x') === 'https://x/');
  const faults = (text: string) =>
    [
      !text.startsWith('https://'),
      text.endsWith('/') !== hasSlash,
      /^[^/]*\/\/[^/]*[A-Z]/.test(text),
      text !== text.toLowerCase(),
    ].filter(Boolean).length;
  return texts.reduce((best, text) => (faults(text) < faults(best) ? text : best));
}

export const issuerMismatch = defineRule('issuer-mismatch', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and an issuer.',
  *check(subjects, model) {
    const tokenUrls = model.clients.flatMap(({ tokenUrl }) => tokenUrl?.text ?? []);
    for (const issuers of subjects) {
      yield* disagreement(issuers, tokenUrls);
      for (const issuer of issuers) {
        const expected = expectation(issuer, issuers, tokenUrls);
        const { field: at, text } = issuer;
        const reason = issuer.ofTokens ? providerOf(text)?.cannotServe : undefined;
        if (reason !== undefined) {
          const found = `${text}, which ${reason}`;
          yield { at, expected: 'an issuer of tokens for services, SDK and CLI', found, headline: 'wrong' };
        } else if (paddingOf(text) !== undefined) {
          const found = `${text}, with ${paddingOf(text)} around it`;
          yield { at, expected: unpadded(text), found, headline: 'wrong' };
        } else if (expected !== text) {
          // Where the scheme is all that differs, issuer-insecure may say so at the same place.
          const isScheme = withoutScheme(expected) === withoutScheme(text);
          yield { at, expected, found: text, ...(isScheme ? { restsOn: [at] } : {}) };
        }
      }
    }
  },
});

/** What ought to stand in the place of an issuer, or its own text. */
function expectation(
  { text, ofTokens }: Issuer, all: readonly Issuer[], tokenUrls: readonly string[],
): string {
  if (isNoIssuer(text)) {
    return 'the issuer alone, without the path of an endpoint or document';
  }
  const provider = providerOf(text);
  const spelled = provider?.issuerAs?.(text) ?? text;
  const right = ofTokens ? provider?.tokenIssuerAs?.(spelled) ?? spelled : spelled;
  const spellings = all.map((other) => unpadded(other.text)).filter((other) => bare(other) === bare(text));
  return right === text ? likeliest(spellings, tokenUrls) : right;
}
