import { Construct } from 'constructs';
import { GATE_PORTS, SIGN_IN_GATE } from '../../../contract/edges/known-edges';
import { CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../../contract/union/caller-headers';
import { RouteGuard } from '../../../contract/union/routes';
import { ENVOY_GATEWAY_API_VERSION, STATUS_ON_AUTH_ERROR } from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { emit } from '../emit';
import { hasField } from './envoy-gateway-version';
import { serviceReference } from './gateway-references';

/** A route that a policy guards, in the policy's own namespace. */
export interface GuardedRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly guard: RouteGuard.SIGN_IN | RouteGuard.UNAUTHORIZED;
}

const POLICIES = [
  { guard: RouteGuard.SIGN_IN, name: 'controlplane-sign-in', port: GATE_PORTS.signIn },
  { guard: RouteGuard.UNAUTHORIZED, name: 'controlplane-unauthorized', port: GATE_PORTS.unauthorized },
] as const;

/** The policy of a guard. */
export const policyName = (guard: GuardedRoute['guard']): string =>
  POLICIES.find((policy) => policy.guard === guard)!.name;

/**
 * Guards routes with the auth gate: one SecurityPolicy for each answer to anonymous callers.
 *
 * @param version of Envoy Gateway; without one, of what all take
 */
export function emitSecurityPolicies(
  scope: Construct, namespace: string, routes: readonly GuardedRoute[], version?: string,
): void {
  for (const { guard, name, port } of POLICIES) {
    const targets = routes.filter((route) => route.guard === guard);
    if (targets.length > 0) {
      emit(scope, {
        apiVersion: ENVOY_GATEWAY_API_VERSION,
        kind: 'SecurityPolicy',
        metadata: { name, namespace },
        spec: { targetRefs: targets.map(targetRef), extAuth: extAuth(port, version) },
      });
    }
  }
}

/** A policy's reference to a route. */
export function targetRef({ kind, name }: Pick<GuardedRoute, 'kind' | 'name'>): Record<string, string> {
  return { group: GATEWAY_API_GROUP, kind, name };
}

function extAuth(port: number, version: string | undefined): Record<string, unknown> {
  const { weight, ...unweighted } = serviceReference(SIGN_IN_GATE, port);
  return {
    // Said aloud: without an answer of the gate nobody passes.
    failOpen: false,
    ...(hasField('statusOnError', version) ? { statusOnError: STATUS_ON_AUTH_ERROR } : {}),
    // Of the client's headers Envoy shows an HTTP auth service only what is listed here, and Authorization.
    headersToExtAuth: [...CREDENTIAL_HEADERS, 'Accept'].map((name) => name.toLowerCase()),
    http: {
      backendRefs: [{ ...unweighted, ...(hasField('weight', version) ? { weight } : {}) }],
      headersToBackend: GUARDED_HEADERS.map((name) => name.toLowerCase()),
    },
  };
}
