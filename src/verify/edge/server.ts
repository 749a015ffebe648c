import { grouped, oncePerName } from '../../common/data/collections';
import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { sameCluster } from '../kube/home';
import { readExpression } from './expression';
import type { EdgeRoute, EdgeTraits, Guard, SubrequestGuard } from './route';
import { isOwnGuarded, pathOfUrl, urlAsked } from './route';
import { isUnevaluated } from './template';

type PathPattern = Pick<EdgeRoute, 'path' | 'match'>;

/** Whether a path is taken; absent by an expression that is not read, or a template. */
type PathTest = (path: string) => boolean | undefined;

/** A route, read for the hundreds of paths that rules ask about. */
interface Candidate {
  readonly route: EdgeRoute;
  /** Whether it would take a path, were it alone; one whose expression is not read may take any. */
  readonly covers: (path: string) => boolean;
  /** Whether a request may go past it where it takes its path, as far as can be told. */
  readonly isDoubtful: boolean;
}

/**
 * All routes of one host on one edge, and which of them serves a path.
 *
 * By priority where the edge knows one, then exact paths, the longest prefix, and regular expressions. But
 * where an edge turns every path of the host into a regular expression, each is anchored at its start only,
 * and they are tried from the longest to the shortest.
 */
export class EdgeServer {
  private readonly ordered: readonly Candidate[];
  private readonly doubtful: ReadonlySet<EdgeRoute>;
  private readonly compare: (a: EdgeRoute, b: EdgeRoute) => number;
  private readonly regexEverywhere: boolean;
  /** Rules ask for the same paths. */
  private readonly takersOf = oncePerName((path) => this.findTakers(path));

  public constructor(
    public readonly edge: EdgeTraits,
    /** Absent: the server for every host that no other server names. */
    public readonly host: string | undefined,
    public readonly routes: readonly EdgeRoute[],
  ) {
    this.regexEverywhere = edge.regexEverywhere(routes);
    this.compare = this.regexEverywhere ? byLength : byPrecedence;
    this.ordered = [...routes].sort(this.compare).map((route) => this.candidateOf(route));
    const doubtful = this.ordered.filter(({ isDoubtful }) => isDoubtful);
    this.doubtful = new Set(doubtful.map(({ route }) => route));
  }

  /** The cluster of its edge; absent where nobody tells. */
  public get cluster(): string | undefined {
    return this.routes.find(({ object }) => object.cluster !== undefined)?.object.cluster;
  }

  /** Whether this server has to do with Union: it routes to flyteadmin, asks `/me`, or was given a guard. */
  public get servesUnion(): boolean {
    return this.routes.some((route) =>
      leadsToFlyteadmin(route) || asksFlyteadmin(route.guard) || isOwnGuarded(route));
  }

  /**
   * The route that serves a request path, whatever else the request holds; for gRPC,
   * `/package.Service/Method`.
   */
  public match(path: string): EdgeRoute | undefined {
    const takers = this.takers(path);
    return takers.find((route) => !this.doubtful.has(route)) ?? takers.at(-1);
  }

  /**
   * The routes that may serve a request path: the first that takes it, those before it that look at more than
   * the path, and those of other objects that are its equals: of these the oldest serves it, and manifests do
   * not tell their age.
   */
  public takers(path: string): readonly EdgeRoute[] {
    return this.takersOf(path);
  }

  private findTakers(path: string): readonly EdgeRoute[] {
    const taking: EdgeRoute[] = [];
    let taker: EdgeRoute | undefined;
    for (const { route, covers, isDoubtful } of this.ordered) {
      if (taker !== undefined && this.compare(taker, route) !== 0) {
        break;
      }
      if ((taker === undefined || route.object !== taker.object) && covers(path)) {
        taking.push(route);
        taker ??= isDoubtful ? undefined : route;
      }
    }
    return taking;
  }

  /** The routes of which it cannot be told which paths they take. */
  public get unread(): readonly EdgeRoute[] {
    return this.routes.filter((route) => this.isUnread(route));
  }

  private candidateOf(route: EdgeRoute): Candidate {
    const test = this.testOf(route);
    const refusals = (route.except ?? []).map((refused) => this.testOf(refused));
    return {
      route,
      covers: (path) => test(path) !== false && refusals.every((refuses) => refuses(path) !== true),
      isDoubtful: route.conditional === true || this.isUnread(route),
    };
  }

  private isUnread(route: EdgeRoute): boolean {
    return this.testOf(route)(route.path) === undefined;
  }

  private testOf(pattern: PathPattern): PathTest {
    if (isUnevaluated(pattern.path)) {
      return () => undefined;
    }
    if (this.regexEverywhere || pattern.match === 'regex') {
      const { expressionSyntax, ignoresCase } = this.edge;
      const expression = readExpression(`^${pattern.path}`, expressionSyntax, ignoresCase);
      return (path) => expression?.test(path);
    }
    return testOfText(pattern);
  }
}

function testOfText({ path: own, match }: PathPattern): PathTest {
  if (match === 'exact') {
    return (path) => path === own;
  }
  if (match === 'start') {
    return (path) => path.startsWith(own);
  }
  const prefix = own.endsWith('/') ? own.slice(0, -1) : own;
  return (path) => path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

/** Whether a route ends at flyteadmin. */
export function leadsToFlyteadmin(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => service === FLYTEADMIN_SERVICE.name);
}

/** Whether a guard asks `/me`. */
export function asksFlyteadmin(guard: Guard): guard is SubrequestGuard {
  return guard.kind === 'subrequest' && pathOfUrl(urlAsked(guard)) === FLYTEADMIN_PATHS.me;
}

/** Groups routes by edge and host, and by cluster: the edge of one reads nothing of another. */
export function serversOf(routes: readonly EdgeRoute[]): EdgeServer[] {
  return grouped(routes, ({ edge, host }) => `${edge.name} ${host ?? ''}`).flatMap((group) => {
    const clusters = new Set(group.flatMap(({ object: { cluster } }) => cluster ?? []));
    const parts = clusters.size < 2 ? [group] : [...clusters].map((cluster) =>
      group.filter(({ object }) => sameCluster(object, { cluster })));
    return parts.map((part) => new EdgeServer(part[0].edge, part[0].host, part));
  });
}

/** As ingress-nginx orders locations for regular expressions. */
function byLength(a: EdgeRoute, b: EdgeRoute): number {
  return b.path.length - a.path.length || Number(a.path < b.path) - Number(a.path > b.path);
}

function byPrecedence(a: EdgeRoute, b: EdgeRoute): number {
  const rank = { exact: 0, tree: 1, segment: 1, start: 1, regex: 2 };
  return (b.priority ?? 0) - (a.priority ?? 0) || rank[a.match] - rank[b.match] || byLength(a, b);
}
