import { SECRETS } from '../../contract/union/secrets';
import type { ServiceConfig } from './service-config';

/**
 * Where flyteadmin's secret manager looks for a secret by its name: in an environment variable first, then in
 * a file.
 */
export function secretManagerPlaces(
  config: ServiceConfig, name: string,
): { readonly variable: string; readonly path: string } {
  return {
    variable: `FLYTE_SECRET_${name}`,
    path: `${config.text('secrets.secrets-prefix') ?? SECRETS.flyteadmin.mountPath}${name}`,
  };
}
