import { filledIn } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { ChartRelease } from '../contract/chart-release';
import { ControlPlaneContract } from '../contract/release-contract';
import { unsupported } from '../planes/plane-context';

export function checkServiceSubject(problems: Problems, subject: string | undefined, contract: ControlPlaneContract, chosen: ChartRelease): void {
  if (subject === undefined) {
    return;
  }
  if (!contract.blocks.trustedIdentityClaims) {
    unsupported(problems, 'serviceSubject', subject, chosen);
  }
  problems.check('serviceSubject', subject, filledIn);
}
