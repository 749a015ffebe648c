import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import type { EdgeRoute, EdgeTraits, Guard, SubrequestGuard } from './route';
import { pathOfUrl, urlAsked } from './route';
import { safeRegex } from './safe-regex';

/**
 * All routes of one host on one edge, and which of them serves a path.
 *
 * By priority where the edge knows one, then exact paths, the longest prefix, and regular expressions. But where an edge
 * turns every path of the host into a regular expression, each is anchored at its start only, and they are tried from the
 * longest to the shortest.
 */
export class EdgeServer {
  private readonly ordered: readonly EdgeRoute[];
  private readonly regexEverywhere: boolean;
  private readonly expressions = new Map<EdgeRoute, RegExp | undefined>();

  public constructor(
    public readonly edge: EdgeTraits,
    /** Absent: the server for every host that no other server names. */
    public readonly host: string | undefined,
    public readonly routes: readonly EdgeRoute[],
  ) {
    this.regexEverywhere = edge.regexEverywhere(routes);
    this.ordered = [...routes].sort(this.regexEverywhere ? byLength : byPrecedence);
  }

  /** Whether this server has to do with Union: it routes to flyteadmin or asks `/me`. */
  public get servesUnion(): boolean {
    return this.routes.some((route) => leadsToFlyteadmin(route) || asksFlyteadmin(route.guard));
  }

  /** The route that serves a request path; for gRPC, `/package.Service/Method`. */
  public match(path: string): EdgeRoute | undefined {
    return this.ordered.find((route) => this.covers(route, path));
  }

  /** Whether a route would take a path, were it alone. */
  public covers(route: EdgeRoute, path: string): boolean {
    if (this.regexEverywhere || route.match === 'regex') {
      return this.expressionOf(route)?.test(path) ?? false;
    }
    if (route.match === 'exact') {
      return route.path === path;
    }
    if (route.match === 'start') {
      return path.startsWith(route.path);
    }
    const prefix = route.path.replace(/\/$/, '');
    return path === prefix || path.startsWith(`${prefix}/`);
  }

  /** Compiled once: rules ask a server for hundreds of paths. */
  private expressionOf(route: EdgeRoute): RegExp | undefined {
    if (!this.expressions.has(route)) {
      this.expressions.set(route, safeRegex(`^${route.path}`, this.edge.expressionFlags));
    }
    return this.expressions.get(route);
  }
}

/** Whether a route ends at flyteadmin. */
export function leadsToFlyteadmin(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => service === FLYTEADMIN_SERVICE.name);
}

/** Whether a guard asks `/me`. */
export function asksFlyteadmin(guard: Guard): guard is SubrequestGuard {
  return guard.kind === 'subrequest' && pathOfUrl(urlAsked(guard)) === FLYTEADMIN_PATHS.me;
}

/** Groups routes by edge and host. */
export function serversOf(routes: readonly EdgeRoute[]): EdgeServer[] {
  const groups = new Map<string, EdgeRoute[]>();
  for (const route of routes) {
    const key = `${route.edge.name} ${route.host ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [route]);
    } else {
      group.push(route);
    }
  }
  return [...groups.values()].map((group) => new EdgeServer(group[0].edge, group[0].host, group));
}

/** As ingress-nginx orders locations for regular expressions. */
function byLength(a: EdgeRoute, b: EdgeRoute): number {
  return b.path.length - a.path.length || (a.path === b.path ? 0 : a.path < b.path ? 1 : -1);
}

function byPrecedence(a: EdgeRoute, b: EdgeRoute): number {
  const rank = { exact: 0, tree: 1, segment: 1, start: 1, regex: 2 };
  return (b.priority ?? 0) - (a.priority ?? 0) || rank[a.match] - rank[b.match] || byLength(a, b);
}
