import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isObject, JsonObject } from '../../common/data/json';
import { namespaceName } from '../../common/props/checks';
import { constructType, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, oneOf, optional, Shape, struct, text } from '../../common/props/prop-types';
import { GUARD_ANNOTATION } from '../../contract/own-annotations';
import { RouteGuard } from '../../contract/union/routes';
import { CONTROL_PLANE_NAMESPACE } from '../../contract/union/workloads';
import { UnionIdentity } from '../identity';
import { SeveralObjects } from '../objects/api-objects';
import { mustHaveOwnFiles } from '../output/output-folder';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../pods/labels';
import { DEAD_ROUTES, inChart, mustFitPlane } from '../settings/chart-namespace';
import { AUTH_GATE, AuthGate } from './auth-gate';

/** What comes in by a route, and how an anonymous caller is answered. */
export enum RouteKind {
  /** Pages and the console: an anonymous browser is sent to sign in. */
  BROWSER = 'browser',
  /** HTTP clients with a token: an anonymous one gets 401. */
  API = 'api',
  /** gRPC: an anonymous caller gets 401, which clients read as UNAUTHENTICATED. */
  GRPC = 'grpc',
  /** The same, with streams that live for hours. */
  GRPC_STREAMING = 'grpc-streaming',
}

/** What guards routes of your own. */
export interface IRouteGuard {
  /**
   * Guards a route of your own.
   *
   * @param route an Ingress of cdk8s-plus, or the `ApiObject` of a route
   * @param kind what comes in by it
   */
  addTo(route: IConstruct, kind?: RouteKind): void;
}

/** Where a guard of routes of your own is, and asks. */
export interface RouteGuardProps {
  /** The identity. */
  readonly identity: UnionIdentity;

  /**
   * Namespace of flyteadmin and of the auth gate, and of Traefik's Middlewares. Ingresses may be in any;
   * IngressRoutes and HTTPRoutes must be in it.
   *
   * @default - that of the chart; without one "union-cp"
   */
  readonly namespace?: string;

  /**
   * The auth gate that is asked.
   *
   * @default - that of the chart, where an edge or a plane brings it; otherwise two pods of an unprivileged
   *   nginx
   */
  readonly gate?: AuthGate;
}

const ROUTE_GUARD_PROPS: Shape<RouteGuardProps> = {
  identity: instanceOf(UnionIdentity),
  namespace: optional(text(namespaceName)),
  gate: optional(struct(AUTH_GATE)),
};

/** Where a guard is, and whose sessions it asks for. */
export interface GuardHome {
  readonly identity: UnionIdentity;
  readonly namespace: string;
}

/**
 * A guard of routes of your own that is alone: what it emits, it emits whole or not at all.
 *
 * @internal
 */
export abstract class StandingGuard extends SeveralObjects implements IRouteGuard {
  /** @internal */
  protected readonly _home: GuardHome;

  protected constructor(scope: Construct, id: string, subject: string, props: RouteGuardProps) {
    super(scope, id);
    this._home = whole(this, () => this.made(subject, props));
  }

  public abstract addTo(route: IConstruct, kind?: RouteKind): void;

  /**
   * Emits what asks the gate, and the gate.
   *
   * @internal
   */
  protected abstract _emit(home: GuardHome, gate: AuthGate | undefined): void;

  private made(subject: string, props: RouteGuardProps): GuardHome {
    demand(subject, props, ROUTE_GUARD_PROPS);
    const { identity, namespace = CONTROL_PLANE_NAMESPACE, gate } = inChart(this, props);
    const home = { identity, namespace };
    this._emit(home, gate);
    finishGuard(this, namespace, identity);
    return home;
  }
}

/** Labels what a guard has emitted, and holds it to the control plane that it guards. */
export function finishGuard(scope: Construct, namespace: string, identity?: UnionIdentity): void {
  labelObjects(scope, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
  mustHaveOwnFiles(scope);
  mustFitPlane(scope, { identity, namespace }, DEAD_ROUTES);
}

export const guardOfKind = (kind: RouteKind): RouteGuard.SIGN_IN | RouteGuard.UNAUTHORIZED =>
  (kind === RouteKind.BROWSER ? RouteGuard.SIGN_IN : RouteGuard.UNAUTHORIZED);

export function checkKind(subject: string, kind: RouteKind): void {
  demand(subject, { kind }, { kind: oneOf('RouteKind', RouteKind) });
}

/** The annotation by which the verifier knows that a route must be guarded, also where its guard is gone. */
export const guardMark = (kind: RouteKind): Record<string, string> => ({ [GUARD_ANNOTATION]: kind });

/**
 * A route of your own on its way to a guard: everything that is wrong with it is reported before anything
 * changes.
 */
export class OwnRoute {
  /**
   * @param subject the construct that guards
   * @param kinds of objects that it guards
   * @throws InvalidPropsError when the construct is not one of these.
   */
  public static of(subject: string, route: IConstruct, kind: RouteKind, kinds: readonly string[]): OwnRoute {
    demand(`${subject}.addTo`, { route, kind }, {
      route: constructType, kind: oneOf('RouteKind', RouteKind),
    });
    const object = ApiObject.isApiObject(route) ? route : route.node.defaultChild;
    const problems = new Problems(`${subject} on ${route.node.path}`);
    if (object === undefined || !ApiObject.isApiObject(object) || !kinds.includes(object.kind)) {
      problems.add('route', route.node.path, `must be one of ${kinds.join(', ')}; pass its ApiObject, or an `
        + 'Ingress of cdk8s-plus').throwIfAny();
    }
    return new OwnRoute(object as ApiObject, kind, problems);
  }

  private constructor(
    public readonly object: ApiObject, private readonly kind: RouteKind, public readonly problems: Problems,
  ) {
    const before = this.annotation(GUARD_ANNOTATION);
    problems.check('route', object.node.path, () => (before === undefined || before === kind
      ? undefined
      : `has the guard of RouteKind ${before} already; a route has one kind`));
  }

  /** Whether the same guard was added before. */
  public get isGuarded(): boolean {
    return this.annotation(GUARD_ANNOTATION) === this.kind;
  }

  public get spec(): JsonObject {
    const { spec } = this.object.toJson() as { spec?: unknown };
    return isObject(spec) ? spec : {};
  }

  public annotation(name: string): string | undefined {
    const { metadata } = this.object.toJson() as { metadata?: { annotations?: Record<string, string> } };
    return metadata?.annotations?.[name];
  }

  /** Middlewares and policies reach routes of their own namespace alone. */
  public mustBeIn(namespace: string, what: string): void {
    const own = this.object.metadata.namespace;
    this.problems.check('route', `${own ?? 'default'}/${this.object.name}`, () => (own === namespace
      ? undefined
      : `is in another namespace than the ${what} of this guard, ${namespace}; give the route that one`));
  }

  /** Puts annotations onto the route, and the mark. */
  public annotate(annotations: Readonly<Record<string, string>>): void {
    Object.entries({ ...annotations, ...guardMark(this.kind) })
      .forEach(([name, value]) => this.object.metadata.addAnnotation(name, value));
  }

  /**
   * Fails the synthesis where people could not sign in: a session is a cookie of the host on which it began.
   *
   * @param hostsOf the hosts of a spec; `undefined` among them where a rule names none
   */
  public mustServe(
    identity: UnionIdentity, hostsOf: (spec: JsonObject) => readonly (string | undefined)[],
  ): void {
    if (this.kind !== RouteKind.BROWSER) {
      return;
    }
    const { domains } = identity;
    const others = () => [...new Set(hostsOf(this.spec))].filter((host) =>
      host === undefined || !domains.includes(host));
    this.object.node.addValidation({
      validate: () => others().map((host) => {
        const served = host === undefined
          ? 'names no host, and answers every Host header'
          : `is for host ${host}`;
        return `${served}: browsers send the session to ${domains.join(' and ')} alone, and people on `
          + `another host are sent to sign in again and again. Use ${domains.join(' or ')}, or RouteKind.API `
          + 'for callers with a token.';
      }),
    });
  }
}
