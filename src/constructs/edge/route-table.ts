import { entryOf, isObject, JsonObject } from '../../common/data/json';
import { PathKind, portNumber, serviceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { flag, number, optional, struct, text } from '../../common/props/prop-types';
import {
  ALWAYS_OPEN, ReleaseRoute, ReleaseRouteGroup, RouteContract, RouteGroup, RouteGuard, RouteProtocol,
} from '../../contract/union/routes';
import { servicePortNumber } from '../../contract/union/services';

/** A route of your own, in addition to those of the chart release. */
export interface Route {
  /** The group of the route. It decides whether the route is guarded, and the protocol to the backend. */
  readonly group: RouteGroup;

  /**
   * The path: letters, digits and `-`, `.`, `_`, `~` between slashes (`/reports`), or a gRPC service or
   * method (`/acme.v1.Reports`, `/acme.v1.Reports/List`) in a gRPC group.
   */
  readonly path: string;

  /** Name of the Service, in the namespace of the control plane. */
  readonly service: string;

  /** Number of the Service's port, 1 to 65535. */
  readonly port: number;

  /**
   * Whether the route matches only the path itself. Otherwise a route of `/x` also matches `/x/y`, but not
   * `/xy`.
   *
   * @default false
   */
  readonly exact?: boolean;

  /**
   * Whether the route is guarded. The `routes` of an edge report it. In your own route it is optional, and
   * must agree with its group.
   *
   * @default - that of the group
   */
  readonly guarded?: boolean;
}

/** Checks types only; `routeTable` checks each route against those of the release. */
export const ROUTE = struct<Route>({
  group: text(),
  path: text(),
  service: text(),
  port: number(),
  exact: optional(flag),
  guarded: optional(flag),
});

/** The requests that a route matches, independent of the edge. */
export interface PathMatch {
  readonly kind: Extract<PathKind, 'exact' | 'tree' | 'segment'>;
  readonly path: string;
}

/** Parses the chart's notation: `x`, `x/*`, `x*`, or a regular expression within a subtree. */
export function matchOf(route: ReleaseRoute, protocol: RouteProtocol): PathMatch {
  const { path } = route;
  if (route.subtreeOf) {
    // Departs from the guide: DEVIATIONS.usagePaths.
    return { kind: 'tree', path: route.subtreeOf };
  }
  if (path.endsWith('/*')) {
    return { kind: 'tree', path: path.slice(0, -2) };
  }
  if (path.endsWith('*')) {
    return { kind: 'segment', path: path.slice(0, -1) };
  }
  // A bare gRPC service means its methods; it serves no call itself.
  const bareService = protocol === RouteProtocol.GRPC && path.lastIndexOf('/') === 0;
  return { kind: path === '/' || route.pathType === 'Prefix' || bareService ? 'tree' : 'exact', path };
}

export function matches({ kind, path }: PathMatch, requested: string): boolean {
  switch (kind) {
    case 'exact':
      return requested === path;
    case 'tree':
      return path === '/' || requested === path || requested.startsWith(`${path}/`);
    case 'segment':
      return requested.startsWith(path) && !requested.slice(path.length).includes('/');
  }
}

/** Whether some path matches both. Case is ignored, as in ingress-nginx. */
export function overlap(a: PathMatch, b: PathMatch): boolean {
  const lower = (match: PathMatch): PathMatch => ({ ...match, path: match.path.toLowerCase() });
  return matches(lower(a), b.path.toLowerCase()) || matches(lower(b), a.path.toLowerCase());
}

/** Whether it is the catch-all, to which all other routes are exceptions. */
export function isCatchAll({ kind, path }: PathMatch): boolean {
  return kind === 'tree' && path === '/';
}

function show({ kind, path }: PathMatch): string {
  return { exact: path, tree: path === '/' ? '/*' : `${path}/*`, segment: `${path}*` }[kind];
}

export interface Backend {
  readonly service: string;
  /** Number of the Service's port. */
  readonly port: number;
}

/** The existing Services, with their port numbers. */
export type Backends = Readonly<Record<string, readonly number[]>>;

export interface TableRoute extends Backend {
  readonly match: PathMatch;
}

/** A group of the release with the routes of the release and of the user. */
export interface TableGroup extends Omit<ReleaseRouteGroup, 'routes'> {
  /** Each match once, across all groups. */
  readonly routes: readonly TableRoute[];
  /** The routes in the chart's notation. */
  readonly chartRoutes: readonly ReleaseRoute[];
  readonly extraRoutes: readonly Route[];
}

interface TableOptions {
  /** The existing Services; all if undefined. */
  readonly backends?: Backends;
  /** The prop of an extra route, for errors. */
  readonly propOf?: (i: number) => string;
}

/** The routes of a control plane: those of a release and those of the user. */
export function routeTable(
  contract: RouteContract, extraRoutes: readonly Route[], problems: Problems,
  { backends, propOf = (i) => `extraRoutes[${i}]` }: TableOptions = {},
): TableGroup[] {
  const taken = new Map<string, ReleaseRouteGroup>();
  const groups = contract.groups.map((whole): TableGroup => {
    const leads = ({ service, port }: ReleaseRoute) =>
      !backends || entryOf(backends, service)?.includes(servicePortNumber(service, port));
    const group = { ...whole, routes: whole.routes.filter(leads) };
    const routes = releaseRoutes(group).filter(({ match }) => !taken.has(key(match)));
    routes.forEach(({ match }) => taken.set(key(match), group));
    return {
      ...group,
      routes,
      chartRoutes: group.routes,
      extraRoutes: extraRoutes.filter((extra) => extra.group === group.name),
    };
  });
  checkExtraRoutes(groups, extraRoutes, problems, propOf);
  return groups.map((group) => ({
    ...group,
    routes: [...group.routes, ...group.extraRoutes.map(tableRoute)],
  }));
}

/** `x` and `x/*` in one group become one match. */
function releaseRoutes({ routes, protocol }: ReleaseRouteGroup): TableRoute[] {
  const all = routes.map((route) => ({
    match: matchOf(route, protocol),
    service: route.service,
    port: servicePortNumber(route.service, route.port),
  }));
  const trees = new Set(all.filter(({ match }) => match.kind === 'tree').map(({ match }) => match.path));
  const unique = new Map(all.map((route) => [key(route.match), route]));
  return [...unique.values()].filter(({ match }) => match.kind !== 'exact' || !trees.has(match.path));
}

function tableRoute({ path, service, port, exact }: Route): TableRoute {
  return { match: extraMatch({ path, exact }), service, port };
}

function extraMatch({ path, exact }: Pick<Route, 'path' | 'exact'>): PathMatch {
  return { kind: exact ? 'exact' : 'tree', path };
}

function key({ kind, path }: PathMatch): string {
  return `${kind} ${path}`;
}

function checkExtraRoutes(
  groups: readonly TableGroup[], extraRoutes: readonly Route[], problems: Problems,
  propOf: (i: number) => string,
): void {
  const known = groups.flatMap((group) => group.routes.map(({ match }) => ({ match, group })));
  extraRoutes.forEach((extra, i) => {
    const prop = propOf(i);
    problems
      .check(`${prop}.service`, extra.service, serviceName)
      .check(`${prop}.port`, extra.port, portNumber);
    const group = groups.find(({ name }) => name === extra.group);
    if (!group) {
      problems.add(
        `${prop}.group`,
        extra.group,
        `is not a route group; use one of RouteGroup: ${Object.values(RouteGroup).join(', ')}`,
      );
      return;
    }
    problems.check(`${prop}.guarded`, extra.guarded, guardedAs(group));
    const match = extraMatch(extra);
    problems.check(
      `${prop}.path`,
      extra.path,
      plainPath,
      () => protocolProblem(extra.path, group) ?? clash(match, group, known),
    );
    known.push({ match, group });
  });
}

/** `guarded` of a route must agree with its group. */
function guardedAs({ name, guard }: TableGroup): (guarded?: boolean) => string | undefined {
  const does = guard !== RouteGuard.OPEN;
  return (guarded) => (guarded === undefined || guarded === does
    ? undefined
    : `conflicts with the group ${name}; leave it out, or choose a group that is `
      + `${does ? 'open' : 'guarded'}`);
}

function plainPath(path: string): string | undefined {
  if (path === '/') {
    return 'is the catch-all of the console; use another path';
  }
  return /^(\/[A-Za-z0-9._~-]+)+$/.test(path)
    && !path.split('/').some((part) => part === '.' || part === '..')
    ? undefined
    : 'is not a plain path; start with "/", do not end with "/", and use no pattern, query or "//"';
}

const GRPC_PATH = /^\/[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+(\/[A-Za-z0-9_]+)?$/;

function protocolProblem(path: string, { protocol }: TableGroup): string | undefined {
  if (protocol === RouteProtocol.GRPC) {
    return GRPC_PATH.test(path)
      ? undefined
      : 'is not a gRPC service; write /package.Service or /package.Service/Method, or use an HTTP group';
  }
  // One segment can be a file name, as in `/logo.png`.
  return GRPC_PATH.test(path) && path.lastIndexOf('/') > 0
    ? 'looks like a gRPC method, and a sign-in redirect breaks gRPC clients; use a gRPC group'
    : undefined;
}

interface KnownRoute {
  readonly match: PathMatch;
  readonly group: TableGroup;
}

/** The reason why a group cannot have a match, given all other matches. */
function clash(match: PathMatch, group: TableGroup, known: readonly KnownRoute[]): string | undefined {
  const guarded = group.guard !== RouteGuard.OPEN;
  const open = ALWAYS_OPEN.find((path) => overlap(match, { kind: 'tree', path }));
  if (guarded && open) {
    return `covers ${open}, which must stay open for sign-in; choose another path`;
  }
  const same = known.find((other) => other.match.path.toLowerCase() === match.path.toLowerCase());
  if (same) {
    return `is already in the group ${same.group.name}, and a path can have one group only; remove one of `
      + 'the two';
  }
  const guard = known.find(
    (other) =>
      other.group.guard !== RouteGuard.OPEN && !isCatchAll(other.match) && overlap(match, other.match),
  );
  if (!guarded && guard) {
    return `would open part of ${show(guard.match)}, which the group ${guard.group.name} guards; use that `
      + 'group, or another path';
  }
  return undefined;
}

/** The hosts of an Ingress; undefined for a rule or default backend without one. */
export function ingressHosts({ rules, defaultBackend }: JsonObject): (string | undefined)[] {
  const hosts = (Array.isArray(rules) ? rules : []).map((rule: unknown) =>
    (isObject(rule) && typeof rule.host === 'string' && rule.host !== '' ? rule.host : undefined));
  return defaultBackend === undefined ? hosts : [...hosts, undefined];
}
