import { IDENTITY_HEADERS } from '../../contract/union/flyteadmin';
import { HEADERS_TO_REMOVE_HEADER } from '../../contract/upstream/envoy-gateway';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { servesUnion } from '../edge/guarded-paths';
import { EdgeRoute, routesByGuard, SubrequestGuard } from '../edge/route';
import { defineRule, Violation } from '../engine/rule';
import { strippedHeaders } from '../model/header-rewrites';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { ingressAnnotation } from '../running/cluster-looks';

interface Subject {
  readonly route: EdgeRoute;
  readonly guard: SubrequestGuard;
  readonly backendHeaders: readonly string[];
}

/** A route to Union's services for each guard, where the guard says which headers it sets. */
function subjectsOf(model: Model): Subject[] {
  return model.unionServers.flatMap(({ routes }) => routesByGuard(routes.filter(servesUnion)).flatMap((route) => {
    const { guard } = route;
    const known = guard.kind === 'subrequest' && guard.backendHeaders !== undefined;
    return known ? [{ route, guard, backendHeaders: guard.backendHeaders ?? [] }] : [];
  }));
}

/** The list of the guard, or the guard that lacks it. */
function placeOf({ guard }: Subject): Field {
  const { object, path } = guard.field;
  const lists = [
    ['metadata', 'annotations', NGINX.authResponseHeaders],
    ['spec', 'forwardAuth', 'authResponseHeaders'],
    ['spec', 'extAuth', 'http', 'headersToBackend'],
  ];
  const list = lists.find((candidate) => candidate[0] === path[0] && object.at(...candidate) !== undefined);
  return list === undefined ? guard.field : object.field(...list);
}

/** Headers that the guard sets where the answer has them, and that are the client's where it has not. */
function* unanswered({ route, guard }: Subject, unlisted: readonly string[], model: Model): Iterable<Violation> {
  const stripped = strippedHeaders(route, model);
  const listed = IDENTITY_HEADERS.filter((header) => !unlisted.includes(header));
  const kept = listed.filter((header) => guard.keepsUnanswered?.(header.toLowerCase()) === true && !stripped(header.toLowerCase()));
  if (kept.length > 0) {
    yield { at: guard.field, expected: `${kept.join(', ')} removed where the answer of the guard lacks them (${HEADERS_TO_REMOVE_HEADER})`, found: 'what the client sent' };
  }
}

export const identityHeaderSpoofable = defineRule({
  id: 'identity-header-spoofable',
  severity: 'error',
  area: 'the edge',
  title: 'The guard overwrites every identity header.',
  symptom: 'Nothing fails. Anybody who may sign in acts as somebody else by sending that person\'s X-User-Subject.',
  explanation: 'The services take the caller\'s identity from the X-User-* headers that /me answers. The edge replaces only the headers that its guard lists '
    + '(with nothing, where /me does not answer them); the others pass from the client as they came. Set-Cookie in the list does nothing of the kind. '
    + '/me answers one X-User-Claim-* header for each claim of the token: what reads others than these (X-User-Claim-Email) needs them listed as well.',
  remediation: 'List X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username and X-User-Token in the guard\'s response headers '
    + '(nginx.ingress.kubernetes.io/auth-response-headers, forwardAuth.authResponseHeaders, extAuth.http.headersToBackend). Envoy leaves a listed header alone where the answer '
    + 'lacks it: have the gate name those in x-envoy-auth-headers-to-remove, as this library\'s does.',
  see: [
    ingressAnnotation('auth-response-headers', 'Each value must list the four X-User headers.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route to a Union service in the input is guarded by an auth subrequest whose response headers the input shows.',
  *check(subjects, model) {
    for (const subject of subjects) {
      const unlisted = IDENTITY_HEADERS.filter((header) => !subject.backendHeaders.includes(header.toLowerCase()));
      const stripped = unlisted.length > 0 ? strippedHeaders(subject.route, model) : () => true;
      const missing = unlisted.filter((header) => !stripped(header.toLowerCase()));
      if (missing.length > 0) {
        yield {
          at: placeOf(subject),
          expected: `${missing.join(', ')} among the headers that the guard sets`,
          found: subject.backendHeaders.length > 0 ? subject.backendHeaders.join(', ') : 'no headers',
        };
      }
      yield* unanswered(subject, unlisted, model);
    }
  },
});
