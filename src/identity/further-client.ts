import { UnionAuth } from './union-auth';

/**
 * What is wrong with the client ID of a further service: of a pipeline, or of a data plane.
 *
 * @internal
 */
export function _furtherClient(auth: UnionAuth): (id: string) => string | undefined {
  return (id) => {
    const application = auth.applications.all.find((candidate) => candidate.clientId === id);
    if (application) {
      return `is the client ID of "${application.name}"; register a client of its own, which can be rotated and revoked alone`;
    }
    return auth.allowsAudienceOf(id) ? undefined
      : `is a client whose tokens flyteadmin would refuse: ${auth.identityProvider.name} writes the client ID as audience; add it to additionalClientIds of UnionAuth`;
  };
}
