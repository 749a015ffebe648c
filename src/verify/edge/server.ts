import { grouped, oncePerName } from '../../common/data/collections';
import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { sameCluster } from '../kube/home';
import { readExpression } from './expression';
import type { EdgeRoute, EdgeTraits, Guard, SubrequestGuard } from './route';
import { isOwnGuarded, pathOfUrl, urlAsked } from './route';
import { isUnevaluated } from './template';

type PathPattern = Pick<EdgeRoute, 'path' | 'match'>;

/** Whether a path matches; undefined for unread expressions and templates. */
type PathTest = (path: string) => boolean | undefined;

/** The matching properties of a route, prepared for the hundreds of paths that rules test. */
interface Candidate extends Pick<EdgeRoute, 'path' | 'match' | 'priority' | 'object'> {
  /** Whether it alone would match a path; one with an unread expression may match any. */
  readonly covers: (path: string) => boolean;
  readonly isUnread: boolean;
  /** Whether requests may not match although the path does, as far as is known. */
  readonly isDoubtful: boolean;
}

/** The routes of a host that match a path, in order; hosts of a fleet share the results. */
class PathTable {
  public readonly candidates: readonly Candidate[];
  /** Cached, as rules test the same paths. */
  public readonly takers = oncePerName((path) => this.findTakers(path));

  public constructor(
    routes: readonly EdgeRoute[],
    private readonly compare: Comparison,
    readTest: (pattern: PathPattern) => PathTest,
  ) {
    this.candidates = routes.map(({ path, match, priority, object, except = [], conditional }) => {
      const test = readTest({ path, match });
      const refusals = except.map(readTest);
      const isUnread = test(path) === undefined;
      return {
        path,
        match,
        priority,
        object,
        covers: (asked) => test(asked) !== false && refusals.every((refuses) => refuses(asked) !== true),
        isUnread,
        isDoubtful: conditional === true || isUnread,
      };
    });
  }

  private findTakers(path: string): readonly number[] {
    const taking: number[] = [];
    let taker: Candidate | undefined;
    for (const [position, candidate] of this.candidates.entries()) {
      if (taker !== undefined && this.compare(taker, candidate) !== 0) {
        break;
      }
      if ((taker === undefined || candidate.object !== taker.object) && candidate.covers(path)) {
        taking.push(position);
        taker ??= candidate.isDoubtful ? undefined : candidate;
      }
    }
    return taking;
  }
}

/** The tables of hosts, by their content. */
export type PathTables = Map<string, PathTable>;

/** The content of a table, without the objects of routes: only whether they differ counts. */
function tableKey(edge: EdgeTraits, regexEverywhere: boolean, routes: readonly EdgeRoute[]): string {
  const numbers = new Map<object, number>();
  return routes.reduce((key, { path, match, priority, object, except, conditional }) => {
    const number = numbers.get(object) ?? numbers.size;
    numbers.set(object, number);
    const more = except === undefined ? '' : JSON.stringify(except);
    return `${key}\n${path} ${match} ${priority ?? ''} ${conditional ?? ''} ${number} ${more}`;
  }, `${edge.name} ${regexEverywhere}`);
}

/**
 * All routes of one host on one edge, and their matching.
 *
 * The order is: priority if the edge has it, then exact paths, the longest prefix, and regular expressions.
 * If an edge turns every path of the host into a regular expression, each is anchored only at its start, and
 * the longest is tried first.
 */
export class EdgeServer {
  private readonly ordered: readonly EdgeRoute[];
  private readonly table: PathTable;

  public constructor(
    public readonly edge: EdgeTraits,
    /** Undefined for the server of all other hosts. */
    public readonly host: string | undefined,
    public readonly routes: readonly EdgeRoute[],
    tables: PathTables = new Map(),
  ) {
    const regexEverywhere = edge.regexEverywhere(routes);
    const compare = regexEverywhere ? byLength : byPrecedence;
    this.ordered = [...routes].sort(compare);
    const key = tableKey(edge, regexEverywhere, this.ordered);
    this.table = tables.get(key)
      ?? new PathTable(this.ordered, compare, (pattern) => testOf(pattern, edge, regexEverywhere));
    tables.set(key, this.table);
  }

  /** The cluster of its edge; undefined if unknown. */
  public get cluster(): string | undefined {
    return this.routes.find(({ object }) => object.cluster !== undefined)?.object.cluster;
  }

  /** Whether this server belongs to Union: it routes to flyteadmin, calls `/me`, or has an added guard. */
  public get servesUnion(): boolean {
    return this.routes.some((route) =>
      leadsToFlyteadmin(route) || asksFlyteadmin(route.guard) || isOwnGuarded(route));
  }

  /** For gRPC, `/package.Service/Method`. */
  public match(path: string): EdgeRoute | undefined {
    const takers = this.table.takers(path);
    const sure = takers.find((position) => !this.table.candidates[position].isDoubtful);
    return this.ordered[sure ?? takers[takers.length - 1]];
  }

  /**
   * The routes that may serve a request path: the first match, earlier ones with further conditions, and
   * equal ones of other objects, of which the oldest serves it (manifests do not show their age).
   */
  public takers(path: string): readonly EdgeRoute[] {
    return this.table.takers(path).map((position) => this.ordered[position]);
  }

  /** The routes whose matching paths are unknown. */
  public get unread(): readonly EdgeRoute[] {
    const unread = new Set(this.ordered.filter((_, position) => this.table.candidates[position].isUnread));
    return unread.size === 0 ? [] : this.routes.filter((route) => unread.has(route));
  }
}

function testOf(pattern: PathPattern, edge: EdgeTraits, regexEverywhere: boolean): PathTest {
  if (isUnevaluated(pattern.path)) {
    return () => undefined;
  }
  if (regexEverywhere || pattern.match === 'regex') {
    const expression = readExpression(`^${pattern.path}`, edge.expressionSyntax, edge.ignoresCase);
    return (path) => expression?.test(path);
  }
  return testOfText(pattern);
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

export function leadsToFlyteadmin(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => service === FLYTEADMIN_SERVICE.name);
}

export function asksFlyteadmin(guard: Guard): guard is SubrequestGuard {
  return guard.kind === 'subrequest' && pathOfUrl(urlAsked(guard)) === FLYTEADMIN_PATHS.me;
}

/** Groups routes by edge, host and cluster: the edge of one cluster reads nothing of another. */
export function serversOf(routes: readonly EdgeRoute[]): EdgeServer[] {
  const tables: PathTables = new Map();
  return grouped(routes, ({ edge, host }) => `${edge.name} ${host ?? ''}`).flatMap((group) => {
    const clusters = new Set(group.flatMap(({ object: { cluster } }) => cluster ?? []));
    const parts = clusters.size < 2 ? [group] : [...clusters].map((cluster) =>
      group.filter(({ object }) => sameCluster(object, { cluster })));
    return parts.map((part) => new EdgeServer(part[0].edge, part[0].host, part, tables));
  });
}

type Ordered = Pick<EdgeRoute, 'path' | 'match' | 'priority'>;

type Comparison = (a: Ordered, b: Ordered) => number;

/** The order of ingress-nginx for regular expressions. */
function byLength(a: PathPattern, b: PathPattern): number {
  return b.path.length - a.path.length || Number(a.path < b.path) - Number(a.path > b.path);
}

function byPrecedence(a: Ordered, b: Ordered): number {
  const rank = { exact: 0, tree: 1, segment: 1, start: 1, regex: 2 };
  return (b.priority ?? 0) - (a.priority ?? 0) || rank[a.match] - rank[b.match] || byLength(a, b);
}
