import { grouped, oncePer, unique } from '../../common/data/collections';
import { enumerated, leading, listText } from '../../common/data/enumerated';
import {
  ANNOTATED_HEADERS, CALLER_HEADERS, CREDENTIAL_HEADERS, HeaderEffect, METADATA_PREFIX,
} from '../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { HEADERS_TO_REMOVE_HEADER } from '../../contract/upstream/envoy-gateway';
import { changes, Hop, isChosenByCaller, isFixed } from '../edge/header-changes';
import { EdgeRoute, hostOfUrl, routesByChanges, SubrequestGuard } from '../edge/route';
import { asksFlyteadmin, leadsToFlyteadmin } from '../edge/server';
import { rule, Violation } from '../engine/rule';
import { flyteadminsBehind, isHostVariable } from '../model/asked-flyteadmin';
import { askedInstead } from '../model/guard-question';
import {
  GuardedRoutes, guardedRoutes, listOf, reachesMe, setByExpression, strippedEverywhere,
  unlistedClaims,
} from '../model/header-rewrites';
import type { Model } from '../model/model';
import { isStray, subrequestsOf } from '../model/open-paths';
import { Field, placeKey } from '../read/field';

/** Headers through the edge: forged identities and lost credentials. */

const TAKES_EFFECT = [HeaderEffect.IDENTITY, HeaderEffect.HIDDEN_CREDENTIAL, HeaderEffect.AUDIENCE];

/** Metadata in headers: edges set Host and X-Forwarded-Host themselves, and drop names with an underscore. */
const BELIEVED = CALLER_HEADERS.filter(({ readBy, effect, name }) => readBy === 'flyteadmin-http'
  && TAKES_EFFECT.includes(effect) && /^Grpc-Metadata-[^_*]+$/.test(name)).map(({ name }) => name);

export const identityChosenByCaller = rule('identity-chosen-by-caller', {
  // guard-asks-other reports other questions.
  of: (model) => subrequestsOf(model).filter(({ route, guard }) =>
    asksFlyteadmin(guard) && !isStray(guard, model) && askedInstead(route, guard, model) === undefined),
  each({ route, guard }) {
    const reaching = BELIEVED.filter((name) => reachesMe(route, guard, name.toLowerCase()));
    return reaching.length > 0 && {
      at: guard.field,
      expected: `${CREDENTIAL_HEADERS.join(', ')} of the caller at /me, and none of Grpc-Metadata-*`,
      found: `${reaching.join(', ')} as the caller sends them`,
      values: { headers: leading(reaching) },
    };
  },
});

/** Whether a route accepts an identity header from requests, so that only its guard can set it. */
function isTaken(header: string, route: EdgeRoute): boolean {
  const own = route.headerChanges.filter((change) =>
    (change.hop === 'before' || change.hop === 'after') && changes(change, header));
  return own.length > 0 && own.every(({ value }) => value === '') && !setByExpression(route)(header);
}

export const identityHeaderDropped = rule('identity-header-dropped', {
  of: guardedRoutes,
  each(guarded) {
    const dropped = ANNOTATED_HEADERS.filter((header) =>
      !guarded.backendHeaders.includes(header.toLowerCase())
      && guarded.routes.some((route) => isTaken(header.toLowerCase(), route)));
    return dropped.length > 0 && {
      at: listOf(guarded),
      expected: `${enumerated(dropped)} among the headers that the guard sets`,
      found: 'removed from every request, and set by nothing',
      values: { headers: leading(dropped) },
    };
  },
});

/** Headers that the guard sets only if the answer has them; otherwise the client's value remains. */
function* unanswered(
  { guard }: GuardedRoutes, unlisted: readonly string[], stripped: (header: string) => boolean,
): Iterable<Violation> {
  const listed = ANNOTATED_HEADERS.filter((header) => !unlisted.includes(header));
  const kept = listed.filter(
    (header) => guard.keepsUnanswered?.(header.toLowerCase()) === true && !stripped(header.toLowerCase()),
  );
  if (kept.length > 0) {
    yield {
      at: guard.field,
      expected: `${kept.join(', ')} removed where the answer of the guard lacks them `
        + `(${HEADERS_TO_REMOVE_HEADER})`,
      found: 'the values that the caller sends',
      headline: 'kept',
      values: { headers: leading(kept) },
    };
  }
}

/** Changes that set an identity header besides the guard, or remove the guard's. */
function* besidesGuard(
  { routes }: GuardedRoutes, unlisted: readonly string[], model: Model,
): Iterable<Violation> {
  // Routes of one object share their changes.
  const made = new Set(routes.flatMap(({ headerChanges }) => headerChanges));
  for (const header of ANNOTATED_HEADERS) {
    const listed = !unlisted.includes(header);
    for (const change of [...made].filter(
      (each) =>
        each.header === header.toLowerCase() && (each.hop === 'after' || (each.hop === 'before' && !listed)),
    )) {
      if (isFixed(change) || isChosenByCaller(change)) {
        yield {
          at: change.field,
          expected: `${header} from the guard alone`,
          found: isFixed(change)
            ? 'one value that the edge sets for all callers'
            : 'a value that the caller chooses',
          headline: 'changed',
          values: { headers: header },
        };
      } else if (change.value === '' && listed) {
        // What precedes the guards of other routes is in the wrong order here.
        const isMisplaced = madeBefore(model).has(placeKey(change.field));
        const route = routes.find(({ headerChanges }) => headerChanges.includes(change));
        yield {
          at: isMisplaced && route !== undefined ? route.field : change.field,
          expected: isMisplaced ? `${header} removed before the guard` : `${header} as the guard sets it`,
          found: 'removed behind the guard',
          headline: 'removed',
          values: { headers: header },
        };
      }
    }
  }
}

/** The places of changes before a guard, on any route. */
const madeBefore = oncePer((model: Model): ReadonlySet<string> => new Set(guardedRoutes(model)
  .flatMap(({ routes }) => routes.flatMap(({ headerChanges }) => headerChanges))
  .flatMap(({ hop, field }) => (hop === 'before' ? placeKey(field) : []))));

export const identityHeaderSpoofable = rule('identity-header-spoofable', {
  comesOf: ['sign-in-route-guarded', 'auth-metadata-guarded'],
  of: guardedRoutes,
  *each(subject, model) {
    const unlisted = ANNOTATED_HEADERS.filter(
      (header) => !subject.backendHeaders.includes(header.toLowerCase()),
    );
    const stripped = strippedEverywhere(subject.routes);
    const missing = unlisted.filter((header) => !stripped(header.toLowerCase()));
    if (missing.length > 0) {
      yield {
        at: listOf(subject),
        expected: `${enumerated(missing)} among the headers that the guard sets`,
        found: listText(subject.backendHeaders, 'headers', missing),
        headline: 'unlisted',
        values: { headers: leading(missing) },
      };
    }
    yield* unanswered(subject, unlisted, stripped);
    yield* besidesGuard(subject, unlisted, model);
  },
});

export const claimHeaderSpoofable = rule('claim-header-spoofable', {
  comesOf: ['identity-header-spoofable', 'metadata-header-spoofable'],
  of: (model) => unlistedClaims(model).filter(({ at }) => at !== undefined),
  each: ({ at, reaching }) => reaching.length > 0 && {
    at: at!,
    expected: `${reaching.join(', ')} removed from the request, whatever their names`,
    found: 'the values that the caller sends under names outside the list',
  },
});

/** Edges drop names with an underscore, or read it as a dash. */
const BELIEVED_METADATA = CALLER_HEADERS.filter(
  ({ name, effect }) => effect === HeaderEffect.IDENTITY && !/[_*]/.test(name),
);

/** grpc-gateway turns headers with its prefix into metadata; a gRPC port receives metadata directly. */
const METADATA: Readonly<Record<EdgeRoute['protocol'], readonly string[]>> = {
  HTTP: BELIEVED_METADATA.filter(({ name }) => name.startsWith(METADATA_PREFIX)).map(({ name }) => name),
  GRPC: BELIEVED_METADATA.filter(({ readBy }) => readBy === 'flyteadmin-grpc').map(({ name }) => name),
};

const PROTOCOLS = ['HTTP', 'GRPC'] as const;

/** The metadata that neither the guard nor anything else removes from the caller's request. */
function believedBehind(subject: GuardedRoutes): string[] {
  const { routes, guard, backendHeaders } = subject;
  const overwritten = (header: string) =>
    backendHeaders.includes(header) && guard.keepsUnanswered?.(header) !== true;
  return PROTOCOLS.flatMap((protocol) => {
    const speaking = routes.filter((route) => route.protocol === protocol);
    const stripped = strippedEverywhere(speaking);
    const believed = speaking.length > 0 ? METADATA[protocol] : [];
    return believed.filter((name) => !overwritten(name.toLowerCase()) && !stripped(name.toLowerCase()));
  });
}

export const metadataHeaderSpoofable = rule('metadata-header-spoofable', {
  comesOf: [
    'identity-header-spoofable', 'identity-chosen-by-caller',
    'sign-in-route-guarded', 'auth-metadata-guarded',
  ],
  of: guardedRoutes,
  *all(subjects) {
    // A policy may guard routes of both protocols.
    for (const together of grouped(subjects, (subject) => placeKey(listOf(subject)))) {
      const believed = [...new Set(together.flatMap(believedBehind))];
      if (believed.length > 0) {
        yield {
          at: listOf(together[0]),
          expected: `${believed.join(', ')} removed from the request`,
          found: 'the values that the caller sends',
          values: { headers: leading(believed) },
        };
      }
    }
  },
});

const [COOKIE, ...TOKENS] = CREDENTIAL_HEADERS.map((header) => header.toLowerCase());

const SET_COOKIE = 'set-cookie';

const SIGN_IN = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback];

/** A hop of a credential: to the guard's `/me`, to flyteadmin itself, or from there to the browser. */
interface Subject {
  readonly route: EdgeRoute;
  readonly to: string;
  readonly wanted: readonly string[];
  /** The place where flyteadmin is configured to read one of them. */
  readonly toldOf: (header: string) => readonly Field[];
  /** The changes that apply to the hop. */
  readonly hops: readonly Hop[];
  /** Headers that the request never contains, and the place that excludes them. */
  readonly withheld?: {
    readonly at: (header: string) => Field;
    readonly lost: (header: string) => boolean;
  };
}

type Hopping = Omit<Subject, 'toldOf'>;

function toGuard(
  route: EdgeRoute,
  { url, field, forwardedHeaders: forwarded, forwardedHeadersAt, gateForwards }: SubrequestGuard,
  wanted: readonly string[],
): Hopping {
  const lost = (header: string) =>
    gateForwards?.(header) === false
    // authorization-header-mismatch reports the token's own header if an edge does not forward it.
    || (forwarded !== undefined
      && !forwarded.includes(header)
      && (header === COOKIE || header === 'authorization'));
  const at = (header: string) =>
    (gateForwards?.(header) !== false && forwardedHeadersAt ? forwardedHeadersAt : field);
  return { route, to: url, wanted, hops: ['guard', 'before'], withheld: { at, lost } };
}

/** Places that remove headers of a hop; guard-bypassed reports replacements. */
function lossesOf({ route, wanted, hops, withheld }: Subject): { at: Field; dropped: string[] }[] {
  const removals = route.headerChanges
    .filter(({ hop, value }) => hops.includes(hop) && (value === '' || hop === 'response'));
  const lost = [
    ...wanted.filter((header) => withheld?.lost(header))
      .map((header) => ({ at: withheld!.at(header), header })),
    ...removals.flatMap((change) =>
      wanted.filter((header) => changes(change, header)).map((header) => ({ at: change.field, header }))),
  ];
  return grouped(lost, ({ at }) => placeKey(at))
    .map((there) => ({ at: there[0].at, dropped: unique(there.map(({ header }) => header)) }));
}

export const credentialHeaderDropped = rule('credential-header-dropped', {
  of: (model) =>
    model.unionServers.flatMap((server) => {
      const readers = flyteadminsBehind(server, model.flyteadmins);
      const own = readers
        .flatMap(({ httpHeader, grpcHeader }) => [httpHeader, grpcHeader])
        .map((header) => header.toLowerCase());
      const tokens = unique(own.length === 0 ? TOKENS : ['authorization', ...own]);
      const withCookie = unique([COOKIE, ...tokens]);
      const wanted = ({ protocol }: EdgeRoute) => (protocol === 'HTTP' ? withCookie : tokens);
      const guards = routesByChanges(server.routes).flatMap((route) =>
        asksFlyteadmin(route.guard) && !isStray(route.guard, model)
          ? [toGuard(route, route.guard, wanted(route))]
          : [],
      );
      const flyteadmins = routesByChanges(server.routes.filter(leadsToFlyteadmin))
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
    }),
  *all(subjects) {
    // Routes of an Ingress share their changes.
    const reported = new Set<string>();
    for (const subject of subjects) {
      for (const { at, dropped } of lossesOf(subject)) {
        if (!reported.has(placeKey(at))) {
          reported.add(placeKey(at));
          const isTold = (header: string) => subject.toldOf(header).length > 0;
          const headers = subject.to === 'the browser' ? 'response headers' : 'request headers';
          yield {
            at,
            expected: `${dropped.join(', ')} among the ${headers} that reach ${subject.to}`,
            found: 'headers without it',
            values: { headers: leading(dropped), to: subject.to },
            restsOn: dropped.every(isTold) ? dropped.flatMap(subject.toldOf) : [],
          };
        }
      }
    }
  },
});

export const authHostSpoofable = rule('auth-host-spoofable', {
  of: (model) => subrequestsOf(model),
  each({ route, guard: { url, field: at } }) {
    const asked = hostOfUrl(url) ?? '';
    const chosen = /\$\{?(http|arg|cookie)_/i.test(asked)
      && `${url}, whose host is whatever the client sends`;
    const anyHost = route.host === undefined
      && `${url} on rules without host, where any Host header is served`;
    const found = isHostVariable(asked) ? anyHost : chosen;
    const expected = 'a fixed host in the URL, or a host on every rule';
    return found ? { at, expected, found, values: { url } } : undefined;
  },
});
