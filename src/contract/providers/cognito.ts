import { KnownProvider } from './known-provider';

/** Source: Amazon Cognito Developer Guide, "User pool endpoints". */
export const COGNITO: KnownProvider = {
  name: 'Amazon Cognito',
  hosts: /^(cognito-idp\.[\w-]+\.amazonaws\.com(\.cn)?|[\w-]+\.auth(-fips)?\.[\w-]+\.amazoncognito\.com)$/,
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  generatesClientIds: true,
  audienceIsClientId: true,
  // "invalid_scope" at the authorize endpoint.
  refusesUnknownScopes: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
};
