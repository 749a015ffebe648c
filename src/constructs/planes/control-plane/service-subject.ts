import { IConstruct } from 'constructs';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { UnionIdentity } from '../../identity';

/**
 * Says that the subject of services is what the standard recommends, where no one knows what the provider
 * writes.
 */
export function warnOfAssumedSubject(
  construct: IConstruct,
  { identityProvider: provider, _applications: { service, _statedSubjects } }: UnionIdentity,
  { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims && !_statedSubjects.has(service.clientId)
    && provider._serviceSubjectIsAssumed) {
    warn(construct, `services trust identity headers of the subject "${service.subject}", on the assumption `
      + 'that the provider writes the client ID into "sub" of the '
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as '
      + 'subject of applications.service.');
  }
}

/** Whether it is known whom services believe. */
export function checkServiceSubject(
  problems: Problems, identity: UnionIdentity, { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims !== undefined && identity._applications.service.subject === undefined) {
    problems.addMissing(
      'identity.applications.service.subject', identity.identityProvider._subjectRemedy,
    );
  }
}
