import { Construct, IConstruct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { list, optional } from '../../common/props/prop-types';
import { KnownEdge } from '../../contract/edges/known-edges';
import { UnionIdentity } from '../identity';
import { YamlFile } from '../output/text-file';
import { NetworkPeer, networkPeer } from '../pods/network-policy';
import { Scheduling } from '../pods/scheduling';
import { AuthGate } from './auth-gate';
import { RouteKind } from './route-guard';
import { TableGroup } from './route-table';

/** The hosts that one certificate serves. */
export interface HostSet {
  readonly hosts: readonly string[];
  /** Name of the TLS Secret; absent where the edge's own default certificate serves the hosts. */
  readonly secretName?: string;
}

/** What an edge gets: already checked. */
export interface EdgeContext {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  /** Every host, the main one first. */
  readonly hosts: readonly string[];
  /** The same hosts by certificate. */
  readonly hostSets: readonly HostSet[];
  /**
   * Whether requests for hosts without a certificate come in the clear, from something in front that ends
   * TLS.
   */
  readonly tlsEndsElsewhere: boolean;
  /** Every group; one whose routes are all in another group has none. */
  readonly groups: readonly TableGroup[];
  /** Of pods that it brings, by default. */
  readonly scheduling?: Scheduling;
}

/**
 * One kind of edge: what it makes of the routes of a control plane. A subclass a kind, with a folder of its
 * own.
 */
export abstract class EdgeKind {
  public abstract readonly known: KnownEdge;

  /** Whether the certificates are its own matter, and not of the owner of an existing Gateway. */
  public readonly needsTls: boolean = true;

  /** Whether Union's control plane chart brings its controller, whose Service flyteadmin calls by default. */
  public readonly comesWithChart: boolean = false;

  /** Settings of its auth gate. */
  public readonly gate?: AuthGate;

  /** Whose pods reach the services of the control plane in a namespace. */
  public abstract pods(namespace: string): readonly NetworkPeer[];

  /** What no manifest of the edge reaches: it belongs to the installation of the controller. */
  public abstract controllerSettings(): YamlFile;

  /** Emits what the edge has whatever its routes are: the auth gate, a Gateway. */
  public abstract attach(scope: Construct, context: EdgeContext): void;

  /** Emits the routes, and what names them; once more where a route is added. */
  public abstract serve(scope: Construct, context: EdgeContext): void;

  /** Guards a route of your own by the gate that `attach` emits. */
  public abstract guardRoute(
    scope: Construct, context: EdgeContext, route: IConstruct, kind: RouteKind,
  ): void;

  /**
   * Adds what is wrong with the hosts and their certificates, before anything is emitted. Most kinds take
   * any.
   */
  public check(_problems: Problems, _hostSets: readonly HostSet[], _tlsEndsElsewhere: boolean): void {}
}

/** The kind of what names the pods of an edge. None would be a control plane that no one reaches. */
export const EDGE_PODS = optional((problems: Problems, prop: string, value: unknown) => {
  if (Array.isArray(value) && value.length === 0) {
    problems.add(
      prop,
      value,
      'selects no pods, so nothing would reach the control plane; name the pods of the controller, or '
        + 'leave it '
        + 'out',
    );
    return false;
  }
  return list(networkPeer)(problems, prop, value);
});
