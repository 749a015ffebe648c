import { oncePer } from '../../common/data/collections';
import type { Setting } from '../credentials/config-section';
import { planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import type { Model } from './model';

/** What a text calls. */
export interface Target {
  readonly host: string;
  readonly port?: string;
  readonly scheme?: string;
  /** What stands behind host and port, if anything. */
  readonly behind?: string;
  /**
   * Whether it stands where gRPC reads the DNS server to ask, so that nobody is called. Source: gRPC, "Name
   * Resolution", `dns:[//authority/]host[:port]`.
   */
  readonly isAuthority?: boolean;
}

/** Where a client calls flyteadmin, or the control plane as a whole. */
export interface Endpoint extends Target {
  readonly setting: Setting;
  readonly config: ServiceConfig;
  /** Dotted path of the section with the endpoint and how it is called. */
  readonly section: string;
}

/** `dns:///host:port`, a URL, or `host:port`. */
const TARGET = /^(?:([a-z][\w+.-]*):\/\/\/?)?([^/:?#]+)(?::(\d+))?([/?#].*)?$/i;

/** What must stand where a host stands in the place of the DNS server. */
export const THREE_SLASHES = 'three slashes: behind two, gRPC reads the DNS server to ask';

/** `dns://server/host:port`, or without a host where the third slash is forgotten. */
const AT_DNS_SERVER = /^dns:\/\/[^/]+(?:\/(.*))?$/i;

/** What a text calls; nothing where it is no address. The DNS server that is asked for it is passed over. */
export function targetOf(text = ''): Target | undefined {
  const address = text.trim();
  const atServer = AT_DNS_SERVER.exec(address);
  if (atServer?.[1]) {
    return targetOf(`dns:///${atServer[1]}`);
  }
  const [, scheme, host, port, behind] = TARGET.exec(address) ?? [];
  return host === undefined ? undefined : {
    host: host.toLowerCase(),
    port,
    scheme: scheme?.toLowerCase(),
    ...behind && { behind },
    ...atServer && { isAuthority: true },
  };
}

/** The endpoints of admin clients, and of the connections of data planes. */
export const endpointsOf = oncePer((model: Model): readonly Endpoint[] => {
  const admins = model.clients.filter(({ kind, usesClientSecret }) => kind !== 'union' && usesClientSecret)
    .map(({ config, section }) => ({ config, section, setting: config.get(`${section}.endpoint`) }));
  const connections = model.configs
    .filter(({ container: { init, workload } }) => !init && planeOf(workload) === 'data')
    .map((config) => ({ config, section: 'union.connection', setting: config.get('union.connection.host') }));
  return [...admins, ...connections].flatMap(({ config, section, setting }) => {
    const target = targetOf(setting?.text);
    return setting === undefined || target === undefined ? [] : [{ setting, config, section, ...target }];
  });
});
