import { IConstruct } from 'constructs';
import { Problems } from '../../../common/props/problems';
import { warn } from '../../../common/props/warning';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { ChartRelease } from '../../../contract/union/releases/chart-release';
import { UnionAuth } from '../../identity';
import { unsupported } from '../../settings/plane-context';

/** Says that the subject of services is what the standard recommends, where nobody knows what the provider writes. */
export function warnOfAssumedSubject(
  construct: IConstruct,
  { identityProvider: provider, applications: { service, _statedSubjects } }: UnionAuth,
  subject: string | undefined,
  { blocks }: ControlPlaneContract,
): void {
  const isGiven = subject !== undefined || _statedSubjects.has(service.clientId);
  if (blocks.trustedIdentityClaims && !isGiven && provider._serviceSubjectIsAssumed) {
    warn(construct, `services trust identity headers of the subject "${service.subject}", on the assumption that the provider writes the client ID into "sub" of the `
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as serviceSubject.');
  }
}

export function checkServiceSubject(
  problems: Problems,
  auth: UnionAuth,
  given: string | undefined,
  contract: ControlPlaneContract,
  chosen: ChartRelease,
): void {
  const { service } = auth.applications;
  const read = contract.blocks.trustedIdentityClaims !== undefined;
  if (given === undefined) {
    if (read && service.subject === undefined) {
      problems.add('serviceSubject', undefined, `${auth.identityProvider._subjectRemedy}; better in applications of UnionAuth`);
    }
  } else if (!read) {
    unsupported(problems, 'serviceSubject', given, chosen);
  } else if (auth.applications._statedSubjects.has(service.clientId) && service.subject !== given) {
    problems.add('serviceSubject', given, `is another than ${service.subject}, which applications of UnionAuth say; leave it out here`);
  }
}
