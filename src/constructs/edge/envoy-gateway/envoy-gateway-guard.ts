import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceName, objectName } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { checkProps, list, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { warn } from '../../../common/props/warning';
import { whole } from '../../../common/props/whole';
import { ENVOY_GATEWAY } from '../../../contract/edges/envoy-gateway';
import { CHART_GATEWAY } from '../../../contract/union/gateway-routes';
import { CONTROL_PLANE_NAMESPACE } from '../../../contract/union/namespaces';
import {
  CHART_GATEWAY_ROUTES, guardedRouteNames,
} from '../../../contract/union/releases/chart-gateway-routes';
import { RouteGuard } from '../../../contract/union/routes';
import { ENVOY_GATEWAY_API_VERSION } from '../../../contract/upstream/envoy-gateway';
import { emittedBy } from '../../objects/emitted-by';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../../pods/labels';
import { inChart, mustLiveBesideControlPlane } from '../../settings/chart-namespace';
import { AUTH_GATE, AuthGate, emitAuthGate } from '../auth-gate';
import { emit } from '../emit';
import { checkNeighbours, settle } from '../neighbours';
import { emitHeaderFilters, GuardOfRoute } from './envoy-caller-headers';
import { clientTraffic } from './envoy-client-traffic';
import { ENVOY_GATEWAY_VERSION, hasField } from './envoy-gateway-version';
import { emitSecurityPolicies, GuardedRoute } from './security-policies';

/** Which existing routes to guard. */
export interface EnvoyGatewayGuardProps {
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
   * @default - every protected HTTPRoute that a known chart release renders: `controlplane-protected`
   */
  readonly httpRoutes?: string[];

  /**
   * GRPCRoutes of Union's chart on which anonymous callers get UNAUTHENTICATED. Those that are left out stay
   * open.
   *
   * @default - every protected GRPCRoute that a known chart release renders: `controlplane-grpc-protected`
   *   and `controlplane-grpc-protected-extended`
   */
  readonly grpcRoutes?: string[];

  /**
   * HTTPRoutes of your own, which no chart release renders, to guard as well.
   *
   * @default - none
   */
  readonly extraHttpRoutes?: string[];

  /**
   * GRPCRoutes of your own, which no chart release renders, to guard as well.
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
   * Listeners of the chart's Gateway at which the headers are taken from callers by which services are told
   * who calls. A policy of one listener stands in for the one that the chart gives the whole Gateway, so this
   * one has the chart's settings too. Give `[]` where listeners have a ClientTrafficPolicy of yours, and add
   * `headers.earlyRequestHeaders` of this one there.
   *
   * @default - every listener that the chart may render: `https`, `https-serverless`, `https-intracluster`
   *   and `https-local`
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
 * Guards routes that somebody else renders.
 *
 * With `INGRESS_PROVIDER: envoy`, Union's control plane chart renders the routes named "protected" without
 * any SecurityPolicy: they are open. This construct closes them and touches nothing else.
 *
 * @example
 * new EnvoyGatewayGuard(controlPlaneChart, 'guard', { namespace: 'union-cp' });
 */
export class EnvoyGatewayGuard extends Construct {
  /** @throws when a name is not valid or is no route of the chart, no route is named or one is named twice,
   * or an edge of the same chart and namespace brings the auth gate. The error lists all problems. */
  public constructor(scope: Construct, id: string, props: EnvoyGatewayGuardProps = {}) {
    super(scope, id);
    whole(this, () => this.emit(props));
  }

  /**
   * The emitted objects, each with its `name` and `metadata`, in the order of emission: to patch one, find it
   * by kind and name.
   */
  public get apiObjects(): ApiObject[] {
    return emittedBy(this);
  }

  /** From callers at the chart's listeners, and at routes where its version takes names alone. */
  private takeHeaders(
    namespace: string, guarded: readonly GuardedRoute[], props: EnvoyGatewayGuardProps,
  ): void {
    const { listeners = CHART_GATEWAY.listeners, envoyGatewayVersion } = props;
    const { name, bufferLimit } = CHART_GATEWAY;
    if (listeners.length > 0) {
      emit(this, {
        apiVersion: ENVOY_GATEWAY_API_VERSION,
        kind: 'ClientTrafficPolicy',
        metadata: { name: CLIENT_POLICY, namespace },
        spec: {
          ...clientTraffic(listeners.map((sectionName) => ({ name, sectionName })), envoyGatewayVersion),
          // As the chart's own.
          connection: { bufferLimit },
        },
      });
    }
    if (listeners.length === 0 || !hasField('removeOnMatch', envoyGatewayVersion)) {
      emitHeaderFilters(this, namespace, [...guarded, ...OPEN_ROUTES], envoyGatewayVersion);
    }
  }

  private emit(props: EnvoyGatewayGuardProps): void {
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
    if (left.length > 0) {
      warn(this, `leaves ${left.join(', ')} without a guard: whoever reaches the gateway reaches what is `
        + 'behind; leave httpRoutes and grpcRoutes out to guard all');
    }
    emitAuthGate(this, namespace, GATE, props.gate);
    const guarded = [...http.map(guardedHttp), ...grpc.map(guardedGrpc)];
    // Departs from the guide: DEVIATIONS.gatewayGuard.
    emitSecurityPolicies(this, namespace, guarded, props.envoyGatewayVersion);
    this.takeHeaders(namespace, guarded, props);
    settle(this, neighbour);
    mustLiveBesideControlPlane(this, namespace);
    labelObjects(this, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
  }
}

/** The routes that are to be guarded: the chart's and others. */
function checkedRoutes(problems: Problems, props: EnvoyGatewayGuardProps) {
  const { extraHttpRoutes = [], extraGrpcRoutes = [] } = props;
  const { httpRoutes = guardedRouteNames('HTTPRoute'), grpcRoutes = guardedRouteNames('GRPCRoute') } = props;
  checkChartRoutes(problems, 'httpRoutes', 'HTTPRoute', httpRoutes);
  checkChartRoutes(problems, 'grpcRoutes', 'GRPCRoute', grpcRoutes);
  checkExtraRoutes(problems, 'extraHttpRoutes', 'HTTPRoute', extraHttpRoutes);
  checkExtraRoutes(problems, 'extraGrpcRoutes', 'GRPCRoute', extraGrpcRoutes);
  const http = [...httpRoutes, ...extraHttpRoutes];
  const grpc = [...grpcRoutes, ...extraGrpcRoutes];
  if (http.length + grpc.length === 0) {
    problems.add(
      'httpRoutes', httpRoutes, 'and grpcRoutes are empty, so nothing would be guarded; name a route',
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
  const unknown = `is no ${kind} of any chart release; use ${known.join(', ')}, or name a route of your own `
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
  return open ? 'must stay open or nobody can sign in; leave it out' : undefined;
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
