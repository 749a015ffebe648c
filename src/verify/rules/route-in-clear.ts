import { grouped } from '../../common/data/grouped';
import type { Door } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

/** Where the routes are heard that lead to services of Union. */
function subjectsOf(model: Model): Door[] {
  const leading = model.unionRoutes.filter(({ backends }) => backends.length > 0);
  return grouped(leading, ({ edge }) => edge.name).flatMap((routes) =>
    routes[0].edge.doors([...new Set(routes.map(({ object }) => object))], model));
}

export const routeInClear = defineRule('route-in-clear', {
  subjects: subjectsOf,
  notApplicable: 'No IngressRoute or Gateway API route of Union in the input whose edge has a door with TLS.',
  *check(subjects) {
    for (const { plain } of subjects) {
      if (plain !== undefined) {
        yield { at: plain.at, expected: 'the entry point or listener with TLS alone', found: plain.found };
      }
    }
  },
});
