import { ANNOTATED_HEADERS } from '../../contract/union/caller-headers';
import { HEADERS_TO_REMOVE_HEADER } from '../../contract/upstream/envoy-gateway';
import { isChosenByCaller, isFixed } from '../edge/header-changes';
import { defineRule, Violation } from '../engine/rule';
import {
  GuardedRoutes, guardedRoutes, LIST_IDENTITY_HEADERS, listOf, NO_GUARDED_ROUTES, strippedEverywhere,
} from '../model/guard-headers';
import { ingressAnnotation } from '../running/cluster-looks';

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
        };
      } else if (change.value === '' && listed) {
        yield {
          at: change.field,
          expected: `${header} as the guard sets it`,
          found: 'its removal behind the guard',
        };
      }
    }
  }
}

export const identityHeaderSpoofable = defineRule({
  id: 'identity-header-spoofable',
  severity: 'error',
  area: 'the edge',
  title: 'The guard overwrites every identity header.',
  symptom:
    "Nothing fails. Anybody who may sign in acts as somebody else by sending that person's X-User-Subject.",
  explanation: 'The services take the caller\'s identity from the X-User-* headers that /me answers. The '
    + 'edge replaces only the headers that its guard lists (with nothing, where /me does not answer them); '
    + 'the others pass from the client as they came. Set-Cookie in the list does nothing of the kind. /me '
    + 'answers one X-User-Claim-* header for each claim of the token: what reads others than these '
    + '(X-User-Claim-Email) needs them listed as well.',
  remediation: `${LIST_IDENTITY_HEADERS} Envoy leaves a listed header alone where the answer lacks it: have `
    + `the gate name those in ${HEADERS_TO_REMOVE_HEADER}, as this library's does.`,
  see: [
    ingressAnnotation('auth-response-headers', 'Each value must list the four X-User headers.'),
  ],
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
        };
      }
      yield* unanswered(subject, unlisted, stripped);
      yield* besidesGuard(subject, unlisted);
    }
  },
});
