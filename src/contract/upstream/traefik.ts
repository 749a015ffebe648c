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
