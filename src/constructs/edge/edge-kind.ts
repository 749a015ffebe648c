import { Construct, IConstruct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { KnownEdge } from '../../contract/edges/known-edges';
import { YamlFile } from '../output';
import { NetworkPeer } from '../pods/network-peer';
import { AuthGate } from './auth-gate';
import { EdgeContext, HostSet } from './edge-context';
import { RouteKind } from './route-guard';

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
