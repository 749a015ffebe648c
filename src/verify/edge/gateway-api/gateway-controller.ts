import type { JsonObject } from '../../../common/data/json';
import {
  CLASS_CONTROLLERS, ENVOY_GATEWAY_CONTROLLER, MESH_PARENTS, TRAEFIK_GATEWAY_CONTROLLER,
} from '../../../contract/upstream/gateway-api';
import { homeOfReference, sameCluster, sameHome } from '../../kube/home';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';

/** An implementation of the Gateway API other than Envoy Gateway that serves a route. */
export interface OtherController {
  readonly name: string;
  /** Its place in the input. */
  readonly field: Field;
  /** Whether its guards are read: Traefik's, which are Middlewares. */
  readonly isRead: boolean;
}

/** The controller of a route other than Envoy Gateway, according to its status or Gateways. */
export function otherController(
  route: KubeObject, gateways: readonly KubeObject[], gatewayClasses: readonly KubeObject[],
): OtherController | undefined {
  const found = [...byStatus(route), ...byClasses(route, gateways, gatewayClasses)]
    .find(([name]) => name !== ENVOY_GATEWAY_CONTROLLER);
  return found === undefined ? undefined
    : { name: found[0], field: found[1], isRead: found[0] === TRAEFIK_GATEWAY_CONTROLLER };
}

type Told = readonly [controller: string, at: Field];

/** From the status in a cluster. */
function byStatus(route: KubeObject): Told[] {
  return route.objectsAt('status', 'parents').flatMap(({ parentRef, controllerName }, index): Told[] => {
    const name = asText(controllerName);
    return name === undefined || (asText(asObject(parentRef).kind) ?? 'Gateway') !== 'Gateway' ? []
      : [[name, route.field('status', 'parents', index, 'controllerName')]];
  });
}

function byClasses(
  route: KubeObject, gateways: readonly KubeObject[], gatewayClasses: readonly KubeObject[],
): Told[] {
  return parentsOf(route, gateways).flatMap(({ gateway }): Told[] => {
    const name = gateway.textAt('spec', 'gatewayClassName') ?? '';
    const shown = gatewayClasses.find((each) => each.name === name && sameCluster(each, gateway));
    const controller = shown?.textAt('spec', 'controllerName')
      ?? CLASS_CONTROLLERS.find(([pattern]) => pattern.test(name))?.[1];
    return controller === undefined ? [] : [[controller, gateway.field('spec', 'gatewayClassName')]];
  });
}

export function parentsOf(
  route: KubeObject, gateways: readonly KubeObject[],
): { gateway: KubeObject; section?: string }[] {
  return route.objectsAt('spec', 'parentRefs').flatMap((ref) => {
    const gateway = gatewayOf(route, ref, gateways);
    return gateway === undefined ? [] : [{ gateway, section: asText(ref.sectionName) }];
  });
}

export function gatewayOf(
  route: KubeObject, ref: JsonObject, gateways: readonly KubeObject[],
): KubeObject | undefined {
  const home = homeOfReference(ref, route);
  return gateways.find((candidate) => candidate.name === asText(ref.name) && sameHome(candidate, home));
}

/** Whether only a service mesh uses a route, so that no request from outside does. */
export function isOfMesh(route: KubeObject): boolean {
  const kinds = route.objectsAt('spec', 'parentRefs').map(({ kind }) => asText(kind) ?? '');
  return kinds.length > 0 && kinds.every((kind) => MESH_PARENTS.includes(kind));
}
