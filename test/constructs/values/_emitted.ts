import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';
import { dataPlaneProps, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

/** What the constructs emit for both charts. */
export function emitted(release: ChartVersion, profile: AuthProfile = AuthProfile.HARDENED) {
  const chart = new Chart(new App(), 'chart');
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    additionalDomains: ['flyte.example.com'],
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
    profile,
  });
  const props = { identity, secrets: SecretDelivery.provisioned(), chartVersion: release };
  return {
    controlPlane: new ControlPlaneAuth(chart, 'control-plane', props).helmValues,
    dataPlane: new DataPlaneAuth(chart, 'data-plane', dataPlaneProps(props)).helmValues,
  };
}
