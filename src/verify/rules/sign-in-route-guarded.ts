import { defineRule } from '../engine/rule';
import { behindGuards, openPaths, SIGN_IN_PATHS } from '../model/open-paths';

export const signInRouteGuarded = defineRule('sign-in-route-guarded', {
  subjects: (model) => openPaths(model, SIGN_IN_PATHS),
  notApplicable: 'No route in the input leads /login, /callback or /me to flyteadmin.',
  check: (subjects) => behindGuards(subjects),
});
