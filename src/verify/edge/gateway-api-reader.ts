import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import { sameNamespace } from '../kube/kube-object';
import { EdgeReader } from './edge-reader';
import { gatewayRoutes } from './gateway';
import { Middlewares } from './middlewares';
import type { EdgeInput, EdgeRoute } from './route';
import { SecurityPolicies } from './security-policy';

const ENVOY_GROUP = 'gateway.envoyproxy.io';

/** The Gateway API: routes of whatever implementation, guarded by Envoy Gateway's policies, filters or middlewares. */
export class GatewayApiReader extends EdgeReader {
  public readonly name = 'gateway-api';
  public override readonly guardsApart = true;

  public override routes(input: EdgeInput): EdgeRoute[] {
    return gatewayRoutes(['HTTPRoute', 'GRPCRoute'].flatMap((kind) => input.ofKind(GATEWAY_API_GROUP, kind)), {
      edge: this,
      gateways: input.ofKind(GATEWAY_API_GROUP, 'Gateway'),
      policies: new SecurityPolicies(input.ofKind(ENVOY_GROUP, 'SecurityPolicy'), input.authGates),
      middlewares: Middlewares.of(input),
      patches: [
        ...input.ofKind(ENVOY_GROUP, 'EnvoyPatchPolicy'),
        ...input.ofKind('security.istio.io', 'AuthorizationPolicy').filter((policy) => policy.textAt('spec', 'action') === 'CUSTOM'),
      ],
    });
  }

  /** By filters of the route's rule, and by Envoy Gateway before anything else looks at the request. */
  public override rewrittenHeaders(route: EdgeRoute, input: EdgeInput): readonly string[] {
    return [...this.changedHeaders(route), ...this.removedEarly(route, input)];
  }

  public override changedHeaders({ object, field }: EdgeRoute): readonly string[] {
    const modifiers = object.listAt(...field.path.slice(0, 3), 'filters').map((filter) => asObject(asObject(filter).requestHeaderModifier));
    return modifiers.flatMap((modifier) => [...asTexts(modifier.remove), ...asList(modifier.set).map((entry) => asText(asObject(entry).name) ?? '')])
      .map((name) => name.toLowerCase());
  }

  public override removedEarly({ object }: EdgeRoute, input: EdgeInput): readonly string[] {
    return input.ofKind(ENVOY_GROUP, 'ClientTrafficPolicy').filter((policy) => sameNamespace(policy, object))
      .flatMap((policy) => asTexts(policy.at('spec', 'headers', 'earlyRequestHeaders', 'remove'))).map((name) => name.toLowerCase());
  }
}
