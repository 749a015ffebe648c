import { CREDENTIAL_HEADERS } from '../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { changes, Hop } from '../edge/header-changes';
import type { EdgeRoute, SubrequestGuard } from '../edge/route';
import { asksFlyteadmin, leadsToFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';
import { Field, placeKey } from '../read/field';

const [COOKIE, ...TOKENS] = CREDENTIAL_HEADERS.map((header) => header.toLowerCase());
const SET_COOKIE = 'set-cookie';
const SIGN_IN = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback];

/** A hop of a credential: to the guard's `/me`, to flyteadmin itself, or from there to the browser. */
interface Subject {
  readonly route: EdgeRoute;
  readonly to: string;
  /** Headers that must pass. */
  readonly wanted: readonly string[];
  /** Where flyteadmin is told to read one of them. */
  readonly toldOf: (header: string) => readonly Field[];
  /** The changes that count for the hop. */
  readonly hops: readonly Hop[];
  /** Headers that the question does not hold to begin with, and where that is said. */
  readonly withheld?: { readonly at: Field; readonly lost: (header: string) => boolean };
}

type Hopping = Omit<Subject, 'toldOf'>;

function subjectsOf(model: Model): Subject[] {
  return model.unionServers.flatMap((server) => {
    const readers = flyteadminsBehind(server, model.flyteadmins);
    const own = readers
      .flatMap(({ httpHeader, grpcHeader }) => [httpHeader, grpcHeader])
      .map((header) => header.toLowerCase());
    const tokens = own.length === 0 ? TOKENS : ['authorization', ...own];
    const wanted = ({ protocol }: EdgeRoute) => [
      ...new Set(protocol === 'HTTP' ? [COOKIE, ...tokens] : tokens),
    ];
    const guards = server.routes.flatMap((route) =>
      asksFlyteadmin(route.guard) && !isStray(route.guard, model)
        ? [toGuard(route, route.guard, wanted(route))]
        : [],
    );
    const flyteadmins = server.routes
      .filter(leadsToFlyteadmin)
      .map((route): Hopping => ({
        route,
        to: 'flyteadmin',
        wanted: wanted(route),
        hops: ['before', 'after'],
      }));
    const answers = SIGN_IN.flatMap((path) => server.match(path) ?? [])
      .filter(leadsToFlyteadmin)
      .map((route): Hopping => ({ route, to: 'the browser', wanted: [SET_COOKIE], hops: ['response'] }));
    const toldOf = (header: string) => readers.flatMap((reader) => reader.toldOf(header));
    return [...guards, ...flyteadmins, ...answers].map((subject) => ({ ...subject, toldOf }));
  });
}

function toGuard(
  route: EdgeRoute,
  { url, field, forwardedHeaders: forwarded, gateForwards }: SubrequestGuard,
  wanted: readonly string[],
): Hopping {
  const lost = (header: string) =>
    gateForwards?.(header) === false
    // The token's own header among those that an edge forwards is authorization-header-mismatch's to report.
    || (forwarded !== undefined
      && !forwarded.includes(header)
      && (header === COOKIE || header === 'authorization'));
  return { route, to: url, wanted, hops: ['guard', 'before'], withheld: { at: field, lost } };
}

/**
 * The places that take headers of a hop away, with the headers. What they become instead is guard-bypassed's
 * to judge.
 */
function lossesOf({ route, wanted, hops, withheld }: Subject): Map<string, { at: Field; dropped: string[] }> {
  const losses = new Map<string, { at: Field; dropped: string[] }>();
  const lose = (at: Field, header: string) => {
    const loss = losses.get(placeKey(at)) ?? { at, dropped: [] };
    losses.set(placeKey(at), { at, dropped: [...loss.dropped.filter((each) => each !== header), header] });
  };
  wanted
    .filter((header) => withheld?.lost(header))
    .forEach((header) => lose(withheld!.at, header));
  route.headerChanges
    .filter(({ hop, value }) => hops.includes(hop) && (value === '' || hop === 'response'))
    .forEach((change) => wanted
      .filter((header) => changes(change, header))
      .forEach((header) => lose(change.field, header)));
  return losses;
}

export const credentialHeaderDropped = defineRule('credential-header-dropped', {
  subjects: subjectsOf,
  notApplicable: 'No route in the input leads to flyteadmin or is behind a guard that asks /me.',
  *check(subjects) {
    // Routes of an Ingress share their changes.
    const reported = new Set<string>();
    for (const subject of subjects) {
      for (const [place, { at, dropped }] of lossesOf(subject)) {
        if (!reported.has(place)) {
          reported.add(place);
          const isTold = (header: string) => subject.toldOf(header).length > 0;
          const headers = subject.to === 'the browser' ? 'response headers' : 'request headers';
          yield {
            at,
            expected: `${dropped.join(', ')} among the ${headers} that reach ${subject.to}`,
            found: 'headers without it',
            values: { headers: dropped.join(', '), to: subject.to },
            restsOn: dropped.every(isTold) ? dropped.flatMap(subject.toldOf) : [],
          };
        }
      }
    }
  },
});
