import { grouped } from '../../common/data/grouped';
import { CALLER_HEADERS, HeaderEffect, METADATA_PREFIX } from '../../contract/union/caller-headers';
import type { EdgeRoute } from '../edge/route';
import { defineRule } from '../engine/rule';
import {
  GuardedRoutes, guardedRoutes, listOf, NO_GUARDED_ROUTES, strippedEverywhere,
} from '../model/guard-headers';
import { placeKey } from '../read/field';

/** Edges take names with an underscore for no header, or for one with a dash. */
const BELIEVED = CALLER_HEADERS.filter(
  ({ name, effect }) => effect === HeaderEffect.IDENTITY && !/[_*]/.test(name),
);

/**
 * What a port believes: grpc-gateway turns headers with its prefix into metadata, a gRPC port has the
 * metadata itself.
 */
const METADATA: Readonly<Record<EdgeRoute['protocol'], readonly string[]>> = {
  HTTP: BELIEVED.filter(({ name }) => name.startsWith(METADATA_PREFIX)).map(({ name }) => name),
  GRPC: BELIEVED.filter(({ readBy }) => readBy === 'flyteadmin-grpc').map(({ name }) => name),
};

const PROTOCOLS = ['HTTP', 'GRPC'] as const;


/** What of it neither the guard nor anything else takes from the caller's request. */
function reaching(subject: GuardedRoutes): string[] {
  const { routes, guard, backendHeaders } = subject;
  const overwritten = (header: string) =>
    backendHeaders.includes(header) && guard.keepsUnanswered?.(header) !== true;
  return PROTOCOLS.flatMap((protocol) => {
    const speaking = routes.filter((route) => route.protocol === protocol);
    const stripped = strippedEverywhere(speaking);
    const believed = speaking.length > 0 ? METADATA[protocol] : [];
    return believed.filter((name) => !overwritten(name.toLowerCase()) && !stripped(name.toLowerCase()));
  });
}

export const metadataHeaderSpoofable = defineRule('metadata-header-spoofable', {
  subjects: guardedRoutes,
  notApplicable: NO_GUARDED_ROUTES,
  *check(subjects) {
    // A policy may guard routes of both protocols.
    for (const together of grouped(subjects, (subject) => placeKey(listOf(subject)))) {
      const believed = [...new Set(together.flatMap(reaching))];
      if (believed.length > 0) {
        yield {
          at: listOf(together[0]),
          expected: `${believed.join(', ')} taken from the request`,
          found: 'what the caller sends',
          values: { headers: believed.join(', ') },
        };
      }
    }
  },
});
