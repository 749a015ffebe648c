import { App, Chart, Testing } from 'cdk8s';
import { ChartVersion, ControlPlane, DataPlane, EdgeController, IdentityProvider, SecretDelivery, SecretStoreProvider, SecretStore, UnionIdentity } from '../../../src';
import { dataPlaneProps, externalSecrets, SERVICE_SECRET, unionAuth, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';

/** The objects of both planes, and what they were emitted with. */
export interface Combination {
  readonly edge: string;
  readonly name: string;
  readonly objects: readonly Record<string, unknown>[];
}

const EDGES: Readonly<Record<string, () => EdgeController>> = {
  'ingress-nginx': () => EdgeController.ingressNginx(),
  'Traefik': () => EdgeController.traefik(),
  'Envoy Gateway': () => EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }),
};

const TENANT = '00000000-0000-0000-0000-000000000001';

const PROVIDERS: Readonly<Record<string, () => IdentityProvider>> = {
  'oidc': () => unionAuth().identityProvider,
  'Okta': () => IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  'Entra ID': () => IdentityProvider.entraId({ tenantId: TENANT, applicationIdUri: `api://${TENANT}/union` }),
  'Keycloak': () => IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union' }),
  'Auth0': () => IdentityProvider.auth0({ domain: 'acme.auth0.com', audience: 'https://union.example.com' }),
  'Cognito': () => IdentityProvider.cognito({ userPoolId: 'eu-west-1_AbC', domain: 'acme.auth.example.com', resourceServer: 'union' }),
  'Dex': () => IdentityProvider.dex({ issuer: 'https://dex.example.com' }),
  'Hydra': () => IdentityProvider.hydra({ issuer: 'https://hydra.example.com/' }),
};

const DELIVERIES: Readonly<Record<string, () => SecretDelivery>> = {
  'External Secrets': () => externalSecrets(),
  'script': () => SecretDelivery.kubernetesSecrets(),
  'provisioned': () => SecretDelivery.provisioned(),
};

/** Of the layouts of 2026.6 and 2026.7, which differ in API keys alone, the first. */
const LAYOUTS = ChartVersion._all.filter(({ version }) => !['2026.6.9', '2026.7.2'].includes(version));

interface Setting {
  readonly edge: string;
  readonly name: string;
  readonly emit: () => readonly Record<string, unknown>[];
}

function* settings(): Generator<Setting> {
  const providers = Object.entries(PROVIDERS);
  const deliveries = Object.entries(DELIVERIES);
  let turn = 0;
  for (const [edge, makeEdge] of Object.entries(EDGES)) {
    for (const release of LAYOUTS) {
      const [provider, makeProvider] = providers[turn % providers.length];
      const [delivery, makeDelivery] = deliveries[turn % deliveries.length];
      turn += 1;
      const emit = () => emitted(identified(makeProvider()), makeDelivery(), makeEdge(), release);
      yield { edge, name: [edge, release, provider, delivery].join(', '), emit };
    }
  }
}

/** Where the provider does not tell what the service is called in its tokens, somebody says it. */
function identified(identityProvider: IdentityProvider): UnionIdentity {
  const applications = { web: { clientId: 'web-app-client-id', secret: WEB_SECRET }, native: { clientId: 'native-app-client-id' }, service: { clientId: 'service-client-id', secret: SERVICE_SECRET } };
  const told = identityProvider.serviceSubject(applications.service.clientId) !== undefined;
  return unionAuth({ identityProvider, applications: told ? applications : { ...applications, service: { ...applications.service, subject: 'service-subject' } } });
}

function emitted(identity: UnionIdentity, secrets: SecretDelivery, edge: EdgeController, chartVersion: ChartVersion): Record<string, unknown>[] {
  const app = new App();
  const common = { identity, secrets, chartVersion, ...PLAIN };
  const charts = ['union-cp', 'union'].map((namespace) => {
    const chart = new Chart(app, namespace);
    if (secrets._store) {
      new SecretStore(chart, 'store', { metadata: { name: 'default', namespace }, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) });
    }
    return chart;
  });
  new ControlPlane(charts[0], 'plane', { ...common, edge: { controller: edge, tls: [{ secretName: 'union-tls' }] } });
  new DataPlane(charts[1], 'plane', dataPlaneProps(common));
  return charts.flatMap((chart) => Testing.synth(chart) as Record<string, unknown>[]);
}

/** Each edge with each release. */
export const COMBINATIONS: readonly Combination[] = [...settings()].map(({ emit, ...setting }) => ({ ...setting, objects: emit() }));
