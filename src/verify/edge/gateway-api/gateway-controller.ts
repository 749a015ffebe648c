import {
  CLASS_CONTROLLERS, ENVOY_GATEWAY_CONTROLLER, TRAEFIK_GATEWAY_CONTROLLER,
} from '../../../contract/upstream/gateway-api';
import { sameCluster } from '../../kube/home';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { parentsOf } from './parents';

/** An implementation of the Gateway API other than Envoy Gateway, which serves a route. */
export interface OtherController {
  readonly name: string;
  /** Where the input tells it. */
  readonly field: Field;
  /** Whether its guards are read: Traefik's, which are Middlewares. */
  readonly isRead: boolean;
}

/** Who serves a route instead of Envoy Gateway, where the input tells: its status, or its Gateways. */
export function otherController(
  route: KubeObject, gateways: readonly KubeObject[], gatewayClasses: readonly KubeObject[],
): OtherController | undefined {
  const found = [...byStatus(route), ...byClasses(route, gateways, gatewayClasses)]
    .find(([name]) => name !== ENVOY_GATEWAY_CONTROLLER);
  return found === undefined ? undefined
    : { name: found[0], field: found[1], isRead: found[0] === TRAEFIK_GATEWAY_CONTROLLER };
}

type Told = readonly [controller: string, at: Field];

/** As a cluster shows it. */
function byStatus(route: KubeObject): Told[] {
  return route.listAt('status', 'parents').flatMap((entry, index): Told[] => {
    const { parentRef, controllerName } = asObject(entry);
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
