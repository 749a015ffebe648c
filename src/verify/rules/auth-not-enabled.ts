import type { Flyteadmin } from '../credentials/flyteadmin';
import { EdgeRoute, routesByGuard } from '../edge/route';
import { defineRule } from '../engine/rule';
import { flyteadminsAskedBy } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';

const SETTING = 'server.security.useAuth';

/**
 * A route for each guard with the flyteadmins that their guard may ask, where the input shows whether those
 * answer.
 */
function subjectsOf(model: Model): { route: EdgeRoute; flyteadmins: readonly Flyteadmin[] }[] {
  const known = (flyteadmin: Flyteadmin) => flyteadmin.authEnabled || flyteadmin.authDisabled;
  return model.flyteadmins.length === 0 ? [] : model.servers.flatMap(({ routes }) => routesByGuard(routes))
    .map((route) => ({ route, flyteadmins: flyteadminsAskedBy(route, model.flyteadmins) }))
    .filter(({ flyteadmins }) => flyteadmins.length > 0 && flyteadmins.every(known));
}

export const authNotEnabled = defineRule('auth-not-enabled', {
  subjects: subjectsOf,
  notApplicable: 'No guard in the input asks the /me of a flyteadmin whose settings the input shows.',
  *check(subjects) {
    for (const { route, flyteadmins } of subjects) {
      if (!flyteadmins.every(({ authDisabled }) => authDisabled)) {
        continue;
      }
      for (const { config, useAuth } of flyteadmins) {
        yield {
          at: useAuth?.field ?? config.fieldFor(SETTING),
          expected: `${SETTING}: true, for a guard asks /me before the routes of `
            + `${route.host ?? 'every host'}`,
          values: { host: route.host ?? 'every host' },
          found: useAuth === undefined ? 'no useAuth, which is off by default' : `useAuth: ${useAuth.text}`,
        };
      }
    }
  },
});
