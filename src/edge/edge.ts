import { Construct } from 'constructs';
import { EdgeContext } from './edge-context';
import { EnvoyGatewayEdgeProps, attachEnvoyGateway, _checkEnvoyGatewayEdge } from './envoy-gateway-edge';
import { IngressNginxEdgeProps, attachIngressNginx, _checkIngressNginxEdge } from './ingress-nginx-edge';
import { TraefikEdgeProps, attachTraefik, _checkTraefikEdge } from './traefik-edge';

/**
 * What stands between the network and the control plane, and enforces authentication.
 *
 * Every edge guards the same routes in the same way; `ControlPlaneEdge` gives it the routes.
 */
export class Edge {
  /**
   * ingress-nginx, as the guide has it. The project was retired in March 2026: it gets no more fixes.
   *
   * @throws when an annotation may change who gets in.
   */
  public static ingressNginx(props: IngressNginxEdgeProps = {}): Edge {
    _checkIngressNginxEdge(props);
    return new Edge('ingress-nginx', (scope, context) => attachIngressNginx(scope, context, props));
  }

  /**
   * Traefik 3: IngressRoutes, guarded by ForwardAuth.
   *
   * @throws when a setting is blank or out of range.
   */
  public static traefik(props: TraefikEdgeProps = {}): Edge {
    _checkTraefikEdge(props);
    return new Edge('traefik', (scope, context) => attachTraefik(scope, context, props));
  }

  /**
   * The Gateway API with Envoy Gateway: Gateway, HTTPRoutes and GRPCRoutes, guarded by SecurityPolicies.
   *
   * @throws when a setting is blank or out of range.
   */
  public static envoyGateway(props: EnvoyGatewayEdgeProps = {}): Edge {
    _checkEnvoyGatewayEdge(props);
    return new Edge('envoy-gateway', (scope, context) => attachEnvoyGateway(scope, context, props));
  }

  /** Which edge it is: `ingress-nginx`, `traefik` or `envoy-gateway`. */
  public readonly name: string;

  private readonly attach: (scope: Construct, context: EdgeContext) => void;

  private constructor(name: string, attach: (scope: Construct, context: EdgeContext) => void) {
    this.name = name;
    this.attach = attach;
  }

  /** @internal */
  public _attach(scope: Construct, context: EdgeContext): void {
    this.attach(scope, context);
  }
}
