import { grouped } from '../../common/data/grouped';
import { KNOWN_EDGES } from '../../contract/edges/known-edges';
import { CALLER_HEADERS, HeaderEffect, METADATA_PREFIX } from '../../contract/union/caller-headers';
import type { EdgeRoute } from '../edge/route';
import { defineRule } from '../engine/rule';
import {
  GuardedRoutes, guardedRoutes, listOf, NO_GUARDED_ROUTES, strippedEverywhere,
} from '../model/guard-headers';
import { placeKey } from '../read/field';
import { ingressAnnotation, kubectl } from '../running/cluster-looks';

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

/** The lists of those edges that empty what the answer leaves out. */
const EMPTYING = KNOWN_EDGES.filter(({ dialect }) => dialect.removalHeader === undefined)
  .map(({ settings }) => settings.answerHeaders)
  .join(', ');

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

export const metadataHeaderSpoofable = defineRule({
  id: 'metadata-header-spoofable',
  severity: 'error',
  area: 'the edge',
  title: 'No gRPC metadata of a caller states an identity behind the guard.',
  symptom: 'Nothing fails. Anybody who may sign in acts as somebody else by sending '
    + 'Grpc-Metadata-Userinfo-Bin or Grpc-Metadata-X-User-Subject.',
  explanation: 'The HTTP ports of flyteadmin and of Union\'s services turn each header Grpc-Metadata-NAME '
    + 'into the metadata NAME of a gRPC call, and the caller\'s value stands before their own: it counts as '
    + 'X-User-Subject does, which the guard sets. On gRPC routes Userinfo-Bin is the metadata itself.',
  remediation: 'Take them from every request: http-snippet of ingress-nginx with more_clear_input_headers '
    + '\'Grpc-Metadata-*\' \'Userinfo-Bin\' (controllerSettings of this library prints it), '
    + 'earlyRequestHeaders of a ClientTrafficPolicy at Envoy Gateway. Or name them among the response '
    + 'headers of the guard, which empties them where /me does not answer them: '
    + `${EMPTYING}.`,
  see: [
    kubectl(
      '-n $CP get ingress,middleware,clienttrafficpolicy -o yaml | grep -n -i grpc-metadata',
      'Nothing: no edge takes them away.',
    ),
    ingressAnnotation(
      'auth-response-headers', 'Each names them, or the controller takes them from every request.',
    ),
  ],
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
        };
      }
    }
  },
});
