import { grouped } from '../../common/data/grouped';
import { isUnionServer } from '../edge/guarded-paths';
import { Misdirected, misdirected } from '../edge/misdirected';
import { defineRule } from '../engine/rule';
import { namedBackends } from '../model/named-backends';
import { placeKey } from '../read/field';
import { ingressPaths } from '../running/cluster-looks';

export const routeMisdirected = defineRule({
  id: 'route-misdirected',
  severity: 'error',
  area: 'the edge',
  title: 'Each API of Union\'s is led to the service that answers it.',
  symptom: 'Calls of one API get 404 or UNIMPLEMENTED, or the page of the console, while everything else '
    + 'works.',
  explanation: 'The name of a gRPC service is the first part of its path, letter by letter. A route whose '
    + 'path is a slip of it takes nothing, and its requests go to what catches the rest of the host, or to '
    + 'nobody. A service that is asked for the API of another one does not know it.',
  remediation: 'Write the path, and name the Service, that stand at expected. What Union\'s chart renders '
    + 'has all of them, and so has what Edge and plain planes of this library emit.',
  see: [ingressPaths('Each path with its Service and port.')],
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
      };
    }
  },
});

/** One slip in all paths of an object is one fault, and so is one Service in the place of another. */
function causeOf({ route: { object, backends }, service, slip }: Misdirected): string {
  return [object, slip ?? `${service} ${backends[0].service}`].join(' ');
}
