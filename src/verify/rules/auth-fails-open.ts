import { guardText, routesByGuard } from '../edge/route';
import type { Guard } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

type ActiveGuard = Exclude<Guard, { kind: 'none' | 'opaque' }>;

/** The guards of a control plane's routes. */
function subjectsOf(model: Model): ActiveGuard[] {
  return model.unionServers
    .flatMap(({ routes }) => routesByGuard(routes))
    .map(({ guard }) => guard)
    .filter((guard) => guard.kind === 'subrequest' || guard.kind === 'other');
}

export const authFailsOpen = defineRule('auth-fails-open', {
  subjects: subjectsOf,
  notApplicable: 'No route of a control plane in the input has a guard.',
  *check(subjects) {
    for (const guard of subjects) {
      if (guard.failsOpen !== undefined) {
        yield {
          at: guard.failsOpen,
          expected: `${guardText(guard)} that keeps everybody out until it answers`,
          found: 'a guard that fails open',
          headline: guard.failsOpen.object.kind === 'Ingress' ? 'satisfy' : 'failOpen',
        };
      }
    }
  },
});
