/** What is listed in a cluster. The role in docs/doctor.md allows this and nothing else. */

/** Of each namespace: whatever the verifier looks into. Pods and Secrets are read apart. */
export const NAMESPACED: readonly string[] = [
  'configmaps', 'services',
  'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'cronjobs.batch',
  'ingresses.networking.k8s.io', 'networkpolicies.networking.k8s.io',
  'externalsecrets.external-secrets.io', 'secretstores.external-secrets.io',
  'certificates.cert-manager.io',
  'gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io',
  'grpcroutes.gateway.networking.k8s.io',
  'securitypolicies.gateway.envoyproxy.io', 'clienttrafficpolicies.gateway.envoyproxy.io',
  'backendtrafficpolicies.gateway.envoyproxy.io', 'envoyextensionpolicies.gateway.envoyproxy.io',
  'envoypatchpolicies.gateway.envoyproxy.io', 'httproutefilters.gateway.envoyproxy.io',
  'ingressroutes.traefik.io', 'ingressroutetcps.traefik.io', 'middlewares.traefik.io',
  'authorizationpolicies.security.istio.io',
];

/** Of the cluster: what the objects of its namespaces name. */
export const CLUSTER_WIDE: readonly string[] = [
  'ingressclasses.networking.k8s.io', 'clustersecretstores.external-secrets.io',
];

/** Of all namespaces: they live anywhere, and say into which namespace they bring what. */
export const DELIVERERS: readonly string[] = [
  'applications.argoproj.io',
  'helmreleases.helm.toolkit.fluxcd.io',
  'kustomizations.kustomize.toolkit.fluxcd.io',
];

/** Of each namespace: when it started, and which Secrets it reads. */
export const PODS = 'pods';
