import { FLYTEADMIN_PATHS } from '../union/flyteadmin';
import { serviceHost } from '../upstream/service-host';

/**
 * The auth gates that we emit: edges ask them, and the verifier knows them by their names where the input
 * does not show them.
 */

/** Name of the gate that turns 401 into a sign-in, for edges that cannot. */
export const SIGN_IN_GATE = 'union-auth-gate';

/** Name of the gate of ingress-nginx, which sends browsers to sign in by itself. */
export const NGINX_GATE = 'union-auth-gate-nginx';

/**
 * Ports of their Services: for browsers, and for everyone else. The gate of ingress-nginx has the second
 * alone.
 */
export const GATE_PORTS = { signIn: 8080, unauthorized: 8081 } as const;

/** What Ingresses ask, as texts name it. */
export const NGINX_GATE_URL =
  `http://${serviceHost(NGINX_GATE, '<namespace>')}:${GATE_PORTS.unauthorized}${FLYTEADMIN_PATHS.me}`;
