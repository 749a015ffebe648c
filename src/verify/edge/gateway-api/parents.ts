import { MESH_PARENTS } from '../../../contract/upstream/gateway-api';
import { beside, sameHome } from '../../kube/home';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';

/** Gateways that a route attaches to. */
export function parentsOf(
  route: KubeObject, gateways: readonly KubeObject[],
): { gateway: KubeObject; section?: string }[] {
  return route.listAt('spec', 'parentRefs').map(asObject).flatMap((ref) => {
    const gateway = gatewayOf(route, ref, gateways);
    return gateway === undefined ? [] : [{ gateway, section: asText(ref.sectionName) }];
  });
}

/** The Gateway that a reference of a route names. */
export function gatewayOf(
  route: KubeObject, ref: Readonly<Record<string, unknown>>, gateways: readonly KubeObject[],
): KubeObject | undefined {
  const home = beside(route, asText(ref.namespace) ?? route.namespace);
  return gateways.find((candidate) => candidate.name === asText(ref.name) && sameHome(candidate, home));
}

/** Whether only a service mesh goes by a route, so that nobody comes by it from outside. */
export function isOfMesh(route: KubeObject): boolean {
  const kinds = route.listAt('spec', 'parentRefs').map((ref) => asText(asObject(ref).kind) ?? '');
  return kinds.length > 0 && kinds.every((kind) => MESH_PARENTS.includes(kind));
}
