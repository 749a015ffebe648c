import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartRelease, ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionAuth } from '../../../src';

/** What the constructs emit for both charts. */
export function emitted(release: ChartRelease, profile: AuthProfile = AuthProfile.HARDENED) {
  const chart = new Chart(new App(), 'chart');
  const auth = new UnionAuth({
    domain: 'union.example.com',
    additionalDomains: ['flyte.example.com'],
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { webClientId: 'web-id', nativeClientId: 'native-id', serviceClientId: 'service-id' },
    profile,
  });
  const props = { auth, secrets: SecretDelivery.provisioned(), chartRelease: release };
  return {
    controlPlane: new ControlPlaneAuth(chart, 'control-plane', props).helmValues,
    dataPlane: new DataPlaneAuth(chart, 'data-plane', props).helmValues,
  };
}
