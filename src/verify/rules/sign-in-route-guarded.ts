import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { EdgeRoute, guardText } from '../edge/route';
import { leadsToFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { anonymous } from '../running/edge-looks';

const SIGN_IN = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback, FLYTEADMIN_PATHS.me];

/**
 * The routes of the sign-in paths to flyteadmin. Left out: those whose guard the input does not show, and a
 * catch-all to another service, where the route is missing rather than guarded.
 */
function subjectsOf(model: Model): { path: string; route: EdgeRoute }[] {
  return model.unionServers.flatMap((server) => SIGN_IN.flatMap((path) => {
    const route = server.match(path);
    return route === undefined || !leadsToFlyteadmin(route) || route.guard.kind === 'opaque'
      ? []
      : [{ path, route }];
  }));
}

export const signInRouteGuarded = defineRule({
  id: 'sign-in-route-guarded',
  severity: 'error',
  area: 'browser login',
  title: 'The routes of the sign-in are open.',
  symptom: 'The browser is redirected in a loop between the page and /login, or /callback answers 401.',
  explanation: 'Nobody is signed in yet when the browser asks for /login and /callback, and the guard itself '
    + 'asks /me. Behind the guard they can never answer.',
  remediation: 'Move /login, /callback and /me to an Ingress or route without an auth subrequest, with a '
    + 'path at least as specific as any guarded one.',
  see: [
    anonymous(
      '/login',
      'A redirect to /login itself, or 401: the route is guarded. A redirect to the provider is right.',
    ),
    anonymous(
      '/callback',
      '401, or a redirect to /login: the route is guarded. 400, 403 or a redirect to anything else comes '
        + 'from flyteadmin itself.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route in the input leads /login, /callback or /me to flyteadmin.',
  *check(subjects) {
    for (const { path, route } of subjects) {
      if (route.guard.kind !== 'none') {
        yield {
          at: route.field,
          expected: `${path} served without a guard on ${route.host ?? 'every host'}`,
          found: guardText(route.guard),
        };
      }
    }
  },
});
