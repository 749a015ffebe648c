/** What a value means, whatever a release calls it. */
export type IdentityValue = 'domain' | 'organization' | 'issuer' | 'webClientId' | 'nativeClientId'
  | 'serviceClientId' | 'tokenEndpoint' | 'serviceScope';
