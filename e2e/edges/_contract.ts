import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { ReleaseRoute, ReleaseRouteGroup, RouteGuard, RouteProtocol } from '../../src/contract/union/routes';
import { servicePortNumber } from '../../src/contract/union/services';

/** A path of the contract, read for itself: nothing here comes from the code that emits edges. */
export interface ContractRoute {
  readonly group: ReleaseRouteGroup;
  readonly path: string;
  /** `exact`: the path alone. `tree`: all below it too. `prefix`: continued without a further slash. */
  readonly kind: 'exact' | 'tree' | 'prefix';
  /** `service:number`. */
  readonly backend: string;
  /** A request that the route answers. */
  readonly sample: string;
}

/** What a control plane of a release must do with a request, worked out from the contract's route groups alone. */
export class RouteTable {
  public readonly routes: readonly ContractRoute[];

  /** @param matching how paths count: the Ingresses of Union's chart are regular expressions, and match whatever begins so */
  constructor(release: ChartVersion, private readonly matching: 'as the release means it' | 'by their beginning' = 'as the release means it') {
    this.routes = release._contract.controlPlane.routes.groups.flatMap((group) => group.routes.flatMap((route) => read(route, group)));
  }

  /** Every Service and port that some route names. */
  public get backends(): string[] {
    return [...new Set(this.routes.map(({ backend }) => backend))].sort();
  }

  /** The route that answers a path: an exact one, else the longest. There is always one, as the console takes the rest. */
  public owner(path: string): ContractRoute {
    const byBeginning = this.matching === 'by their beginning';
    const [first] = byBeginning
      ? this.routes.filter((route) => path.toLowerCase().startsWith(route.path.toLowerCase())).sort(byLength)
      : this.routes.filter((route) => answers(route, path)).sort(byPrecedence);
    return first;
  }

  /** Routes whose sample is their own, one for each: the others are covered by a longer path or stand in two groups. */
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

/** The console's route, which takes whatever no other takes. */
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
  // `/package.Service` alone is not a call.
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
