import { OAuthApplication } from './oauth-application';
import { UnionAuth } from './union-auth';

type ClientIdCheck = (id: string) => string | undefined;

/**
 * What is wrong with the client ID of a service that the identity does not list.
 *
 * @internal
 */
export function _furtherClient(auth: UnionAuth): ClientIdCheck {
  return apartFrom(auth, auth._applications.all);
}

/**
 * What is wrong with the client ID of a pipeline, which the identity may list or not.
 *
 * @internal
 */
export function _pipelineClient(auth: UnionAuth): ClientIdCheck {
  return apartFrom(
    auth,
    auth._applications.all.filter((application) => !auth._applications._pipelines.includes(application)),
  );
}

function apartFrom(auth: UnionAuth, applications: readonly OAuthApplication[]): ClientIdCheck {
  return (id) => {
    const application = applications.find((candidate) => candidate.clientId === id);
    if (application) {
      return `is the client ID of "${application.name}"; register a client of its own, which can be rotated `
        + 'and revoked alone';
    }
    return auth.allowsAudienceOf(id) ? undefined
      : `is a client whose tokens flyteadmin would refuse: ${auth.identityProvider.name} writes the client `
        + 'ID as audience; add it to additionalClientIds of UnionAuth';
  };
}
