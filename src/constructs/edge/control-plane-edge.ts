import { Construct, IConstruct } from 'constructs';
import { entryOf } from '../../common/data/json';
import { filledIn, hostName, namespaceName, portNumber } from '../../common/props/checks';
import { warn, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import {
  checkProps, demand, flag, instanceOf, list, map, number, optional, Shape, text,
} from '../../common/props/prop-types';
import { ReleaseContract } from '../../contract/union/release-contract';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { RouteContract, RouteGuard } from '../../contract/union/routes';
import { CONTROL_PLANE_NAMESPACE } from '../../contract/union/workloads';
import { UnionIdentity } from '../identity';
import { emitAgain, SeveralObjects } from '../objects/api-objects';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../pods/labels';
import { SCHEDULING, Scheduling } from '../pods/scheduling';
import { DEAD_ROUTES, inChart, mustFitPlane } from '../settings/chart-namespace';
import { CHART_VERSION, checkPlaneContext, planeContext, warnOfAssumedRelease } from '../settings/context';
import { ChartEdge, EdgeController, IControlPlaneEdge } from './edge-controller';
import { checkHosts, checkTls, EDGE_TLS, EdgeTls, hostSets } from './edge-hosts';
import { EdgeContext } from './edge-kind';
import { IngressNginxEdgeProps } from './ingress-nginx/ingress-nginx-edge';
import { checkNeighbours, settle } from './neighbours';
import { IRouteGuard, RouteKind } from './route-guard';
import { ROUTE, Route, routeTable } from './route-table';

/**
 * Hosts, certificates and routes of an edge.
 *
 * @internal
 */
export interface EdgeOptions {
  /**
   * The hosts that this edge serves, if not all domains of the deployment. A second edge of another kind can
   * serve the others.
   *
   * @default - all domains of the deployment
   */
  readonly hosts?: string[];

  /**
   * The certificates of the edge.
   *
   * @default - none; the edge's own default certificate serves the hosts. Envoy Gateway has no such default
   */
  readonly tls?: EdgeTls[];

  /**
   * Whether something in front of the edge ends TLS, such as a load balancer. Applies to hosts without a
   * certificate in `tls`.
   *
   * @default false; a public host without a certificate is a warning, and an error in `ControlPlane`
   */
  readonly tlsEndsElsewhere?: boolean;

  /**
   * Additional routes of your own.
   *
   * @default - none
   */
  readonly extraRoutes?: Route[];
}

/** The edge of a control plane in plain YAML. */
export interface PlaneEdge extends EdgeOptions {
  /** The controller that serves the routes; the cluster must run it. */
  readonly controller: EdgeController;
}

export interface ControlPlaneEdgeProps extends EdgeOptions {
  /** The identity of the deployment. Its domains are the hosts of the edge. */
  readonly identity: UnionIdentity;

  /**
   * The controller that serves the routes.
   *
   * @default EdgeController.ingressNginx(), with the IngressClass of Union's chart
   */
  readonly controller?: EdgeController;

  /**
   * The namespace of the control plane, where the Services of the routes are.
   *
   * @default - that of the chart; without one "union-cp"
   */
  readonly namespace?: string;

  /**
   * The chart release whose routes to emit.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartVersion?: ChartVersion;

  /**
   * The nodes on which the pods of the auth gate run, unless `gate` sets them.
   *
   * @default - any
   */
  readonly scheduling?: Scheduling;

  /**
   * The existing Services in the namespace of the control plane, with their port numbers. Routes of the
   * release to other Services are left out.
   *
   * @default - all Services to which routes of the release lead
   */
  readonly backends?: { [service: string]: number[] };
}

type GivenEdge = EdgeOptions & Pick<ControlPlaneEdgeProps, 'identity' | 'controller'>;

export const EDGE_OPTIONS: Shape<EdgeOptions> = {
  hosts: optional(list(text(filledIn, hostName))),
  tls: optional(list(EDGE_TLS)),
  tlsEndsElsewhere: optional(flag),
  extraRoutes: optional(list(ROUTE)),
};

export const PLANE_EDGE: Shape<PlaneEdge> = { ...EDGE_OPTIONS, controller: instanceOf(EdgeController) };

const CONTROL_PLANE_EDGE_PROPS: Shape<ControlPlaneEdgeProps> = {
  ...EDGE_OPTIONS,
  identity: instanceOf(UnionIdentity),
  controller: optional(instanceOf(EdgeController)),
  namespace: optional(text(namespaceName)),
  chartVersion: CHART_VERSION,
  scheduling: optional(SCHEDULING),
  backends: optional(map(list(number(portNumber)))),
};

/**
 * The edge of a control plane: all routes of a chart release, each open or guarded as required.
 *
 * You can use it alone beside Union's charts, to replace only their edge.
 *
 * @example
 * new ControlPlaneEdge(controlPlaneChart, 'edge', {
 *   identity,
 *   controller: EdgeController.traefik(),
 *   tls: [{ secretName: 'union-tls' }],
 * });
 */
export class ControlPlaneEdge extends SeveralObjects implements IControlPlaneEdge {
  /**
   * The Ingresses of Union's chart, served by ingress-nginx: the controller of the chart, or yours with
   * `ingressClassName`. Yours needs the settings of `controller.controllerSettings`.
   *
   * @param props class and annotations of the Ingresses, the auth gate beside them, the controller's pods
   * @throws when an annotation may change who has access.
   *
   * @example
   * const edge = ControlPlaneEdge.chartIngress({ gate: { replicas: 3 } });
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, edge });
   */
  public static chartIngress(props: IngressNginxEdgeProps = {}): IControlPlaneEdge {
    return ChartEdge.ingressNginx(props);
  }

  /**
   * The Gateway of Union's chart, served by Envoy Gateway. Guard its routes with an `EnvoyGatewayGuard`. The
   * chart renders it beside its Ingresses (`global.INGRESS_PROVIDER: both`); to remove these, set `envoy` in
   * `extraValues`.
   *
   * @example
   * const edge = ControlPlaneEdge.chartGateway();
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, edge });
   */
  public static chartGateway(): IControlPlaneEdge {
    return ChartEdge.gateway();
  }

  /** The controller that serves the routes. */
  public readonly controller: EdgeController;
  /** Guards routes of your own with the auth gate of this edge; it emits no second gate. */
  public readonly guard: IRouteGuard;

  private made: MadeEdge;

  /**
   * @throws when an extra route would open a guarded one, guard one that must stay open, repeat one, or lead
   *   to none of `backends`; when a host is not a domain of `identity`; when a certificate has no host, or a
   *   host has two certificates; when another edge of the same chart and namespace would emit objects with
   *   the same names. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneEdgeProps) {
    super(scope, id);
    this.made = whole(this, () => this.emit(props));
    this.controller = this.made.controller;
    this.guard = new EdgeGuard(this, this.controller, this.made.context);
  }

  /** The hosts of this edge; a copy. */
  public get hosts(): string[] {
    return [...this.made.context.hosts];
  }

  /** The routes of this edge, in each group those of the release first; a copy. */
  public get routes(): Route[] {
    return this.made.context.groups.flatMap((
      { name, guard, routes },
    ) => routes.map(({ match: { kind, path }, service, port }) =>
      ({ group: name, path, service, port, exact: kind === 'exact', guarded: guard !== RouteGuard.OPEN })));
  }

  /**
   * Adds a route of your own, like `extraRoutes`: for an edge that another construct created, such as that of
   * a `ControlPlane`. Patches of its objects are kept.
   *
   * @throws when the route would open a guarded one, guard one that must stay open, repeat one, or lead to a
   *   missing Service. The edge is not changed then.
   */
  public addRoute(route: Route): void {
    const { controller, contract, context, extraRoutes, backends } = this.made;
    const added = [...extraRoutes, route];
    const table = (problems: Problems) => routeTable(contract, added, problems, {
      backends, propOf: (i) => (i < extraRoutes.length ? `extraRoutes[${i}]` : 'route'),
    });
    demand(`ControlPlaneEdge ${this.node.path}`, { route }, { route: ROUTE }, (problems) => {
      table(problems);
      checkLeads(problems, 'route', route, backends);
    });
    const served = { ...context, groups: table(new Problems('')) };
    emitAgain(this, () => controller._kind.serve(this, served));
    labelEdge(this, context.namespace, this.made.chartVersion);
    this.made = { ...this.made, context: served, extraRoutes: added };
  }

  private emit(props: ControlPlaneEdgeProps): MadeEdge {
    const problems = new Problems('ControlPlaneEdge');
    if (checkProps(problems, props, CONTROL_PLANE_EDGE_PROPS)) {
      checkPlaneContext(problems, inChart(this, props), (_, release) => {
        checkEdgeOptions(problems, props, release);
        checkBackends(problems, props, release);
      });
    }
    problems.throwIfAny();
    const { controller, hosts, extraRoutes, tlsEndsElsewhere, hostSets: sets } = settled(props);
    const { _kind: kind } = controller;
    const { identity, namespace, release, chartVersion } = planeContext(
      inChart(this, props), CONTROL_PLANE_NAMESPACE,
    );
    const neighbour = {
      namespace, kind: kind.known.name, gate: kind.known.dialect.service, hosts, pods: kind.pods(namespace),
    };
    checkNeighbours(problems, this, neighbour);
    problems.throwIfAny();
    const contract = release.controlPlane.routes;
    const groups = routeTable(contract, extraRoutes, problems, { backends: props.backends });
    const context = {
      identity, namespace, hosts, hostSets: sets, tlsEndsElsewhere, groups, scheduling: props.scheduling,
    };
    kind.attach(this, context);
    kind.serve(this, context);
    settle(this, neighbour);
    warnOfAssumedRelease(this, chartVersion);
    mustFitPlane(this, { identity, namespace, chartVersion }, DEAD_ROUTES);
    labelEdge(this, namespace, chartVersion);
    this.warnOfBareHosts(props);
    return { controller, context, contract, chartVersion, extraRoutes, backends: props.backends };
  }

  private warnOfBareHosts(props: ControlPlaneEdgeProps): void {
    const bare = hostsWithoutCertificate(props).join(', ');
    if (bare !== '') {
      warn(this, `${bare} has no certificate in tls, so tokens are sent in the clear or with a certificate `
        + 'that clients do not trust; ' + certificateRemedy(bare));
    }
  }
}

interface MadeEdge {
  readonly controller: EdgeController;
  readonly context: EdgeContext;
  readonly contract: RouteContract;
  readonly chartVersion: ChartVersion;
  readonly extraRoutes: readonly Route[];
  readonly backends: ControlPlaneEdgeProps['backends'];
}

function labelEdge(scope: Construct, namespace: string, chartVersion?: ChartVersion): void {
  labelObjects(scope, {
    name: EDGE_NAME,
    instance: namespace,
    component: PlaneComponent.CONTROL_PLANE,
    version: chartVersion && `${chartVersion}`,
  });
}

class EdgeGuard implements IRouteGuard {
  public constructor(
    private readonly scope: Construct,
    private readonly controller: EdgeController,
    private readonly context: EdgeContext,
  ) {}

  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    this.controller._kind.guardRoute(this.scope, this.context, route, kind);
    labelEdge(this.scope, this.context.namespace);
  }
}

/** The props of an edge with their defaults. */
function settled({
  identity,
  controller = EdgeController.ingressNginx(),
  hosts = identity.domains,
  tls = [],
  extraRoutes = [],
  tlsEndsElsewhere = false,
}: GivenEdge) {
  const sets = hostSets(hosts, tls);
  return { identity, controller, hosts, tls, extraRoutes, tlsEndsElsewhere, hostSets: sets };
}

export function certificateRemedy(hosts: string): string {
  return `name the Secret with the certificate of ${hosts}, or set tlsEndsElsewhere where a load balancer or `
    + 'a default certificate of the controller takes care of it';
}

/** Public hosts that the edge would serve in the clear or with a self-signed certificate. */
export function hostsWithoutCertificate(props: GivenEdge): string[] {
  const { controller, hostSets: sets, tlsEndsElsewhere } = settled(props);
  return controller._kind.needsTls && !tlsEndsElsewhere
    ? sets.filter(({ secretName }) => secretName === undefined).flatMap((set) => set.hosts).filter(isPublic)
    : [];
}

function isPublic(host: string): boolean {
  return !/\.(local|internal|localhost|test|example|invalid|svc)$/.test(host);
}

export function checkEdgeOptions(
  problems: Problems, props: GivenEdge, { controlPlane }: ReleaseContract,
): void {
  const { identity, controller, hosts, tls, extraRoutes, hostSets: sets, tlsEndsElsewhere } = settled(props);
  checkHosts(problems, hosts, identity);
  checkTls(problems, tls, hosts);
  controller._kind.check(problems, sets, tlsEndsElsewhere);
  routeTable(controlPlane.routes, extraRoutes, problems);
}

function checkBackends(
  problems: Problems,
  { backends, extraRoutes = [] }: ControlPlaneEdgeProps,
  { controlPlane }: ReleaseContract,
): void {
  const reached = controlPlane.routes.groups.flatMap(({ routes }) => routes).map(({ service }) => service);
  if (backends && extraRoutes.length === 0 && !reached.some((service) => Object.hasOwn(backends, service))) {
    problems.add(
      'backends',
      backends,
      'has no Service to which a route leads; give those that exist of '
        + [...new Set(reached)].join(', '),
    );
  }
  extraRoutes.forEach((route, i) => checkLeads(problems, `extraRoutes[${i}]`, route, backends));
}

function checkLeads(
  problems: Problems, prop: string, { service, port }: Route, backends: ControlPlaneEdgeProps['backends'],
): void {
  if (backends && !entryOf(backends, service)?.includes(port)) {
    problems.add(`${prop}.service`, service,
      `with port ${port} is not in backends, so the route leads nowhere; add it there`);
  }
}
