/**
 * The groups into which the control plane's routes fall. Each value is the name of the Ingress that Union's
 * chart renders for the group.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/common/_ingress-*.yaml`.
 */
export enum RouteGroup {
  /** Open HTTP: sign-in itself, discovery, health. */
  OPEN_HTTP = 'controlplane',
  /** Open gRPC: health and auth metadata. */
  OPEN_GRPC = 'controlplane-grpc',
  /** Open gRPC streams. */
  OPEN_GRPC_STREAMING = 'controlplane-grpc-streaming',
  /** Guarded HTTP APIs. */
  GUARDED_HTTP = 'controlplane-protected',
  /** Guarded gRPC. */
  GUARDED_GRPC = 'controlplane-protected-grpc',
  /** Guarded gRPC streams. */
  GUARDED_GRPC_STREAMING = 'controlplane-protected-grpc-streaming',
  /** The console, and whatever no other group claims. */
  CONSOLE = 'controlplane-console-protected',
  /** The data proxy's HTTP paths. */
  DATAPROXY = 'controlplane-dataproxy',
  /** Usage over HTTP. */
  USAGE = 'controlplane-usage',
  /** Usage over gRPC. */
  USAGE_GRPC = 'controlplane-usage-grpc',
}
