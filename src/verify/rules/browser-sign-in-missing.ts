import { grouped } from '../../common/data/grouped';
import { edgeSettings } from '../../contract/edges/known-edges';
import { GATE_PORTS } from '../../contract/edges/own-gates';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { leadsToConsole } from '../edge/guarded-paths';
import { Subrequest, subrequests } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { guardsOfSignIn } from '../model/open-paths';
import { placeKey } from '../read/field';
import { ingressAnnotation } from '../running/cluster-looks';
import { anonymous } from '../running/edge-looks';

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

export const browserSignInMissing = defineRule({
  id: 'browser-sign-in-missing',
  severity: 'error',
  area: 'browser login',
  title: 'The guard of the console sends browsers to sign in.',
  symptom: 'Whoever opens the console sees a bare "401 Authorization Required", and no sign-in ever begins.',
  explanation: 'A guard only refuses. The way to /login is a setting beside it: '
    + `${edgeSettings('signIn')}, which must stand before the guard in the list, with statusRewrites `
    + '{"401": 302}: its answer keeps the status otherwise. With an expired session the same happens.',
  remediation: `Set ${NGINX.authSignin}: `
    + 'https://<domain>/login?redirect_url=$escaped_request_uri on the console\'s Ingresses (chart: '
    + 'ingress.protectedConsoleIngressAnnotations), or have the guard ask the gate\'s port that sends '
    + `browsers to sign in (${GATE_PORTS.signIn} of this library's).`,
  see: [
    anonymous('/console', '401: nobody sends the browser on. A redirect to /login is right.'),
    ingressAnnotation('auth-signin', 'The Ingresses of the console must have one.'),
  ],
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
      } : {
        at: field,
        expected: `a way to sign in beside the guard of ${enumerated(alike.map(({ route }) => route.path))}`,
        found: 'none, so browsers get 401',
      };
    }
  },
});
