import { Construct } from 'constructs';
import {
  GUARDED_HEADERS, GUARDED_PREFIXES, TAKES_ALL, TAKES_UNLISTED,
} from '../../../contract/union/caller-headers';
import { RouteGuard } from '../../../contract/union/routes';
import { ENVOY_GATEWAY_API_VERSION } from '../../../contract/upstream/envoy-gateway';
import { emit } from '../emit';
import { hasField, takesLua } from './envoy-gateway-version';
import { targetRef } from './security-policies';

/**
 * What no caller may send, taken from every request before anything else looks at it: `earlyRequestHeaders`.
 */
export function notOfCallers(version: string | undefined): Record<string, unknown> {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  const [prefixes, names] = [lower(GUARDED_PREFIXES), lower(GUARDED_HEADERS)];
  return hasField('removeOnMatch', version) ? {
    remove: names.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix))),
    removeOnMatch: prefixes.map((value) => ({ type: 'Prefix', value })),
  } : { remove: names };
}

/** A route, and what is before it. */
export interface GuardOfRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly guard: RouteGuard;
}

/** The policy that names guarded routes. */
export const FILTER_OF_GUARDED = 'controlplane-guarded-headers';

const FILTERS = [
  { name: FILTER_OF_GUARDED, guarded: true, lua: TAKES_UNLISTED },
  { name: 'controlplane-open-headers', guarded: false, lua: TAKES_ALL },
] as const;

/**
 * Takes whole prefixes of headers from requests by Lua, which comes after the guard: for versions whose
 * Gateways take names alone, and for Gateways of others. Nothing where the version is not known, since an
 * Envoy Gateway that has Lua switched off answers every request of such a route with 500.
 */
export function emitHeaderFilters(
  scope: Construct, namespace: string, routes: readonly GuardOfRoute[], version: string | undefined,
): void {
  if (!takesLua(version)) {
    return;
  }
  for (const { name, guarded, lua } of FILTERS) {
    const targetRefs = routes.filter(({ guard }) => (guard !== RouteGuard.OPEN) === guarded).map(targetRef);
    if (targetRefs.length > 0) {
      emit(scope, {
        apiVersion: ENVOY_GATEWAY_API_VERSION,
        kind: 'EnvoyExtensionPolicy',
        metadata: { name, namespace },
        spec: { targetRefs, lua: [{ type: 'Inline', inline: lua }] },
      });
    }
  }
}
