import { AUTH_SERVER_TYPES } from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import { mayCall } from '../credentials/called-flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import type { Workload } from '../kube/workload';
import type { Model } from './model';

const [, EXTERNAL] = AUTH_SERVER_TYPES;

/**
 * The flyteadmins that a workload may call: a data plane any, everything else those of its own namespace.
 * Several where the input does not tell; rules then report only what fits none of them.
 */
export function flyteadminsFor(workload: Workload, model: Model): readonly Flyteadmin[] {
  return mayCall(workload, model.flyteadmins);
}

/** The clients with a client secret that may call one flyteadmin and no other. */
export function clientsOnlyOf(flyteadmin: Flyteadmin, model: Model): readonly AuthClient[] {
  return model.clients.filter(({ usesClientSecret, config: { container: { workload } } }) => {
    const [called, ...others] = flyteadminsFor(workload, model);
    return usesClientSecret && called === flyteadmin && others.length === 0;
  });
}

/** Whether it demands tokens that an identity provider issued. */
export function trustsProvider({ authEnabled, authServerType }: Flyteadmin): boolean {
  return authEnabled && authServerType === EXTERNAL;
}
