import { grouped, oncePer } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { isNear } from '../../common/props/suggestion';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { CLUSTER_DOMAIN, serviceHost } from '../../contract/upstream/kubernetes';
import { isClusterName, rightClusterName, serviceCalled, staysInside } from '../edge/cluster-name';
import { hostOfUrl, hostPlaces } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { Home, homeKey, homeText, sameHome } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { isName } from '../model/cluster-names';
import { compared } from '../model/copies';
import { Endpoint, THREE_SLASHES, Target, endpointsOf, renamedServices, targetOf } from '../model/endpoints';
import { leadOf } from '../model/lead';
import type { Model } from '../model/model';
import { placeKey, placesIn } from '../read/field';
import { ValueSet } from '../values/value-set';

/** The endpoints of clients, except those for tokens. */

/** The expected value of an endpoint or a host, with its source. */
type Fault = Pick<Violation, 'expected' | 'comparedWith' | 'lacks' | 'restsOn'>;

/** The hosts of the control planes in the input; undefined if one of them serves any host. */
function hostsOf(model: Model): ReadonlySet<string> | undefined {
  const hosts = model.unionServers.map(({ host }) => host);
  return hosts.length === 0 || hosts.some((host) => host === undefined || host.includes('*'))
    ? undefined
    : new Set(hosts.filter((host) => host !== undefined));
}

/** The namespace of the flyteadmin that an in-cluster endpoint names. */
function flyteadminAt({ host, config }: Endpoint): Home | undefined {
  const { service, home } = serviceCalled(host, config.container.workload);
  return service === FLYTEADMIN_SERVICE.name ? home : undefined;
}

export const endpointMismatch = rule('endpoint-mismatch', {
  /** Endpoints with a known server: a host, or flyteadmin. */
  of(model): Endpoint[] {
    const hosts = hostsOf(model);
    return endpointsOf(model).filter((endpoint) => (isClusterName(endpoint.host)
      ? (flyteadminAt(endpoint) !== undefined && model.flyteadmins.length > 0)
        || serviceMeant(endpoint, model) !== undefined
      : hosts !== undefined));
  },
  *all(subjects, model) {
    const served = hostsOf(model) ?? new Set();
    const astray = servedAstray(subjects, model, [...served]);
    yield* astray;
    const hosts = new Set(astray.length > 0 ? astray[0].comparedWith : served);
    const others = [...publicHosts(model, hosts), ...patterns(model)];
    const told = new Set(others.map(({ at }) => placeKey(at)));
    yield* others;
    yield* aloneWithTls(subjects, model);
    yield* renamedServices(model).map(({ at, expected, found }) => (
      { at, expected, found, headline: 'renamed' }));
    yield* [...unlikeTheRest(model)].filter(({ at }) => !told.has(placeKey(at)));
    for (const endpoint of subjects) {
      const fault = endpointFault(endpoint, model, hosts);
      if (fault !== undefined) {
        yield { at: endpoint.setting.field, ...fault, found: endpoint.setting.text ?? '' };
      }
    }
  },
});

/** The first fault of an endpoint. */
function endpointFault(endpoint: Endpoint, model: Model, hosts: ReadonlySet<string>): Fault | undefined {
  const home = flyteadminAt(endpoint);
  return home === undefined
    ? serviceMeant(endpoint, model) ?? notationFault(endpoint, false) ?? outsideFault(endpoint, hosts)
    : notationFault(endpoint, true) ?? domainMeant(endpoint.host) ?? flyteadminFault(endpoint, home, model);
}

/** The intended Service of a misspelt in-cluster name: its name or its domain is wrong. */
function serviceMeant({ host, config }: Endpoint, model: Model): Fault | undefined {
  const { service, home } = serviceCalled(host, config.container.workload);
  const { meant } = isClusterName(host) ? leadOf(service, home, model.services.all) : {};
  return meant === undefined ? domainMeant(host) : { expected: `${meant.name}${host.slice(service.length)}` };
}

function domainMeant(host: string): Fault | undefined {
  const expected = isClusterName(host) ? rightClusterName(host) : undefined;
  return expected === undefined ? undefined : { expected };
}

/** A notation that gRPC reads differently; endpoint-insecure reports http to a public host. */
function notationFault(
  { host, port, scheme, behind, isAuthority }: Target, isInside: boolean,
): Fault | undefined {
  if (isAuthority === true) {
    return { expected: THREE_SLASHES };
  }
  const isUrl = /^(https|grpcs?)$/.test(scheme ?? '') || (scheme === 'http' && isInside);
  const target = `dns:///${host}${port === undefined ? '' : `:${port}`}`;
  return isUrl || (behind !== undefined && scheme !== 'http')
    ? { expected: `${target}: gRPC takes no ${isUrl ? 'URL' : 'path'}` }
    : undefined;
}

/** The fault of the public host in an endpoint. */
function outsideFault(
  { host, port, config, section }: Endpoint, hosts: ReadonlySet<string>,
): Fault | undefined {
  if (port === '80' && config.get(`${section}.insecure`)?.flag !== true) {
    return { expected: 'the port of TLS, 443, or none' };
  }
  return hosts.has(host) ? undefined : servedBy(hosts);
}

/** The one host of all routes, if more places call the control plane by another. */
function servedAstray(
  endpoints: readonly Endpoint[], model: Model, [served, ...others]: readonly string[],
) {
  const routed = hostPlaces(model.unionServers.flatMap(({ routes }) => routes));
  const authorized = model.flyteadmins.flatMap(({ authorizedUris }) => authorizedUris?.items ?? [])
    .map(({ text = '', field }) => ({ host: hostOfUrl(text) ?? '', at: field }));
  const told = [
    ...endpoints.map(({ host, setting }) => ({ host, at: setting.field })),
    ...publicTargets(model).map(({ target: { host }, setting }) => ({ host, at: setting.field })),
  ];
  const called = [...told, ...authorized]
    .filter(({ host }) => host.includes('.') && !isClusterName(host) && !staysInside(host));
  const { usual: [usual], isTied } = compared([...called, ...routed.map((at) => ({ host: served, at }))], {
    text: ({ host }) => host, at: ({ at }) => at,
  });
  const isElsewhere = served !== undefined && others.length === 0
    && called.length > 1 && called.every(({ host }) => host !== served);
  return !isElsewhere || isTied || usual.host === served ? [] : routed.map((at) => ({
    at,
    expected: `${usual.host}, as ${placesIn(called.map((each) => each.at))} places call the control plane`,
    found: served,
    headline: 'served',
    values: { usual: usual.host },
    comparedWith: [usual.host],
  }));
}

function servedBy(hosts: ReadonlySet<string>): Fault {
  const expected = `${enumerated(hosts, ' or ')}, which the control plane serves`;
  return { expected, comparedWith: [...hosts] };
}

const GRPC_PORT = String(FLYTEADMIN_SERVICE.grpcPort);

const HTTP_PORT = String(FLYTEADMIN_SERVICE.httpPort);

/** The fault of a call to flyteadmin's Service: no such Service, wrong port, or TLS. */
function flyteadminFault({ port, config, section }: Endpoint, home: Home, model: Model): Fault | undefined {
  const there = nearIn(model.flyteadmins, home);
  if (there.length === 0) {
    return { expected: `flyteadmin of ${homeText(model.flyteadmins[0])}` };
  }
  const service = model.services.named(FLYTEADMIN_SERVICE.name, home);
  const offered = service?.port(port);
  // service-without-pods reports a Service without its required port.
  if (port !== GRPC_PORT && (port === HTTP_PORT || offered?.name === 'http'
    || (port !== undefined && service?.ports.length && offered === undefined))) {
    return { expected: `flyteadmin's port for gRPC, ${GRPC_PORT}` };
  }
  const [plain, secure] = [isPlain({ config, section }), there.some(({ speaksTls }) => speaksTls)];
  if (plain && secure) {
    return {
      expected: 'TLS (insecure: false), as flyteadmin has server.security.secure: true',
      restsOn: there.flatMap(({ tls }) => tls?.field ?? []),
    };
  }
  return !plain && !secure
    ? { expected: 'insecure: true, as flyteadmin speaks no TLS inside the cluster', lacks: ['insecure'] }
    : undefined;
}

function isPlain({ config, section }: Pick<Endpoint, 'config' | 'section'>): boolean {
  return config.get(`${section}.insecure`)?.flag === true;
}

/** flyteadmin's own setting, if all its callers call without TLS. */
function aloneWithTls(endpoints: readonly Endpoint[], { flyteadmins }: Model): Violation[] {
  const calls = endpoints.flatMap((endpoint) => {
    const home = flyteadminAt(endpoint);
    return home === undefined ? [] : [{ ...home, plain: isPlain(endpoint), at: endpoint.setting.field }];
  });
  return flyteadmins.flatMap((flyteadmin) => {
    const { tls } = flyteadmin;
    const { usual: [usual], isTied } = compared(
      [...nearIn(calls, flyteadmin), ...tls === undefined ? [] : [{ plain: false, at: tls.field }]],
      { text: ({ plain }) => String(plain), at: ({ at }) => at },
    );
    return tls === undefined || isTied || !usual.plain ? [] : [{
      at: tls.field,
      expected: 'false, or none, as all that call flyteadmin have insecure: true',
      found: 'true',
      headline: 'TLS',
    }];
  });
}

/** A bare host, by which the operator finds the control plane. */
const CLOUD_HOST = 'operator.clusterData.cloudHostName';

const AUTHORIZER_HOST = 'authorizer.authorizerClient.grpcConfig.host';

/** Other settings with the public host (controlplane, dataplane: `connection`, `clusterData`). */
const PUBLIC_HOSTS = {
  control: ['connection.rootTenantURLPattern'],
  data: [CLOUD_HOST, 'connection.rootTenantURLPattern', AUTHORIZER_HOST],
} as const;

/** The values of the settings. */
const publicTargets = oncePer((model: Model) => (['control', 'data'] as const).flatMap((plane) =>
  model.configsOf(plane).flatMap((config) => PUBLIC_HOSTS[plane].flatMap((path) => config.get(path) ?? []))
    .flatMap((setting) => {
      const target = targetOf(setting.text);
      return target === undefined ? [] : [{ setting, target }];
    })));

function* publicHosts(model: Model, hosts: ReadonlySet<string>): Iterable<Violation> {
  for (const { setting: { path, field: at, text = '' }, target } of publicTargets(model)) {
    const fault = publicFault(path, target, hosts);
    if (fault !== undefined) {
      yield { at, ...fault, found: text };
    }
  }
}

/** The expected value of a setting with the public host; undefined if it is right. */
function publicFault(path: string, target: Target, hosts: ReadonlySet<string>): Fault | undefined {
  const { host, scheme, behind } = target;
  if (!host.includes('.') || isClusterName(host) || !/^[a-z0-9.-]+$/.test(host)) {
    return undefined;
  }
  if (hosts.size > 0 && !hosts.has(host)) {
    return servedBy(hosts);
  }
  if (path !== CLOUD_HOST) {
    return notationFault(target, true);
  }
  return scheme === undefined && behind === undefined ? undefined : { expected: `${host}, the host alone` };
}

const PATTERN = 'union.internalConnectionConfig.urlPattern';

/** A pattern for services in another namespace, or with a name that does not exist. */
function* patterns(model: Model): Iterable<Violation> {
  for (const config of model.configs.filter(({ container: { init } }) => !init)) {
    const { namespace: own } = config.container.workload;
    const pattern = config.get(PATTERN);
    const [, namespace, rest = ''] =
      /^_SERVICE_\.([a-z0-9-]+)(?:\.([a-z0-9.-]+))?(?::|$)/.exec(pattern?.text ?? '') ?? [];
    if (pattern === undefined || namespace === undefined || own === undefined) {
      continue;
    }
    const isElsewhere = namespace !== own
      && !model.flyteadmins.some((flyteadmin) => flyteadmin.namespace === namespace);
    // A cluster may have another domain; below its own there is only svc.
    const isNoName = rest.endsWith(CLUSTER_DOMAIN) && rest !== `svc.${CLUSTER_DOMAIN}`;
    if (isElsewhere || isNoName) {
      const expected = isElsewhere ? `the services of ${own}` : serviceHost('_SERVICE_', namespace);
      yield { at: pattern.field, expected, found: pattern.text ?? '' };
    }
  }
}

/** One service of a control plane has a misspelt copy of a setting that all others share. */
function* unlikeTheRest(model: Model): Iterable<Violation> {
  for (const path of [PATTERN, AUTHORIZER_HOST]) {
    const copies = model.configsOf('control').flatMap((config) => {
      const setting = config.get(path);
      return setting?.text ? [{ text: setting.text, setting, home: homeKey(config.container.workload) }] : [];
    });
    for (const ofPlane of grouped(copies, ({ home }) => home)) {
      const { usual: [usual], others, isTied } = compared(ofPlane, {
        text: ({ text }) => text, at: ({ setting }) => setting.field,
      });
      for (const { text, setting } of isTied ? [] : others.flat()) {
        if (isNear(text, usual.text)) {
          const expected = `${usual.text}, as the other services have it`;
          yield { at: setting.field, expected, found: text, comparedWith: [usual.text] };
        }
      }
    }
  }
}

/** Endpoints outside the cluster. */
function subjectsOf(model: Model): Endpoint[] {
  return endpointsOf(model).filter(({ host }) => !staysInside(host) && !isClusterName(host));
}

export const endpointInsecure = rule('endpoint-insecure', {
  of: (model) => [...subjectsOf(model), ...dataPlaneValues(model)],
  each: (subject, model) => subject instanceof ValueSet ? inValues(subject) : faultsOf(subject, model),
});

/** Data planes that call by the public host: the chart derives the endpoint from it. */
function dataPlaneValues({ valueSets }: Model): ValueSet[] {
  return valueSets.filter((set) => {
    const host = set.chart === 'dataplane' && !set.isAuthless
      && set.effective.textAt('global.CONTROLPLANE_HOST');
    return host && isName(host) && !staysInside(host) && !isClusterName(host);
  });
}

function inValues(set: ValueSet): Violation[] {
  return ['config.admin.admin', 'config.union.connection']
    .flatMap((section) => INSECURE.map((key) => `${section}.${key}`))
    .filter((path) => set.get(path) === true)
    .map((path) => ({
      at: set.field(path),
      expected: 'false, for the control plane is outside the cluster',
      values: { host: 'the control plane' },
      found: 'true',
    }));
}

const INSECURE = ['insecure', 'insecureSkipVerify'];

function* faultsOf(endpoint: Endpoint, model: Model): Iterable<Violation> {
  const { setting, config, section, host, scheme } = endpoint;
  if (scheme === 'http') {
    yield { at: setting.field, expected: `TLS to ${host}`, found: setting.text ?? '', values: { host } };
  }
  const inside = isPlain(endpoint) ? calledInside(endpoint, model) : undefined;
  if (inside !== undefined) {
    const expected = `${inside}, as the other services have it`;
    yield { at: setting.field, expected, found: setting.text ?? '', values: { host } };
    return;
  }
  for (const key of INSECURE) {
    const value = config.get(`${section}.${key}`);
    if (value?.flag === true) {
      yield {
        at: value.field,
        expected: `${key}: false, for ${host} is outside the cluster`,
        found: `${key}: true`,
        values: { host },
      };
    }
  }
}

/** The in-cluster address that most sibling services call without TLS; undefined if there is none. */
function calledInside({ config: { container: { workload } } }: Endpoint, model: Model): string | undefined {
  const beside = endpointsOf(model).filter((each) =>
    isPlain(each) && sameHome(each.config.container.workload, workload));
  const { usual: [usual], isTied } = compared(beside, {
    text: ({ setting }) => setting.text ?? '', at: ({ setting }) => setting.field,
  });
  return isTied || !isClusterName(usual.host) ? undefined : usual.setting.text;
}
