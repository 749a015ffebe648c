import { ANNOTATED_HEADERS } from '../../contract/union/caller-headers';
import { changes } from '../edge/header-changes';
import type { EdgeRoute } from '../edge/route';
import { defineRule } from '../engine/rule';
import { guardedRoutes, listOf, NO_GUARDED_ROUTES } from '../model/guard-headers';
import { setByExpression } from '../model/header-rewrites';

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

export const identityHeaderDropped = defineRule('identity-header-dropped', {
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
          values: { headers: dropped.join(', ') },
        };
      }
    }
  },
});
