import { PathKind } from '../../common/props/checks';
import { ReleaseRoute, RouteProtocol } from '../../contract/union/routes';

/** What a route serves, free of any edge's notation. */
export interface PathMatch {
  readonly kind: Extract<PathKind, 'exact' | 'tree' | 'segment'>;
  readonly path: string;
}

/** Reads the chart's notation: `x`, `x/*`, `x*`, or a regular expression that selects from a subtree. */
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
  // A bare gRPC service serves no call itself: its methods are meant.
  const bareService = protocol === RouteProtocol.GRPC && path.lastIndexOf('/') === 0;
  return { kind: path === '/' || route.pathType === 'Prefix' || bareService ? 'tree' : 'exact', path };
}

/** Whether a match covers a path. */
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

/** Whether some path is answered by both. Case is ignored, as ingress-nginx ignores it. */
export function overlap(a: PathMatch, b: PathMatch): boolean {
  const lower = (match: PathMatch): PathMatch => ({ ...match, path: match.path.toLowerCase() });
  return matches(lower(a), b.path.toLowerCase()) || matches(lower(b), a.path.toLowerCase());
}

/** The catch-all, which every other route is an exception to. */
export function isCatchAll({ kind, path }: PathMatch): boolean {
  return kind === 'tree' && path === '/';
}

/** How a match reads in an error message. */
export function show({ kind, path }: PathMatch): string {
  return { exact: path, tree: path === '/' ? '/*' : `${path}/*`, segment: `${path}*` }[kind];
}
