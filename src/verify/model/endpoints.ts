import { oncePer } from '../../common/data/once-per';
import type { Setting } from '../credentials/config-section';
import { planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import type { Model } from './model';

/** Where a client calls flyteadmin, or the control plane as a whole. */
export interface Endpoint {
  readonly setting: Setting;
  readonly config: ServiceConfig;
  /** Dotted path of the section with the endpoint and how it is called. */
  readonly section: string;
  readonly host: string;
  readonly port?: string;
  readonly scheme?: string;
}

/** `dns:///host:port`, a URL, or `host:port`. */
const TARGET = /^(?:([a-z][\w+.-]*):\/\/\/?)?([^/:?#]+)(?::(\d+))?(?:[/?#]|$)/i;

/** The endpoints of admin clients, and of the connections of data planes. */
export const endpointsOf = oncePer((model: Model): readonly Endpoint[] => {
  const admins = model.clients.filter(({ kind, usesClientSecret }) => kind !== 'union' && usesClientSecret)
    .map(({ config, section }) => ({ config, section, setting: config.get(`${section}.endpoint`) }));
  const connections = model.configs
    .filter(({ container: { init, workload } }) => !init && planeOf(workload) === 'data')
    .map((config) => ({ config, section: 'union.connection', setting: config.get('union.connection.host') }));
  return [...admins, ...connections].flatMap(({ config, section, setting }) => {
    const [, scheme, host, port] = TARGET.exec(setting?.text?.trim() ?? '') ?? [];
    return setting === undefined || host === undefined ? []
      : [{ setting, config, section, host: host.toLowerCase(), port, scheme: scheme?.toLowerCase() }];
  });
});
