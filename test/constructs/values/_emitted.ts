import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';

/** What the constructs emit for both charts. */
export function emitted(release: ChartVersion, profile: AuthProfile = AuthProfile.HARDENED) {
  const chart = new Chart(new App(), 'chart');
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    additionalDomains: ['flyte.example.com'],
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { webClientId: 'web-id', nativeClientId: 'native-id', serviceClientId: 'service-id' },
    profile,
  });
  const props = { identity, secrets: SecretDelivery.provisioned(), chartVersion: release };
  return {
    controlPlane: new ControlPlaneAuth(chart, 'control-plane', props).helmValues,
    dataPlane: new DataPlaneAuth(chart, 'data-plane', props).helmValues,
  };
}
