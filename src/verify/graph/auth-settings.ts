import type { ServiceConfig, Setting } from './service-config';
import type { Model } from '../model/model';

/** The sections of flyteadmin's configuration that decide on authentication. */
const FLYTEADMIN_SECTIONS = ['server.security', 'auth'];

/** A section of a service's configuration that has to do with authentication. */
export interface AuthSection {
  readonly config: ServiceConfig;
  /** Dotted path. */
  readonly path: string;
}

/** All of them: flyteadmin's own and those of every client. */
export function authSections(model: Model): AuthSection[] {
  const own = model.flyteadmins.flatMap(({ config }) => FLYTEADMIN_SECTIONS.map((path) => ({ config, path })));
  return [...own, ...model.clients.map(({ config, section }) => ({ config, path: section }))];
}

/** Every single value in them. */
export function authSettings(model: Model): Setting[] {
  return authSections(model).flatMap(({ config, path }) => config.leaves(path));
}
