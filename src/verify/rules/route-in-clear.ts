import { grouped } from '../../common/data/grouped';
import { edgeSettings } from '../../contract/edges/known-edges';
import type { Door } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { kubectl } from '../running/cluster-looks';

/** Where the routes are heard that lead to services of Union. */
function subjectsOf(model: Model): Door[] {
  const leading = model.unionRoutes.filter(({ backends }) => backends.length > 0);
  return grouped(leading, ({ edge }) => edge.name).flatMap((routes) =>
    routes[0].edge.doors([...new Set(routes.map(({ object }) => object))], model));
}

export const routeInClear = defineRule({
  id: 'route-in-clear',
  severity: 'warning',
  area: 'the edge',
  title: 'Routes of Union are heard where TLS is.',
  symptom: 'Sign-in goes round in circles, or ends with "redirect_url not authorized", for whoever comes by '
    + 'http; session cookies and tokens cross the network in plain text.',
  explanation: 'The edge has a door with TLS, and this route is (also) behind the one without: its entry '
    + 'point is web, or it attaches to an HTTP listener of a Gateway that has an HTTPS one, '
    + 'or to all of them because it names none (sectionName). A redirect to https belongs there, and '
    + 'nothing else. TLS ends elsewhere, and nothing is said, where no route uses it, where Traefik tells '
    + 'browsers to stay with it all the same (forceSTSHeader), and for a host of no HTTPS listener.',
  remediation: `Name the door with TLS (${edgeSettings('tlsDoor')}); redirect at the other.`,
  see: [
    kubectl(
      'get ingressroute,httproute,grpcroute -A -o yaml | grep -n -E "entryPoints|sectionName|- web"',
      'Only a redirect may be at web, or at a listener of protocol HTTP.',
    ),
  ],
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
