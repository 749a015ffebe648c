import { App, Chart, Testing } from 'cdk8s';
import {
  AuthProfile,
  DataPlane,
  DataPlaneAuth,
  DataPlaneClients,
  DataPlaneIdentity,
  EagerApiKey,
  ExternalSecretsDeliveryProps,
  IdentityProvider,
  SecretDelivery,
  SecretStore,
  UnionIdentity,
  UnionIdentityProps,
  UnlistedDataPlaneOptions,
} from '../../src';
import { Manifest } from './schemas';

/** Where the secrets of web and service application lie. */
export const WEB_SECRET = { key: 'union/web-client-secret' };
export const SERVICE_SECRET = { key: 'union/service-client-secret' };

/** Data planes by the names of their clusters. */
export function byCluster(
  planes: readonly (DataPlaneClients & { readonly clusterName: string })[],
): Record<string, DataPlaneClients> {
  return Object.fromEntries(planes.map(({ clusterName, ...clients }) => [clusterName, clients]));
}

/** A data plane of an identity, listed or not. */
export function dataPlaneOf(identity: UnionIdentity, options: UnlistedDataPlaneOptions = {}): DataPlaneIdentity {
  const { clusterName } = options;
  return clusterName !== undefined && identity._dataPlanes.length > 0 ? identity.dataPlane(clusterName) : identity.unlistedDataPlane(options);
}

/** An identity with a provider that has no peculiarities. */
export function unionAuth(overrides: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({
      issuer: 'https://idp.example.com/oauth2/default',
      tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token',
    }),
    applications: { web: { clientId: 'web-app-client-id', secret: WEB_SECRET }, native: { clientId: 'native-app-client-id' }, service: { clientId: 'service-client-id', secret: SERVICE_SECRET } },
    ...overrides,
  });
}

/** An identity at Okta, whose tokens have an audience of their own. */
export function oktaAuth(overrides: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return unionAuth({
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
    ...overrides,
  });
}

export const PROFILES = [AuthProfile.GUIDE, AuthProfile.HARDENED];

/** Delivery from a store. */
export function externalSecrets(overrides: Partial<ExternalSecretsDeliveryProps> = {}): SecretDelivery {
  return SecretDelivery.externalSecrets({ store: SecretStore.fromName('default'), ...overrides });
}

/** The objects of one chart, as they stand in the emitted YAML. */
export function synth(build: (chart: Chart) => void): Manifest[] {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  build(chart);
  return Testing.synth(chart) as Manifest[];
}

/** What tests say of a data plane, from which its reference follows. */
export interface SaidOfDataPlane {
  readonly identity?: UnionIdentity;
  readonly clusterName?: string;
  readonly eagerApiKey?: EagerApiKey;
}

/** The props of a data plane with its reference. */
export function dataPlaneProps<P extends SaidOfDataPlane & { readonly identity: UnionIdentity }>(
  { identity, clusterName, eagerApiKey, ...rest }: P,
): Omit<P, keyof SaidOfDataPlane> & { readonly dataPlane: DataPlaneIdentity } {
  return { ...rest, dataPlane: dataPlaneOf(identity, { clusterName, eagerApiKey }) };
}

/** The props of either plane. */
export function propsOf<P extends SaidOfDataPlane & { readonly identity: UnionIdentity }>(
  plane: unknown, props: P,
): P & { readonly dataPlane: DataPlaneIdentity } {
  return (plane === DataPlaneAuth || plane === DataPlane ? dataPlaneProps(props) : props) as P & { dataPlane: DataPlaneIdentity };
}

/** Some props of a data plane, as tests say them. */
export type SaidOf<P> = Partial<Omit<P, 'dataPlane'>> & SaidOfDataPlane;
