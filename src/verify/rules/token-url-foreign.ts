import { belongsTo, noTokenEndpoint } from '../credentials/authorization-server';
import type { Setting } from '../credentials/config-section';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { paddingOf } from '../kube/padding';
import { flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';

interface Subject {
  readonly tokenUrl: Setting;
  readonly issuers: readonly string[];
  /** What is wrong with it; absent where nothing is. */
  readonly fault?: string;
}

/** Token endpoints of clients whose flyteadmin's issuer can tell whether they are its own. */
function subjectsOf(model: Model): Subject[] {
  return model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap(({ tokenUrl, config }) => {
    const url = tokenUrl?.text;
    const trusting = flyteadminsFor(config.container.workload, model).filter(trustsProvider);
    const issuers = [...new Set(trusting.flatMap(({ externalIssuer }) => externalIssuer?.text ?? []))];
    if (tokenUrl === undefined || !url) {
      return [];
    }
    const padding = paddingOf(url);
    if (padding !== undefined) {
      return [{ tokenUrl, issuers, fault: `${url}, with ${padding} around it` }];
    }
    const none = noTokenEndpoint(url, issuers);
    if (none !== undefined) {
      return [{ tokenUrl, issuers, fault: `${url}, ${none}` }];
    }
    const verdicts = issuers.map((issuer) => belongsTo(url, issuer));
    // Where flyteadmin itself names two issuers, issuer-mismatch says so.
    const isPeoples = trusting.some(({ issuer }) => issuer?.text && belongsTo(url, issuer.text) === true);
    const foreign = verdicts.length > 0 && verdicts.every((verdict) => verdict === false) && !isPeoples;
    return foreign || isPeoples || verdicts.includes(true)
      ? [{ tokenUrl, issuers, ...(foreign ? { fault: url } : {}) }]
      : [];
  });
}

export const tokenUrlForeign = defineRule('token-url-foreign', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show both a client with a tokenUrl and the issuer that its flyteadmin trusts.',
  *check(subjects) {
    for (const { tokenUrl, issuers, fault } of subjects) {
      if (fault !== undefined) {
        const whose =
          issuers.length === 0
            ? 'the token endpoint of the provider'
            : `a token endpoint of the issuer ${enumerated(issuers, ' or ')}`;
        yield { at: tokenUrl.field, expected: whose, found: fault };
      }
    }
  },
});
