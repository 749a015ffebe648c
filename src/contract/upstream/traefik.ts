/** Custom resources of Traefik 3 (traefik.io/v1alpha1). */
export const TRAEFIK_API_VERSION = 'traefik.io/v1alpha1';

/** The entry point that Traefik's Helm chart opens for TLS. */
export const TRAEFIK_TLS_ENTRY_POINT = 'websecure';

/** How Traefik speaks HTTP/2 in the clear to a Service, as gRPC servers want it. */
export const TRAEFIK_H2C_SCHEME = 'h2c';

/** What ForwardAuth tells the auth server about the request it asks for (always set by Traefik itself). */
export const FORWARDED_URI_VARIABLE = '$http_x_forwarded_uri';
export const FORWARDED_HOST_VARIABLE = '$http_x_forwarded_host';
