import { ANNOTATED_HEADERS } from '../../contract/union/caller-headers';
import { changes } from '../edge/header-changes';
import type { EdgeRoute } from '../edge/route';
import { defineRule } from '../engine/rule';
import { guardedRoutes, LIST_IDENTITY_HEADERS, listOf, NO_GUARDED_ROUTES } from '../model/guard-headers';
import { setByExpression } from '../model/header-rewrites';
import { ingressAnnotation, kubectl } from '../running/cluster-looks';

/**
 * Whether a route takes a header from requests, so that its guard has to set it; nothing else on the way
 * does.
 */
function isTaken(header: string, route: EdgeRoute): boolean {
  const own = route.headerChanges.filter(
    (change) => (change.hop === 'before' || change.hop === 'after') && changes(change, header),
  );
  return own.length > 0 && own.every(({ value }) => value === '') && !setByExpression(route)(header);
}

export const identityHeaderDropped = defineRule({
  id: 'identity-header-dropped',
  severity: 'error',
  area: 'the edge',
  title: 'What the edge takes from callers the guard sets.',
  symptom: 'People sign in, and services answer as if nobody had: "x-user-subject header not found", empty '
    + 'owners, 403 where roles are asked.',
  explanation: 'The edge rightly takes the identity headers from every request, and its guard is not told to '
    + 'set them from what /me answers: nobody is taken for somebody else, and services are told of nobody.',
  remediation: LIST_IDENTITY_HEADERS,
  see: [
    kubectl('-n $CP get securitypolicy -o yaml', 'headersToBackend must list the four X-User headers.'),
    ingressAnnotation('auth-response-headers', 'Each value must list the four X-User headers.'),
  ],
  subjects: guardedRoutes,
  notApplicable: NO_GUARDED_ROUTES,
  *check(subjects) {
    for (const subject of subjects) {
      const dropped = ANNOTATED_HEADERS.filter(
        (header) =>
          !subject.backendHeaders.includes(header.toLowerCase())
          && subject.routes.some((route) => isTaken(header.toLowerCase(), route)),
      );
      if (dropped.length > 0) {
        yield {
          at: listOf(subject),
          expected: `${dropped.join(', ')} among the headers that the guard sets`,
          found: 'their removal from every request, and nothing that sets them',
        };
      }
    }
  },
});
