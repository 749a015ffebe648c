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
