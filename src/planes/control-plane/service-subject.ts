import { Problems } from '../../_internal/problems';
import { ControlPlaneContract } from '../../contract/union/release-contract';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { UnionAuth } from '../../identity';
import { unsupported } from '../../settings/plane-context';

export function checkServiceSubject(
  problems: Problems,
  auth: UnionAuth,
  subject: string | undefined,
  contract: ControlPlaneContract,
  chosen: ChartRelease,
): void {
  const { identityProvider: provider, applications } = auth;
  if (subject === undefined) {
    if (contract.blocks.trustedIdentityClaims && provider.serviceSubject(applications.service.clientId) === undefined) {
      problems.add('serviceSubject', undefined, `${provider.name} writes an id of its own there; decode a token of the service application and copy its "sub"`);
    }
    return;
  }
  if (!contract.blocks.trustedIdentityClaims) {
    unsupported(problems, 'serviceSubject', subject, chosen);
  }
}
