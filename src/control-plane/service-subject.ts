import { filledIn } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { ChartRelease } from '../contract/chart-release';
import { ControlPlaneContract } from '../contract/release-contract';
import { UnionAuth } from '../identity';
import { unsupported } from '../planes/plane-context';

/** Whose identity headers services trust: a release that asks must be told, by the provider's ways or by the prop. */
export function checkServiceSubject(
  problems: Problems,
  subject: string | undefined,
  auth: UnionAuth,
  contract: ControlPlaneContract,
  chosen: ChartRelease,
): void {
  const isAsked = contract.blocks.trustedIdentityClaims !== undefined;
  if (subject !== undefined) {
    problems.check('serviceSubject', subject, filledIn);
    if (!isAsked) {
      unsupported(problems, 'serviceSubject', subject, chosen);
    }
  } else if (isAsked && auth.identityProvider.serviceSubject(auth.applications.service.clientId) === undefined) {
    problems.add('serviceSubject', undefined, 'give the subject (sub) of the service application\'s tokens, an id that only the provider knows; services trust no other');
  }
}
