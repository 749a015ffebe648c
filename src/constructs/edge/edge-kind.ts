// Tests: test/constructs/edge/control-plane-edge.test.ts
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { list, optional, Shape, struct } from '../../common/props/prop-types';
import { KnownEdge } from '../../contract/edges/known-edges';
import { UnionIdentity } from '../identity';
import { YamlFile } from '../output/text-file';
import { NetworkPeer, networkPeer } from '../pods/network-policy';
import { Scheduling } from '../pods/scheduling';
import { AUTH_GATE, AuthGate } from './auth-gate';
import { HostSet } from './edge-hosts';
import { RouteKind } from './route-guard';
import { TableGroup } from './route-table';

/** The checked settings of an edge. */
export interface EdgeContext {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  /** Every host, the main one first. */
  readonly hosts: readonly string[];
  /** The same hosts by certificate. */
  readonly hostSets: readonly HostSet[];
  /**
   * Whether requests for hosts without a certificate arrive in the clear, because something in front ends
   * TLS.
   */
  readonly tlsEndsElsewhere: boolean;
  /** All groups; a group whose routes are all in another one is empty. */
  readonly groups: readonly TableGroup[];
  /** Default scheduling of the pods that it emits. */
  readonly scheduling?: Scheduling;
}

/**
 * The settings that every kind of edge has.
 *
 * @internal
 */
export interface EdgeProps {
  /**
   * The auth gate that the controller asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGate;

  /**
   * The pods of the controller, which the NetworkPolicies of a `ControlPlane` admit.
   *
   * @default - the pods that its Helm chart labels `ingress-nginx` or `traefik`, in the namespace of that
   *   name, for ingress-nginx also in that of the control plane; the pods that Envoy Gateway runs for the
   *   Gateway, in `envoy-gateway-system` or the namespace of the Gateway
   */
  readonly pods?: NetworkPeer[];
}

/**
 * One kind of edge: how it serves the routes of a control plane. Each kind is a subclass with its own folder.
 */
export abstract class EdgeKind<Props extends EdgeProps = EdgeProps> {
  public abstract readonly known: KnownEdge;

  /** Whether the edge itself needs the certificates, rather than the owner of an existing Gateway. */
  public readonly needsTls: boolean = true;

  /** Whether Union's control plane chart installs the controller. flyteadmin calls its Service by default. */
  public readonly comesWithChart: boolean = false;

  public constructor(protected readonly props: Props) {}

  public get gate(): AuthGate | undefined {
    return this.props.gate;
  }

  /** The pods that send traffic to the services of the control plane in a namespace. */
  public pods(namespace: string): readonly NetworkPeer[] {
    return this.props.pods ?? this.usualPods(namespace);
  }

  protected abstract usualPods(namespace: string): readonly NetworkPeer[];

  /** Settings that belong to the installation of the controller, not to a manifest of the edge. */
  public abstract controllerSettings(): YamlFile;

  /** Emits the objects that do not depend on the routes: the auth gate, a Gateway. */
  public abstract attach(scope: Construct, context: EdgeContext): void;

  /** Emits the routes and the objects that refer to them; called again when a route is added. */
  public abstract serve(scope: Construct, context: EdgeContext): void;

  /** Guards a route of your own with the gate that `attach` emits. */
  public abstract guardRoute(
    scope: Construct, context: EdgeContext, route: IConstruct, kind: RouteKind,
  ): void;

  /** Checks hosts and certificates before anything is emitted. Most kinds accept any. */
  public check(_problems: Problems, _hostSets: readonly HostSet[], _tlsEndsElsewhere: boolean): void {}
}

export const EDGE_PROPS: Shape<EdgeProps> = {
  gate: optional(struct(AUTH_GATE)),
  pods: optional((problems, prop, value) => {
    if (Array.isArray(value) && value.length === 0) {
      problems.add(prop, value, 'selects no pods, so no traffic would reach the control plane; give the pods '
        + 'of the controller, or leave it out');
      return false;
    }
    return list(networkPeer)(problems, prop, value);
  }),
};
