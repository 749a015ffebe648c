import { App, Chart, Testing } from 'cdk8s';
import {
  AuthProfile,
  ExternalSecretsDeliveryProps,
  IdentityProvider,
  SecretDelivery,
  SecretStore,
  UnionIdentity,
  UnionIdentityProps,
} from '../../src';
import { Manifest } from './schemas';

/** An identity with a provider that has no peculiarities. */
export function unionAuth(overrides: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({
      issuer: 'https://idp.example.com/oauth2/default',
      tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token',
    }),
    applications: { webClientId: 'web-app-client-id', nativeClientId: 'native-app-client-id', serviceClientId: 'service-client-id' },
    ...overrides,
  });
}

/** An identity at Okta, whose tokens have an audience of their own. */
export function oktaAuth(overrides: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return unionAuth({
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { webClientId: 'web-id', nativeClientId: 'native-id', serviceClientId: 'service-id' },
    ...overrides,
  });
}

export const PROFILES = [AuthProfile.GUIDE, AuthProfile.HARDENED];

/** Delivery from a store with one entry a secret. */
export function externalSecrets(overrides: Partial<ExternalSecretsDeliveryProps> = {}): SecretDelivery {
  return SecretDelivery.externalSecrets({
    store: SecretStore.fromName('default'),
    webClientSecret: { key: 'union/web-client-secret' },
    serviceClientSecret: { key: 'union/service-client-secret' },
    ...overrides,
  });
}

/** The objects of one chart, as they stand in the emitted YAML. */
export function synth(build: (chart: Chart) => void): Manifest[] {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  build(chart);
  return Testing.synth(chart) as Manifest[];
}
