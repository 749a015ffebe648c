import { ENVOY_GATEWAY } from './envoy-gateway';
import { INGRESS_NGINX } from './ingress-nginx';
import { EdgeSettings, KnownEdge } from './known-edge';
import { TRAEFIK } from './traefik';

/** Every edge that is emitted. */
export const KNOWN_EDGES: readonly KnownEdge[] = [INGRESS_NGINX, TRAEFIK, ENVOY_GATEWAY];

/** What each edge calls a setting, as remedies list it. */
export function edgeSettings(setting: keyof EdgeSettings): string {
  return KNOWN_EDGES.flatMap(({ settings }) => settings[setting] ?? []).join(', ');
}
