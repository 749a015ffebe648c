import { Construct, IConstruct } from 'constructs';
import { namespaceName, objectName } from '../../../common/props/checks';
import { warn, whole } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import {
  checkProps, instanceOf, list, optional, Shape, struct, text,
} from '../../../common/props/prop-types';
import { slipOf } from '../../../common/props/suggestion';
import { ENVOY_GATEWAY } from '../../../contract/edges/known-edges';
import { CHART_GATEWAY } from '../../../contract/union/gateway-routes';
import { CHART_GATEWAY_ROUTES, guardedRouteNames } from '../../../contract/union/releases/chart-version';
import { RouteGuard } from '../../../contract/union/routes';
import { CONTROL_PLANE_NAMESPACE } from '../../../contract/union/workloads';
import { UnionIdentity } from '../../identity';
import { SeveralObjects } from '../../objects/api-objects';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../../pods/labels';
import { inChart } from '../../settings/chart-namespace';
import { AUTH_GATE, AuthGate, emitAuthGate } from '../auth-gate';
import { checkNeighbours, settle } from '../neighbours';
import { finishGuard, IRouteGuard, RouteKind } from '../route-guard';
import {
  clientTraffic, emitHeaderFilters, emitPolicy, emitSecurityPolicies, ENVOY_GATEWAY_VERSION, GatewayGuard,
  GuardedRoute, guardGatewayRoute, GuardOfRoute, hasField, Listening, takesLua,
} from './envoy-policies';

/** The routes to guard, and their Gateway. */
export interface EnvoyGatewayGuardProps {
  /**
   * The identity. Routes guarded by `addTo` must serve its domains.
   *
   * @default - none; `addTo` requires it
   */
  readonly identity?: UnionIdentity;

  /**
   * A Gateway of your own, in the namespace of your routes, to which they are attached. A ClientTrafficPolicy
   * of the whole Gateway, or of `listeners`, removes identity headers of callers there.
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
   * HTTPRoutes to guard: anonymous browsers are redirected to sign-in. Names of routes of Union's chart, and
   * of yours that are not in this app; for those in the app, use `addTo`. All others stay open.
   *
   * @default - every protected HTTPRoute that a known chart release renders: `controlplane-protected`; none
   *   with a `gateway` of your own
   */
  readonly httpRoutes?: string[];

  /**
   * The same for GRPCRoutes: anonymous callers get UNAUTHENTICATED.
   *
   * @default - every protected GRPCRoute that a known chart release renders: `controlplane-grpc-protected`
   *   and `controlplane-grpc-protected-extended`; none with a `gateway` of your own
   */
  readonly grpcRoutes?: string[];

  /**
   * The auth gate that Envoy asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGate;

  /**
   * Listeners of the Gateway at which identity headers of callers are removed. The policy of a listener
   * replaces the one that the chart gives the whole Gateway, so it contains the chart's settings too. Give
   * `[]` if the listeners have a ClientTrafficPolicy of yours, and add the `headers.earlyRequestHeaders` of
   * this one to it.
   *
   * @default - all listeners that the chart may render: `https`, `https-serverless`, `https-intracluster` and
   *   `https-local`; with a `gateway` of your own the whole Gateway
   */
  readonly listeners?: string[];

  /**
   * The version of Envoy Gateway, such as `1.8`. From 1.7 it removes callers' headers by prefix; with 1.6 a
   * policy with Lua does. From 1.8 it answers 503 while the gate does not answer, instead of 403, which
   * clients do not retry.
   *
   * @default - only features of 1.6, whose CRDs are in Union's chart, and of every later version
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
  gate: optional(struct(AUTH_GATE)),
  listeners: optional(list(text(objectName))),
  envoyGatewayVersion: optional(ENVOY_GATEWAY_VERSION),
};

/**
 * Guards routes of the Gateway API behind Envoy Gateway: those of Union's chart, and yours.
 *
 * With `INGRESS_PROVIDER: envoy`, Union's control plane chart renders the routes named "protected" without
 * any SecurityPolicy: they are open. This construct guards them and changes nothing else. With `gateway` it
 * guards only the routes that you pass to `addTo`.
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

  /**
   * @throws when a name is invalid or misspells a route of the chart, no route is given, a route is given
   * twice, or an edge of the same chart and namespace emits the auth gate. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: EnvoyGatewayGuardProps = {}) {
    super(scope, id);
    this.guard = whole(this, () => this.emit(props));
  }

  /**
   * Guards a route of your own.
   *
   * @param route the `ApiObject` of an HTTPRoute or GRPCRoute
   * @param kind the clients of the route
   * @throws when it is not one of these, is in another namespace, or is attached to a Gateway at which
   * callers can send identity headers. The route is not changed then. The synthesis fails if a route for
   * browsers has a host that is not a domain of the identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    const { identity, namespace } = this.guard;
    if (identity === undefined) {
      throw new Problems(`EnvoyGatewayGuard ${this.node.path}`)
        .addMissing('identity', 'addTo requires it, as routes must serve its domains').throwIfAny();
    }
    guardGatewayRoute(this, { ...this.guard, identity }, route, kind);
    labelObjects(this, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
  }

  /**
   * Removes identity headers at the listeners, and also at the routes if the version matches headers by name
   * only.
   */
  private takeHeaders(
    namespace: string, guarded: readonly GuardedRoute[], props: EnvoyGatewayGuardProps,
  ): void {
    const { gateway, listeners, envoyGatewayVersion } = props;
    const targets = listening(gateway, listeners);
    if (targets.length > 0) {
      emitPolicy(this, 'ClientTrafficPolicy', { namespace, name: CLIENT_POLICY }, {
        ...clientTraffic(targets, envoyGatewayVersion),
        // The chart's own value.
        ...(gateway === undefined ? { connection: { bufferLimit: CHART_GATEWAY.bufferLimit } } : {}),
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
    const ofChart = props.gateway === undefined ? CHART_GATEWAY.listeners : [];
    checkNames(problems, 'listeners', props.listeners ?? [], (name) => misspelt(name, ofChart, 'listener'));
    const { http, grpc } = checkedRoutes(problems, props);
    const neighbour = { namespace, kind: NAME, gate: GATE.service, hosts: [], pods: [] };
    checkNeighbours(problems, this, neighbour);
    problems.throwIfAny();

    warnOfOpenRoutes(this, props, [...http, ...grpc]);
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

/** The listeners at which callers' headers are removed. */
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

function warnOfOpenRoutes(
  construct: IConstruct, { gateway }: EnvoyGatewayGuardProps, guarded: readonly string[],
): void {
  const left = CHART_GATEWAY_ROUTES.filter((route) => route.guarded && !guarded.includes(route.name));
  if (left.length > 0 && gateway === undefined) {
    const names = left.map(({ name }) => name).join(', ');
    warn(construct, `leaves ${names} without a guard: anyone who reaches the gateway reaches the services `
      + 'behind it; add them, or leave httpRoutes and grpcRoutes out to guard all');
  }
}

function checkedRoutes(problems: Problems, props: EnvoyGatewayGuardProps) {
  const ofChart = (kind: Kind) => (props.gateway === undefined ? guardedRouteNames(kind) : []);
  const { httpRoutes: http = ofChart('HTTPRoute'), grpcRoutes: grpc = ofChart('GRPCRoute') } = props;
  checkNames(problems, 'httpRoutes', http, (name) => misnamed('HTTPRoute', name));
  checkNames(problems, 'grpcRoutes', grpc, (name) => misnamed('GRPCRoute', name));
  if (http.length + grpc.length === 0 && props.identity === undefined) {
    problems.add(
      'httpRoutes', http, 'and grpcRoutes are empty, so nothing would be guarded; give a route, or '
        + 'give the identity and add routes of your own with addTo',
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

/** People and clients sign in through the chart's open routes; other names must not be near the chart's. */
function misnamed(kind: Kind, name: string): string | undefined {
  const ofChart = CHART_GATEWAY_ROUTES.find((route) => route.name === name);
  if (ofChart !== undefined) {
    const other = ofChart.kind === kind
      ? undefined
      : `is a ${ofChart.kind} of the chart; give it in the list of those`;
    return ofChart.guarded ? other : 'must stay open for sign-in; leave it out';
  }
  return misspelt(name, guardedRouteNames(kind), 'route');
}

/** A name near one of the chart's, or with its words in another order. */
function misspelt(name: string, known: Names, what: string): string | undefined {
  const steps = (route: string) => route.split('-').sort().join();
  const meant = known.includes(name)
    ? undefined
    : slipOf(name, known) ?? known.find((each) => steps(each) === steps(name));
  return meant && `is not a ${what} of the chart; did you mean ${meant}?`;
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
