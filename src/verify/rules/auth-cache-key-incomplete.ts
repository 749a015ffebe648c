import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { CREDENTIAL_VARIABLES, NGINX } from '../../contract/upstream/ingress-nginx';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { EdgeRoute, routesByGuard } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { ingressAnnotation } from '../running/cluster-looks';

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

export const authCacheKeyIncomplete = defineRule({
  id: 'auth-cache-key-incomplete',
  severity: 'error',
  area: 'the edge',
  title: 'The cache key of the guard holds every header that carries a credential.',
  symptom: 'For minutes after somebody called with a token, anonymous requests pass as that user; or, after '
    + 'an anonymous call, valid tokens get 401.',
  explanation: 'With a cache key the controller keeps the answers of /me, 401 included, for 5 minutes unless '
    + 'auth-cache-duration says otherwise. /me accepts the cookie, Authorization and flyte-authorization. '
    + 'Requests that differ only in a header that is not part of the key share one answer. The charts leave '
    + 'Authorization out of the key of HTTP routes.',
  remediation: `Set ${NGINX.authCacheKey} to ${CREDENTIAL_VARIABLES.join('')}, or leave it out: nothing is `
    + 'cached then.',
  see: [
    ingressAnnotation(
      'auth-cache-key',
      'A value must hold $http_authorization, $http_flyte_authorization and $http_cookie; none at all is '
        + 'right, too.',
    ),
  ],
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
          restsOn: told.every(({ length }) => length > 0) ? told.flat() : [],
        };
      }
    }
  },
});
