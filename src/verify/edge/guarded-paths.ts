import { enumerated } from '../../common/data/enumerated';
import { CONSOLES, SERVICES_OF_FLYTE } from '../../contract/union/services';
import { GUARDED_REQUESTS, GUARDED_SERVICES, isLeftOpen } from './guarded-requests';
import { EdgeRoute, isMarked, isOwnGuarded } from './route';
import { sampleOf, samplesOf } from './sample-request';
import type { EdgeServer } from './server';

/**
 * The open routes of a server with requests that a control plane must guard: by the required requests, and by
 * the route's own path. Matches of an open path for another Service do not count: `/me` may match `/members`,
 * which flyteadmin answers with 404. Routes of other software count if a guard was added to them.
 */
export function openRoutesOf(server: EdgeServer): EdgeRoute[] {
  const open = server.routes.filter(({ guard }) => guard.kind === 'none');
  return open.filter((route) => isMarked(route)
    || (servesUnion(route) && requestsOf(route).some((path) => server.takers(path).includes(route))));
}

/** The routes that need a guard of ours: those of Union's services, and those to which one was added. */
export function routesToGuard(server: EdgeServer): EdgeRoute[] {
  const isUnion = isUnionServer(server);
  return server.routes.filter((route) => (isUnion && servesUnion(route)) || isOwnGuarded(route));
}

/** Open routes whose path the edge rewrites to one that the backend's control plane guards. */
export function rewrittenOpenRoutes(server: EdgeServer): { route: EdgeRoute; from: string; to: string }[] {
  const open = server.routes.filter(({ guard, rewritten }) => rewritten && guard.kind === 'none');
  return open.flatMap((route) => {
    const plain = route.match === 'exact' ? route.path : sampleOf(route.path);
    return [plain, `${plain.replace(/\/$/, '')}/x`]
      .filter((path) => server.takers(path).includes(route))
      .map((from) => ({ route, from, to: route.rewritten?.(from) ?? from }))
      .find(({ from, to }) => to !== from && route.backends.some(({ service }) =>
        GUARDED_SERVICES.has(service) && !isLeftOpen(service, to))) ?? [];
  });
}

function requestsOf({ path, match, backends }: EdgeRoute): readonly string[] {
  const samples = match === 'exact' ? [path] : samplesOf(path.replace(/\/?\*$/, ''));
  return backends.filter(({ service }) => GUARDED_SERVICES.has(service)).flatMap(({ service }) => [
    ...GUARDED_REQUESTS.get(service) ?? [],
    ...samples.filter((own) => !isLeftOpen(service, own)).flatMap(around),
  ]);
}

/** Paths that clients can use to reach a route; with a semicolon, which a guarded expression may exclude. */
function around(path: string): readonly string[] {
  const below = path.replace(/\/$/, '');
  return [path, `${below}/x`, `${below}/;x`];
}

export function servesUnion(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => GUARDED_SERVICES.has(service));
}

/** Whether a route leads to a console for browsers. */
export function leadsToConsole({ backends, protocol }: EdgeRoute): boolean {
  return protocol === 'HTTP' && backends.some(({ service }) => CONSOLES.includes(service));
}

/** Whether a server belongs to a Union control plane rather than to open-source Flyte. */
export function isUnionServer(server: EdgeServer): boolean {
  return server.routes.some(({ backends }) => backends.some(({ service }) => isUnionService(service)));
}

/** Whether only Union has a Service or Deployment with that name. */
export function isUnionService(name: string): boolean {
  return GUARDED_SERVICES.has(name) && !SERVICES_OF_FLYTE.includes(name);
}

/** @param whose what has the routes, where the finding is about something else */
export function openRoutesText(
  routes: readonly EdgeRoute[], whose?: string,
): { expected: string; found: string; values: { paths: string } } {
  const unread = routes.flatMap(({ guard }) => (guard.kind === 'none' ? guard.unread ?? [] : []));
  const guard = whose === undefined ? 'a guard' : `a guard of ${whose}`;
  return {
    expected: `${guard} before every request on ${some(routes.map(({ host }) => host ?? 'every host'))}`,
    values: { paths: some(routes.map(({ path }) => path)) },
    found: [`no guard before ${some(routes.map(({ path }) => path))}`, ...new Set(unread)].join(': '),
  };
}

function some(texts: readonly string[]): string {
  return enumerated(texts, ', ', 4);
}
