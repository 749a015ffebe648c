import { grouped } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { refusedRoutes } from '../edge/edges';
import { Misdirected, misdirected } from '../edge/misdirected';
import { wronglySpoken } from '../edge/spoken-protocol';
import { rule, Violation } from '../engine/rule';
import { beside, elsewhereText, homeKey, homeText, sameCluster, sameHome } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { labelsOfNamespace, selects } from '../kube/network-policy';
import { renamingOf } from '../model/endpoints';
import { leadOf } from '../model/lead';
import { misaimedPolicies } from '../model/misaimed-policies';
import type { Model } from '../model/model';
import { NamedBackend, namedBackends } from '../model/named-backends';
import { oddRoutes } from '../model/odd-routes';
import { Field, placeKey } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** The backends of routes, and whether the edge serves the routes. */

export const routeBackendMissing = rule('route-backend-missing', {
  of: namedBackends,
  all: (subjects, model) => grouped(subjects, backendKey).flatMap((routes) => [...faultsOf(routes, model)]),
});

function backendKey(
  { backend: { service, port, refused }, home, service: found, ofChart }: NamedBackend,
): string {
  return JSON.stringify([homeKey(home), service, refused, (found ?? ofChart) && port]);
}

/** Routes to one Service share its faults. */
function* faultsOf(routes: readonly NamedBackend[], model: Model): Iterable<Violation> {
  const [{ backend: { service: name, port, refused }, home, field, service, elsewhere, ofChart }] = routes;
  const more = routes.length === 1 ? '' : `, as ${routes.length - 1} more`;
  if (refused !== undefined) {
    const expected = `leave to name the Service ${name} in ${homeText(home)}`;
    yield* routes.map((route) => (
      { at: route.field, expected, found: refused, headline: 'grant', values: { service: name } }));
  } else if (ofChart === undefined && service === undefined) {
    yield {
      at: field,
      expected: `a Service ${name}${home.namespace === undefined ? '' : ` in ${homeText(home)}`}`,
      found: `a route to a Service that is not there${more}`
        + elsewhereText(elsewhere === undefined ? [] : [elsewhere], home),
      headline: 'Service',
      values: { service: home.namespace === undefined ? name : `${name} of ${homeText(home)}` },
      restsOn: renamingOf(name, home, model),
    };
  } else if (port !== undefined && service?.type !== 'ExternalName' && service?.port(port) === undefined) {
    const offered = ofChart === undefined
      ? service?.ports ?? []
      : Object.entries(ofChart).map(([called, number]) => ({ name: called, port: number }));
    const ports = offered.map(({ name: called, port: number }) =>
      (called === undefined ? `${number}` : `${number} (${called})`)).join(', ') || 'it has none';
    yield {
      at: field,
      expected: `a port that the ${ofChart === undefined ? '' : 'chart\'s '}Service ${name} offers: ${ports}`,
      found: `a route to port ${port} of it${more}`,
      headline: 'port',
      values: { service: name, port, ports },
      restsOn: service === undefined ? [] : [service.field('ports')],
    };
  }
}

export const routeMisdirected = rule('route-misdirected', {
  of: (model) => model.controlPlanes,
  *all(subjects, model) {
    const missing = new Set(namedBackends(model)
      .flatMap(({ service, field }) => (service === undefined ? [placeKey(field)] : [])));
    const all = subjects.flatMap(misdirected).filter(({ route }) => !missing.has(placeKey(route.field)));
    for (const group of grouped(all, causeOf)) {
      const [{ route, path, service, slip }] = group;
      const [{ service: actual }] = route.backends;
      const found = slip === undefined ? actual : `${route.path}, which no client requests`;
      yield {
        at: route.field,
        expected: slip === undefined ? `${service} for ${path}` : `the path ${path} of ${service}`,
        found: group.length === 1 ? found : `${found}, as ${group.length - 1} more`,
        headline: slip === undefined ? 'service' : 'path',
        values: { path, service, found: slip === undefined ? found : route.path },
      };
    }
  },
});

/** One misspelling in all paths of an object is one fault, and so is one wrong Service. */
function causeOf({ route: { object, backends }, service, slip }: Misdirected): string {
  return [object, slip ?? `${service} ${backends[0].service}`].join(' ');
}

/** A route's reference to a Gateway in the input, or to a missing one. */
interface Subject {
  readonly route: KubeObject;
  /** Position among the route's references; absent without references. */
  readonly index?: number;
  readonly gateway?: KubeObject;
  /** The Gateway with that name in another namespace that could serve it. */
  readonly elsewhere?: KubeObject;
}

function subjectsOf(model: Model): Subject[] {
  const gateways = model.ofKind(GATEWAY_API_GROUP, 'Gateway');
  return model.routeObjects.filter(({ group }) => group === GATEWAY_API_GROUP).flatMap((route) => {
    const references = route.objectsAt('spec', 'parentRefs');
    const without = nearIn(gateways, route).length > 0 ? [{ route }] : [];
    return references.length === 0 ? without : references.flatMap((reference, index) =>
      byReference(route, reference, index, gateways));
  });
}

/** A namespace with any Gateway in the input is complete; one of several references may be external. */
function byReference(
  route: KubeObject,
  reference: Readonly<Record<string, unknown>>,
  index: number,
  gateways: readonly KubeObject[],
): Subject[] {
  const [name, namespace, kind] = [reference.name, reference.namespace, reference.kind].map(asText);
  const home = beside(route, namespace ?? route.namespace);
  const { here: gateway, elsewhere: others } = leadOf(name ?? '', home, gateways);
  const elsewhere = home.namespace === undefined ? undefined : others.find((other) =>
    other.namespace !== undefined && (isFor(route, other) || listensFor(route, other)));
  return (kind ?? 'Gateway') !== 'Gateway' || (nearIn(gateways, home).length === 0 && elsewhere === undefined)
    ? []
    : [{ route, index, gateway, elsewhere }];
}

/** Why a route attaches to no listener by a reference, and whether that is for its hosts alone. */
function faultOf(subject: Subject): { readonly found: string; readonly byHosts?: boolean } | undefined {
  const { route, index, gateway, elsewhere } = subject;
  if (index === undefined) {
    return { found: 'no parentRefs' };
  }
  const { name, sectionName, port } = asObject(route.listAt('spec', 'parentRefs')[index]);
  if (gateway === undefined) {
    const others = elsewhere === undefined ? [] : [elsewhere];
    return { found: `the Gateway ${asText(name)}, which is not there${elsewhereText(others, route)}` };
  }
  const listeners = gateway.objectsAt('spec', 'listeners');
  const named = listeners.filter(
    (listener) =>
      (sectionName ?? listener.name) === listener.name && (port ?? listener.port) === listener.port,
  );
  if (named.length === 0) {
    const listener = asText(sectionName) ?? `port ${asText(port)}`;
    return { found: `${listener}, a listener that the Gateway ${gateway.name} does not have` };
  }
  const open = named.filter((listener) => admits(listener, route, gateway));
  if (open.length === 0) {
    const namespace = route.namespace ?? 'default';
    return {
      found: `listeners of the Gateway ${gateway.name} that admit no such route of namespace ${namespace}`,
    };
  }
  const hosts = hostsOf(route);
  return open.some((listener) => isOfHosts(listener, hosts))
    ? undefined
    : {
      found: `listeners of the Gateway ${gateway.name} for `
        + `${open.map(({ hostname }) => asText(hostname)).join(', ')}, and none for ${hosts.join(', ')}`,
      byHosts: true,
    };
}

function hostsOf(route: KubeObject): string[] {
  return route.listAt('spec', 'hostnames').map((host) => asText(host) ?? '');
}

function isOfHosts({ hostname }: Readonly<Record<string, unknown>>, hosts: readonly string[]): boolean {
  return hostname === undefined || hosts.length === 0
    || hosts.some((host) => meets(host, asText(hostname) ?? ''));
}

function isFor(route: KubeObject, gateway: KubeObject): boolean {
  return gateway.objectsAt('spec', 'listeners')
    .some((listener) => admits(listener, route, gateway) && isOfHosts(listener, hostsOf(route)));
}

/** Whether a listener has exactly a host of the route, with any restriction of routes. */
function listensFor(route: KubeObject, gateway: KubeObject): boolean {
  return gateway.objectsAt('spec', 'listeners')
    .some(({ hostname }) => hostsOf(route).includes(asText(hostname) ?? ''));
}

/** Hosts of values without a listener of the chart's Gateway, and without another edge. */
function unheardHosts({ route, gateway }: Subject, model: Model): Violation[] {
  const hosts = hostsOf(route);
  const listeners = gateway?.objectsAt('spec', 'listeners') ?? [];
  const isHeard = (host: string) => listeners.some((listener) => isOfHosts(listener, [host]));
  const isElsewhere = (host: string) =>
    model.unionServers.some((server) => server.host === host && !server.edge.guardsApart);
  const isJudged = route instanceof ChartObject && gateway !== undefined && hosts.some(isHeard);
  return hosts.flatMap((host, i) => (!isJudged || isHeard(host) || isElsewhere(host) ? [] : [{
    at: route.field('spec', 'hostnames', i),
    expected: `a listener for ${host} at the Gateway ${gateway.name}`,
    found: `listeners for ${enumerated(listeners.flatMap(({ hostname }) => asText(hostname) ?? []))}`,
  }]));
}

/** By protocol, kind and namespace; selectors only match the namespace's name. */
function admits(
  { protocol, allowedRoutes }: Readonly<Record<string, unknown>>, route: KubeObject, gateway: KubeObject,
): boolean {
  const { kinds, namespaces } = asObject(allowedRoutes);
  const from = asText(asObject(namespaces).from) ?? 'Same';
  const kindNames = asList(kinds).map((kind) => asText(asObject(kind).kind));
  return (
    (kindNames.length === 0 || kindNames.includes(route.kind))
    && (from !== 'Same' || sameHome(route, gateway))
    && from !== 'None'
    && (from !== 'Selector' || selects(asObject(namespaces).selector, labelsOfNamespace(route)) !== false)
    && (protocol === undefined || protocol === 'HTTP' || protocol === 'HTTPS')
  );
}

/** Routes that miss a Gateway in the same way are one finding. */
function unattached(references: readonly Subject[]): Violation[] {
  const faults = references.flatMap((subject) => {
    const fault = faultOf(subject);
    // If its listener serves the other routes' hosts, the host is misspelt.
    const isHostsOwn = fault?.byHosts && references.some((other) =>
      other.gateway === subject.gateway && other.index !== undefined && faultOf(other) === undefined);
    const place = isHostsOwn ? ['hostnames'] : ['parentRefs', subject.index ?? 0];
    const at = subject.route.field('spec', ...(subject.index === undefined ? ['rules'] : place));
    return fault === undefined ? [] : [{ at, ...fault, gateway: subject.gateway, route: subject.route }];
  });
  const alike = grouped(faults, ({ found, gateway }) => `${gateway ?? ''} ${found}`);
  return alike.map(([{ at, found, byHosts, gateway, route }, ...more]) => {
    const listener = more.length > 0 && byHosts ? namedListener(gateway!) : undefined;
    const expected = `${hostsOf(route).join(', ')}, as ${more.length + 1} routes have it`;
    return listener !== undefined
      ? { at: listener, expected, found: String(listener.value) }
      : { at, expected: 'a listener that takes the route', found, also: more.map((each) => each.at) };
  });
}

/** The hostname of the first listener that has one. */
function namedListener(gateway: KubeObject): Field | undefined {
  const listeners = gateway.listAt('spec', 'listeners');
  const index = listeners.findIndex((each) => asObject(each).hostname !== undefined);
  return index < 0 ? undefined : gateway.field('spec', 'listeners', index, 'hostname');
}

/** Of services of Union, or next to them. */
function withRefusal(model: Model): Violation[] {
  const routes = new Set(model.routeObjects);
  const isBeside = (object: KubeObject) => model.flyteadmins.some(
    (flyteadmin) => flyteadmin.namespace === object.namespace && sameCluster(flyteadmin, object),
  );
  return refusedRoutes(model)
    .filter(({ object }) => routes.has(object) || isBeside(object))
    .map(({ field, expected, found }) => ({ at: field, expected, found }));
}

/** Whether two hostnames, each with or without a wildcard, overlap. */
function meets(one: string, other: string): boolean {
  const below = (wildcard: string, name: string) =>
    wildcard.startsWith('*.') && name.endsWith(wildcard.slice(1));
  return one === other || below(one, other) || below(other, one);
}

export const routeUnattached = rule('route-unattached', {
  of: (model) => [...subjectsOf(model), ...withRefusal(model), ...oddRoutes(model)],
  *all(subjects, model) {
    const references = subjects.flatMap((subject) => ('at' in subject ? [] : [subject]));
    yield* subjects.flatMap((subject) => ('at' in subject ? [subject] : []));
    yield* references.flatMap((subject) => unheardHosts(subject, model));
    const gateways = new Set(references.flatMap(({ gateway }) => gateway ?? []));
    // The certificate of a chart may be outside the input.
    const refusedOnes = new Map([...gateways].filter((each) => !(each instanceof ChartObject))
      .map((each) => [each, refusedListeners(each)] as const));
    yield* [...refusedOnes.values()].flat();
    // A Gateway that the API server refuses serves no route.
    yield* unattached(references.filter(({ gateway }) => !gateway || !refusedOnes.get(gateway)?.length));
  },
});

export const routeInClear = rule('route-in-clear', {
  of: (model) =>
    grouped(model.unionRoutes.filter(({ backends }) => backends.length > 0), ({ edge }) => edge.name)
      .flatMap((routes) => routes[0].edge.doors([...new Set(routes.map(({ object }) => object))], model)),
  each: ({ plain }) => plain && { ...plain, expected: 'the entry point or listener with TLS alone' },
});

export const grpcServedAsHttp = rule('grpc-served-as-http', {
  of: (model) => model.controlPlanes.filter(({ edge }) => edge.showsProtocol),
  *each(server, model) {
    for (const [object, { route, request, wanted, spoken, isByPort }] of wronglySpoken(
      server, model.services, model.flyteadmins.some(({ speaksTls }) => speaksTls),
    )) {
      const [{ service }] = route.backends;
      yield {
        at: (isByPort ? undefined : placeOf(object)) ?? route.field,
        expected: `${wanted === 'GRPC' ? 'gRPC' : wanted} to ${service} for ${request}`,
        found: spoken,
        values: { service, request, wanted: wanted === 'GRPC' ? 'gRPC' : wanted },
      };
    }
  },
});

/** An Ingress uses one protocol for all of its backends. */
function placeOf(object: KubeObject): Field | undefined {
  const place = object.annotations[NGINX.backendProtocol] === undefined
    ? object.field('metadata', 'annotations')
    : object.annotationField(NGINX.backendProtocol);
  return object.kind === 'Ingress' ? place : undefined;
}

export const policyUnattached = rule('policy-unattached', {
  of: ({ routeObjects }) => routeObjects.filter(({ group }) => group === GATEWAY_API_GROUP),
  all: (_, model) => misaimedPolicies(model).map(({ at, expected, found }) => ({ at, expected, found })),
});

/** A listener that makes the API server refuse its Gateway. */
interface RefusedListener {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
}

const PROTOCOLS = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

/**
 * Listeners whose protocol and TLS do not go together, or whose protocol is known in other letters.
 *
 * Source: Gateway API 1.2, `apis/v1/gateway_types.go`: the validation rules of `listeners` and of `tls`.
 */
function refusedListeners(gateway: KubeObject): RefusedListener[] {
  return gateway.objectsAt('spec', 'listeners').flatMap((listener, index) => {
    const protocol = asText(listener.protocol) ?? '';
    const place = gateway.field('spec', 'listeners', index);
    const upper = protocol.toUpperCase();
    if (protocol !== upper && PROTOCOLS.includes(upper)) {
      return [{ at: place.child('protocol'), expected: upper, found: protocol }];
    }
    if (protocol === 'HTTP' && listener.tls !== undefined) {
      const expected = 'HTTPS, as the listener has tls';
      return [{ at: place.child('protocol'), expected, found: protocol }];
    }
    return protocol === 'HTTPS' ? ofTls(listener.tls, place) : [];
  });
}

function ofTls(raw: unknown, place: Field): RefusedListener[] {
  if (raw === undefined) {
    return [{ at: place, expected: 'tls with a certificate beside protocol HTTPS', found: 'none' }];
  }
  const { mode, certificateRefs, options } = asObject(raw);
  const chosen = asText(mode) ?? 'Terminate';
  if (chosen !== 'Terminate') {
    return [{ at: place.child('tls', 'mode'), expected: 'Terminate beside protocol HTTPS', found: chosen }];
  }
  return asList(certificateRefs).length > 0 || Object.keys(asObject(options)).length > 0
    ? []
    : [{ at: place.child('tls'), expected: 'certificateRefs', found: 'none' }];
}
