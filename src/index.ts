export {
  Authorization, AuthorizationAdmin, ExternalAuthorizationProps, UnionAuthorizationProps,
} from './constructs/authorization/authorization';
export { ClientConfig, ClientCredentialsOptions } from './constructs/clients/client-config';
export * from './constructs/clients/client-environment';
export { WorkloadClient, WorkloadClientProps } from './constructs/clients/workload-client';
export { ControlPlaneConfigProps, DataPlaneConfigProps, PlaneConfig } from './constructs/config/plane-config';
export { ServiceConfig, ServiceSecrets, ServiceSecretsProps } from './constructs/config/service-config';
export type { AuthGate } from './constructs/edge/auth-gate';
export {
  ControlPlaneEdge, ControlPlaneEdgeProps, PlaneEdge,
} from './constructs/edge/control-plane-edge';
export { EdgeController, IControlPlaneEdge } from './constructs/edge/edge-controller';
export { EdgeTls } from './constructs/edge/edge-hosts';
export type {
  EnvoyGatewayEdgeProps, GatewayReference,
} from './constructs/edge/envoy-gateway/envoy-gateway-edge';
export * from './constructs/edge/envoy-gateway/envoy-gateway-guard';
export type { IngressNginxEdgeProps } from './constructs/edge/ingress-nginx/ingress-nginx-edge';
export { IngressNginxGuard } from './constructs/edge/ingress-nginx/ingress-nginx-annotations';
export { IRouteGuard, RouteGuardProps, RouteKind } from './constructs/edge/route-guard';
export { Route } from './constructs/edge/route-table';
export type { TraefikEdgeProps } from './constructs/edge/traefik/traefik-edge';
export { TraefikGuard } from './constructs/edge/traefik/traefik-guard';
export { FleetApp } from './constructs/fleet/fleet-app';
export * from './constructs/gitops/argo-application';
export * from './constructs/gitops/argo-application-set';
export { ArgoRetry } from './constructs/gitops/argo-sync';
export * from './constructs/gitops/flux-helm-release';
export {
  FluxKustomization, FluxKustomizationProps, FluxManifestSource, FluxSourceKind,
} from './constructs/gitops/flux-kustomization';
export { GitManifestSource, GitValueFiles, HelmChartSource } from './constructs/gitops/helm-chart-source';
export * from './constructs/identity';
export { MergeOptions } from './constructs/output/merge-over';
export { _plainFiles, OutputFile } from './constructs/output/output-folder';
export * from './constructs/output/text-file';
export { Texts } from './constructs/output/texts';
export { ControlPlane } from './constructs/planes/control-plane/control-plane';
export { ControlPlaneAuth } from './constructs/planes/control-plane/control-plane-auth';
export type {
  ControlPlaneAuthProps, EntraDirectory,
} from './constructs/planes/control-plane/control-plane-auth-props';
export {
  ControlPlaneNetworkPolicy, ControlPlaneNetworkPolicyProps,
} from './constructs/planes/control-plane/control-plane-network-policy';
export { Database, DatabaseTls } from './constructs/planes/control-plane/database';
export { OwnService } from './constructs/planes/control-plane/services';
export type { ControlPlaneProps } from './constructs/planes/control-plane/services';
export { DataPlane } from './constructs/planes/data-plane/data-plane';
export type { DataPlaneProps } from './constructs/planes/data-plane/data-plane';
export { DataPlaneAuth } from './constructs/planes/data-plane/data-plane-auth';
export type { DataPlaneAuthProps } from './constructs/planes/data-plane/data-plane-auth';
export { NetworkPolicies } from './constructs/planes/network-policies';
export {
  AzureStorageProps, GcsStorageProps, ObjectStorage, S3StorageProps,
} from './constructs/planes/object-storage';
export { Images, ServiceSettings } from './constructs/planes/per-service';
export type { ServiceResources, ServiceSecurity } from './constructs/pods/container-resources';
export type { NetworkPeer } from './constructs/pods/network-policy';
export type { ServiceProbes } from './constructs/pods/probes';
export type { Scheduling, Toleration } from './constructs/pods/scheduling';
export {
  HydraOAuth2Client, HydraOAuth2ClientProps, KeycloakRealmImport, KeycloakRealmImportProps,
} from './constructs/registrations/provider-objects';
export { ClientRegistration, Registrations } from './constructs/registrations/registrations';
export type { RegistrationsProps } from './constructs/registrations/registrations';
export {
  ExternalSecret, ExternalSecretData, ExternalSecretProps, ExternalSecretTarget, SecretCreationPolicy,
  SecretDeletionPolicy,
} from './constructs/secrets/external-secret';
export { ExternalSecretsDeliveryProps } from './constructs/secrets/external-secrets-delivery';
export { SecretDelivery, SecretDeliveryOptions } from './constructs/secrets/secret-delivery';
export { SecretMount, SecretMountProps } from './constructs/secrets/secret-mount';
export * from './constructs/secrets/secret-rotation';
export {
  ClusterSecretStore, ISecretStore, SecretStore, SecretStoreProps, SecretStoreProvider,
} from './constructs/secrets/secret-store';
export {
  AwsSecretsManagerProps, AzureKeyVaultProps, GcpSecretManagerProps, StoreSecretKeyRef,
  StoreServiceAccountRef, VaultProps,
} from './constructs/secrets/secret-store-props';
export { RequiredSecret } from './constructs/secrets/secret-target';
export * from './constructs/validation/auth-validation';
export * from './constructs/validation/auth-verification';
export { HelmValues, IChartPlane } from './constructs/values/helm-values';
export { ChartVersion } from './contract/union/releases/chart-version';
export { RouteGroup } from './contract/union/routes';
export { RemoteRef } from './contract/upstream/remote-ref';
export { FindingSeverity } from './verify/texts/severity';
