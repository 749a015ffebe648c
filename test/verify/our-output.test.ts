import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartRelease, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, Edge, IdentityProvider, SecretDelivery, SecretStoreRef, UnionAuth } from '../../src';
import { checkValues } from '../../src/values/check';
import { RULES } from '../../src/verify/registry';
import { verify } from '../../src/verify/verify';

const secrets = SecretDelivery.externalSecrets({
  store: SecretStoreRef.secretStore('default'),
  webClientSecret: { key: 'union/web' },
  serviceClientSecret: { key: 'union/service' },
});

function authOf(profile: AuthProfile): UnionAuth {
  return new UnionAuth({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com/oauth2/default', tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token' }),
    applications: { webClientId: 'web-id', nativeClientId: 'native-id', serviceClientId: 'service-id' },
    profile,
  });
}

/** Both planes in plain YAML. */
function planes(profile: AuthProfile, chartRelease?: ChartRelease, edge?: Edge): string {
  const auth = authOf(profile);
  const app = new App();
  const common = { auth, secrets, chartRelease, imageRegistry: 'registry.example.com/union', imageTag: '1' };
  new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, edge, tls: [{ secretName: 'union-tls' }] });
  new DataPlane(new Chart(app, 'union'), 'plane', common);
  return app.synthYaml();
}

function findingsIn(text: string): string[] {
  const report = verify([{ name: 'planes.yaml', text }]);
  expect(report.crashed).toEqual([]);
  return report.findings.map(({ rule, object }) => `${rule}: ${object.kind} ${object.name}`);
}

describe.each(Object.values(ChartRelease))('HARDENED, release %s', (release) => {
  test.each([
    ['ingress-nginx', Edge.ingressNginx()],
    ['Traefik', Edge.traefik()],
    ['Envoy Gateway', Edge.envoyGateway()],
  ])('behind %s: no findings', (_, edge) => {
    expect(findingsIn(planes(AuthProfile.HARDENED, release, edge))).toEqual([]);
  });
});

describe('GUIDE', () => {
  const deviations = readFileSync(join(__dirname, '..', '..', 'docs', 'deviations.md'), 'utf8');
  // Rows of the last section are about values files, which `values check` judges.
  const [manifestRows, valuesRows] = deviations.split('## Chart releases');
  const rows = [...manifestRows.matchAll(/\| `([a-z-]+)`( [¹²³])? \|$/gm)].map(([, rule, mark]) => ({ rule, marked: mark !== undefined }));
  const rulesFound = (text: string) => [...new Set(verify([{ name: 'guide.yaml', text }]).findings.map(({ rule }) => rule))].sort();

  test('its planes have exactly the faults that docs/deviations.md promises', () => {
    const promised = [...new Set(rows.filter(({ marked }) => !marked).map(({ rule }) => rule))].sort();
    expect(promised.length).toBeGreaterThan(8);
    expect(rulesFound(planes(AuthProfile.GUIDE))).toEqual(promised);
  });

  test('its values have the faults that docs/deviations.md promises, on the current release', () => {
    const promised = [...valuesRows.matchAll(/\| `(values-[a-z-]+)` \|$/gm)].map(([, rule]) => rule);
    const chart = new Chart(new App(), 'guide');
    const auth = authOf(AuthProfile.GUIDE);
    const texts = [new ControlPlaneAuth(chart, 'cp', { auth, secrets }), new DataPlaneAuth(chart, 'dp', { auth, secrets })]
      .map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toYaml() }));
    const found = checkValues(texts, { release: ChartRelease.V2026_8 }).findings.map(({ rule }) => rule);
    expect([...new Set(found)].sort()).toEqual([...new Set(promised)].sort());
  });

  test('every row names a rule that there is', () => {
    const known = RULES.rules.map(({ id }) => id);
    expect(rows.filter(({ rule }) => !known.includes(rule))).toEqual([]);
  });
});
