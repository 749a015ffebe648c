import { grouped, groupsByKey } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { CREDENTIAL_HEADERS } from '../../contract/union/caller-headers';
import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { NGINX, NGINX_CONFIG, SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { serviceOfHost } from '../edge/cluster-name';
import {
  leadsToConsole, openRoutesOf, openRoutesText, rewrittenOpenRoutes, routesToGuard, servesUnion,
} from '../edge/guarded-paths';
import { Hop, isFixed } from '../edge/header-changes';
import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { bypassOf } from '../edge/ingress-nginx/snippets';
import { sameSlip, slipsOf } from '../edge/misdirected';
import { EdgeRoute, Guard, hostOfUrl, portAsked, routesByGuard, urlAsked } from '../edge/route';
import { asksFlyteadmin, EdgeServer, leadsToFlyteadmin } from '../edge/server';
import { rule, Violation } from '../engine/rule';
import { beside } from '../kube/home';
import { objectText } from '../kube/kube-object';
import { flyteadminsAskedBy, flyteadminsBehind } from '../model/asked-flyteadmin';
import { askedInstead } from '../model/guard-question';
import { misaimedAt } from '../model/misaimed-policies';
import type { Model } from '../model/model';
import { guardsOfSignIn, isStray, subrequestsOf } from '../model/open-paths';
import { hostsToGuard, serversToGuard } from '../model/union-auth';
import { Field, placeKey } from '../read/field';

/** The guard of each route: whether it exists, and whether it queries flyteadmin's /me. */

/** An Ingress is guarded as a whole, an IngressRoute by route. */
function placeOf(route: EdgeRoute): Field {
  return route.object.kind === 'Ingress' ? route.object.field('metadata', 'annotations') : route.field;
}

/** auth-annotation-ignored reports an Ingress with a guard that the controller ignores. */
function isLeft({ object }: EdgeRoute, model: Model): boolean {
  return object.kind === 'Ingress'
    && hasGuardAnnotations(object)
    && ignoredAnnotations(object, model.ingressClasses).length > 0;
}

export const routeUnguarded = rule('route-unguarded', {
  of: (model) => hostsToGuard(model, false),
  *each(server, model) {
    const open = openRoutesOf(server).filter((route) => !isLeft(route, model));
    const placeText = (route: EdgeRoute) => `${JSON.stringify(route.object.source)} ${placeOf(route)}`;
    const isSlip = (route: EdgeRoute) => sameSlip(route, server) !== undefined;
    for (const routes of grouped(open, (route) => `${placeText(route)} ${isSlip(route)}`)) {
      yield { at: placeOf(routes[0]), ...openRoutesText(routes), restsOn: slipsOf(routes, server) };
    }
  },
});

export const gatewayRouteUnguarded = rule('gateway-route-unguarded', {
  of: (model) => hostsToGuard(model, true),
  *all(subjects, model) {
    const open = subjects.flatMap((server) => openRoutesOf(server).map((route) =>
      ({ route, restsOn: [...slipsOf([route], server), ...misaimedAt(route.object, model)] })))
      .filter(({ route: { object } }) => object.group === GATEWAY_API_GROUP);
    for (const all of groupsByKey(open, ({ route }) => route.object).values()) {
      // A misspelt name needs no guard, but a correction.
      for (const found of grouped(all, ({ restsOn }) => String(restsOn.length))) {
        const [{ route: { object } }] = found;
        // Values make several routes, all at the chart's configured host.
        const whose = `${object.kind} ${object.name}`;
        yield {
          at: object.field('spec', 'rules'),
          ...openRoutesText(found.map(({ route }) => route), whose),
          restsOn: found.flatMap(({ restsOn }) => restsOn),
        };
      }
    }
  },
});

export const guardBypassed = rule('guard-bypassed', {
  /** Hosts with a guarded route, or with one that must be guarded. */
  of: serversToGuard,
  *all(subjects, model) {
    const reported = new Set<string>();
    for (const server of subjects) {
      yield* bySnippets(server, model);
      yield* byPassthrough(server);
      yield* byRewriting(server);
      for (const violation of byFixedCredentials(server, model)) {
        if (!reported.has(placeKey(violation.at))) {
          reported.add(placeKey(violation.at));
          yield violation;
        }
      }
    }
    yield* byControllers(subjects, model);
  },
});

function* bySnippets(server: EdgeServer, model: Model): Iterable<Violation> {
  const routes = server.edge.takesSnippets ? model.ownRoutes(server) : [];
  for (const object of new Set(routes.map((route) => route.object))) {
    for (const name of SNIPPET_ANNOTATIONS) {
      const found = bypassOf(object.annotations[name] ?? '', name === NGINX.authSnippet);
      if (found !== undefined) {
        yield { at: object.annotationField(name), expected: 'a snippet that leaves the guard alone', found };
      }
    }
  }
}

function byRewriting(server: EdgeServer): Violation[] {
  return rewrittenOpenRoutes(server).map(({ route, from, to }) => ({
    at: route.field,
    expected: 'an open path that stays what it is',
    found: `${from}, which reaches ${route.backends[0].service} as ${to}`,
  }));
}

/** A controller cannot guard what it passes through unread. */
function byPassthrough({ edge, routes }: EdgeServer): Violation[] {
  const objects = new Set(edge.takesSnippets ? routes.filter(servesUnion).map(({ object }) => object) : []);
  return [...objects].filter((object) => object.annotations[NGINX.sslPassthrough]?.trim() === 'true')
    .map((object) => ({
      at: object.annotationField(NGINX.sslPassthrough),
      expected: 'requests that the controller reads',
      found: 'TLS that it passes on unread',
    }));
}

/** With a credential that the edge itself sends, everyone passes as its owner. */
function byFixedCredentials(server: EdgeServer, model: Model): Violation[] {
  const own = flyteadminsBehind(server, model.flyteadmins).flatMap(({ httpHeader, grpcHeader }) => [
    httpHeader, grpcHeader,
  ]);
  const credentials = new Set([...CREDENTIAL_HEADERS, ...own].map((header) => header.toLowerCase()));
  return server.routes.flatMap((route) => {
    const hops: readonly Hop[] = [
      ...(asksFlyteadmin(route.guard) ? (['guard', 'before'] as const) : []),
      ...(leadsToFlyteadmin(route) ? (['before', 'after'] as const) : []),
    ];
    return route.headerChanges
      .filter((change) => hops.includes(change.hop) && credentials.has(change.header) && isFixed(change))
      .map((change) => ({
        at: change.field,
        expected: 'the credential of the caller',
        found: `a fixed ${change.header}, with which every caller passes as its owner`,
      }));
  });
}

function* byControllers(servers: readonly EdgeServer[], { nginxControllers }: Model): Iterable<Violation> {
  const guarded = servers
    .filter(({ edge }) => edge.takesSnippets)
    .flatMap(({ routes }) => routes)
    .filter(({ guard }) => guard.kind !== 'none');
  for (const { configMap, settings } of guarded.length === 0 ? [] : nginxControllers) {
    const open = (settings[NGINX_CONFIG.noAuthLocations] ?? '')
      .split(',')
      .map((start) => start.trim())
      .filter(Boolean)
      .find((start) => guarded.some(({ path }) => path.startsWith(start)));
    if (open !== undefined) {
      yield {
        at: configMap.field('data', NGINX_CONFIG.noAuthLocations),
        expected: 'no path that is guarded',
        found: open,
      };
    }
    for (const key of NGINX_CONFIG.snippets) {
      const found = bypassOf(settings[key] ?? '');
      if (found !== undefined) {
        yield { at: configMap.field('data', key), expected: 'a snippet that leaves the guard alone', found };
      }
    }
  }
}

interface Asking {
  readonly route: EdgeRoute;
  readonly guard: Exclude<Guard, { readonly kind: 'none' }>;
}

/** The ports of the Service that a guard queries at a port it lacks; otherwise empty. */
function portsOfAsked({ route, guard }: Asking, model: Model): Field[] {
  const url = guard.kind === 'subrequest' ? urlAsked(guard) : '';
  const { service: name = '', namespace = undefined } = serviceOfHost(hostOfUrl(url) ?? '') ?? {};
  const service = model.services.named(name, beside(route.object, namespace));
  return service === undefined || service.port(portAsked(url)) !== undefined ? [] : [service.field('ports')];
}

function wrongAsked({ route, guard }: Asking, model: Model): string | undefined {
  switch (guard.kind) {
    case 'subrequest': return askedInstead(route, guard, model);
    case 'other': return 'a guard that asks nothing';
    case 'opaque': return guard.reason;
  }
}

/** Guards that share a faulty gate share its finding. */
function placeToMend(guard: Asking['guard']): Field {
  return (guard.kind === 'subrequest' ? guard.flawAt : undefined) ?? guard.field;
}

export const guardAsksOther = rule('guard-asks-other', {
  /** A route for each guard of a control plane's services in the input. */
  of: (model) =>
    serversToGuard(model).flatMap((server) => routesByGuard(routesToGuard(server)))
      .flatMap((route) => {
        const { guard } = route;
        const isUnknown = guard.kind === 'opaque' && guard.dangling !== true;
        return guard.kind === 'none' || isUnknown || isStray(guard, model) ? [] : [{ route, guard }];
      }),
  each(subject, model) {
    const instead = wrongAsked(subject, model);
    return instead !== undefined && {
      at: placeToMend(subject.guard),
      expected: 'a guard that asks /me of flyteadmin with GET',
      found: instead,
      values: { route: objectText(subject.route.object) },
      // A port that the Service lost is reported there.
      restsOn: portsOfAsked(subject, model),
    };
  },
});

const SETTING = 'server.security.useAuth';

export const authNotEnabled = rule('auth-not-enabled', {
  comesOf: ['config-unreadable'],
  /** One route for each guard, with the flyteadmins that it may query. */
  of(model): { route: EdgeRoute; flyteadmins: readonly Flyteadmin[] }[] {
    const known = (flyteadmin: Flyteadmin) => flyteadmin.authEnabled || flyteadmin.authDisabled;
    return subrequestsOf(model)
      .map(({ route }) => ({ route, flyteadmins: flyteadminsAskedBy(route, model.flyteadmins) }))
      .filter(({ flyteadmins }) => flyteadmins.length > 0 && flyteadmins.every(known));
  },
  *each({ route, flyteadmins }) {
    if (!flyteadmins.every(({ authDisabled }) => authDisabled)) {
      return;
    }
    for (const { config, useAuth } of flyteadmins) {
      yield {
        at: useAuth?.field ?? config.fieldFor(SETTING),
        expected: `${SETTING}: true, for a guard asks /me before the routes of `
          + `${route.host ?? 'every host'}`,
        values: { host: route.host ?? 'every host' },
        found: useAuth?.text === undefined
          ? 'no useAuth, which is off by default'
          : `useAuth: ${useAuth.text}`,
      };
    }
  },
});

export const grpcSignInRedirect = rule('grpc-sign-in-redirect', {
  of: (model) => subrequestsOf(model, ({ protocol }) => protocol === 'GRPC'),
  each: ({ guard: { signIn, refusalReplaced: at }, route }, model) => [
    ...signIn ? [{
      // A guard that HTTP routes share is right for them; this route names the wrong guard.
      at: route.object !== signIn.field.object && subrequestsOf(model, ({ protocol }) => protocol === 'HTTP')
        .some(({ guard }) => placeKey(guard.field) === placeKey(signIn.field)) ? route.field : signIn.field,
      expected: 'no sign-in redirect on gRPC routes',
      found: signIn.url,
      headline: 'redirect',
    }] : [],
    ...at ? [{
      at,
      expected: '401 to callers of gRPC',
      found: 'an error page that answers in its place',
      headline: 'errors',
    }] : [],
  ],
});

export const browserSignInMissing = rule('browser-sign-in-missing', {
  comesOf: ['credential-header-dropped'],
  /** A console's route for each guard that queries `/me`; guard-asks-other reports the others. */
  of: (model) =>
    subrequestsOf(model, leadsToConsole)
      .filter(({ guard }) =>
        asksFlyteadmin(guard) && (guard.flaw ?? guard.unread) === undefined
        && !guardsOfSignIn(model).has(guard)),
  *all(subjects) {
    const without = subjects.filter(({ guard: { signIn } }) => signIn?.keepsRefusal ?? signIn === undefined);
    for (const alike of grouped(without, ({ guard }) => placeKey(guard.field))) {
      const { signIn, field } = alike[0].guard;
      yield signIn !== undefined ? {
        at: signIn.field,
        expected: 'statusRewrites {"401": 302} beside it, as browsers follow no redirect of another status',
        found: `${signIn.url}, which goes out as 401`,
        headline: 'status',
      } : {
        at: field,
        expected: `a way to sign in beside the guard of ${enumerated(alike.map(({ route }) => route.path))}`,
        found: 'none, so browsers get 401',
        values: { paths: enumerated(alike.map(({ route }) => route.path)) },
      };
    }
  },
});

const variableOf = (header: string) => `$http_${header.toLowerCase().replace(/-/g, '_')}`;

export const authCacheKeyIncomplete = rule('auth-cache-key-incomplete', {
  of: ({ unionServers, flyteadmins: all }) => unionServers.filter(({ edge }) => edge.remembersAnswers)
    .flatMap((server) => routesByGuard(server.routes).flatMap(({ object, guard }) => {
      const key = object.annotations[NGINX.authCacheKey]?.trim();
      return key && asksFlyteadmin(guard) && guard.field.object === object
        ? [{ object, key, flyteadmins: flyteadminsBehind(server, all) }]
        : [];
    })),
  each({ object, key, flyteadmins }) {
    const held = new Set(
      [...key.toLowerCase().matchAll(/\$\{?(\w+)\}?/g)].map(([, variable]) => `$${variable}`),
    );
    // One flyteadmin cookie stands for all of them.
    const hasCookies = [...held].some((variable) => variable.startsWith('$cookie_flyte_'));
    // Headers in which that flyteadmin accepts a token, besides Authorization.
    const tokens = new Set(flyteadmins.map(({ httpHeader }) => httpHeader));
    const missing = ['authorization', ...tokens.size > 0 ? tokens : [AUTHORIZATION_HEADER], 'cookie']
      .filter((header) => !held.has(variableOf(header)) && !(header === 'cookie' && hasCookies));
    const told = missing.map((header) => flyteadmins.flatMap((flyteadmin) => flyteadmin.toldOf(header)));
    const lacking = missing.map(variableOf).join(' and ');
    return missing.length > 0 && {
      at: object.annotationField(NGINX.authCacheKey),
      expected: `${lacking} in the cache key`,
      found: key,
      values: { missing: lacking },
      restsOn: told.every(({ length }) => length > 0) ? told.flat() : [],
    };
  },
});
