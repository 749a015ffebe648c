import { grouped, groupsByKey } from '../../common/data/grouped';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { openRoutesOf } from '../edge/guarded-paths';
import { slipsOf } from '../edge/misdirected';
import { openRoutesText } from '../edge/open-routes-text';
import { defineRule } from '../engine/rule';
import { misaimedAt } from '../model/misaimed-policies';
import { hostsToGuard } from '../model/union-auth';
import { kubectl } from '../running/cluster-looks';
import { UNGUARDED_API } from '../running/edge-looks';

export const gatewayRouteUnguarded = defineRule({
  id: 'gateway-route-unguarded',
  severity: 'error',
  area: 'the edge',
  title: 'Gateway API routes that must be guarded have a SecurityPolicy or an auth filter.',
  symptom:
    'Nothing fails. Anybody who reaches the gateway reaches the APIs and the console without signing in.',
  explanation: 'A Gateway API route has no guard of its own: a SecurityPolicy that targets the route or its '
    + 'Gateway, an ExternalAuth filter or a middleware must bring it. Union\'s chart renders the routes that '
    + 'it names "protected" without any when INGRESS_PROVIDER is envoy. An EnvoyPatchPolicy or a CUSTOM '
    + 'AuthorizationPolicy beside them may be a guard that manifests do not show, so such routes are not '
    + 'judged. Nor are those of a Gateway that another controller serves than Envoy Gateway and Traefik, '
    + 'except where a SecurityPolicy of Envoy Gateway is what guards them: nobody else reads one.',
  remediation: 'With Envoy Gateway, target the route with a SecurityPolicy in its own namespace whose '
    + 'spec.extAuth asks flyteadmin\'s /me through something that turns every method into GET. This '
    + 'library\'s EnvoyGatewayGuard emits both for every protected route that a chart release renders; name '
    + 'routes of your own in its extraHttpRoutes and extraGrpcRoutes. Run verify again on the values or '
    + 'the rendered chart together with the guard: it must pass before DNS moves. With Traefik, name a '
    + 'ForwardAuth Middleware in a filter of each rule (ExtensionRef). With another controller use a guard '
    + 'of its own (Istio: an AuthorizationPolicy of action CUSTOM at the Gateway), or move the Gateway to a '
    + 'class of Envoy Gateway.',
  see: [
    UNGUARDED_API,
    kubectl(
      '-n $CP get httproute,grpcroute,securitypolicy',
      'Every protected route must be the target of a SecurityPolicy.',
    ),
    kubectl('-n $CP get securitypolicy -o yaml | grep -n -A6 conditions', 'Each must be Accepted.'),
  ],
  subjects: (model) => hostsToGuard(model, true),
  notApplicable:
    'No Gateway API route in the input serves a Union control plane with authentication turned on.',
  *check(subjects, model) {
    const open = subjects.flatMap((server) => openRoutesOf(server).map((route) =>
      ({ route, restsOn: [...slipsOf([route], server), ...misaimedAt(route.object, model)] })))
      .filter(({ route: { object } }) => object.group === GATEWAY_API_GROUP);
    for (const all of groupsByKey(open, ({ route }) => route.object).values()) {
      // A slip needs no guard, but its right name.
      for (const found of grouped(all, ({ restsOn }) => String(restsOn.length))) {
        const [{ route: { object } }] = found;
        // Values make several, which all stand where the chart is told to.
        const whose = `${object.kind} ${object.name}`;
        yield {
          at: object.field('spec', 'rules'),
          ...openRoutesText(found.map(({ route }) => route), whose),
          restsOn: found.flatMap(({ restsOn }) => restsOn),
        };
      }
    }
  },
});
