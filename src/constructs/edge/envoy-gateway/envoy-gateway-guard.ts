import { Construct, IConstruct } from 'constructs';
import { namespaceName, objectName } from '../../../common/props/checks';
import { warn, whole } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import {
  checkProps, instanceOf, list, optional, Shape, struct, text,
} from '../../../common/props/prop-types';
import { ENVOY_GATEWAY } from '../../../contract/edges/known-edges';
import { CHART_GATEWAY } from '../../../contract/union/gateway-routes';
import { CHART_GATEWAY_ROUTES, guardedRouteNames } from '../../../contract/union/releases/chart-version';
import { RouteGuard } from '../../../contract/union/routes';
import { CONTROL_PLANE_NAMESPACE } from '../../../contract/union/workloads';
import { ENVOY_GATEWAY_API_VERSION } from '../../../contract/upstream/envoy-gateway';
import { UnionIdentity } from '../../identity';
import { SeveralObjects, emit } from '../../objects/api-objects';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../../pods/labels';
import { inChart } from '../../settings/chart-namespace';
import { AUTH_GATE, AuthGate, emitAuthGate } from '../auth-gate';
import { checkNeighbours, settle } from '../neighbours';
import { finishGuard, IRouteGuard, RouteKind } from '../route-guard';
import {
  clientTraffic, emitHeaderFilters, emitSecurityPolicies, ENVOY_GATEWAY_VERSION, GatewayGuard, GuardedRoute,
  guardGatewayRoute, GuardOfRoute, hasField, Listening, takesLua,
} from './envoy-policies';

/** Which routes to guard, and at which Gateway. */
export interface EnvoyGatewayGuardProps {
  /**
   * The identity: routes that `addTo` guards must serve its domains.
   *
   * @default - none; `addTo` demands it
   */
  readonly identity?: UnionIdentity;

  /**
   * A Gateway of your own, in the namespace of the routes, to which your routes are attached. Identity
   * headers are taken from callers there, by a ClientTrafficPolicy of the whole Gateway or of `listeners`.
   *
   * @default - the Gateway of Union's chart
   */
  readonly gateway?: string;

  /**
   * The namespace of the routes, and of flyteadmin.
   *
   * @default 'union-cp'
   */
  readonly namespace?: string;

  /**
   * HTTPRoutes of Union's chart from which anonymous browsers are sent to sign in. Those that are left out
   * stay open.
   *
   * @default - every protected HTTPRoute that a known chart release renders: `controlplane-protected`; none
   *   with a `gateway` of your own
   */
  readonly httpRoutes?: string[];

  /**
   * GRPCRoutes of Union's chart on which anonymous callers get UNAUTHENTICATED. Those that are left out stay
   * open.
   *
   * @default - every protected GRPCRoute that a known chart release renders: `controlplane-grpc-protected`
   *   and `controlplane-grpc-protected-extended`; none with a `gateway` of your own
   */
  readonly grpcRoutes?: string[];

  /**
   * HTTPRoutes of your own that are not in this app, to guard as well; of those that are `addTo` takes care.
   *
   * @default - none
   */
  readonly extraHttpRoutes?: string[];

  /**
   * GRPCRoutes of your own that are not in this app, to guard as well; of those that are `addTo` takes care.
   *
   * @default - none
   */
  readonly extraGrpcRoutes?: string[];

  /**
   * The auth gate that Envoy asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGate;

  /**
   * Listeners of the Gateway at which the headers of callers are removed that tell services who calls. A
   * policy of one listener stands in for the one that the chart gives the whole Gateway, so this one has the
   * chart's settings too. Give `[]` where listeners have a ClientTrafficPolicy of yours, and add
   * `headers.earlyRequestHeaders` of this one there.
   *
   * @default - every listener that the chart may render: `https`, `https-serverless`, `https-intracluster`
   *   and `https-local`; of a `gateway` of your own the whole Gateway
   */
  readonly listeners?: string[];

  /**
   * The version of Envoy Gateway, such as `1.8`. Since 1.7 it takes whole prefixes of headers from callers;
   * of 1.6 a policy with Lua does. Since 1.8 it can say "try again" (503) where the gate does not answer,
   * instead of "denied" (403), which no client tries again.
   *
   * @default - what 1.6, whose CRDs Union's chart brings, and every later one take
   */
  readonly envoyGatewayVersion?: string;
}

const { name: NAME, dialect: GATE } = ENVOY_GATEWAY;

const CLIENT_POLICY = 'controlplane-caller-headers';

/** The chart's routes by which people and clients sign in. */
const OPEN_ROUTES: readonly GuardOfRoute[] = CHART_GATEWAY_ROUTES.filter(({ guarded }) => !guarded)
  .map(({ kind, name }) => ({ kind, name, guard: RouteGuard.OPEN }));

const GUARD_PROPS: Shape<EnvoyGatewayGuardProps> = {
  identity: optional(instanceOf(UnionIdentity)),
  gateway: optional(text(objectName)),
  namespace: optional(text(namespaceName)),
  httpRoutes: optional(list(text())),
  grpcRoutes: optional(list(text())),
  extraHttpRoutes: optional(list(text())),
  extraGrpcRoutes: optional(list(text())),
  gate: optional(struct(AUTH_GATE)),
  listeners: optional(list(text(objectName))),
  envoyGatewayVersion: optional(ENVOY_GATEWAY_VERSION),
};

/**
 * Guards routes of the Gateway API behind Envoy Gateway: those of Union's chart, and yours.
 *
 * With `INGRESS_PROVIDER: envoy`, Union's control plane chart renders the routes named "protected" without
 * any SecurityPolicy: they are open. This construct closes them and touches nothing else. With `gateway` it
 * leaves them alone and guards the routes that `addTo` is given.
 *
 * @example
 * new EnvoyGatewayGuard(controlPlaneChart, 'guard', { namespace: 'union-cp' });
 *
 * @example
 * const guard = new EnvoyGatewayGuard(chart, 'guard', { identity, gateway: 'public' });
 * guard.addTo(httpRoute);
 */
export class EnvoyGatewayGuard extends SeveralObjects implements IRouteGuard {
  private readonly guard: Omit<GatewayGuard, 'identity'> & { readonly identity?: UnionIdentity };

  /** @throws when a name is not valid or not a route of the chart, no route is named or one is named twice,
   * or an edge of the same chart and namespace brings the auth gate. The error lists all problems. */
  public constructor(scope: Construct, id: string, props: EnvoyGatewayGuardProps = {}) {
    super(scope, id);
    this.guard = whole(this, () => this.emit(props));
  }

  /**
   * Guards a route of your own.
   *
   * @param route the `ApiObject` of an HTTPRoute or GRPCRoute
   * @param kind what comes in by it
   * @throws when it is not one of these, is in another namespace, or is attached to a Gateway at which
   * callers
   *   may send identity headers of their own; nothing is changed then. The synthesis fails where a route for
   *   browsers has a host that is not a domain of the identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    const { identity, namespace } = this.guard;
    if (identity === undefined) {
      throw new Problems(`EnvoyGatewayGuard ${this.node.path}`)
        .addMissing('identity', 'addTo demands it, as routes must serve its domains').throwIfAny();
    }
    guardGatewayRoute(this, { ...this.guard, identity }, route, kind);
    labelObjects(this, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
  }

  /** From callers at the listeners, and at routes where the version takes names alone. */
  private takeHeaders(
    namespace: string, guarded: readonly GuardedRoute[], props: EnvoyGatewayGuardProps,
  ): void {
    const { gateway, listeners, envoyGatewayVersion } = props;
    const targets = listening(gateway, listeners);
    if (targets.length > 0) {
      emit(this, {
        apiVersion: ENVOY_GATEWAY_API_VERSION,
        kind: 'ClientTrafficPolicy',
        metadata: { name: CLIENT_POLICY, namespace },
        spec: {
          ...clientTraffic(targets, envoyGatewayVersion),
          // As the chart's own.
          ...(gateway === undefined ? { connection: { bufferLimit: CHART_GATEWAY.bufferLimit } } : {}),
        },
      });
    }
    if (filtersHeaders(props)) {
      const open = gateway === undefined ? OPEN_ROUTES : [];
      emitHeaderFilters(this, namespace, [...guarded, ...open], envoyGatewayVersion);
    }
  }

  private emit(props: EnvoyGatewayGuardProps): EnvoyGatewayGuard['guard'] {
    const problems = new Problems('EnvoyGatewayGuard');
    if (!checkProps(problems, props, GUARD_PROPS)) {
      problems.throwIfAny();
    }
    const { namespace = CONTROL_PLANE_NAMESPACE } = inChart(this, props);
    problems.check('namespace', namespace, namespaceName);
    checkNames(problems, 'listeners', props.listeners ?? [], () => undefined);
    const { http, grpc } = checkedRoutes(problems, props);
    const neighbour = { namespace, kind: NAME, gate: GATE.service, hosts: [], pods: [] };
    checkNeighbours(problems, this, neighbour);
    problems.throwIfAny();

    const left = [
      ...guardedRouteNames('HTTPRoute').filter((name) => !http.includes(name)),
      ...guardedRouteNames('GRPCRoute').filter((name) => !grpc.includes(name)),
    ];
    if (left.length > 0 && props.gateway === undefined) {
      warn(this, `leaves ${left.join(', ')} without a guard: anyone who reaches the gateway reaches what is `
        + 'behind; leave httpRoutes and grpcRoutes out to guard all');
    }
    emitAuthGate(this, namespace, GATE, props.gate);
    const guarded = [...http.map(guardedHttp), ...grpc.map(guardedGrpc)];
    // Departs from the guide: DEVIATIONS.gatewayGuard.
    emitSecurityPolicies(this, namespace, guarded, props.envoyGatewayVersion);
    this.takeHeaders(namespace, guarded, props);
    settle(this, neighbour);
    finishGuard(this, namespace, props.identity);
    const { identity, listeners, envoyGatewayVersion: version, gateway: name = CHART_GATEWAY.name } = props;
    return {
      identity,
      namespace,
      version,
      gateway: listeners?.length === 0 ? undefined : { name },
      filtersHeaders: filtersHeaders(props) && takesLua(version),
    };
  }
}

/** Where callers' headers are taken. */
function listening(gateway: string | undefined, listeners: readonly string[] | undefined): Listening[] {
  if (gateway !== undefined && listeners === undefined) {
    return [{ name: gateway }];
  }
  const { name, listeners: ofChart } = CHART_GATEWAY;
  return (listeners ?? ofChart).map((sectionName) => ({ name: gateway ?? name, sectionName }));
}

function filtersHeaders({ listeners, envoyGatewayVersion }: EnvoyGatewayGuardProps): boolean {
  return listeners?.length === 0 || !hasField('removeOnMatch', envoyGatewayVersion);
}

/** The routes that are to be guarded: the chart's and others. */
function checkedRoutes(problems: Problems, props: EnvoyGatewayGuardProps) {
  const { extraHttpRoutes = [], extraGrpcRoutes = [] } = props;
  const ofChart = (kind: Kind) => (props.gateway === undefined ? guardedRouteNames(kind) : []);
  const { httpRoutes = ofChart('HTTPRoute'), grpcRoutes = ofChart('GRPCRoute') } = props;
  checkChartRoutes(problems, 'httpRoutes', 'HTTPRoute', httpRoutes);
  checkChartRoutes(problems, 'grpcRoutes', 'GRPCRoute', grpcRoutes);
  checkExtraRoutes(problems, 'extraHttpRoutes', 'HTTPRoute', extraHttpRoutes);
  checkExtraRoutes(problems, 'extraGrpcRoutes', 'GRPCRoute', extraGrpcRoutes);
  const http = [...httpRoutes, ...extraHttpRoutes];
  const grpc = [...grpcRoutes, ...extraGrpcRoutes];
  if (http.length + grpc.length === 0 && props.identity === undefined) {
    problems.add(
      'httpRoutes', httpRoutes, 'and grpcRoutes are empty, so nothing would be guarded; name a route, or '
        + 'give the identity and add routes of your own by addTo',
    );
  }
  return { http, grpc };
}

function guardedHttp(name: string): GuardedRoute {
  return { kind: 'HTTPRoute', name, guard: RouteGuard.SIGN_IN };
}

function guardedGrpc(name: string): GuardedRoute {
  return { kind: 'GRPCRoute', name, guard: RouteGuard.UNAUTHORIZED };
}

type Kind = GuardedRoute['kind'];
type Names = readonly string[];

const EXTRA: Readonly<Record<Kind, string>> = { HTTPRoute: 'extraHttpRoutes', GRPCRoute: 'extraGrpcRoutes' };

function checkChartRoutes(problems: Problems, prop: string, kind: Kind, names: Names): void {
  const known = guardedRouteNames(kind);
  const unknown = `is not the name of a chart's ${kind}; use ${known.join(', ')}, or name a route of `
    + 'your own '
    + `in ${EXTRA[kind]}`;
  checkNames(problems, prop, names, (name) =>
    openRoute(kind, name) ?? (known.includes(name) ? undefined : unknown));
}

function checkExtraRoutes(problems: Problems, prop: string, kind: Kind, names: Names): void {
  const known = guardedRouteNames(kind);
  const superfluous = 'is a route of the chart, which is guarded anyhow; leave it out';
  checkNames(problems, prop, names, (name) =>
    openRoute(kind, name) ?? (known.includes(name) ? superfluous : undefined));
}

/** The chart's open routes are how people and clients sign in. */
function openRoute(kind: Kind, name: string): string | undefined {
  const open = CHART_GATEWAY_ROUTES.some(
    (route) => route.kind === kind && route.name === name && !route.guarded,
  );
  return open ? 'must stay open, or no one can sign in; leave it out' : undefined;
}

function checkNames(
  problems: Problems, prop: string, names: Names, known: (name: string) => string | undefined,
): void {
  names.forEach((name, i) => {
    const repeated = (value: string) =>
      names.indexOf(value) < i ? 'is given twice; name each once' : undefined;
    problems.check(`${prop}[${i}]`, name, objectName, repeated, known);
  });
}
