import { KnownProvider } from './known-provider';
import { addressAsSubject } from './subjects';

/** Source: Amazon Cognito Developer Guide, "User pool endpoints". */
export const COGNITO: KnownProvider = {
  name: 'Amazon Cognito',
  subjectOfPerson: addressAsSubject,
  hosts: /^(cognito-idp\.[\w-]+\.amazonaws\.com(\.cn)?|[\w-]+\.auth(-fips)?\.[\w-]+\.amazoncognito\.com)$/,
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  tokenEndpointPath: /^\/oauth2\/token$/,
  generatesClientIds: true,
  audienceIsClientId: true,
  // "invalid_scope" at the authorize endpoint.
  refusesUnknownScopes: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
};
