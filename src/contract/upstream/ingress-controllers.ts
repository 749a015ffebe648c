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

/** Custom resources of Traefik 3 (traefik.io/v1alpha1). */
export const TRAEFIK_API_VERSION = 'traefik.io/v1alpha1';

/** The API groups of its custom resources: of version 3, and of version 2. */
export const TRAEFIK_GROUPS = ['traefik.io', 'traefik.containo.us'] as const;

/** What marks an Ingress as one of Traefik's, and where such an Ingress names its middlewares. */
export const INGRESS_CLASS_PATTERN = /traefik/i;
export const INGRESS_PREFIX = 'traefik.ingress.kubernetes.io/';
export const INGRESS_MIDDLEWARES = `${INGRESS_PREFIX}router.middlewares`;
export const INGRESS_PRIORITY = `${INGRESS_PREFIX}router.priority`;

/** What lets IngressRoutes name Middlewares and Services of other namespaces (version 3: off unless set). */
export const CROSS_NAMESPACE_FLAG = '--providers.kubernetescrd.allowCrossNamespace';

/** On a Service: how to speak to it. */
export const SERVICE_SCHEME = `${INGRESS_PREFIX}service.serversscheme`;

/** The entry point that Traefik's Helm chart opens for TLS. */
export const TRAEFIK_TLS_ENTRY_POINT = 'websecure';

/** The one that it opens without. */
export const TRAEFIK_HTTP_ENTRY_POINT = 'web';

/** A service that does not exist: for routes whose middlewares answer by themselves. */
export const NO_BACKEND = { kind: 'TraefikService', name: 'noop@internal' } as const;

/**
 * Holds for paths that every reader takes for the same: no encoded slash, backslash, dot or percent sign, no
 * backslash, no dot segment. Traefik compares a path of which `%2F` and `%25` are left encoded and most
 * others are decoded, and passes on the raw one.
 *
 * Source: traefik 3.7, `pkg/muxer/http/mux.go` (withRoutingPath); `%2e%2e` and `..` are cleaned before,
 * unless `sanitizePath` is off.
 */
export const UNAMBIGUOUS_PATH = '!PathRegexp(`(?i)%2[ef5]|%5c|\\\\|/\\.{1,2}(;|/|$)`)';

/** How Traefik speaks HTTP/2 in the clear to a Service, as gRPC servers want it. */
export const TRAEFIK_H2C_SCHEME = 'h2c';

/** What ForwardAuth tells the auth server about the request it asks for (always set by Traefik itself). */
export const FORWARDED_URI_VARIABLE = '$http_x_forwarded_uri';
export const FORWARDED_HOST_VARIABLE = '$http_x_forwarded_host';

/** What its Helm chart labels its pods, and the namespace of its installation guide. */
export const TRAEFIK_PODS =
  { namespace: 'traefik', podLabels: { 'app.kubernetes.io/name': 'traefik' } } as const;
