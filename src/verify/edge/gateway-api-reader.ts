import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { EdgeReader } from './edge-reader';
import { gatewayRoutes } from './gateway';
import { Middlewares } from './middlewares';
import type { EdgeInput, EdgeRoute } from './route';
import { SecurityPolicies } from './security-policy';

const ENVOY_GROUP = 'gateway.envoyproxy.io';

/**
 * The Gateway API: routes of whatever implementation, guarded by Envoy Gateway's policies, filters or
 * middlewares.
 */
export class GatewayApiReader extends EdgeReader {
  public readonly name = 'gateway-api';
  public override readonly guardsApart = true;

  public override routes(input: EdgeInput): EdgeRoute[] {
    return gatewayRoutes(
      ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => input.ofKind(GATEWAY_API_GROUP, kind)),
      {
        edge: this,
        gateways: input.ofKind(GATEWAY_API_GROUP, 'Gateway'),
        policies: new SecurityPolicies(input.ofKind(ENVOY_GROUP, 'SecurityPolicy'), input.authGates),
        clientPolicies: input.ofKind(ENVOY_GROUP, 'ClientTrafficPolicy'),
        extensions: input.ofKind(ENVOY_GROUP, 'EnvoyExtensionPolicy'),
        middlewares: Middlewares.of(input),
        gates: input.authGates,
        patches: [
          ...input.ofKind(ENVOY_GROUP, 'EnvoyPatchPolicy'),
          ...input
            .ofKind('security.istio.io', 'AuthorizationPolicy')
            .filter((policy) => policy.textAt('spec', 'action') === 'CUSTOM'),
        ],
      },
    );
  }
}
