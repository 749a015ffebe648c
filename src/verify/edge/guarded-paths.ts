import { CONSOLES, SERVICES_OF_FLYTE } from '../../contract/union/services';
import { GUARDED_REQUESTS, GUARDED_SERVICES, isLeftOpen } from './guarded-requests';
import { EdgeRoute, isMarked, isOwnGuarded } from './route';
import { sampleOf, samplesOf } from './sample-request';
import type { EdgeServer } from './server';

/**
 * The open routes of a server that serve what a control plane must guard: by the requests that it must guard,
 * and by the route's own path. A request that an open path catches for another Service does not count: `/me`
 * may well answer `/members`, with flyteadmin's 404. Routes of others count where a guard was added to them.
 */
export function openRoutesOf(server: EdgeServer): EdgeRoute[] {
  const open = server.routes.filter(({ guard }) => guard.kind === 'none');
  return open.filter((route) => isMarked(route)
    || (servesUnion(route) && requestsOf(route).some((path) => server.takers(path).includes(route))));
}

/** The routes that are to have a guard of ours: those of Union's services, and those that were given one. */
export function routesToGuard(server: EdgeServer): EdgeRoute[] {
  const isUnion = isUnionServer(server);
  return server.routes.filter((route) => (isUnion && servesUnion(route)) || isOwnGuarded(route));
}

/** Open routes whose path the edge rewrites to one that the backend's control plane does not leave open. */
export function rewrittenOpenRoutes(server: EdgeServer): { route: EdgeRoute; from: string; to: string }[] {
  return server.routes
    .filter(({ guard, rewritten }) => guard.kind === 'none' && rewritten !== undefined)
    .flatMap((route) => {
      const plain = route.match === 'exact' ? route.path : sampleOf(route.path);
      const from = [plain, `${plain.replace(/\/$/, '')}/x`].filter((path) =>
        server.takers(path).includes(route),
      );
      const leaving = from
        .map((path) => ({ route, from: path, to: route.rewritten?.(path) ?? path }))
        .find(
          ({ to, from: path }) =>
            to !== path
            && route.backends.some(
              ({ service }) => GUARDED_SERVICES.has(service) && !isLeftOpen(service, to),
            ),
        );
      return leaving === undefined ? [] : [leaving];
    });
}

function requestsOf({ path, match, backends }: EdgeRoute): readonly string[] {
  const samples = match === 'exact' ? [path] : samplesOf(path.replace(/\/?\*$/, ''));
  return backends.flatMap(({ service }) => (GUARDED_SERVICES.has(service)
    ? [
      ...GUARDED_REQUESTS.get(service) ?? [],
      ...samples.filter((own) => !isLeftOpen(service, own)).flatMap(around),
    ]
    : []));
}

/** What a client may ask for to get to a route; a semicolon, as a guarded expression may leave it out. */
function around(path: string): readonly string[] {
  const below = path.replace(/\/$/, '');
  return [path, `${below}/x`, `${below}/;x`];
}

export function servesUnion(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => GUARDED_SERVICES.has(service));
}

/** Whether a route ends at a console, which people open in a browser. */
export function leadsToConsole({ backends, protocol }: EdgeRoute): boolean {
  return protocol === 'HTTP' && backends.some(({ service }) => CONSOLES.includes(service));
}

/** Whether a server is that of a Union control plane rather than of open-source Flyte. */
export function isUnionServer(server: EdgeServer): boolean {
  return server.routes.some(({ backends }) => backends.some(({ service }) => isUnionService(service)));
}

/** Whether only Union has a Service or Deployment of that name. */
export function isUnionService(name: string): boolean {
  return GUARDED_SERVICES.has(name) && !SERVICES_OF_FLYTE.includes(name);
}

const SHOWN = 4;

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
  const distinct = [...new Set(texts)];
  const more = distinct.length > SHOWN ? ` and ${distinct.length - SHOWN} more` : '';
  return `${distinct.slice(0, SHOWN).join(', ')}${more}`;
}
