// Tests: test/verify/edge/gateway-api/gateway.test.ts
import type { JsonObject } from '../../../common/data/json';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { EdgeReader } from '../edge-reader';
import type { Door, EdgeInput, EdgeRoute, RawRoute } from '../route';
import { Middlewares } from '../traefik/middlewares';
import { ENVOY_BACKEND } from './envoy-policies';
import { gatewayRoutes } from './gateway';
import { gatewayOf, isOfMesh } from './gateway-controller';
import { ReferenceGrants } from './reference-grants';
import { SecurityPolicies } from './security-policy';

/** Routes of the Gateway API, guarded by Envoy Gateway's policies, filters or middlewares. */
export class GatewayApiReader extends EdgeReader {
  public readonly name = 'gateway-api';
  public override readonly guardsApart = true;
  public override readonly leadingKinds = [ENVOY_BACKEND];

  public override routes(input: EdgeInput): EdgeRoute[] {
    const grants = new ReferenceGrants(input);
    return gatewayRoutes(routesFromOutside(input, ['HTTPRoute', 'GRPCRoute']), {
      edge: this,
      gateways: input.ofKind(GATEWAY_API_GROUP, 'Gateway'),
      gatewayClasses: input.ofKind(GATEWAY_API_GROUP, 'GatewayClass'),
      policies: new SecurityPolicies(input, grants),
      clientPolicies: input.ofKind(ENVOY_GATEWAY_GROUP, 'ClientTrafficPolicy'),
      extensions: input.ofKind(ENVOY_GATEWAY_GROUP, 'EnvoyExtensionPolicy'),
      middlewares: Middlewares.of(input),
      gates: input.authGates,
      grants,
      patches: [
        ...input.ofKind(ENVOY_GATEWAY_GROUP, 'EnvoyPatchPolicy'),
        ...input.ofKind('security.istio.io', 'AuthorizationPolicy')
          .filter((policy) => policy.textAt('spec', 'action') === 'CUSTOM'),
      ],
    });
  }

  public override doors(routes: readonly KubeObject[], input: EdgeInput): Door[] {
    const gateways = input.ofKind(GATEWAY_API_GROUP, 'Gateway');
    return routes.flatMap((route) => route.objectsAt('spec', 'parentRefs').flatMap((parent, index) =>
      doorsAt(route, parent, route.field('spec', 'parentRefs', index), gateways)));
  }

  public override rawRoutes(input: EdgeInput): RawRoute[] {
    const routes = routesFromOutside(input, ['TCPRoute', 'TLSRoute', 'UDPRoute']);
    return this.rawRoutesIn(routes, 'rules', 'backendRefs');
  }
}

function routesFromOutside(input: EdgeInput, kinds: readonly string[]): KubeObject[] {
  return kinds.flatMap((kind) => input.ofKind(GATEWAY_API_GROUP, kind)).filter((route) => !isOfMesh(route));
}

/** If a Gateway has no listener with TLS, TLS ends in front of it; the same applies to a single host. */
function doorsAt(
  route: KubeObject, parent: JsonObject, at: Field, gateways: readonly KubeObject[],
): Door[] {
  const listeners = gatewayOf(route, parent, gateways)?.objectsAt('spec', 'listeners') ?? [];
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  const { name, sectionName, port } = parent;
  const plain = listeners.find((listener) => listener.protocol === 'HTTP'
    && (sectionName ?? listener.name) === listener.name && (port ?? listener.port) === listener.port);
  if (!secure.some(({ hostname }) => shareHosts(asText(hostname), asText(plain?.hostname)))) {
    return [];
  }
  return plain === undefined ? [{ route }] : [{
    route,
    plain: { at, found: `listener ${asText(plain.name)} of the Gateway ${asText(name)}, which is HTTP` },
  }];
}

/** Whether two listeners share a host, by their host names; none means every host. */
function shareHosts(one = '*', other = '*'): boolean {
  const covers = (wide: string, host: string) => wide.startsWith('*') && host.endsWith(wide.slice(1));
  return one === other || covers(one, other) || covers(other, one);
}
