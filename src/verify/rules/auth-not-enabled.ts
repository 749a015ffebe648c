import type { Flyteadmin } from '../credentials/flyteadmin';
import { EdgeRoute, routesByGuard } from '../edge/route';
import { defineRule } from '../engine/rule';
import { flyteadminsAskedBy } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { flyteadminSettings } from '../running/cluster-looks';
import { me } from '../running/edge-looks';

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

export const authNotEnabled = defineRule({
  id: 'auth-not-enabled',
  severity: 'error',
  area: 'browser login',
  title: 'The flyteadmin that the guards ask has authentication turned on.',
  symptom: 'Every guarded page and API answers 500, and /login answers 404.',
  explanation: 'Only with useAuth: true does flyteadmin register /me, /login, /callback and /logout. Without '
    + 'it the guard\'s request to /me gets 501, which the edge can only turn into an internal error. The '
    + 'other way round, useAuth: true without any guard, is what route-unguarded reports.',
  remediation: 'Set server.security.useAuth: true in flyteadmin\'s configuration (chart: '
    + 'flyte.configmap.adminServer.server.security.useAuth), or take the auth annotations and policies off '
    + 'the routes.',
  see: [
    me('501 or 404: flyteadmin has no sign-in, so useAuth is off. 401 is right.'),
    flyteadminSettings('useAuth', 'It must say useAuth: true.'),
  ],
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
          found: useAuth === undefined ? 'no useAuth, which is off by default' : `useAuth: ${useAuth.text}`,
        };
      }
    }
  },
});
