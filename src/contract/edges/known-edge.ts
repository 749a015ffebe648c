/** How an edge asks `/me` through our auth gate. */
export interface AuthGateDialect {
  /**
   * Name of the gate's objects. Where two edges stand side by side each has a gate that speaks its dialect.
   */
  readonly service: string;
  /** How it sends browsers to sign in; absent where the edge does that itself, and asks on one port. */
  readonly signIn?: {
    /** nginx variable that holds path and query of the request asked about. */
    readonly originalUri: string;
    /** Put before `/login` in a redirect: empty where the edge passes a relative Location on. */
    readonly origin: string;
  };
  /**
   * The response header that names headers of the client which the edge is to drop; absent where it drops by
   * itself what the answer leaves out.
   */
  readonly removalHeader?: string;
}

/** What both towers, the doctor and `init` know of one edge. */
export interface KnownEdge {
  /** As `Edge.name` tells it. */
  readonly name: string;
  /** Its factory of `Edge`, which answers are called by as well. */
  readonly factory: string;
  readonly dialect: AuthGateDialect;
  /** Where its controller's pods listen for HTTPS. */
  readonly tlsPort: number;
  /** The kinds of its routes, each with its API group. */
  readonly routes: readonly (readonly [group: string, kind: string])[];
  /** What else of its a cluster is asked for, as kubectl names it. */
  readonly resources: readonly string[];
  /** `spec.controller` of IngressClasses that it serves, and the names that it gives to such. */
  readonly ingressControllers?: readonly string[];
  readonly ingressClasses?: readonly string[];
}
