import { ENVOY_GATEWAY } from './envoy-gateway';
import { INGRESS_NGINX } from './ingress-nginx';
import { KnownEdge } from './known-edge';
import { TRAEFIK } from './traefik';

/** Every edge that is emitted. */
export const KNOWN_EDGES: readonly KnownEdge[] = [INGRESS_NGINX, TRAEFIK, ENVOY_GATEWAY];
