/** How an edge asks `/me` through our auth gate. */
export interface AuthGateDialect {
  /**
   * Name of the gate's objects. Where two edges are side by side each has a gate that speaks its dialect.
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

/** How an edge calls what people set of it, as remedies name it. */
export interface EdgeSettings {
  /** Headers of the guard's answer that services get. */
  readonly answerHeaders: string;
  /** Headers of the caller that the guard gets; absent where it gets all. */
  readonly callerHeaders?: string;
  /** By what it speaks gRPC to a Service, as a phrase. */
  readonly grpc: string;
  /** What the guard asks. */
  readonly guard: string;
  /** By what it sends browsers to sign in, as a phrase. */
  readonly signIn: string;
  /** By what a route is heard through TLS alone, as a phrase; absent where it has one door. */
  readonly tlsDoor?: string;
}

/** What both towers, the doctor and `init` know of one edge. */
export interface KnownEdge {
  /** As `Edge.name` tells it. */
  readonly name: string;
  /** Its factory of `Edge`, which answers are called by as well. */
  readonly factory: string;
  readonly dialect: AuthGateDialect;
  readonly settings: EdgeSettings;
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
