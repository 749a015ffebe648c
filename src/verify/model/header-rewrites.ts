import { SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import type { EdgeRoute } from '../edge/route';
import { safeRegex } from '../edge/safe-regex';
import type { Model } from './model';

/** Tells which request headers of the client something else than the guard's list removes or sets. Names in lower case. */
export function strippedHeaders(route: EdgeRoute, model: Model): (header: string) => boolean {
  const names = new Set(route.edge.rewrittenHeaders(route, model));
  const snippets = SNIPPET_ANNOTATIONS.map((name) => route.object.annotations[name] ?? '').join('\n').toLowerCase();
  const pattern = route.guard.kind === 'subrequest' ? route.guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex') : undefined;
  const regex = pattern ? safeRegex(pattern, 'i') : undefined;
  return (header) => names.has(header) || regex?.test(header) === true
    // `proxy_set_header`, `grpc_set_header`, `more_set_input_headers` and `more_clear_input_headers` alike.
    || (snippets.includes(header) && /_set_header|_input_headers/.test(snippets));
}
