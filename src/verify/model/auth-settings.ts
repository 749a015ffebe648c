import type { Setting } from '../credentials/config-section';
import type { Model } from './model';

/** The sections of flyteadmin's configuration that decide on authentication. */
const FLYTEADMIN_SECTIONS = ['server.security', 'auth'];

/**
 * Every single value in the sections that have to do with authentication: flyteadmin's own and those of every
 * client.
 */
export function authSettings(model: Model): Setting[] {
  const own = model.flyteadmins.flatMap(({ config }) =>
    FLYTEADMIN_SECTIONS.flatMap((path) => config.leaves(path)),
  );
  return [...own, ...model.clients.flatMap(({ config, section }) => config.leaves(section))];
}
