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
import { EDGE_NAME, labelObjects, PlaneComponent } from '../pods/labels';
import { DEAD_ROUTES, inChart, mustFitPlane } from '../settings/chart-namespace';
import { AUTH_GATE, AuthGate } from './auth-gate';

/** The clients of a route. It determines the response to an anonymous request. */
export enum RouteKind {
  /** Pages and the console: an anonymous browser is redirected to sign-in. */
  BROWSER = 'browser',
  /** HTTP clients with a token: an anonymous request gets 401. */
  API = 'api',
  /** gRPC: an anonymous request gets 401, which clients report as UNAUTHENTICATED. */
  GRPC = 'grpc',
  /** gRPC with streams that live for hours. */
  GRPC_STREAMING = 'grpc-streaming',
}

/** A guard for routes of your own. */
export interface IRouteGuard {
  /**
   * Guards a route of your own.
   *
   * @param route an Ingress of cdk8s-plus, or the `ApiObject` of a route
   * @param kind the clients of the route
   */
  addTo(route: IConstruct, kind?: RouteKind): void;
}

/** Settings of a guard for routes of your own. */
export interface RouteGuardProps {
  /** The identity. */
  readonly identity: UnionIdentity;

  /**
   * Namespace of flyteadmin, the auth gate and Traefik's Middlewares. Ingresses can be in any namespace;
   * IngressRoutes and HTTPRoutes must be in this one.
   *
   * @default - that of the chart; without one "union-cp"
   */
  readonly namespace?: string;

  /**
   * Settings of the auth gate.
   *
   * @default - those of the chart's gate, if an edge or a plane emits it; otherwise two pods of an
   *   unprivileged nginx
   */
  readonly gate?: AuthGate;
}

const ROUTE_GUARD_PROPS: Shape<RouteGuardProps> = {
  identity: instanceOf(UnionIdentity),
  namespace: optional(text(namespaceName)),
  gate: optional(struct(AUTH_GATE)),
};

/** The namespace of a guard, and the identity whose sessions it checks. */
export interface GuardHome {
  readonly identity: UnionIdentity;
  readonly namespace: string;
}

/**
 * A guard for routes of your own, without an edge. It emits all of its objects or none.
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
   * Emits the gate, and the objects that call it.
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

/** Labels the emitted objects, and checks them against the control plane that they guard. */
export function finishGuard(scope: Construct, namespace: string, identity?: UnionIdentity): void {
  labelObjects(scope, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
  mustFitPlane(scope, { identity, namespace }, DEAD_ROUTES);
}

export const guardOfKind = (kind: RouteKind): RouteGuard.SIGN_IN | RouteGuard.UNAUTHORIZED =>
  (kind === RouteKind.BROWSER ? RouteGuard.SIGN_IN : RouteGuard.UNAUTHORIZED);

export function checkKind(subject: string, kind: RouteKind): void {
  demand(subject, { kind }, { kind: oneOf('RouteKind', RouteKind) });
}

/** Marks a route as guarded, so that `verify` reports it when its guard is removed. */
export const guardMark = (kind: RouteKind): Record<string, string> => ({ [GUARD_ANNOTATION]: kind });

/** A route of your own that gets a guard. All its problems are reported before anything changes. */
export class OwnRoute {
  /**
   * @param subject the construct that guards
   * @param kinds of objects that it guards
   * @throws InvalidPropsError when the construct is of another kind.
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
      : `already has the guard of RouteKind ${before}; a route can have one kind only`));
  }

  public get spec(): JsonObject {
    const { spec } = this.object.toJson() as { spec?: unknown };
    return isObject(spec) ? spec : {};
  }

  public annotation(name: string): string | undefined {
    const { metadata } = this.object.toJson() as { metadata?: { annotations?: Record<string, string> } };
    return metadata?.annotations?.[name];
  }

  /** Middlewares and policies apply only to routes of their namespace. */
  public mustBeIn(namespace: string, what: string): void {
    const own = this.object.metadata.namespace;
    this.problems.check('route', `${own ?? 'default'}/${this.object.name}`, () => (own === namespace
      ? undefined
      : `is not the namespace of the ${what} of this guard, ${namespace}; move the route there`));
  }

  /**
   * Guards the route, unless it is guarded already.
   *
   * @param hostsOf the hosts of a spec; with `undefined` for a rule without a host
   * @param attach adds the guard; returns annotations of the route
   * @throws InvalidPropsError when it has a problem.
   */
  public guard(
    identity: UnionIdentity,
    hostsOf: (spec: JsonObject) => readonly (string | undefined)[],
    attach: () => Readonly<Record<string, string>> | void,
  ): void {
    this.problems.throwIfAny();
    if (this.annotation(GUARD_ANNOTATION) === this.kind) {
      return;
    }
    Object.entries({ ...attach(), ...guardMark(this.kind) })
      .forEach(([name, value]) => this.object.metadata.addAnnotation(name, value));
    this.mustServe(identity, hostsOf);
  }

  /** Fails the synthesis if people cannot sign in: a session is a cookie of one host. */
  private mustServe(
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
          ? 'has no host, so it accepts every Host header'
          : `is for host ${host}`;
        return `${served}: browsers send the session only to ${domains.join(' and ')} alone, and people on `
          + `another host are redirected to sign-in endlessly. Use ${domains.join(' or ')}, or RouteKind.API `
          + 'for callers with a token.';
      }),
    });
  }
}
