import { groupsByKey } from '../../common/data/collections';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { Facts } from '../probes/facts';
import { answerText, grpcText } from '../probes/reading';
import type { RouteSample } from '../probes/routes';
import { likewise } from './live-rule';

/** What anonymous callers met at the routes of a release, as rules ask about it. */

export function allSamples({ routes, guards }: Facts): readonly RouteSample[] | undefined {
  return guards && routes;
}

export function grpcSamples(facts: Facts) {
  const called = allSamples(facts)?.filter((sample) => sample.over === 'grpc');
  return called && called.length > 0 ? called : undefined;
}

export function isOpen(sample: RouteSample): boolean {
  if (sample.answer instanceof Failure) {
    return false;
  }
  if (sample.over === 'http') {
    const { status } = sample.answer;
    return (
      status < 300 || (status >= 400 && ![401, 403, 404, 407, 421, 429].includes(status) && status < 500)
    );
  }
  const { native, code, text } = sample.answer;
  // Edges answer UNIMPLEMENTED and UNAVAILABLE themselves; a service says what it does not know.
  return (
    native
    && (code === GRPC.UNIMPLEMENTED
      ? /unknown (service|method)/i.test(text)
      : ![GRPC.UNAUTHENTICATED, GRPC.PERMISSION_DENIED, GRPC.UNAVAILABLE].includes(code as 16))
  );
}

export function isRedirected({ over, answer }: RouteSample): boolean {
  return over === 'grpc' && answered(answer) && answer.httpStatus >= 300 && answer.httpStatus < 400;
}

/** Too few to tell a group whose guard redirects from services that the deployment does not have. */
const FEW = 3;

/**
 * Whether a redirect is that of the console's route, to which everything falls that has none of its own. A
 * guard that redirects does so for its whole group, and flyteadmin's routes are never missing.
 */
export function isFallen({ group, backend }: RouteSample, samples: readonly RouteSample[]): boolean {
  const own = samples.filter((sample) => sample.group === group);
  return !backend.startsWith(`${FLYTEADMIN_SERVICE.name}:`) && (own.length < FEW || !own.every(isRedirected));
}

export function isMissing(sample: RouteSample, samples: readonly RouteSample[]): boolean {
  const { over, answer } = sample;
  if (isRedirected(sample) && isFallen(sample, samples)) {
    return true;
  }
  return over === 'http'
    ? answered(answer) && answer.status === 404
    : answered(answer) && answer.code === GRPC.UNIMPLEMENTED && !isOpen(sample);
}

export function answerOf({ over, answer }: RouteSample): string {
  return over === 'http' ? answerText(answer) : grpcText(answer);
}

export function byGroup(samples: readonly RouteSample[]): Map<string, RouteSample[]> {
  return groupsByKey(samples, ({ group }) => group.name);
}

export function others([, ...further]: readonly RouteSample[]): string {
  return likewise([...new Set(further.map(({ path }) => path))], 1);
}
