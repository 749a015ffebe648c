import { IConstruct } from 'constructs';
import { JsonObject, nestUnder } from '../../../common/data/json';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { INGRESS_NGINX } from '../../../contract/edges/known-edges';
import {
  CHART_CONTROLLER, INGRESS_PROVIDER, NO_PROVIDER, rendersGateway, rendersIngresses, TENANT_URLS,
} from '../../../contract/union/gateway-routes';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import { CHART_INGRESS_CLASS } from '../../../contract/upstream/ingress-nginx';
import { ChartEdge, ControlPlaneEdge, IControlPlaneEdge } from '../../edge';
import { edgesOfApp } from '../../edge/neighbours';
import { PlaneContext } from '../../settings/plane-context';

/** Whether the chart renders its Ingresses whatever its values say. */
function keepsIngresses(controlPlane: ControlPlaneContract): boolean {
  return rendersIngresses(controlPlane, NO_PROVIDER);
}

/** What the chart is told of another edge than its ingress-nginx: to leave the routes to it. */
export function edgeValues(
  { identity, release: { controlPlane } }: PlaneContext, edge: IControlPlaneEdge,
): JsonObject[] {
  const publicUrl = `dns:///${identity.domain}`;
  // The chart's default is the Service of its ingress-nginx, in plain text.
  const publicConnection = nestUnder(
    controlPlane.blocks.adminServerClient.values, { endpoint: publicUrl, insecure: false },
  );
  if (edge instanceof ChartEdge) {
    return edge._provider ? [nestUnder(INGRESS_PROVIDER, edge._provider), publicConnection] : [];
  }
  return [
    ...(keepsIngresses(controlPlane) ? [] : [nestUnder(INGRESS_PROVIDER, NO_PROVIDER)]),
    ...(edge.controller._comesWithChart ? [] : [
      nestUnder(CHART_CONTROLLER, false),
      publicConnection,
      ...TENANT_URLS.map((path) => nestUnder(path, publicUrl)),
    ]),
  ];
}

/** Whether the chart of the release goes together with the edge. */
export function checkEdgeOfChart(
  problems: Problems, edge: IControlPlaneEdge, contract: ControlPlaneContract, chosen: ChartVersion,
): void {
  if (edge instanceof ChartEdge) {
    if (edge._provider && !rendersGateway(contract, edge._provider)) {
      problems.add('edge', 'ChartEdge.gateway()', `is rendered by no chart of release ${chosen}; name a `
        + 'later chartVersion, or pass a ControlPlaneEdge');
    }
  } else if (edge instanceof ControlPlaneEdge && edge.controller.name === INGRESS_NGINX.name
    && keepsIngresses(contract)) {
    problems.add('edge', edge.controller.name, 'has Ingresses with the names of those that the chart of '
      + `release ${chosen} renders whatever its values say, and one would replace the other; name a later `
      + 'chartVersion', 'pass ChartEdge.ingressNginx()');
  }
}

/** Says what the values cannot say to the chart, and once the app is whole what else is before the plane. */
export function warnOfEdge(
  plane: IConstruct, { namespace, chartVersion, release }: PlaneContext, edge?: IControlPlaneEdge,
): void {
  const { controlPlane } = release;
  if (edge !== undefined && !(edge instanceof ChartEdge) && keepsIngresses(controlPlane)) {
    warn(plane, `the chart of release ${chartVersion} renders its Ingresses whatever its values say. Its `
      + `ingress-nginx is off, so nothing serves their class ${CHART_INGRESS_CLASS}: let no other controller `
      + `serve it beside ${edge.controller.name}, or name a later chartVersion, which can leave them out`);
  }
  let isSaid = false;
  plane.node.addValidation({
    validate: () => {
      const text = isSaid ? undefined : otherEdges(plane, namespace, edge);
      isSaid = true;
      if (text !== undefined) {
        warn(plane, text);
      }
      return [];
    },
  });
}

function otherEdges(plane: IConstruct, namespace: string, edge?: IControlPlaneEdge): string | undefined {
  const edges = edgesOfApp(plane, namespace);
  const others = edges.filter(({ isGuard, kind }) => !isGuard && kind !== INGRESS_NGINX.name);
  if (edge === undefined && others.length > 0) {
    const [{ path, kind }] = others;
    return `${path} serves the routes of namespace ${namespace} by ${kind}, and these values have the chart `
      + 'serve them, too, by its ingress-nginx: right while DNS moves; then pass that edge: { edge }';
  }
  const isChartGateway = edge instanceof ChartEdge && edge._provider !== undefined;
  if (isChartGateway && !edges.some(({ isGuard }) => isGuard)) {
    return 'the routes of the chart\'s Gateway have no guard of their own, and this app has no '
      + `EnvoyGatewayGuard for namespace ${namespace}: anyone may call them; add one, or apply the one of `
      + 'another app before the chart is upgraded';
  }
  const isOwn = edge !== undefined && !(edge instanceof ChartEdge);
  return isOwn && !edges.some(({ kind }) => kind === edge.controller.name)
    ? `edge names ${edge.controller.name}, and nothing in this app emits its routes for ${namespace}, while `
      + 'these values turn those of the chart off, so no request would reach the control plane; add a '
      + 'ControlPlaneEdge and pass it, or apply the one of another app before the chart is upgraded'
    : undefined;
}
