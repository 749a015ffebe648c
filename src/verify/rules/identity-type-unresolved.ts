import type { ServiceConfig } from '../credentials/service-config';
import { defineRule } from '../engine/rule';
import { decidingAuthorizations, subjectProvider } from '../model/authorization';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';

const CLAIMS = 'auth.appAuth.identityTypeClaimsForApps';
const EXTERNAL_IDENTITY = 'authorizer.useExternalIdentity';

interface Subject {
  readonly authorizer: ServiceConfig;
  readonly flyteadmin: ServiceConfig;
  /** The claim of the provider. */
  readonly claim: string;
  readonly provider: string;
}

/** Where the provider's claim is known; elsewhere an administrator may have added one. */
function subjectsOf(model: Model): Subject[] {
  return decidingAuthorizations(model, 'Union').flatMap(({ authorizer, home }) => {
    const { known } = subjectProvider(model, home);
    const claim = known?.identityTypeClaim;
    return claim === undefined ? [] : flyteadminsFor(authorizer.container.workload, model)
      .map(({ config }) => ({ authorizer, flyteadmin: config, claim, provider: known!.name }));
  });
}

export const identityTypeUnresolved = defineRule('identity-type-unresolved', {
  subjects: subjectsOf,
  notApplicable: 'The input shows no authorizer in Union mode beside a flyteadmin whose provider is known to '
    + 'have a claim of its own.',
  *check(subjects) {
    for (const { authorizer, flyteadmin, claim, provider } of subjects) {
      if (authorizer.get(EXTERNAL_IDENTITY)?.flag !== true
        && flyteadmin.get(`${CLAIMS}.${claim}`) === undefined) {
        yield {
          at: flyteadmin.fieldFor(CLAIMS),
          expected: `${claim}: [app], the claim of ${provider}`,
          found: flyteadmin.has(CLAIMS) ? 'other claims' : 'none',
          values: { provider, claim },
        };
      }
    }
  },
});
