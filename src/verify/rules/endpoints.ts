import { grouped, groupedBySize, oncePer, oncePerName } from '../../common/data/collections';
import { isNear, nameSlipOf } from '../../common/props/suggestion';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { CLUSTER_DOMAIN, serviceHost } from '../../contract/upstream/service-host';
import { belongsTo, noTokenEndpoint } from '../credentials/authorization-server';
import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { planeOf } from '../credentials/plane';
import { isClusterName, rightClusterName, serviceOfHost, staysInside } from '../edge/cluster-name';
import { enumerated } from '../engine/enumerated';
import { rule, Violation } from '../engine/rule';
import { beside, Home, homeKey, homeText, sameHome } from '../kube/home';
import { paddingOf } from '../kube/placeholder';
import { isName } from '../model/cluster-names';
import { flyteadminsFor, trustsProvider } from '../model/counterparts';
import { Endpoint, endpointsOf, Target, targetOf, THREE_SLASHES } from '../model/endpoints';
import type { Model } from '../model/model';
import { proxiedContainers, proxiedHosts } from '../model/proxied-calls';
import { renamedServices } from '../model/renamed-services';
import { Field, placeKey, placesIn } from '../read/field';
import { EffectiveValues } from '../values/effective-values';
import { ValueSet } from '../values/value-set';

/** Whom clients call, for tokens and for everything else. */

/** The hosts of the control planes in the input; nothing where one of them serves any host. */
function hostsOf(model: Model): ReadonlySet<string> | undefined {
  const hosts = model.unionServers.map(({ host }) => host);
  return hosts.length === 0 || hosts.some((host) => host === undefined || host.includes('*'))
    ? undefined
    : new Set(hosts.filter((host) => host !== undefined));
}

/** The namespace of the flyteadmin that an endpoint of the cluster names. */
function flyteadminAt({ host, config }: Endpoint): Home | undefined {
  const { workload } = config.container;
  const named = serviceOfHost(host) ?? { service: host, namespace: workload.namespace };
  return named.service === FLYTEADMIN_SERVICE.name ? beside(workload, named.namespace) : undefined;
}

/** What an endpoint of the cluster has a slip of, in its domain or in the name of a Service. */
function hostMeant({ host, config }: Endpoint, model: Model): string | undefined {
  const { workload } = config.container;
  const { service, namespace } = serviceOfHost(host) ?? { service: host, namespace: workload.namespace };
  const home = beside(workload, namespace);
  const there = model.services.named(service, home) === undefined
    ? model.services.all.filter((each) => sameHome(each, home)).map(({ name }) => name)
    : [];
  const meant = nameSlipOf(service, there);
  return meant === undefined ? rightClusterName(host) : `${meant}${host.slice(service.length)}`;
}

const GRPC_PORT = String(FLYTEADMIN_SERVICE.grpcPort);

/** What an endpoint or a host must be, with what it is compared with. */
type Fault = Pick<Violation, 'expected' | 'comparedWith' | 'lacks'>;

/** What is wrong with the public host that an endpoint names. */
function outsideFault(
  { host, port, config, section }: Endpoint, hosts: ReadonlySet<string>,
): Fault | undefined {
  if (port === '80' && config.get(`${section}.insecure`)?.flag !== true) {
    return { expected: 'the port of TLS, 443, or none' };
  }
  return hosts.has(host) ? undefined : servedBy(hosts);
}

function servedBy(hosts: ReadonlySet<string>): Fault {
  const expected = `${enumerated(hosts, ' or ')}, which the control plane serves`;
  return { expected, comparedWith: [...hosts] };
}

/** What gRPC does not read as it is meant; by http to a public host it is endpoint-insecure's to tell. */
function notationFault(
  { host, port, scheme, behind, isAuthority }: Target, isInside: boolean,
): Fault | undefined {
  if (isAuthority === true) {
    return { expected: THREE_SLASHES };
  }
  const isUrl = /^(https|grpcs?)$/.test(scheme ?? '') || (scheme === 'http' && isInside);
  return isUrl || (behind !== undefined && scheme !== 'http')
    ? {
      expected: `dns:///${host}${port === undefined ? '' : `:${port}`}: `
      + `gRPC takes no ${isUrl ? 'URL' : 'path'}`,
    }
    : undefined;
}

function endpointFault(endpoint: Endpoint, model: Model, hosts: ReadonlySet<string>): Fault | undefined {
  const { host, port, config, section } = endpoint;
  const inside = flyteadminAt(endpoint);
  const meant = inside === undefined && isClusterName(host) ? hostMeant(endpoint, model) : undefined;
  if (meant !== undefined) {
    return { expected: meant };
  }
  const written = notationFault(endpoint, inside !== undefined);
  if (written !== undefined) {
    return written;
  }
  if (inside === undefined) {
    return outsideFault(endpoint, hosts);
  }
  const right = rightClusterName(host);
  if (right !== undefined) {
    return { expected: right };
  }
  const there = model.flyteadmins.filter((flyteadmin) => sameHome(flyteadmin, inside));
  if (there.length === 0) {
    return { expected: `flyteadmin of ${homeText(model.flyteadmins[0])}` };
  }
  const service = model.services.named(FLYTEADMIN_SERVICE.name, inside);
  const offered = service?.port(port);
  // A Service without the port that it must have is service-without-pods' to tell.
  const isNotOffered =
    port !== undefined && port !== GRPC_PORT && service?.ports.length && offered === undefined;
  const isHttp =
    port === String(FLYTEADMIN_SERVICE.httpPort) || (port !== GRPC_PORT && offered?.name === 'http');
  if (isHttp || isNotOffered) {
    return { expected: `flyteadmin's port for gRPC, ${GRPC_PORT}` };
  }
  return tlsFault(config.get(`${section}.insecure`)?.flag === true, there.some(({ speaksTls }) => speaksTls));
}

/** Whether client and server agree about TLS. */
function tlsFault(plain: boolean, secure: boolean): Fault | undefined {
  if (plain && secure) {
    return { expected: 'TLS (insecure: false), as flyteadmin has server.security.secure: true' };
  }
  return !plain && !secure
    ? { expected: 'insecure: true, as flyteadmin speaks no TLS inside the cluster', lacks: ['insecure'] }
    : undefined;
}

/** A host and nothing else, in which the operator finds the control plane. */
const CLOUD_HOST = 'operator.clusterData.cloudHostName';

/**
 * Where services say the public host besides. Source: `controlplane` and `dataplane` charts,
 * `connection`, `operator.clusterData`, `authorizer.authorizerClient`.
 */
const PUBLIC_HOSTS = {
  control: ['connection.rootTenantURLPattern'],
  data: [
    CLOUD_HOST, 'connection.rootTenantURLPattern',
    'authorizer.authorizerClient.grpcConfig.host',
  ],
} as const;

const INTERNAL_PATTERN = 'union.internalConnectionConfig.urlPattern';

/** What must stand where a setting says the public host; nothing where it does. */
function publicFault(path: string, target: Target, hosts: ReadonlySet<string>): Fault | undefined {
  const { host, scheme, behind } = target;
  if (!host.includes('.') || isClusterName(host) || !/^[a-z0-9.-]+$/.test(host)) {
    return undefined;
  }
  if (hosts.size > 0 && !hosts.has(host)) {
    return servedBy(hosts);
  }
  if (path === CLOUD_HOST) {
    const isHost = scheme === undefined && behind === undefined;
    return isHost ? undefined : { expected: `${host}, the host alone` };
  }
  return notationFault(target, true);
}

function* otherHosts(model: Model, hosts: ReadonlySet<string>): Iterable<Violation> {
  for (const config of model.configs.filter(({ container: { init } }) => !init)) {
    const { workload } = config.container;
    const plane = planeOf(workload);
    for (const path of plane === undefined ? [] : PUBLIC_HOSTS[plane]) {
      const setting = config.get(path);
      const target = targetOf(setting?.text);
      const fault = target && publicFault(path, target, hosts);
      if (setting !== undefined && fault !== undefined) {
        yield { at: setting.field, ...fault, found: setting.text ?? '' };
      }
    }
    const pattern = config.get(INTERNAL_PATTERN);
    const [, namespace, rest = ''] =
      /^_SERVICE_\.([a-z0-9-]+)(?:\.([a-z0-9.-]+))?(?::|$)/.exec(pattern?.text ?? '') ?? [];
    const isElsewhere = namespace !== workload.namespace
      && !model.flyteadmins.some((flyteadmin) => flyteadmin.namespace === namespace);
    // A cluster may have another domain; below its own there is svc alone.
    const isNoName = rest.endsWith(CLUSTER_DOMAIN) && rest !== `svc.${CLUSTER_DOMAIN}`;
    if (pattern !== undefined
      && namespace !== undefined
      && workload.namespace !== undefined
      && (isElsewhere || isNoName)) {
      yield {
        at: pattern.field,
        expected: isElsewhere
          ? `the services of ${workload.namespace}`
          : serviceHost('_SERVICE_', namespace),
        found: pattern.text ?? '',
      };
    }
  }
}

/** What all services of a control plane are told alike: how they find each other, and the authorizer. */
const SHARED = [INTERNAL_PATTERN, 'authorizer.authorizerClient.grpcConfig.host'];

/** A service whose copy is a slip of what the others have. */
function* unlikeTheRest(model: Model): Iterable<Violation> {
  const configs = model.configs.filter(({ container: { init, workload } }) =>
    !init && planeOf(workload) === 'control');
  for (const path of SHARED) {
    const copies = configs.flatMap((config) => {
      const setting = config.get(path);
      return setting?.text ? [{ text: setting.text, setting, home: homeKey(config.container.workload) }] : [];
    });
    for (const ofPlane of grouped(copies, ({ home }) => home)) {
      const [usual, ...others] = groupedBySize(ofPlane, ({ text }) => text);
      for (const { text, setting } of others.filter(({ length }) => length < usual.length).flat()) {
        if (isNear(text, usual[0].text)) {
          const expected = `${usual[0].text}, as the other services have it`;
          yield { at: setting.field, expected, found: text, comparedWith: [usual[0].text] };
        }
      }
    }
  }
}

export const endpointMismatch = rule('endpoint-mismatch', {
  /** Endpoints of which the input shows who serves them: a host, or flyteadmin. */
  of(model): Endpoint[] {
    const hosts = hostsOf(model);
    return endpointsOf(model).filter((endpoint) => (isClusterName(endpoint.host)
      ? (flyteadminAt(endpoint) !== undefined && model.flyteadmins.length > 0)
        || hostMeant(endpoint, model) !== undefined
      : hosts !== undefined));
  },
  otherwise: 'The input does not show both a client with an endpoint and who serves it.',
  *all(subjects, model) {
    const hosts = hostsOf(model) ?? new Set();
    const others = [...otherHosts(model, hosts)];
    const told = new Set(others.map(({ at }) => placeKey(at)));
    yield* others;
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

/** Endpoints outside the cluster. */
function subjectsOf(model: Model): Endpoint[] {
  return endpointsOf(model).filter(({ host }) => !staysInside(host) && !isClusterName(host));
}

export const endpointInsecure = rule('endpoint-insecure', {
  of: (model) => [...subjectsOf(model), ...dataPlaneValues(model)],
  otherwise: 'No client in the input calls a host outside the cluster.',
  each: (subject) => subject instanceof ValueSet ? inValues(subject) : faultsOf(subject),
});

/**
 * Values of data planes that call the control plane by its public host: the chart makes the endpoint of it.
 */
function dataPlaneValues({ valueSets }: Model): ValueSet[] {
  return valueSets.filter((set) => {
    const host =
      set.chart === 'dataplane' && !set.isAuthless
        ? new EffectiveValues(set).textAt('global.CONTROLPLANE_HOST')
        : undefined;
    return host !== undefined && isName(host) && !staysInside(host) && !isClusterName(host);
  });
}

function* inValues(set: ValueSet): Iterable<Violation> {
  for (const path of ['config.admin.admin', 'config.union.connection'].flatMap((section) => [
    `${section}.insecure`, `${section}.insecureSkipVerify`,
  ])) {
    if (set.get(path) === true) {
      yield {
        at: set.field(path),
        expected: 'false, for the control plane is outside the cluster',
        values: { host: 'the control plane' },
        found: 'true',
      };
    }
  }
}

function* faultsOf({ setting, config, section, host, scheme }: Endpoint): Iterable<Violation> {
  if (scheme === 'http') {
    yield { at: setting.field, expected: `TLS to ${host}`, found: setting.text ?? '', values: { host } };
  }
  for (const key of ['insecure', 'insecureSkipVerify']) {
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

export const endpointProxied = rule('endpoint-proxied', {
  of: proxiedContainers,
  otherwise: 'No container of Union\'s services has a proxy outside the cluster.',
  *all(subjects) {
    const calling = subjects.map((subject) => ({ ...subject, hosts: proxiedHosts(subject) }))
      .filter(({ hosts }) => hosts.length > 0);
    // Many containers may be told by one text.
    for (const told of grouped(calling, ({ noProxy, proxy }) => placeKey((noProxy ?? proxy).field))) {
      const [{ noProxy, proxy }] = told;
      const hosts = told.flatMap((each) => each.hosts);
      const containers = [...new Set(told.map(({ config }) => config.container.name))];
      const many = containers.length > 1;
      yield {
        at: (noProxy ?? proxy).field.child('value'),
        expected: `${enumerated(hosts.map(exceptionFor))} in NO_PROXY of container${many ? 's' : ''} `
          + `${enumerated(containers)}, which otherwise call${many ? '' : 's'} ${enumerated(hosts)} `
          + `through ${proxy.name}`,
        found: noProxy?.value ?? 'no NO_PROXY',
        values: { hosts: enumerated(hosts) },
      };
    }
  },
});

/** What excepts a host, for its siblings as well. */
function exceptionFor(host: string): string {
  return /\.svc(\..+)?$/.exec(host)?.[0] ?? host;
}

/** What is said of a token endpoint that clients are told, and the issuers that their flyteadmin trusts. */
interface TokenUrl {
  readonly url: string;
  readonly issuers: readonly Setting[];
  /** What stands there, where it is wrong. */
  readonly fault?: string;
  /** Whether nothing is wrong with it but that it is not of the issuer. */
  readonly isForeign?: boolean;
}

/** A place that tells one. */
interface ToldEndpoint extends TokenUrl {
  readonly at: Field;
}

/** What is said of a token URL; nothing where no issuer tells. All data planes may call the same ones. */
const tokenUrlsOf = oncePer((flyteadmins: readonly Flyteadmin[]) => {
  const trusting = flyteadmins.filter(trustsProvider);
  const issuers = trusting.flatMap(({ externalIssuer, issuer }) => {
    const peoples = issuer?.text === externalIssuer?.text ? issuer : undefined;
    return [externalIssuer, peoples].flatMap((setting) => (setting?.text ? [setting] : []));
  });
  const texts = textsOf(issuers);
  return oncePerName((url): TokenUrl | undefined => {
    const padding = paddingOf(url);
    const unfit = padding === undefined ? noTokenEndpoint(url, texts) : `with ${padding} around it`;
    if (unfit !== undefined) {
      return { url, issuers, fault: `${url}, ${unfit}` };
    }
    // Where flyteadmin itself names two issuers, issuer-mismatch says so.
    if (trusting.some(({ issuer }) => issuer?.text && belongsTo(url, issuer.text) === true)) {
      return { url, issuers };
    }
    const verdicts = texts.map((issuer) => belongsTo(url, issuer));
    if (verdicts.length > 0 && verdicts.every((verdict) => verdict === false)) {
      return { url, issuers, fault: url, isForeign: true };
    }
    return verdicts.includes(true) ? { url, issuers } : undefined;
  });
});

function textsOf(issuers: readonly Setting[]): string[] {
  return [...new Set(issuers.flatMap(({ text }) => text ?? []))];
}

/**
 * An issuer that is a slip of the one in an endpoint which so many clients are told, at more places than name
 * the issuer: the few are wrong, and not the many.
 */
function outvoted(subjects: readonly ToldEndpoint[]): Violation | undefined {
  const [{ url, issuers }] = subjects;
  const isOne = subjects.every((each) => each.isForeign === true && each.url === url);
  const named = [...issuers, ...subjects.flatMap((each) => each.issuers)].map(({ field }) => field);
  const [at, ...also] = [...new Map(named.map((field) => [placeKey(field), field])).values()];
  const places = placesIn(subjects.map((each) => each.at));
  const [issuer = '', ...others] = textsOf(issuers);
  const own = url.split('/').slice(0, issuer.split('/').length).join('/');
  return isOne && at !== undefined && others.length === 0 && isNear(issuer, own) && places > also.length + 1
    ? {
      at,
      also,
      expected: `${own}, the issuer of the token endpoint at ${places} places`,
      found: issuer,
      headline: 'outvoted',
      values: { url },
    }
    : undefined;
}

export const tokenUrlForeign = rule('token-url-foreign', {
  /** Token endpoints of clients whose flyteadmin's issuer can tell whether they are its own. */
  of: (model) =>
    model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap(({ tokenUrl, config }) => {
      const verdict = tokenUrl?.text
        ? tokenUrlsOf(flyteadminsFor(config.container.workload, model))(tokenUrl.text)
        : undefined;
      return tokenUrl === undefined || verdict === undefined ? [] : [{ at: tokenUrl.field, ...verdict }];
    }),
  otherwise:
    'The input does not show both a client with a tokenUrl and the issuer that its flyteadmin trusts.',
  *all(subjects) {
    const issuer = outvoted(subjects);
    if (issuer !== undefined) {
      yield issuer;
      return;
    }
    for (const { at, issuers, fault, isForeign } of subjects.filter((each) => each.fault !== undefined)) {
      const whose = issuers.length === 0
        ? 'the token endpoint of the provider'
        : `a token endpoint of the issuer ${enumerated(textsOf(issuers), ' or ')}`;
      const restsOn = isForeign === true ? issuers.map(({ field }) => field) : [];
      yield { at, expected: whose, found: fault ?? '', comparedWith: textsOf(issuers), restsOn };
    }
  },
});
