// Tests: test/verify/edge/gateway-api/gateway.test.ts
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { backendOf } from '../backends';
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
    return gatewayRoutes(
      routesFromOutside(input, ['HTTPRoute', 'GRPCRoute']),
      {
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
          ...input
            .ofKind('security.istio.io', 'AuthorizationPolicy')
            .filter((policy) => policy.textAt('spec', 'action') === 'CUSTOM'),
        ],
      },
    );
  }

  public override doors(routes: readonly KubeObject[], input: EdgeInput): Door[] {
    const gateways = input.ofKind(GATEWAY_API_GROUP, 'Gateway');
    return routes.flatMap((route) =>
      route.listAt('spec', 'parentRefs').flatMap((_, index) => doorsAt(route, index, gateways)));
  }

  public override rawRoutes(input: EdgeInput): RawRoute[] {
    return routesFromOutside(input, ['TCPRoute', 'TLSRoute', 'UDPRoute'])
      .flatMap((object) => object.listAt('spec', 'rules').map((rule, index) => ({
        object,
        field: object.field('spec', 'rules', index),
        backends: asList(asObject(rule).backendRefs).map((reference) => backendOf(reference)),
      })));
  }
}

function routesFromOutside(input: EdgeInput, kinds: readonly string[]): KubeObject[] {
  return kinds.flatMap((kind) => input.ofKind(GATEWAY_API_GROUP, kind)).filter((route) => !isOfMesh(route));
}

/** If a Gateway has no listener with TLS, TLS ends in front of it; the same applies to a single host. */
function doorsAt(route: KubeObject, index: number, gateways: readonly KubeObject[]): Door[] {
  const reference = asObject(route.listAt('spec', 'parentRefs')[index]);
  const listeners = (gatewayOf(route, reference, gateways)?.listAt('spec', 'listeners') ?? []).map(asObject);
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  const { name, sectionName, port } = reference;
  const plain = listeners.find((listener) => listener.protocol === 'HTTP'
    && (sectionName ?? listener.name) === listener.name && (port ?? listener.port) === listener.port);
  if (!secure.some(({ hostname }) => shareHosts(asText(hostname), asText(plain?.hostname)))) {
    return [];
  }
  return plain === undefined ? [{ route }] : [{
    route,
    plain: {
      at: route.field('spec', 'parentRefs', index),
      found: `listener ${asText(plain.name)} of the Gateway ${asText(name)}, which is HTTP`,
    },
  }];
}

/** Whether two listeners share a host, by their host names; none means every host. */
function shareHosts(one = '*', other = '*'): boolean {
  const covers = (wide: string, host: string) => wide.startsWith('*') && host.endsWith(wide.slice(1));
  return one === other || covers(one, other) || covers(other, one);
}
