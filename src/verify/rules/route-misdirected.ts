import { grouped } from '../../common/data/grouped';
import { isUnionServer } from '../edge/guarded-paths';
import { Misdirected, misdirected } from '../edge/misdirected';
import { defineRule } from '../engine/rule';
import { namedBackends } from '../model/named-backends';
import { placeKey } from '../read/field';

export const routeMisdirected = defineRule('route-misdirected', {
  subjects: (model) => model.unionServers.filter(isUnionServer),
  notApplicable: 'No host in the input serves a Union control plane.',
  *check(subjects, model) {
    const missing = new Set(namedBackends(model)
      .flatMap(({ service, field }) => (service === undefined ? [placeKey(field)] : [])));
    const all = subjects.flatMap(misdirected).filter(({ route }) => !missing.has(placeKey(route.field)));
    for (const group of grouped(all, causeOf)) {
      const [{ route, path, service, slip }] = group;
      const found = slip === undefined ? route.backends[0].service : `${route.path}, which nobody asks for`;
      yield {
        at: route.field,
        expected: slip === undefined ? `${service} for ${path}` : `the path ${path} of ${service}`,
        found: group.length === 1 ? found : `${found}, as ${group.length - 1} more`,
        headline: slip === undefined ? 'service' : 'path',
        values: { path, service, found },
      };
    }
  },
});

/** One slip in all paths of an object is one fault, and so is one Service in the place of another. */
function causeOf({ route: { object, backends }, service, slip }: Misdirected): string {
  return [object, slip ?? `${service} ${backends[0].service}`].join(' ');
}
