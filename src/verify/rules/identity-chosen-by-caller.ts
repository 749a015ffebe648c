import {
  CALLER_HEADERS, CREDENTIAL_HEADERS, HeaderEffect,
} from '../../contract/union/caller-headers';
import { Subrequest, subrequests } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { askedInstead } from '../model/guard-question';
import { reachesMe } from '../model/header-rewrites';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';

const TAKES_EFFECT = [HeaderEffect.IDENTITY, HeaderEffect.HIDDEN_CREDENTIAL, HeaderEffect.AUDIENCE];

/** Metadata in headers: edges set Host and X-Forwarded-Host themselves, and drop names with an underscore. */
const BELIEVED = CALLER_HEADERS.filter(({ readBy, effect, name }) => readBy === 'flyteadmin-http'
  && TAKES_EFFECT.includes(effect) && /^Grpc-Metadata-[^_*]+$/.test(name)).map(({ name }) => name);

/** The guards that ask `/me`, each with a route that it stands before. */
function subjectsOf(model: Model): Subrequest[] {
  return model.unionServers.flatMap(({ routes }) => subrequests(routes))
    // What asks something else is guard-asks-other's to report.
    .filter(({ route, guard }) => asksFlyteadmin(guard) && !isStray(guard, model)
      && askedInstead(route, guard, model) === undefined);
}

export const identityChosenByCaller = defineRule('identity-chosen-by-caller', {
  subjects: subjectsOf,
  notApplicable: 'No route of the input is behind a guard that asks /me.',
  *check(subjects) {
    for (const { route, guard } of subjects) {
      const reaching = BELIEVED.filter((name) => reachesMe(route, guard, name.toLowerCase()));
      if (reaching.length > 0) {
        yield {
          at: guard.field,
          expected: `${CREDENTIAL_HEADERS.join(', ')} of the caller at /me, and none of Grpc-Metadata-*`,
          found: `${reaching.join(', ')} as the caller sends them`,
          values: { headers: reaching.join(', ') },
        };
      }
    }
  },
});
