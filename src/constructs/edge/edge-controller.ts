// Tests: test/constructs/edge/control-plane-edge.test.ts
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { PropType } from '../../common/props/prop-types';
import { CHART_GATEWAY } from '../../contract/union/gateway-routes';
import { YamlFile } from '../output/text-file';
import { EdgeKind } from './edge-kind';
import { EnvoyGatewayEdge, EnvoyGatewayEdgeProps } from './envoy-gateway/envoy-gateway-edge';
import { IngressNginxEdge, IngressNginxEdgeProps } from './ingress-nginx/ingress-nginx-edge';
import { TraefikEdge, TraefikEdgeProps } from './traefik/traefik-edge';

/**
 * The controller that receives the traffic of a control plane and enforces authentication.
 *
 * All controllers guard the same routes in the same way; `ControlPlaneEdge` provides the routes.
 */
export class EdgeController {
  /**
   * ingress-nginx, as in the guide. The project was retired in March 2026 and gets no more fixes.
   *
   * @throws when an annotation may change who has access.
   *
   * @example
   * EdgeController.ingressNginx({ ingressClassName: 'nginx' });
   */
  public static ingressNginx(props: IngressNginxEdgeProps = {}): EdgeController {
    return new EdgeController(new IngressNginxEdge(props));
  }

  /**
   * Traefik 3: IngressRoutes, guarded by ForwardAuth.
   *
   * @throws when a setting is empty or out of range.
   *
   * @example
   * EdgeController.traefik({ entryPoints: ['websecure'] });
   */
  public static traefik(props: TraefikEdgeProps = {}): EdgeController {
    return new EdgeController(new TraefikEdge(props));
  }

  /**
   * The Gateway API with Envoy Gateway: Gateway, HTTPRoutes and GRPCRoutes, guarded by SecurityPolicies.
   *
   * @throws when a setting is empty or out of range.
   *
   * @example
   * EdgeController.envoyGateway({ gatewayClassName: 'eg' });
   */
  public static envoyGateway(props: EnvoyGatewayEdgeProps = {}): EdgeController {
    return new EdgeController(new EnvoyGatewayEdge(props));
  }

  /** The kind of edge: `ingress-nginx`, `traefik` or `envoy-gateway`. */
  public readonly name: string;

  private constructor(
    /** @internal */
    public readonly _kind: EdgeKind,
  ) {
    this.name = _kind.known.name;
  }

  /**
   * Settings for large and slow requests that you must apply to the controller itself: Helm values of its
   * chart (ingress-nginx, Traefik), or the ClientTrafficPolicy of an existing Gateway. Empty if the edge sets
   * everything.
   */
  public get controllerSettings(): YamlFile {
    return this._kind.controllerSettings();
  }
}

/** The edge of a control plane: a `ControlPlaneEdge`, or that of Union's chart. */
export interface IControlPlaneEdge {
  /** The controller that serves the routes. */
  readonly controller: EdgeController;
}

/** The edge that is part of Union's control plane chart. */
export class ChartEdge implements IControlPlaneEdge {
  /** The Ingresses of the chart. */
  public static ingressNginx(props: IngressNginxEdgeProps = {}): ChartEdge {
    const controller = EdgeController.ingressNginx(props);
    const { ingressClassName: className, annotations } = props;
    const ingress = withoutUndefined({ className, annotations });
    return new ChartEdge(controller, Object.keys(ingress).length === 0 ? {} : { ingress });
  }

  /** The Gateway of the chart; with `both` the chart keeps its Ingresses during a migration of DNS. */
  public static gateway(): ChartEdge {
    const gateway = { name: CHART_GATEWAY.name };
    return new ChartEdge(EdgeController.envoyGateway({ gateway }), { provider: 'both' });
  }

  private constructor(
    public readonly controller: EdgeController,
    /** The values that the chart needs for it. */
    public readonly told: { readonly provider?: 'both'; readonly ingress?: JsonObject },
  ) {}
}

export const CONTROL_PLANE_EDGE: PropType = (problems, prop, value) => {
  const { controller } = (value ?? {}) as { controller?: unknown };
  const isEdge = controller instanceof EdgeController;
  if (!isEdge) {
    problems.add(prop, value instanceof EdgeController ? `EdgeController ${value.name}` : value,
      'is not an edge; pass the ControlPlaneEdge that serves the routes, or ControlPlaneEdge.chartIngress() '
        + 'or ControlPlaneEdge.chartGateway() for that of the chart');
  }
  return isEdge;
};
