import { grouped, oncePer, oncePerName } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { isNear } from '../../common/props/suggestion';
import { paddingOf } from '../../common/values/placeholder';
import { belongsTo, noTokenEndpoint } from '../credentials/authorization-server';
import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { hostOfUrl } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { compared } from '../model/copies';
import { flyteadminsFor, trustsProvider } from '../model/counterparts';
import { Field, placeKey, placesIn } from '../read/field';

/** The endpoints at which clients get tokens. */

/** The verdict on a token endpoint of clients, and the issuers that their flyteadmin trusts. */
interface TokenUrl {
  readonly url: string;
  readonly issuers: readonly Setting[];
  /** The wrong value, if any. */
  readonly fault?: string;
  /** Whether the only fault is that it does not belong to the issuer. */
  readonly isForeign?: boolean;
}

/** A place that sets a token endpoint. */
interface ToldEndpoint extends TokenUrl {
  readonly at: Field;
}

/** Few places name another endpoint of the same host than the others. */
function outliers(subjects: readonly ToldEndpoint[]): Violation[] {
  const placesOf = (of: readonly ToldEndpoint[]) => placesIn(of.map(({ at }) => at));
  return grouped(subjects, ({ url }) => hostOfUrl(url) ?? '').flatMap((ofHost) => {
    const { usual, others } = compared(ofHost, { text: ({ url }) => url, at: ({ at }) => at });
    const few = others.filter((each) => placesOf(each) * 4 <= placesOf(usual)).flat();
    return grouped(few, ({ at }) => placeKey(at)).map(([{ at, url: found }]) => ({
      at,
      expected: `${usual[0].url}, as ${placesOf(usual)} other places have it`,
      found,
      headline: 'other',
      values: { usual: usual[0].url },
    }));
  });
}

/** The verdict on a token URL; undefined if no issuer is known. All data planes may call the same ones. */
const tokenUrlsOf = oncePer((flyteadmins: readonly Flyteadmin[]) => {
  const trusting = flyteadmins.filter(trustsProvider);
  const issuers = trusting.flatMap(({ externalIssuer, issuer }) => {
    const peoples = issuer?.text === externalIssuer?.text ? issuer : undefined;
    return [externalIssuer, peoples].flatMap((setting) => (setting?.text ? [setting] : []));
  });
  const texts = textsOf(issuers);
  return oncePerName((url): TokenUrl | undefined => {
    const padding = paddingOf(url);
    const unfit = padding === undefined ? noTokenEndpoint(url, texts) : `with ${padding} around it`;
    if (unfit !== undefined) {
      return { url, issuers, fault: `${url}, ${unfit}` };
    }
    // issuer-mismatch reports two issuers in flyteadmin itself.
    if (trusting.some(({ issuer }) => issuer?.text && belongsTo(url, issuer.text) === true)) {
      return { url, issuers };
    }
    const verdicts = texts.map((issuer) => belongsTo(url, issuer));
    if (verdicts.length > 0 && verdicts.every((verdict) => verdict === false)) {
      return { url, issuers, fault: url, isForeign: true };
    }
    return verdicts.includes(true) ? { url, issuers } : undefined;
  });
});

function textsOf(issuers: readonly Setting[]): string[] {
  return [...new Set(issuers.flatMap(({ text }) => text ?? []))];
}

/** A misspelt issuer in most endpoints: the few places are wrong, not the many. */
function outvoted(subjects: readonly ToldEndpoint[]): Violation | undefined {
  const [{ url, issuers }] = subjects;
  // Many planes may have as many issuers, so the rarer condition comes first.
  if (!subjects.every((each) => each.isForeign === true && each.url === url)) {
    return undefined;
  }
  const named = [...issuers, ...subjects.flatMap((each) => each.issuers)].map(({ field }) => field);
  const [at, ...also] = grouped(named, placeKey).map(([field]) => field);
  const places = placesIn(subjects.map((each) => each.at));
  const [issuer = '', ...others] = textsOf(issuers);
  const own = url.split('/').slice(0, issuer.split('/').length).join('/');
  const isSlip = others.length === 0 && isNear(issuer, own) && places > also.length + 1;
  return at === undefined || !isSlip ? undefined : {
    at,
    also,
    expected: `${own}, the issuer of the token endpoint at ${places} places`,
    found: issuer,
    headline: 'outvoted',
    values: { url },
  };
}

export const tokenUrlForeign = rule('token-url-foreign', {
  /** Token endpoints of clients whose flyteadmin has a known issuer. */
  of: (model) =>
    model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap(({ tokenUrl, config }) => {
      const verdict = tokenUrl?.text
        ? tokenUrlsOf(flyteadminsFor(config.container.workload, model))(tokenUrl.text)
        : undefined;
      return tokenUrl === undefined || verdict === undefined ? [] : [{ at: tokenUrl.field, ...verdict }];
    }),
  *all(subjects) {
    const issuer = outvoted(subjects);
    if (issuer !== undefined) {
      return yield issuer;
    }
    yield* outliers(subjects.filter(({ fault }) => fault === undefined));
    for (const { at, issuers, fault, isForeign } of subjects.filter((each) => each.fault !== undefined)) {
      const whose = issuers.length === 0
        ? 'the token endpoint of the provider'
        : `a token endpoint of the issuer ${enumerated(textsOf(issuers), ' or ')}`;
      const restsOn = isForeign === true ? issuers.map(({ field }) => field) : [];
      const headline = isForeign === true ? 'foreign' : '';
      yield { at, expected: whose, found: fault ?? '', headline, comparedWith: textsOf(issuers), restsOn };
    }
  },
});
