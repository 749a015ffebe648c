import { CREDENTIAL_HEADERS } from '../../contract/union/flyteadmin';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { headersDroppedBy } from '../edge/dropped-headers';
import { EdgeRoute, routesByGuard, SubrequestGuard } from '../edge/route';
import { asksFlyteadmin, leadsToFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { ingressAnnotation, kubectl } from '../running/cluster-looks';
import { me } from '../running/edge-looks';

const [COOKIE, ...TOKENS] = CREDENTIAL_HEADERS.map((header) => header.toLowerCase());

/** A hop of a credential: to the guard's `/me`, or to flyteadmin itself. */
interface Subject {
  readonly at: Field;
  readonly to: string;
  readonly dropped: readonly string[];
}

function subjectsOf(model: Model): Subject[] {
  return model.unionServers.flatMap((server) => {
    const own = flyteadminsBehind(server, model.flyteadmins).flatMap(({ httpHeader, grpcHeader }) => [httpHeader, grpcHeader])
      .map((header) => header.toLowerCase());
    const tokens = own.length === 0 ? TOKENS : ['authorization', ...own];
    const guards = routesByGuard(server.routes).flatMap((route) => (asksFlyteadmin(route.guard) ? [toGuard(route, route.guard, tokens, model)] : []));
    const objects = new Map(server.routes.filter(leadsToFlyteadmin).map((route) => [`${route.object} ${changesOf(route, model).join()}`, route]));
    return [...guards, ...[...objects.values()].map((route) => toFlyteadmin(route, tokens, model))];
  });
}

function toGuard(route: EdgeRoute, guard: SubrequestGuard, tokens: readonly string[], model: Model): Subject {
  const { forwardedHeaders: forwarded, gateForwards } = guard;
  const snippet = headersDroppedBy(route.object.annotations[NGINX.authSnippet] ?? '');
  const early = route.edge.removedEarly(route, model);
  const lost = (header: string) => snippet.includes(header) || early.includes(header) || gateForwards?.(header) === false
    // The token's own header among those that an edge forwards is authorization-header-mismatch's to report.
    || (forwarded !== undefined && !forwarded.includes(header) && (header === COOKIE || header === 'authorization'));
  const wanted = route.protocol === 'HTTP' ? [COOKIE, ...tokens] : tokens;
  return { at: guard.field, to: guard.url, dropped: [...new Set(wanted)].filter(lost) };
}

function toFlyteadmin(route: EdgeRoute, tokens: readonly string[], model: Model): Subject {
  const changed = changesOf(route, model);
  const wanted = route.protocol === 'HTTP' ? [COOKIE, ...tokens] : tokens;
  return { at: route.field, to: 'flyteadmin', dropped: [...new Set(wanted)].filter((header) => changed.includes(header)) };
}

/** Headers of the client that the edge removes or replaces on the way to the backend. */
function changesOf(route: EdgeRoute, model: Model): readonly string[] {
  const snippets = route.edge.takesSnippets ? [NGINX.configurationSnippet, NGINX.serverSnippet].map((name) => route.object.annotations[name] ?? '') : [];
  return [...route.changedHeaders ?? route.edge.changedHeaders(route, model), ...snippets.flatMap(headersDroppedBy)];
}

export const credentialHeaderDropped = defineRule({
  id: 'credential-header-dropped',
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The headers that carry a credential pass every hop.',
  symptom: 'Browsers go round between the page and /login although the sign-in succeeds, or SDK and CLI get 401 with a valid token.',
  explanation: 'The session is a Cookie, the token stands in flyte-authorization, or in Authorization where that is absent. An edge asks the guard with some of the headers only '
    + '(headersToExtAuth, authRequestHeaders), a gate passes on what its configuration names, and snippets, middlewares and filters can take a header off. What is lost on the way '
    + 'to /me was never sent as far as flyteadmin knows; gRPC calls need the token at flyteadmin itself, too.',
  remediation: 'Name Cookie, Authorization and Flyte-Authorization among the headers that the guard forwards, in the gate set each of them '
    + '(proxy_set_header Cookie $http_cookie), and take them out of whatever removes request headers.',
  see: [
    me('401 with a valid cookie or token (curl -b …, -H "flyte-authorization: Bearer …"): it does not arrive.'),
    kubectl('get securitypolicy,middleware,clienttrafficpolicy -A -o yaml | grep -n -A8 -E "headersToExtAuth|authRequestHeaders|customRequestHeaders|remove:"',
      'The three headers must be forwarded, and removed nowhere.'),
    ingressAnnotation('auth-snippet', 'It must not empty Cookie, Authorization or Flyte-Authorization.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route in the input leads to flyteadmin or is behind a guard that asks /me.',
  *check(subjects) {
    for (const { at, to, dropped } of subjects) {
      if (dropped.length > 0) {
        yield { at, expected: `${dropped.join(', ')} among the request headers that reach ${to}`, found: 'headers without it' };
      }
    }
  },
});
