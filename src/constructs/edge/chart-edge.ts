import { PropType } from '../../common/props/prop-types';
import { CHART_GATEWAY } from '../../contract/union/gateway-routes';
import { EdgeController, IngressNginxEdgeProps } from './edge-controller';

/** What receives the traffic of a control plane: a `ControlPlaneEdge`, or a `ChartEdge`. */
export interface IControlPlaneEdge {
  /** The controller that serves the routes. */
  readonly controller: EdgeController;
}

/** The edge that Union's control plane chart brings itself. */
export class ChartEdge implements IControlPlaneEdge {
  /**
   * The Ingresses of the chart, served by ingress-nginx.
   *
   * @param props settings of its auth gate, and whose pods it runs in
   * @throws when an annotation may change who gets in.
   *
   * @example
   * const edge = ChartEdge.ingressNginx({ gate: { replicas: 3 } });
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, edge });
   */
  public static ingressNginx(props: IngressNginxEdgeProps = {}): ChartEdge {
    return new ChartEdge(EdgeController.ingressNginx(props));
  }

  /**
   * The Gateway of the chart, served by Envoy Gateway: guard its routes by an `EnvoyGatewayGuard`. The chart
   * renders it beside its Ingresses (`global.INGRESS_PROVIDER: both`), until `extraValues` say `envoy`.
   *
   * @example
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, edge: ChartEdge.gateway() });
   */
  public static gateway(): ChartEdge {
    return new ChartEdge(EdgeController.envoyGateway({ gateway: { name: CHART_GATEWAY.name } }), 'both');
  }

  private constructor(
    /** The controller that serves the routes. */
    public readonly controller: EdgeController,
    /**
     * What the chart must be told for it; with `both` it keeps its Ingresses while DNS moves.
     *
     * @internal
     */
    public readonly _provider?: 'both',
  ) {}
}

export const CONTROL_PLANE_EDGE: PropType = (problems, prop, value) => {
  const { controller } = (value ?? {}) as { controller?: unknown };
  const isEdge = controller instanceof EdgeController;
  if (!isEdge) {
    problems.add(prop, value instanceof EdgeController ? `EdgeController ${value.name}` : value,
      'is not an edge; pass the ControlPlaneEdge that serves the routes, or ChartEdge.ingressNginx() or '
        + 'ChartEdge.gateway() for that of the chart');
  }
  return isEdge;
};
