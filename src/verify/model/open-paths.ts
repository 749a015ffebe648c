// Tests: test/verify/rules/open-routes.test.ts
import { grouped, oncePer } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { GUARDED_REQUESTS } from '../edge/guarded-requests';
import { EdgeRoute, Guard, guardText, subrequests, unreadOf } from '../edge/route';
import { leadsToFlyteadmin } from '../edge/server';
import { Field, placeKey } from '../read/field';
import type { Model } from './model';

/** Auth subrequests of control planes' routes, or of some of them. */
export const subrequestsOf = (model: Model, isMeant: (route: EdgeRoute) => boolean = () => true) =>
  model.unionServers.flatMap((server) => subrequests(model.ownRoutes(server).filter(isMeant)));

export interface OpenPath {
  readonly path: string;
  readonly route: EdgeRoute;
}

/** Without those whose guard is unknown, or that lead to another service. */
export function openPaths({ unionServers }: Model, paths: readonly string[]): OpenPath[] {
  return unionServers.flatMap((server) => paths.flatMap((path) => {
    const route = server.match(path);
    return route === undefined || !leadsToFlyteadmin(route) || unreadOf(route.guard) !== undefined
      ? []
      : [{ path, route }];
  }));
}

/** A path with a guard that must be open, as a violation. */
export interface GuardedPath {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly values: { readonly paths: string };
  /** Further routes of the same object with the same guard. */
  readonly also: readonly Field[];
}

/** The fault of those that have a guard; one guard of one object is one fault. */
export function behindGuards(
  paths: readonly OpenPath[], nameOf: (path: string) => string = (path) => path,
): GuardedPath[] {
  const guarded = paths.filter(({ route }) => route.guard.kind !== 'none');
  const alike = grouped(guarded, ({ route: { object, host, guard } }) =>
    `${placeKey(object.field())} ${host ?? ''} ${guardText(guard)}`);
  return alike.map((group) => {
    const [{ route }] = group;
    const names = listed([...new Set(group.map(({ path }) => nameOf(path)))]);
    const places = new Map(group.map((each) => [placeKey(each.route.field), each.route.field]));
    return {
      at: route.field,
      expected: `${names} served without a guard on ${route.host ?? 'every host'}`,
      found: guardText(route.guard),
      values: { paths: names },
      also: [...places.values()].slice(1),
    };
  });
}

/** The paths of the sign-in, where callers are anonymous. */
export const SIGN_IN_PATHS = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback, FLYTEADMIN_PATHS.me];

/** The guards of sign-in paths: their existence is the fault, not what they lack. */
export const guardsOfSignIn = oncePer((model: Model): ReadonlySet<Guard> =>
  new Set(openPaths(model, SIGN_IN_PATHS).map(({ route }) => route.guard)));

/** The places of guards of which none guards a path that needs one. */
const strayPlaces = oncePer((model: Model): ReadonlySet<string> => {
  const atSignIn = [...guardsOfSignIn(model)].flatMap(placesOf);
  const paths = atSignIn.length === 0 ? [] : [...GUARDED_REQUESTS.values()].flat();
  const needed = new Set(model.unionServers.flatMap((server) =>
    paths.flatMap((path) => placesOf(server.match(path)?.guard))));
  return new Set(atSignIn.filter((place) => !needed.has(place)));
});

function placesOf(guard: Guard | undefined): string[] {
  return guard === undefined || guard.kind === 'none' ? [] : [placeKey(guard.field)];
}

/** Whether a guard is only on sign-in paths: what it lacks does not matter. */
export function isStray(guard: Guard, model: Model): boolean {
  return placesOf(guard).some((place) => strayPlaces(model).has(place));
}
