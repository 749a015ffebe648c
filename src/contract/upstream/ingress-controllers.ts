/** `spec.controller` of IngressClasses of the F5 NGINX Ingress Controller. */
export const F5_CONTROLLER = 'nginx.org/ingress-controller';

/** Prefixes of its annotations. */
export const F5_PREFIXES = ['nginx.org/', 'nginx.com/'] as const;

/** Those on the Ingresses of Union's chart, for any controller (`ingress.yaml`). */
export const F5_ANNOTATIONS_OF_CHART: readonly string[] = ['nginx.org/websocket-services'];

/**
 * Ingress controllers that do not read the annotations of ingress-nginx.
 *
 * Neither does Traefik, a supported edge: only its `kubernetesIngressNGINX` provider does, which serves
 * IngressClasses with the controller `k8s.io/ingress-nginx`.
 *
 * Source: the documentation of each controller (`spec.controller` of its IngressClass, and the class name it
 * installs).
 */
export const FOREIGN_CONTROLLERS = [
  F5_CONTROLLER,
  'ingress.k8s.aws/alb',
  'eks.amazonaws.com/alb',
  'haproxy-ingress.github.io/controller',
  'haproxy.org/ingress-controller',
  'ingress-controllers.konghq.com/kong',
  'projectcontour.io/projectcontour/contour',
  'istio.io/ingress-controller',
  'cilium.io/ingress-controller',
  'azure/application-gateway',
  'openshift.io/ingress-to-route',
  'tailscale.com/ts-ingress',
] as const;

/** The default IngressClass names of these controllers. */
export const FOREIGN_CLASSES = [
  'alb',
  'azure-application-gateway',
  'azure/application-gateway',
  'cilium',
  'contour',
  'gce',
  'gce-internal',
  'haproxy',
  'istio',
  'kong',
  'openshift-default',
  'tailscale',
] as const;

/**
 * Annotations of an Ingress and its Services that only the controller of Google Cloud reads, which serves
 * those without a class. Source: GKE, "Ingress features" and "Configure Ingress".
 */
export const GCE_INGRESS_ANNOTATION = new RegExp(
  '^(kubernetes\\.io/ingress\\.(global|regional)-static-ip-name'
  + '|(networking\\.gke\\.io|ingress\\.gcp\\.kubernetes\\.io|cloud\\.google\\.com)/.*)$',
);
export const GCE_SERVICE_ANNOTATION = /^(beta\.)?cloud\.google\.com\/backend-config$/;

/**
 * Annotations of the F5 NGINX Ingress Controller that decide who has access. ingress-nginx reads none of
 * them.
 */
export const F5_GUARD_ANNOTATIONS = [
  'nginx.org/policies',
  'nginx.org/basic-auth-secret',
  'nginx.com/jwt-key',
] as const;

/**
 * Controllers that by default write their address into the status of their Ingresses.
 *
 * Source: ingress-nginx, `--update-status`; AWS Load Balancer Controller and EKS Auto Mode, "Ingress
 * specification".
 */
export const ADDRESS_WRITERS: readonly string[] = [
  'k8s.io/ingress-nginx',
  'ingress.k8s.aws/alb',
  'eks.amazonaws.com/alb',
];

/** Marks the default IngressClass. Source: Kubernetes, "Default IngressClass". */
export const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
