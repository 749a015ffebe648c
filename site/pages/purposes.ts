/** Tasks and their types: the overview before the reference. */
export const PURPOSES: readonly (readonly [string, readonly string[]])[] = [
  ['Describe the identity: domain, provider, applications', ['UnionIdentity', 'IdentityProvider', 'DataPlaneIdentity', 'ClientIdentity', 'EagerApiKey']],
  ['Add authentication to Union\'s charts', ['ControlPlaneAuth', 'DataPlaneAuth', 'HelmValues', 'ChartVersion']],
  ['Run whole planes without the charts', ['ControlPlane', 'DataPlane', 'ObjectStorage']],
  ['Take one piece: settings, Secrets or mounts of a service', ['PlaneConfig', 'ServiceConfig', 'ServiceSecrets', 'SecretMount', 'ExternalSecret']],
  ['Deliver and rotate client secrets', ['SecretDelivery', 'SecretStore', 'ClusterSecretStore', 'SecretStoreProvider', 'SecretRotation']],
  ['Guard routes at an edge', ['ControlPlaneEdge', 'EdgeController', 'IngressNginxGuard', 'TraefikGuard', 'EnvoyGatewayGuard', 'ControlPlaneNetworkPolicy']],
  ['Choose who may do what', ['Authorization']],
  ['Register the applications at a provider', ['Registrations', 'ClientRegistration', 'KeycloakRealmImport', 'HydraOAuth2Client']],
  ['Sign in with SDK, CLI, pipelines and workloads', ['ClientConfig', 'ClientEnvironment', 'WorkloadClient']],
  ['Deliver with Argo CD or Flux', ['ArgoApplication', 'ArgoApplicationSet', 'FluxHelmRelease', 'FluxKustomization']],
  ['Check the wiring when the app is synthesized', ['AuthVerification', 'AuthValidation']],
  ['Write files beside the manifests, or hundreds of charts', ['FleetApp', 'YamlFile', 'TextFile', 'Texts']],
];
