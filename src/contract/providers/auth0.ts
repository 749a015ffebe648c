import { KnownProvider } from './known-provider';
import { WrongSubject } from './subjects';

/** What is behind the client ID in a service's subject. Source: Auth0, "Access token profiles". */
const SUBJECT_SUFFIX = '@clients';

export function subjectOf(clientId: string): string {
  return clientId + SUBJECT_SUFFIX;
}

/** The connection, and the id in it. Source: Auth0, "User profile structure", `user_id`. */
function subjectOfPerson(subject: string): WrongSubject | undefined {
  return subject.includes('|') ? undefined : {
    fault: 'names no connection, as a user_id of Auth0 does (auth0|…, google-oauth2|…)',
    remedy: 'give the user_id of the person',
  };
}

/** Source: Auth0, "Applications". */
export const AUTH0: KnownProvider = {
  name: 'Auth0',
  // Auth0, "Access tokens": those of the Management API and of /userinfo.
  sharedAudiences: {
    audience: /^https:\/\/[^/]+\/(userinfo|api\/v2\/?)$/,
    why: 'it is an API of Auth0 itself, for which every application gets tokens',
  },
  hosts: /^[\w-]+(\.\w+)?\.auth0\.com$/,
  tokenEndpointPath: /^\/oauth\/token$/,
  generatesClientIds: true,
  issuerAs: (issuer) => `${issuer.replace(/\/+$/, '')}/`,
  // The grant, which has the word for services only ("Access token profiles").
  identityTypeClaim: 'gty',
  // Auth0, "Client credentials flow": a scope that was not granted for the API. Not tried.
  refusesOfflineAccessToServices: true,
  subjectOfPerson,
  clientOfSubject: (subject) =>
    subject.endsWith(SUBJECT_SUFFIX) ? subject.slice(0, -SUBJECT_SUFFIX.length) : undefined,
};
