import { oncePer } from '../../common/data/collections';
import type { Setting } from '../credentials/config-section';
import type { ServiceConfig } from '../credentials/service-config';
import { isClusterName, serviceCalled } from '../edge/cluster-name';
import { hostOfUrl, urlAsked } from '../edge/route';
import { Home, sameHome } from '../kube/home';
import { Renamed, renamedPlanes } from '../kube/renamed';
import type { Field } from '../read/field';
import type { Model } from './model';

/** The target of a text. */
export interface Target {
  readonly host: string;
  readonly port?: string;
  readonly scheme?: string;
  /** The part after host and port, if any. */
  readonly behind?: string;
  /**
   * Whether it is in gRPC's place of the DNS server (`dns:[//authority/]host`), so that no server is called.
   */
  readonly isAuthority?: boolean;
}

/** The address at which a client calls flyteadmin, or the control plane as a whole. */
export interface Endpoint extends Target {
  readonly setting: Setting;
  readonly config: ServiceConfig;
  /** Dotted path of the section with the endpoint and its connection settings. */
  readonly section: string;
}

/** `dns:///host:port`, a URL, or `host:port`. */
const TARGET = /^(?:([a-z][\w+.-]*):\/\/\/?)?([^\s/:?#]+)(?::(\d+))?([/?#].*)?$/i;

/** The correct form for a host in the place of the DNS server. */
export const THREE_SLASHES = 'three slashes: behind two, gRPC reads the DNS server to ask';

/** `dns://server/host:port`, or without a host if the third slash is missing. */
const AT_DNS_SERVER = /^dns:\/\/[^/]+(?:\/(.*))?$/i;

/** The target of a text; undefined if it is not an address. A DNS server is ignored. */
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

export const endpointsOf = oncePer((model: Model): readonly Endpoint[] => {
  const admins = model.clients.filter(({ kind, usesClientSecret }) => kind !== 'union' && usesClientSecret)
    .map(({ config, section }) => ({ config, section, setting: config.get(`${section}.endpoint`) }));
  const connections = model.configsOf('data').map((config) =>
    ({ config, section: 'union.connection', setting: config.get('union.connection.host') }));
  return [...admins, ...connections].flatMap(({ config, section, setting }) => {
    const target = targetOf(setting?.text);
    return setting === undefined || target === undefined ? [] : [{ setting, config, section, ...target }];
  });
});

/** Services of a control plane with other names than those that callers use. */
interface RenamedServices {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly services: readonly Renamed[];
}

interface Call {
  readonly text: string;
  readonly service: string;
  readonly home: Home;
}

/** The names of Services in texts, which kustomize does not rename. */
const callsOf = oncePer((model: Model): readonly Call[] => {
  const called = (host: string, text: string, near: Home): Call[] =>
    (isClusterName(host) ? [{ text, ...serviceCalled(host, near) }] : []);
  return [
    ...endpointsOf(model).flatMap(({ host, setting: { text = host }, config: { container } }) =>
      called(host, text, container.workload)),
    ...model.routes.flatMap(({ guard, object }) => {
      const url = guard.kind === 'subrequest' ? urlAsked(guard) : '';
      return called(hostOfUrl(url) ?? 'localhost', url, object);
    }),
  ];
});

/** Planes that are renamed as a whole while callers use the names of Union's charts. */
export const renamedServices = oncePer((model: Model): readonly RenamedServices[] =>
  renamedPlanes(model.services).flatMap((plane) => {
    const [{ service, name }, ...others] = plane;
    const calls = callsOf(model).filter((call) =>
      sameHome(call.home, service) && plane.some((each) => each.name === call.service));
    const [text, ...more] = new Set(calls.map((call) => call.text));
    const often = more.length === 0 ? '' : `, and ${more.length} more`;
    const alike = `${others.length} more Service${others.length === 1 ? '' : 's'} of Union renamed alike`;
    return text === undefined ? [] : [{
      at: service.object.field('metadata', 'name'),
      expected: `${name}, as in ${text}${often}`,
      found: `${service.name}, and ${alike}`,
      services: plane,
    }];
  }));

/** The new name of a Service in a home; undefined if none was renamed. */
export function renamingOf(name: string, home: Home, model: Model): Field[] {
  return renamedServices(model).filter(({ services }) => services.some((each) =>
    each.name === name && sameHome(each.service, home))).map(({ at }) => at);
}
