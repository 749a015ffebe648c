import { nearIn } from '../kube/home-index';
import type { Workload } from '../kube/workload';
import type { AuthClient } from './auth-client';
import type { Flyteadmin } from './flyteadmin';
import { planeOf } from './plane';

/**
 * Those flyteadmins that a workload may call: a data plane any, everything else those of its own namespace.
 */
export function mayCall(workload: Workload, flyteadmins: readonly Flyteadmin[]): readonly Flyteadmin[] {
  return planeOf(workload) === 'data'
    ? flyteadmins
    : nearIn(flyteadmins, workload);
}

/**
 * Whether a client needs its credentials. Not where authentication is off on purpose: clients fetch a token
 * when flyteadmin asks for one, unless their own switch is on.
 */
export function mustAuthenticate(client: AuthClient, called: readonly Flyteadmin[]): boolean {
  return client.enabled
    || (called.length === 0 ? !isAuthless(client) : called.some(({ useAuth }) => useAuth?.flag !== false));
}

/**
 * Whether a service is told to do without authentication: no one that asks for it is shown, and its own
 * switch is off.
 */
function isAuthless({ config }: AuthClient): boolean {
  return config.get('union.auth.enable')?.flag === false;
}
