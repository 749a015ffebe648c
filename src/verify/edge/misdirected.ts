import { oncePer } from '../../common/data/collections';
import { distance, slipOf } from '../../common/props/suggestion';
import { ALWAYS_OPEN, alwaysOpen } from '../../contract/union/routes';
import type { Field } from '../read/field';
import { servesUnion } from './guarded-paths';
import { ANSWERING, GUARDED_SERVICES, REQUESTS, treeOf } from './guarded-requests';
import type { EdgeRoute } from './route';
import { sampleOf } from './sample-request';
import { EdgeServer, leadsToFlyteadmin } from './server';

/** A route of Union whose requests do not reach the right Service. */
export interface Misdirected {
  readonly route: EdgeRoute;
  /** The intended path. */
  readonly path: string;
  readonly service: string;
  /** The misspelt parts of the path; absent if only the Service is wrong. */
  readonly slip?: string;
}

/** Other rules report open paths that do not reach flyteadmin. */
const GUARDED = REQUESTS.filter(({ path }) => alwaysOpen(path) === undefined);

const FIRST_STEPS = new Set(REQUESTS.map(({ path }) => firstStep(path)));

/** Misspelt paths, and paths of one Service that lead to another one of Union. */
export function misdirected(server: EdgeServer): Misdirected[] {
  return server.routes.filter(servesUnion).flatMap((route) => {
    const path = treeOf(sampleOf(route.path));
    const found = FIRST_STEPS.has(firstStep(path)) ? ledToOther(route, path) : misspelt(route, path, server);
    return found ?? [];
  });
}

/** A route to flyteadmin whose path misspells an open one that no other route has. */
export interface OpenSlip {
  readonly route: EdgeRoute;
  /** The first step of the intended path. */
  readonly step: string;
}

const OPEN_STEPS = ALWAYS_OPEN.map(firstStep);

/** Such routes of a server, in its order. */
export const openSlips = oncePer((server: EdgeServer): readonly OpenSlip[] => {
  const isTaken = (path: string) => server.takers(path).some(leadsToFlyteadmin);
  const missed = OPEN_STEPS.filter((step) => !isTaken(`/${step}`) && !isTaken(`/${step}/x`));
  const candidates = missed.length === 0 ? [] : server.routes.filter(leadsToFlyteadmin);
  return candidates.flatMap((route) => {
    const own = firstStep(treeOf(sampleOf(route.path)));
    const step = own === '' || OPEN_STEPS.includes(own) || FIRST_STEPS.has(own)
      ? undefined
      : slipOf(own, missed) ?? missed.find((each) => distance(own, each) === 1);
    return step === undefined ? [] : [{ route, step }];
  });
});

/** The first route whose path misspells the given one. */
export function slipFor(path: string, server: EdgeServer): EdgeRoute | undefined {
  return openSlips(server).find(({ step }) => step === firstStep(path))?.route;
}

/** The first route with the same misspelling. */
export function sameSlip(route: EdgeRoute, server: EdgeServer): EdgeRoute | undefined {
  const slip = openSlips(server).find((each) => each.route === route);
  return slip === undefined ? undefined : slipFor(`/${slip.step}`, server);
}

/** The places of misspelt routes: they need no guard then. */
export function slipsOf(routes: readonly EdgeRoute[], server: EdgeServer): Field[] {
  return routes.flatMap((route) => sameSlip(route, server)?.field ?? []);
}

function misspelt(route: EdgeRoute, path: string, server: EdgeServer): Misdirected | undefined {
  const own = firstStep(path);
  const unanswered = GUARDED.filter((request) =>
    leadsTo(route, request.service) && !isAnswered(server, request.path, request.service));
  const meant = slipOf(own, [...new Set(unanswered.map((request) => firstStep(request.path)))]);
  return meant === undefined || own === '' ? undefined : {
    route, path: path.replace(own, meant), service: route.backends[0].service, slip: slipIn(own, meant),
  };
}

function ledToOther(route: EdgeRoute, path: string): Misdirected | undefined {
  const services = path === '' || alwaysOpen(path) !== undefined ? undefined : ANSWERING.get(path);
  return services !== undefined
    && route.backends.every(({ service }) => GUARDED_SERVICES.has(service) && !services.includes(service))
    ? { route, path, service: services.join(' or ') } : undefined;
}

/** The parts in which two names of a service differ. */
function slipIn(own: string, meant: string): string {
  const right = meant.split('.');
  return own.split('.').filter((part, i) => part !== right[i]).join('.');
}

function isAnswered(server: EdgeServer, path: string, service: string): boolean {
  const taker = server.match(path);
  return taker !== undefined && leadsTo(taker, service);
}

function leadsTo({ backends }: EdgeRoute, name: string): boolean {
  return backends.some(({ service }) => service === name);
}

function firstStep(path: string): string {
  return path.split('/')[1] ?? '';
}
