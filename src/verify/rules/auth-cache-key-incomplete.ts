import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { EdgeRoute, routesByGuard } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';

interface Subject {
  readonly route: EdgeRoute;
  readonly key: string;
  /** Headers in which the flyteadmin that is asked accepts a token, besides Authorization. */
  readonly tokenHeaders: readonly string[];
  readonly flyteadmins: readonly Flyteadmin[];
}

/** Guards that cache what `/me` answers. */
function subjectsOf(model: Model): Subject[] {
  return model.unionServers.filter(({ edge }) => edge.remembersAnswers).flatMap((server) => {
    const flyteadmins = flyteadminsBehind(server, model.flyteadmins);
    const headers = flyteadmins.map(({ httpHeader }) => httpHeader);
    const tokenHeaders = headers.length > 0 ? [...new Set(headers)] : [AUTHORIZATION_HEADER];
    return routesByGuard(server.routes).flatMap((route) => {
      const key = route.object.annotations[NGINX.authCacheKey]?.trim();
      return key && asksFlyteadmin(route.guard) && route.guard.field.object === route.object
        ? [{ route, key, tokenHeaders, flyteadmins }]
        : [];
    });
  });
}

/** The headers of credentials that a key leaves out. A key of flyteadmin's cookies stands for all cookies. */
function missingIn(key: string, tokenHeaders: readonly string[]): string[] {
  const present = new Set([...key.toLowerCase().matchAll(/\$\{?(\w+)\}?/g)].map((match) => `$${match[1]}`));
  const cookies = [...present].some((variable) => variable.startsWith('$cookie_flyte_'));
  return ['authorization', ...tokenHeaders, 'cookie']
    .filter((header) => !present.has(variableOf(header)) && !(header === 'cookie' && cookies));
}

function variableOf(header: string): string {
  return `$http_${header.toLowerCase().replace(/-/g, '_')}`;
}

export const authCacheKeyIncomplete = defineRule('auth-cache-key-incomplete', {
  subjects: subjectsOf,
  notApplicable: 'No guard in the input that asks /me caches its answers.',
  *check(subjects) {
    for (const { route, key, tokenHeaders, flyteadmins } of subjects) {
      const missing = missingIn(key, tokenHeaders);
      const told = missing.map((header) => flyteadmins.flatMap((flyteadmin) => flyteadmin.toldOf(header)));
      if (missing.length > 0) {
        yield {
          at: route.object.annotationField(NGINX.authCacheKey),
          expected: `${missing.map(variableOf).join(' and ')} in the cache key`,
          found: key,
          values: { missing: missing.map(variableOf).join(' and ') },
          restsOn: told.every(({ length }) => length > 0) ? told.flat() : [],
        };
      }
    }
  },
});
