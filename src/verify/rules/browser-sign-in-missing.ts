import { grouped } from '../../common/data/grouped';
import { leadsToConsole } from '../edge/guarded-paths';
import { Subrequest, subrequests } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { guardsOfSignIn } from '../model/open-paths';
import { placeKey } from '../read/field';

/**
 * A route to a console for each guard before it that asks `/me`; what asks something else is
 * guard-asks-other's to report, what stands before the sign-in sign-in-route-guarded's.
 */
function subjectsOf(model: Model): Subrequest[] {
  return model.unionServers
    .flatMap(({ routes }) => subrequests(routes.filter(leadsToConsole)))
    .filter(({ guard }) =>
      asksFlyteadmin(guard) && (guard.flaw ?? guard.unread) === undefined
      && !guardsOfSignIn(model).has(guard));
}

export const browserSignInMissing = defineRule('browser-sign-in-missing', {
  subjects: subjectsOf,
  notApplicable: 'No route to a console in the input is behind a guard that asks /me.',
  *check(subjects) {
    const without = subjects.filter(({ guard: { signIn } }) => signIn?.keepsRefusal ?? signIn === undefined);
    for (const alike of grouped(without, ({ guard }) => placeKey(guard.field))) {
      const { signIn, field } = alike[0].guard;
      yield signIn !== undefined ? {
        at: signIn.field,
        expected: 'statusRewrites {"401": 302} beside it, as browsers follow no redirect of another status',
        found: `${signIn.url}, which goes out as 401`,
        headline: 'status',
      } : {
        at: field,
        expected: `a way to sign in beside the guard of ${enumerated(alike.map(({ route }) => route.path))}`,
        found: 'none, so browsers get 401',
        values: { paths: enumerated(alike.map(({ route }) => route.path)) },
      };
    }
  },
});
