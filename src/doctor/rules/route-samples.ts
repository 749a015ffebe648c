import { groupsByKey } from '../../common/data/grouped';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import { GRPC, GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import type { Facts } from '../probes/facts';
import { answerText } from '../probes/reading';
import type { RouteSample } from '../probes/routes';
import { grpcText } from './answers';

/** What anonymous callers met at the routes of a release, as rules ask about it. */

export function allSamples({ routes, guards, origin }: Facts): readonly RouteSample[] | undefined {
  return routes && guards && origin !== '' ? routes : undefined;
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
  return (
    over === 'grpc'
    && answered<HttpAnswer | GrpcAnswer>(answer)
    && (answer as GrpcAnswer).httpStatus >= 300
    && (answer as GrpcAnswer).httpStatus < 400
  );
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
  return (
    (isRedirected(sample) && isFallen(sample, samples))
    || (answered<HttpAnswer | GrpcAnswer>(sample.answer)
      && (sample.over === 'http'
        ? (sample.answer as HttpAnswer).status === 404
        : (sample.answer as GrpcAnswer).code === GRPC.UNIMPLEMENTED && !isOpen(sample)))
  );
}

export function answerOf(sample: RouteSample): string {
  if (sample.answer instanceof Failure) {
    return sample.answer.text;
  }
  return sample.over === 'http' ? answerText(sample.answer) : grpcText(sample.answer);
}

export function byGroup(samples: readonly RouteSample[]): Map<string, RouteSample[]> {
  return groupsByKey(samples, ({ group }) => group.name);
}

export function others(samples: readonly RouteSample[]): string {
  const further = [...new Set(samples.slice(1).map(({ path }) => path))];
  return further.length === 0
    ? ''
    : '; likewise '
      + `${further.slice(0, 5).join(', ')}${further.length > 5 ? ` and ${further.length - 5} more` : ''}`;
}
