import { SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import type { EdgeRoute } from '../edge/route';
import { safeRegex } from '../edge/safe-regex';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import { sameNamespace } from '../kube/kube-object';
import type { Model } from './model';

/** Tells which request headers of the client something else than the guard's list removes or sets. Names in lower case. */
export function strippedHeaders(route: EdgeRoute, model: Model): (header: string) => boolean {
  const names = new Set([...filterHeaders(route), ...earlyHeaders(route, model), ...middlewareHeaders(route, model)]);
  const snippets = SNIPPET_ANNOTATIONS.map((name) => route.object.annotations[name] ?? '').join('\n').toLowerCase();
  const pattern = route.guard.kind === 'subrequest' ? route.guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex') : undefined;
  const regex = pattern ? safeRegex(pattern, 'i') : undefined;
  return (header) => names.has(header) || regex?.test(header) === true
    // `proxy_set_header`, `grpc_set_header`, `more_set_input_headers` and `more_clear_input_headers` alike.
    || (snippets.includes(header) && /_set_header|_input_headers/.test(snippets));
}

/** A Gateway API filter of the route's rule. */
function filterHeaders({ object, field }: EdgeRoute): string[] {
  return object.listAt(...field.path.slice(0, 3), 'filters').map((filter) => asObject(asObject(filter).requestHeaderModifier)).flatMap((modifier) => [
    ...asTexts(modifier.remove),
    ...asList(modifier.set).map((entry) => asText(asObject(entry).name) ?? ''),
  ]).map((name) => name.toLowerCase());
}

/** Envoy Gateway removes these before anything else looks at the request. */
function earlyHeaders({ object, edge }: EdgeRoute, model: Model): string[] {
  return edge !== 'gateway-api' ? [] : model.ofKind('gateway.envoyproxy.io', 'ClientTrafficPolicy').filter((policy) => sameNamespace(policy, object))
    .flatMap((policy) => asTexts(policy.at('spec', 'headers', 'earlyRequestHeaders', 'remove'))).map((name) => name.toLowerCase());
}

/** Traefik's headers middlewares; which of them a router uses is not followed. */
function middlewareHeaders({ object, edge }: EdgeRoute, model: Model): string[] {
  return edge !== 'traefik' ? [] : model.ofKind('traefik.io', 'Middleware').filter((middleware) => sameNamespace(middleware, object))
    .flatMap((middleware) => Object.keys(middleware.objectAt('spec', 'headers', 'customRequestHeaders'))).map((name) => name.toLowerCase());
}
