import { defineRule } from '../engine/rule';
import { behindGuards, openPaths, SIGN_IN_PATHS } from '../model/open-paths';
import { anonymous } from '../running/edge-looks';

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
  subjects: (model) => openPaths(model, SIGN_IN_PATHS),
  notApplicable: 'No route in the input leads /login, /callback or /me to flyteadmin.',
  check: (subjects) => behindGuards(subjects),
});
