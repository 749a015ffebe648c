import { OAuthApplication } from './oauth-application';
import { UnionIdentity } from './union-identity';

type ClientIdCheck = (id: string) => string | undefined;

/**
 * What is wrong with the client ID of a service that the identity does not list.
 *
 * @internal
 */
export function _furtherClient(identity: UnionIdentity): ClientIdCheck {
  return apartFrom(identity, identity._applications.all);
}

/**
 * What is wrong with the client ID of a client that the identity may list or not.
 *
 * @internal
 */
export function _callingClient(identity: UnionIdentity): ClientIdCheck {
  return apartFrom(
    identity,
    identity._applications.all.filter(
      (application) => !identity._applications._clients.has(application.id),
    ),
  );
}

function apartFrom(identity: UnionIdentity, applications: readonly OAuthApplication[]): ClientIdCheck {
  return (id) => {
    const application = applications.find((candidate) => candidate.clientId === id);
    if (application) {
      return `is the client ID of "${application.name}"; register a client of its own, which can be rotated `
        + 'and revoked alone';
    }
    return identity.allowsAudienceOf(id) ? undefined
      : `is a client whose tokens flyteadmin would refuse: ${identity.identityProvider.name} writes the `
        + 'client ID as audience; add it to additionalClientIds of the identity';
  };
}
