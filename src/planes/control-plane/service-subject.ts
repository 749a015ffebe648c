import { IConstruct } from 'constructs';
import { Problems } from '../../_internal/problems';
import { warn } from '../../_internal/warning';
import { ControlPlaneContract } from '../../contract/union/release-contract';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { UnionAuth } from '../../identity';
import { unsupported } from '../../settings/plane-context';

/** Says that the subject of services is what the standard recommends, where nobody knows what the provider writes. */
export function warnOfAssumedSubject(
  construct: IConstruct,
  { identityProvider: provider, applications: { service } }: UnionAuth,
  subject: string | undefined,
  { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims && subject === undefined && provider._serviceSubjectIsAssumed) {
    const assumed = provider.serviceSubject(service.clientId);
    warn(construct, `services trust identity headers of the subject "${assumed}", on the assumption that the provider writes the client ID into "sub" of the `
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as serviceSubject.');
  }
}

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
