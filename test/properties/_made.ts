import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ArgoApplication, Authorization, ChartRelease, CiClient, ClientConfig, ClientEnvironment, ClusterSecretStore, ControlPlane, ControlPlaneAuth,
  ControlPlaneEdge, DataPlane, DataPlaneAuth, EagerApiKey, Edge, FluxHelmRelease, IdentityProvider, ObjectStorage, Registrations, SecretDelivery,
  SecretRotation, SecretStore, SecretStoreProvider, UnionAuth,
} from '../../src';

/** Something that a program makes, as plain data: it prints, shrinks, and can be spoiled. */
export interface Made {
  readonly make: Maker;
  readonly with: readonly unknown[];
}

/** What an earlier step made. */
export interface Used {
  readonly use: string;
}

export type Maker = keyof typeof MAKERS;

type Call = (scope: Construct, args: any[]) => unknown;

const call = (method: (...args: any[]) => unknown): Call => (_, args) => method(...args);

function construct(type: new (scope: Construct, id: string, props: any) => unknown, id: string): Call {
  return (scope, [props]) => new type(scope, id, props);
}

const MAKERS = {
  'ArgoApplication': construct(ArgoApplication, 'argo'),
  'Authorization.external': call(Authorization.external),
  'Authorization.noop': call(Authorization.noop),
  'Authorization.union': call(Authorization.union),
  'ChartRelease.of': call(ChartRelease.of),
  'CiClient': construct(CiClient, 'client'),
  'ClientConfig.clientCredentials': call(ClientConfig.clientCredentials),
  'ClientConfig.deviceCode': call(ClientConfig.deviceCode),
  'ClientConfig.pkce': call(ClientConfig.pkce),
  'ClientEnvironment.apiKey': call((auth, props) => ClientEnvironment.apiKey(auth, props).toShell()),
  'ClientEnvironment.flyteSdk': call((auth, props) => ClientEnvironment.flyteSdk(auth, props).toShell()),
  'ClientEnvironment.flytekit': call((auth, props) => ClientEnvironment.flytekit(auth, props).toShell()),
  'ClusterSecretStore': construct(ClusterSecretStore, 'store'),
  'ControlPlane': construct(ControlPlane, 'plane'),
  'ControlPlaneAuth': construct(ControlPlaneAuth, 'plane'),
  'ControlPlaneEdge': construct(ControlPlaneEdge, 'edge'),
  'DataPlane': construct(DataPlane, 'plane'),
  'DataPlaneAuth': construct(DataPlaneAuth, 'plane'),
  // cdk8s refuses negative amounts by itself, and looks at no others.
  'Duration': call((seconds) => Duration.seconds(typeof seconds === 'number' ? Math.abs(seconds) : NaN)),
  'EagerApiKey.encoded': call(EagerApiKey.encoded),
  'EagerApiKey.fromOperator': call(EagerApiKey.fromOperator),
  'EagerApiKey.provisioned': call(EagerApiKey.provisioned),
  'Edge.envoyGateway': call(Edge.envoyGateway),
  'Edge.ingressNginx': call(Edge.ingressNginx),
  'Edge.traefik': call(Edge.traefik),
  'FluxHelmRelease': construct(FluxHelmRelease, 'flux'),
  'IdentityProvider.auth0': call(IdentityProvider.auth0),
  'IdentityProvider.cognito': call(IdentityProvider.cognito),
  'IdentityProvider.dex': call(IdentityProvider.dex),
  'IdentityProvider.entraId': call(IdentityProvider.entraId),
  'IdentityProvider.authentik': call(IdentityProvider.authentik),
  'IdentityProvider.hydra': call(IdentityProvider.hydra),
  'IdentityProvider.keycloak': call(IdentityProvider.keycloak),
  'IdentityProvider.oidc': call(IdentityProvider.oidc),
  'IdentityProvider.okta': call(IdentityProvider.okta),
  'ObjectStorage.azure': call(ObjectStorage.azure),
  'ObjectStorage.gcs': call(ObjectStorage.gcs),
  'ObjectStorage.s3': call(ObjectStorage.s3),
  'ObjectStorage.s3Compatible': call(ObjectStorage.s3Compatible),
  'Registrations.checklist': call((props) => new Registrations(props).checklist()),
  'Registrations.clientMetadata': call((props) => new Registrations(props).clientMetadata()),
  'Registrations.dexStaticClients': call((props) => new Registrations(props).dexStaticClients()),
  'Registrations.hydraClients': call((props) => new Registrations(props).hydraClients()),
  'Registrations.keycloakRealm': call((props) => new Registrations(props).keycloakRealm()),
  'Registrations.terraform': call((props) => new Registrations(props).terraform()),
  'SecretDelivery.externalSecrets': call(SecretDelivery.externalSecrets),
  'SecretDelivery.kubernetesSecrets': call(SecretDelivery.kubernetesSecrets),
  'SecretDelivery.provisioned': call(SecretDelivery.provisioned),
  'SecretRotation.checksum': call(SecretRotation.checksum),
  'SecretRotation.reloader': call(SecretRotation.reloader),
  'SecretStore': construct(SecretStore, 'store'),
  'SecretStoreProvider.awsSecretsManager': call(SecretStoreProvider.awsSecretsManager),
  'SecretStoreProvider.azureKeyVault': call(SecretStoreProvider.azureKeyVault),
  'SecretStoreProvider.gcpSecretManager': call(SecretStoreProvider.gcpSecretManager),
  'SecretStoreProvider.kubernetes': call(SecretStoreProvider.kubernetes),
  'SecretStoreProvider.vault': call(SecretStoreProvider.vault),
  'ClusterSecretStore.fromName': call(ClusterSecretStore.fromName),
  'SecretStore.fromName': call(SecretStore.fromName),
  'UnionAuth': call((props) => new UnionAuth(props)),
} satisfies Record<string, Call>;

export function made(make: Maker, ...args: readonly unknown[]): Made {
  return { make, with: args };
}

export function used(use: string): Used {
  return { use };
}

export function isMade(value: unknown): value is Made {
  return isPlain(value) && typeof value.make === 'string' && Array.isArray(value.with);
}

function isUsed(value: unknown): value is Used {
  return isPlain(value) && typeof value.use === 'string';
}

/** What data stands for, made in a scope. */
export function madeOf(value: unknown, scope: Construct, earlier: ReadonlyMap<string, unknown>): unknown {
  if (isMade(value)) {
    return MAKERS[value.make](scope, value.with.map((argument) => madeOf(argument, scope, earlier)));
  }
  if (isUsed(value)) {
    return earlier.get(value.use);
  }
  if (Array.isArray(value)) {
    return value.map((entry) => madeOf(entry, scope, earlier));
  }
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, madeOf(entry, scope, earlier)])) : value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
