import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EdgeController, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity } from '../../src';
import { DEVIATIONS, FaultVisibility } from '../../src/constructs/identity/deviations';
import { RULES } from '../../src/verify/registry';
import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { dataPlaneOf, dataPlaneProps } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';
import { checkValues } from '../constructs/values/_check';

/** Each judges planes by all rules. */
const deep = oneIn(8);

const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

function authOf(profile: AuthProfile): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com/oauth2/default', tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token' }),
    applications: { web: { clientId: 'web-id', secret: { key: 'union/web' } }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: { key: 'union/service' } } },
    profile,
  });
}

/** Both planes in plain YAML. */
function planes(profile: AuthProfile, chartVersion?: ChartVersion, edge?: EdgeController): string {
  const identity = authOf(profile);
  const app = new App();
  const common = { identity, secrets, chartVersion, ...PLAIN };
  new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, edge: { controller: edge ?? PLAIN.edge.controller, tls: [{ secretName: 'union-tls' }] } });
  new DataPlane(new Chart(app, 'union'), 'plane', dataPlaneProps(common));
  return app.synthYaml();
}

function findingsIn(text: string): string[] {
  const report = verify([{ name: 'planes.yaml', text }]);
  expect(report.crashed).toEqual([]);
  return report.findings.map(({ rule, object }) => `${rule}: ${object.kind} ${object.name}`);
}

describe.each(drawn(ChartVersion._all, 1))('HARDENED, release %s', (release) => {
  deep.each([
    ['ingress-nginx', EdgeController.ingressNginx()],
    ['Traefik', EdgeController.traefik()],
    ['Envoy Gateway', EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' })],
  ])('behind %s: no findings', (_, edge) => expect(findingsIn(planes(AuthProfile.HARDENED, release, edge))).toEqual([]));
});

describe('GUIDE', () => {
  const rules = Object.values(DEVIATIONS).flatMap(({ rule }) => rule ?? []);
  const promisedIn = (where: FaultVisibility) => [...new Set(rules.filter(({ shows }) => shows === where).map(({ id }) => id))].sort();
  const rulesFound = (text: string) =>
    [...new Set(verify([{ name: 'guide.yaml', text }]).findings.flatMap(({ rule, consequences = [] }) => [rule, ...consequences.map((each) => each.rule)]))].sort();

  deep('its planes have exactly the faults that docs/deviations.md promises', () => {
    const promised = promisedIn(FaultVisibility.PLAIN_PLANES);
    expect(promised.length).toBeGreaterThan(8);
    expect(rulesFound(planes(AuthProfile.GUIDE))).toEqual(promised);
  });

  deep('its values have the faults that docs/deviations.md promises, on the current release', () => {
    const chart = new Chart(new App(), 'guide');
    const identity = authOf(AuthProfile.GUIDE);
    const texts = [new ControlPlaneAuth(chart, 'cp', { identity, secrets }), new DataPlaneAuth(chart, 'dp', { dataPlane: dataPlaneOf(identity), secrets })]
      .map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toString() }));
    const found = checkValues(texts, { release: ChartVersion.V2026_8 }).findings.map(({ rule }) => rule);
    expect([...new Set(found)].sort()).toEqual(promisedIn(FaultVisibility.VALUES));
  });

  deep('every row names a rule that there is', () => {
    const known = RULES.rules.map(({ id }) => id);
    expect(rules.filter(({ id }) => !known.includes(id))).toEqual([]);
  });
});
