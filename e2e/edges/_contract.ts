import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { ReleaseRoute, ReleaseRouteGroup, RouteGuard, RouteProtocol } from '../../src/contract/union/routes';
import { servicePortNumber } from '../../src/contract/union/services';

/** A path of the contract, read independently of the code that emits edges. */
export interface ContractRoute {
  readonly group: ReleaseRouteGroup;
  readonly path: string;
  /** `exact`: only the path. `tree`: also all paths below it. `prefix`: the path and any continuation without a slash. */
  readonly kind: 'exact' | 'tree' | 'prefix';
  /** `service:number`. */
  readonly backend: string;
  /** A path that the route answers. */
  readonly sample: string;
}

/** The routes of a release's control plane, from the contract's route groups. */
export class RouteTable {
  public readonly routes: readonly ContractRoute[];

  /** @param matching how paths match: the Ingresses of Union's chart are regular expressions, which match by the beginning of a path */
  constructor(release: ChartVersion, private readonly matching: 'as the release means it' | 'by their beginning' = 'as the release means it') {
    this.routes = release._contract.controlPlane.routes.groups.flatMap((group) => group.routes.flatMap((route) => read(route, group)));
  }

  /** Every Service and port of the routes. */
  public get backends(): string[] {
    return [...new Set(this.routes.map(({ backend }) => backend))].sort();
  }

  /** The route that answers a path: an exact one, else the longest. The console's route answers all other paths. */
  public owner(path: string): ContractRoute {
    const byBeginning = this.matching === 'by their beginning';
    const [first] = byBeginning
      ? this.routes.filter((route) => path.toLowerCase().startsWith(route.path.toLowerCase())).sort(byLength)
      : this.routes.filter((route) => answers(route, path)).sort(byPrecedence);
    return first;
  }

  /** One route for each sample: other routes are covered by a longer path or are in two groups. */
  public get samples(): ContractRoute[] {
    const unique = new Map(this.routes.map((route) => [route.sample, route]));
    return [...unique.values()].map(({ sample }) => ({ ...this.owner(sample), sample }));
  }
}

export function isGuarded({ group }: ContractRoute): boolean {
  return group.guard !== RouteGuard.OPEN;
}

export function isGrpc({ group }: ContractRoute): boolean {
  return group.protocol === RouteProtocol.GRPC;
}

/** The console's route, which answers every path without another route. */
export function isCatchAll({ path }: ContractRoute): boolean {
  return path === '/';
}

function read(route: ReleaseRoute, group: ReleaseRouteGroup): ContractRoute[] {
  const backend = `${route.service}:${servicePortNumber(route.service, route.port)}`;
  const entry = (kind: ContractRoute['kind'], path: string, sample: string): ContractRoute => ({ group, kind, path, backend, sample });
  const grpc = group.protocol === RouteProtocol.GRPC;
  if (route.subtreeOf) {
    return [entry('tree', route.subtreeOf, `${route.subtreeOf}/${grpc ? 'Get' : 'some'}`)];
  }
  if (route.path.endsWith('/*')) {
    const path = route.path.slice(0, -2);
    return [entry('tree', path, `${path}/${grpc ? 'Get' : 'some'}`)];
  }
  if (route.path.endsWith('*')) {
    const path = route.path.slice(0, -1);
    return [entry('prefix', path, `${path}Something`)];
  }
  // `/package.Service` without a method is not a call.
  if (grpc && route.path.lastIndexOf('/') === 0) {
    return [entry('tree', route.path, `${route.path}/Get`)];
  }
  return [entry(route.path === '/' || route.pathType === 'Prefix' ? 'tree' : 'exact', route.path, route.path)];
}

function answers({ kind, path }: ContractRoute, requested: string): boolean {
  if (path === '/') {
    return true;
  }
  const rest = requested.startsWith(path) ? requested.slice(path.length) : undefined;
  switch (kind) {
    case 'exact':
      return rest === '';
    case 'tree':
      return rest === '' || rest?.startsWith('/') === true;
    case 'prefix':
      return rest !== undefined && !rest.includes('/');
  }
}

function byPrecedence(a: ContractRoute, b: ContractRoute): number {
  return Number(b.kind === 'exact') - Number(a.kind === 'exact') || byLength(a, b);
}

function byLength(a: ContractRoute, b: ContractRoute): number {
  return b.path.length - a.path.length;
}
