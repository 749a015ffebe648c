/** `spec.controller` of IngressClasses of the F5 NGINX Ingress Controller, which NGINX Inc. made. */
export const F5_CONTROLLER = 'nginx.org/ingress-controller';

/** What its annotations begin with. */
export const F5_PREFIXES = ['nginx.org/', 'nginx.com/'] as const;

/** Those that Union's chart puts on its own Ingresses, no matter who serves them (`ingress.yaml`). */
export const F5_ANNOTATIONS_OF_CHART: readonly string[] = ['nginx.org/websocket-services'];

/**
 * Ingress controllers that do not read the annotations of ingress-nginx.
 *
 * Nor does Traefik, which is among the edges that we know: only its `kubernetesIngressNGINX` provider reads
 * them, and that one serves the IngressClasses whose controller is `k8s.io/ingress-nginx`.
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

/** The names under which these controllers install their IngressClass. */
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
 * Annotations of an Ingress, and of the Services behind it, that the controller of Google Cloud alone reads:
 * it serves those without a class. Source: GKE, "Ingress features" and "Configure Ingress".
 */
export const GCE_INGRESS_ANNOTATION = new RegExp(
  '^(kubernetes\\.io/ingress\\.(global|regional)-static-ip-name'
  + '|(networking\\.gke\\.io|ingress\\.gcp\\.kubernetes\\.io|cloud\\.google\\.com)/.*)$',
);
export const GCE_SERVICE_ANNOTATION = /^(beta\.)?cloud\.google\.com\/backend-config$/;

/**
 * Annotations of the F5 NGINX Ingress Controller that decide who gets in. ingress-nginx reads none of them.
 */
export const F5_GUARD_ANNOTATIONS = [
  'nginx.org/policies',
  'nginx.org/basic-auth-secret',
  'nginx.com/jwt-key',
] as const;

/**
 * Controllers that write their address into the status of each Ingress that they serve, unless told
 * otherwise.
 *
 * Source: ingress-nginx, `--update-status`; AWS Load Balancer Controller and EKS Auto Mode, "Ingress
 * specification".
 */
export const ADDRESS_WRITERS: readonly string[] = [
  'k8s.io/ingress-nginx',
  'ingress.k8s.aws/alb',
  'eks.amazonaws.com/alb',
];

/** On the IngressClass of Ingresses that name none. Source: Kubernetes, "Default IngressClass". */
export const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
