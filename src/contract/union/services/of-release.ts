import { oncePerName } from '../../../common/data/collections';
import { GatewayRoute, GatewayRouteRule } from '../gateway-routes';
import { BlockPlacement, ControlPlaneContract } from '../release-contract';
import {
  ReleaseRoute, ReleaseRouteGroup, RouteContract, RouteGroup, RouteGuard, RouteProtocol,
} from '../routes';
import { SCHEDULER_READER, SecretReader } from '../secrets';
import { ownAdminClient, ownAdminClientValues } from '../values-places';
import { isIn, OfReleases, ServiceDescription, ServiceRoutes } from './service';
import { SERVICES } from '.';

/** The part of a release that follows from the services' descriptions. */
export const servicesOfRelease = oncePerName(
  (version): Pick<ControlPlaneContract, 'secretReaders' | 'routes'> =>
    ({ secretReaders: readersOf(version), routes: routesOf(version) }),
);

/** The own connections of single services to flyteadmin: their values and files. */
export function ownAdminClients(version: string): BlockPlacement[] {
  return SERVICES.filter(({ hasOwnAdminClient }) => hasOwnAdminClient && isIn(version, hasOwnAdminClient))
    .map(({ workload: { name } }) => ({
      values: ownAdminClientValues(name),
      files: [{ workload: name, file: 'config.yaml', path: ownAdminClient(name) }],
    }));
}

/** Whether the chart of the release renders a service. */
function hasService(version: string, { inChart = {} }: ServiceDescription): boolean {
  return inChart !== 'never' && isIn(version, inChart);
}

/** Flyte's own services first, the scheduler last. */
function readersOf(version: string): SecretReader[] {
  const readers = SERVICES.filter((service) => hasService(version, service))
    .flatMap(({ workload: { name: workload }, isOfFlyte, readers: all = [] }) => {
      const reader = all.find((each) => isIn(version, each));
      return reader ? [{ isOfFlyte, reader: { workload, ...withoutSpan(reader) } }] : [];
    });
  return [
    ...readers.filter(({ isOfFlyte }) => isOfFlyte), ...readers.filter(({ isOfFlyte }) => !isOfFlyte),
  ].map(({ reader }) => reader).concat(SCHEDULER_READER);
}

function withoutSpan<T>({ since: _, before: __, ...rest }: OfReleases<T>): Omit<T, 'since' | 'before'> {
  return rest as Omit<T, 'since' | 'before'>;
}

const { OPEN, SIGN_IN, UNAUTHORIZED } = RouteGuard;
const { HTTP, GRPC } = RouteProtocol;

const GROUPS: Readonly<Record<RouteGroup, Omit<ReleaseRouteGroup, 'name' | 'routes'>>> = {
  [RouteGroup.OPEN_HTTP]: { guard: OPEN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroup.OPEN_GRPC]: { guard: OPEN, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroup.OPEN_GRPC_STREAMING]: { guard: OPEN, protocol: GRPC, streaming: true, useRegex: false },
  [RouteGroup.GUARDED_HTTP]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroup.GUARDED_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroup.GUARDED_GRPC_STREAMING]: {
    guard: UNAUTHORIZED,
    protocol: GRPC,
    streaming: true,
    useRegex: false,
  },
  [RouteGroup.CONSOLE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroup.DATAPROXY]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroup.USAGE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: true },
  [RouteGroup.USAGE_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: true },
};

/** The order: what all releases have, then what was removed, then what was added; each by service. */
function rank({ since, before, behindOthers }: OfReleases<ServiceRoutes>): number {
  return [behindOthers, before, since].findIndex(Boolean) + 1;
}

function routesOf(version: string): RouteContract {
  const parts = SERVICES.flatMap(({ workload, routes = [] }) =>
    routes.filter((each) => isIn(version, each)).map((each) => ({ service: workload.name, ...each })))
    .sort((a, b) => rank(a) - rank(b));
  const groups = Object.values(RouteGroup).map((name) => ({
    name,
    ...GROUPS[name],
    routes: parts.flatMap(({ service, groups: { [name]: routes = [] } }) =>
      routes.map(({ path, pathType, ...route }): ReleaseRoute => ({ path, pathType, service, ...route }))),
  }));
  const routed = new Set(groups.flatMap(({ routes }) => routes.map(({ service }) => service)));
  return {
    groups,
    missingBackends: missingBackends(version).filter((name) => routed.has(name.split(':')[0])),
  };
}

function missingBackends(version: string): string[] {
  return SERVICES.flatMap((service) => {
    const { workload: { name }, lacksPorts = [] } = service;
    return hasService(version, service) ? lacksPorts.map((port) => `${name}:${port}`) : [name];
  });
}

/**
 * Gateway API routes of all releases that render some. Values add rules to these routes (`secretService`,
 * `artifacts.enabled`, …), never a route.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, HTTPRoutes and GRPCRoutes of `helm template` on
 * `charts/controlplane` with `global.INGRESS_PROVIDER=envoy`. `controlplane-grpc-protected-extended` exists
 * since 2026.6.10.
 */
const GATEWAY_ROUTES: readonly Omit<GatewayRoute, 'rules'>[] = [
  { kind: 'HTTPRoute', name: 'controlplane-unprotected', guarded: false },
  { kind: 'HTTPRoute', name: 'controlplane-protected', guarded: true },
  { kind: 'GRPCRoute', name: 'controlplane-grpc-unprotected', guarded: false },
  { kind: 'GRPCRoute', name: 'controlplane-grpc-protected', guarded: true },
  { kind: 'GRPCRoute', name: 'controlplane-grpc-protected-extended', guarded: true },
];

export function gatewayRoutesOf(version: string): GatewayRoute[] {
  return GATEWAY_ROUTES.map((route) => ({
    ...route,
    rules: SERVICES.flatMap(({ workload, gatewayRules = {} }) =>
      Object.entries(gatewayRules).filter(([name]) => name === route.name).flatMap(([, rules]) => rules)
        .filter((rule) => isIn(version, rule))
        .map(({ port, trees, exact }): GatewayRouteRule => ({
          ...(port === undefined ? {} : { backend: `${workload.name}:${port}` }), trees, exact,
        }))),
  }));
}
