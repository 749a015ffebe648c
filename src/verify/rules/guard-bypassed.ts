import { CREDENTIAL_HEADERS } from '../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { NGINX_CONFIG, SNIPPET_ANNOTATIONS, NGINX } from '../../contract/upstream/ingress-nginx';
import { guardPatches } from '../edge/gateway-api/envoy-patches';
import { rewrittenOpenRoutes, servesUnion } from '../edge/guarded-paths';
import { Hop, isFixed } from '../edge/header-changes';
import { bypassOf } from '../edge/ingress-nginx/snippet-bypass';
import { asksFlyteadmin, EdgeServer, leadsToFlyteadmin } from '../edge/server';
import { defineRule, Violation } from '../engine/rule';
import { sameHome } from '../kube/home';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { demandsGuards } from '../model/union-auth';
import { placeKey } from '../read/field';

/** Hosts of which a route is guarded, or must be. */
function subjectsOf(model: Model): EdgeServer[] {
  return model.unionServers.filter((server) => demandsGuards(server, model));
}

export const guardBypassed = defineRule('guard-bypassed', {
  subjects: subjectsOf,
  notApplicable: 'No host in the input serves a control plane whose routes must be guarded.',
  *check(subjects, model) {
    const reported = new Set<string>();
    for (const server of subjects) {
      yield* bySnippets(server);
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
    yield* byPatches(subjects, model);
  },
});

function* bySnippets({ edge, routes }: EdgeServer): Iterable<Violation> {
  for (const object of edge.takesSnippets ? new Set(routes.map((route) => route.object)) : []) {
    for (const name of SNIPPET_ANNOTATIONS) {
      const found = bypassOf(object.annotations[name] ?? '', name === NGINX.authSnippet);
      if (found !== undefined) {
        yield { at: object.annotationField(name), expected: 'a snippet that leaves the guard alone', found };
      }
    }
  }
}

function* byRewriting(server: EdgeServer): Iterable<Violation> {
  for (const { route, from, to } of rewrittenOpenRoutes(server)) {
    yield {
      at: route.field,
      expected: 'an open path that stays what it is',
      found: `${from}, which reaches ${route.backends[0].service} as ${to}`,
    };
  }
}

/** What the controller passes on unread has no guard. */
function* byPassthrough({ edge, routes }: EdgeServer): Iterable<Violation> {
  const objects = new Set(edge.takesSnippets ? routes.filter(servesUnion).map(({ object }) => object) : []);
  for (const object of objects) {
    if (object.annotations[NGINX.sslPassthrough]?.trim() === 'true') {
      yield {
        at: object.annotationField(NGINX.sslPassthrough),
        expected: 'requests that the controller reads',
        found: 'TLS that it passes on unread',
      };
    }
  }
}

/** A credential that the edge itself sends lets everybody pass as its owner. */
function* byFixedCredentials(server: EdgeServer, model: Model): Iterable<Violation> {
  const own = flyteadminsBehind(server, model.flyteadmins).flatMap(({ httpHeader, grpcHeader }) => [
    httpHeader, grpcHeader,
  ]);
  const credentials = new Set([...CREDENTIAL_HEADERS, ...own].map((header) => header.toLowerCase()));
  for (const route of server.routes) {
    const hops: readonly Hop[] = [
      ...(asksFlyteadmin(route.guard) ? (['guard', 'before'] as const) : []),
      ...(leadsToFlyteadmin(route) ? (['before', 'after'] as const) : []),
    ];
    for (const change of route.headerChanges) {
      if (hops.includes(change.hop) && credentials.has(change.header) && isFixed(change)) {
        yield {
          at: change.field,
          expected: 'the credential of whoever calls',
          found: `a fixed ${change.header}, as whose owner everybody passes`,
        };
      }
    }
  }
}

function* byPatches(servers: readonly EdgeServer[], model: Model): Iterable<Violation> {
  const guarded = servers
    .flatMap(({ routes }) => routes)
    .filter(({ guard, edge }) => edge.guardsApart && guard.kind === 'subrequest')
    .map(({ object }) => object);
  const near = model.ofKind(ENVOY_GATEWAY_GROUP, 'EnvoyPatchPolicy')
    .filter((policy) => guarded.some((object) => sameHome(policy, object)));
  for (const policy of near) {
    for (const { field, found } of guardPatches(policy)) {
      yield { at: field, expected: 'a patch that leaves the guard alone', found };
    }
  }
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
