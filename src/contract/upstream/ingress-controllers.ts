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

/** Custom resources of Traefik 3 (traefik.io/v1alpha1). */
export const TRAEFIK_API_VERSION = 'traefik.io/v1alpha1';

/** The API groups of its custom resources: those of version 3 and 2. */
export const TRAEFIK_GROUPS = ['traefik.io', 'traefik.containo.us'] as const;

/** The marks of an Ingress of Traefik, and its list of Middlewares. */
export const INGRESS_CLASS_PATTERN = /traefik/i;
export const INGRESS_PREFIX = 'traefik.ingress.kubernetes.io/';
export const INGRESS_MIDDLEWARES = `${INGRESS_PREFIX}router.middlewares`;
export const INGRESS_PRIORITY = `${INGRESS_PREFIX}router.priority`;

/** The setting that allows references of IngressRoutes to other namespaces (version 3: off by default). */
export const CROSS_NAMESPACE_FLAG = '--providers.kubernetescrd.allowCrossNamespace';

/** On a Service: its protocol. */
export const SERVICE_SCHEME = `${INGRESS_PREFIX}service.serversscheme`;

/** The TLS entry point of Traefik's Helm chart. */
export const TRAEFIK_TLS_ENTRY_POINT = 'websecure';

/** The entry point without TLS of Traefik's Helm chart. */
export const TRAEFIK_HTTP_ENTRY_POINT = 'web';

/** A service that does not exist, for routes whose Middlewares answer. */
export const NO_BACKEND = { kind: 'TraefikService', name: 'noop@internal' } as const;

/**
 * Matches paths that every reader parses alike: no encoded slash, backslash, dot or percent sign, no
 * backslash, no dot segment. Traefik matches a path in which only `%2F`, `%25` and a few others are still
 * encoded, and forwards the raw one.
 *
 * Source: traefik 3.7, `pkg/muxer/http/mux.go` (withRoutingPath); `%2e%2e` and `..` are resolved before,
 * unless `sanitizePath` is off.
 */
export const UNAMBIGUOUS_PATH = '!PathRegexp(`(?i)%2[ef5]|%5c|\\\\|/\\.{1,2}(;|/|$)`)';

/** Traefik's scheme for HTTP/2 without TLS to a Service, which gRPC servers need. */
export const TRAEFIK_H2C_SCHEME = 'h2c';

/** The header with the original URI, which ForwardAuth always sends to the auth server. */
export const FORWARDED_URI_VARIABLE = '$http_x_forwarded_uri';
export const FORWARDED_HOST_VARIABLE = '$http_x_forwarded_host';

/** The labels of its pods in its Helm chart, and the namespace of its installation guide. */
export const TRAEFIK_PODS =
  { namespace: 'traefik', podLabels: { 'app.kubernetes.io/name': 'traefik' } } as const;
