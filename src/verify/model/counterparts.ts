// Tests: test/verify/rules/services.test.ts
import { groupsByKey, oncePer } from '../../common/data/collections';
import { AUTH_SERVER_TYPES } from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import type { Setting } from '../credentials/config-section';
import { mayCall } from '../credentials/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import type { Workload } from '../kube/workload';
import type { Model } from './model';

const [, EXTERNAL] = AUTH_SERVER_TYPES;

/** Several if the input does not show which; then rules report only faults for all of them. */
export function flyteadminsFor(workload: Workload, model: Model): readonly Flyteadmin[] {
  return calledBy(model)(workload);
}

const calledBy = oncePer(({ flyteadmins }: Model) =>
  oncePer((workload: Workload) => mayCall(workload, flyteadmins)));

/** The clients with a client secret that can call one flyteadmin only. */
export function clientsOnlyOf(flyteadmin: Flyteadmin, model: Model): readonly AuthClient[] {
  return clientsByFlyteadmin(model).get(flyteadmin) ?? [];
}

const clientsByFlyteadmin = oncePer((model: Model) => groupsByKey(
  model.clients.filter(({ usesClientSecret, config: { container: { workload } } }) =>
    usesClientSecret && flyteadminsFor(workload, model).length === 1),
  ({ config: { container: { workload } } }) => flyteadminsFor(workload, model)[0],
));

/** Whether a client presents its ID: without authentication it never does. */
export function authenticates({ usesClientSecret, enabled, config }: AuthClient, model: Model): boolean {
  return usesClientSecret && (enabled
    || flyteadminsFor(config.container.workload, model).some(({ authEnabled }) => authEnabled));
}

/** Whether it requires tokens of an identity provider. */
export function trustsProvider({ authEnabled, authServerType }: Flyteadmin): boolean {
  return authEnabled && authServerType === EXTERNAL;
}

/** The authentication sections of flyteadmin's configuration. */
const FLYTEADMIN_SECTIONS = ['server.security', 'auth'];

/** All single values of the authentication sections of flyteadmin and all clients. */
export function authSettings(model: Model): Setting[] {
  const own = model.flyteadmins.flatMap(({ config }) =>
    FLYTEADMIN_SECTIONS.flatMap((path) => config.leaves(path)),
  );
  return [...own, ...model.clients.flatMap(({ config, section }) => config.leaves(section))];
}
