/** What a value means, whatever a release calls it. */
export type IdentityValue = 'domain' | 'issuer' | 'webClientId' | 'nativeClientId' | 'serviceClientId' | 'tokenEndpoint' | 'serviceScope';
