import { ANNOTATED_HEADERS } from '../../contract/union/caller-headers';
import { HEADERS_TO_REMOVE_HEADER } from '../../contract/upstream/envoy-gateway';
import { isChosenByCaller, isFixed } from '../edge/header-changes';
import { defineRule, Violation } from '../engine/rule';
import {
  GuardedRoutes, guardedRoutes, listOf, NO_GUARDED_ROUTES, strippedEverywhere,
} from '../model/guard-headers';

/** Headers that the guard sets where the answer has them, and that are the client's where it has not. */
function* unanswered(
  { guard }: GuardedRoutes, unlisted: readonly string[], stripped: (header: string) => boolean,
): Iterable<Violation> {
  const listed = ANNOTATED_HEADERS.filter((header) => !unlisted.includes(header));
  const kept = listed.filter(
    (header) => guard.keepsUnanswered?.(header.toLowerCase()) === true && !stripped(header.toLowerCase()),
  );
  if (kept.length > 0) {
    yield {
      at: guard.field,
      expected: `${kept.join(', ')} removed where the answer of the guard lacks them `
        + `(${HEADERS_TO_REMOVE_HEADER})`,
      found: 'what the client sent',
      headline: 'kept',
      values: { headers: kept.join(', ') },
    };
  }
}

/** What sets an identity header besides the guard, or takes away what the guard has set. */
function* besidesGuard({ routes }: GuardedRoutes, unlisted: readonly string[]): Iterable<Violation> {
  // Routes of one object share their changes.
  const changes = new Set(routes.flatMap(({ headerChanges }) => headerChanges));
  for (const header of ANNOTATED_HEADERS) {
    const listed = !unlisted.includes(header);
    for (const change of [...changes].filter(
      (each) =>
        each.header === header.toLowerCase() && (each.hop === 'after' || (each.hop === 'before' && !listed)),
    )) {
      if (isFixed(change) || isChosenByCaller(change)) {
        yield {
          at: change.field,
          expected: `${header} from the guard alone`,
          found: isFixed(change)
            ? 'a value that the edge sets for everybody'
            : 'a value that the caller chooses',
          headline: 'changed',
          values: { headers: header },
        };
      } else if (change.value === '' && listed) {
        yield {
          at: change.field,
          expected: `${header} as the guard sets it`,
          found: 'its removal behind the guard',
          headline: 'removed',
          values: { headers: header },
        };
      }
    }
  }
}

export const identityHeaderSpoofable = defineRule('identity-header-spoofable', {
  subjects: guardedRoutes,
  notApplicable: NO_GUARDED_ROUTES,
  *check(subjects) {
    for (const subject of subjects) {
      const unlisted = ANNOTATED_HEADERS.filter(
        (header) => !subject.backendHeaders.includes(header.toLowerCase()),
      );
      const stripped = strippedEverywhere(subject.routes);
      const missing = unlisted.filter((header) => !stripped(header.toLowerCase()));
      if (missing.length > 0) {
        yield {
          at: listOf(subject),
          expected: `${missing.join(', ')} among the headers that the guard sets`,
          found: subject.backendHeaders.length > 0 ? subject.backendHeaders.join(', ') : 'no headers',
          headline: 'unlisted',
          values: { headers: missing.join(', ') },
        };
      }
      yield* unanswered(subject, unlisted, stripped);
      yield* besidesGuard(subject, unlisted);
    }
  },
});
