import { JsonObject } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import {
  CHART_GATEWAY, GATEWAY_VALUES, GatewayRoute, GatewayRouteRule, INGRESS_PROVIDER, LOCAL_HOST, rendersGateway,
  rendersIngresses,
} from '../../contract/union/gateway-routes';
import { ENVOY_GATEWAY_API_VERSION } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP, GATEWAY_API_VERSION } from '../../contract/upstream/gateway-api';
import { isMadeUp } from '../kube/home';
import { asTexts } from '../kube/json-access';
import { becauseOf, ChartObject, Origin } from './chart-object';
import type { ValueSet } from './value-set';

/** A control plane's Gateway, its unguarded routes, and the policy for callers. */
export function gatewayObjects(set: ValueSet): ChartObject[] {
  const { controlPlane } = set.release._contract;
  if (mayHideGuards(set) || !rendersGateway(controlPlane, set.effective.at(INGRESS_PROVIDER))) {
    return [];
  }
  const hosts = hostsOf(set);
  return [
    gatewayObject(set, hosts),
    ...controlPlane.gatewayRoutes.map((route) =>
      routeObject(set, route, hosts.filter(({ isOf }) => isOf(route)))),
    clientPolicy(set),
  ];
}

/** Guards may be in values outside the input, or in an unknown namespace. */
export function mayHideGuards({ partial, namespace }: ValueSet): boolean {
  return partial || isMadeUp(namespace);
}

interface Host {
  readonly name: string;
  readonly values: readonly PathStep[];
  readonly listener?: typeof CHART_GATEWAY.listeners[number];
  readonly isOf: (route: GatewayRoute) => boolean;
}

/** The hosts with a listener, without duplicates, in the order of the templates. */
function hostsOf({ release, effective: values }: ValueSet): readonly Host[] {
  const { host, serverlessHost, isServerless, intraClusterHost, envoyHost } = GATEWAY_VALUES;
  const { controlPlane, controlPlane: { ingress } } = release._contract;
  const [https, serverless, intraCluster, local] = CHART_GATEWAY.listeners;
  const at = (path: string, listener: Host['listener'], isOf: Host['isOf']): Host[] => {
    const name = values.textAt(path);
    return name === undefined ? [] : [{ name, values: path.split('.'), listener, isOf }];
  };
  const ownHosts = [
    ...at(host, https, always),
    ...values.at(isServerless) === true ? at(serverlessHost, serverless, ({ guarded }) => !guarded) : [],
    ...at(intraClusterHost, intraCluster, isGrpc),
  ];
  const provider = INGRESS_PROVIDER.split('.');
  const service = (name: string): Host => ({ name, values: provider, listener: local, isOf: isGrpc });
  const { namespace } = values;
  const nginx = namespace === undefined ? [] : [service(LOCAL_HOST.nginx(namespace))];
  const localHosts = rendersIngresses(controlPlane, values.at(INGRESS_PROVIDER))
    ? nginx
    : [...at(envoyHost, local, isGrpc), service(LOCAL_HOST.envoy)].slice(0, 1);
  const extraHosts = asTexts(values.at(`${ingress}.extraHosts`)).map((name, i): Host => ({
    name, values: [ingress, 'extraHosts', i], isOf: always,
  }));
  const listening = [...ownHosts, ...localHosts];
  return [...listening.filter(({ name }, i) => listening.findIndex((other) => other.name === name) === i),
    ...extraHosts];
}

const always = () => true;
const isGrpc = ({ kind }: GatewayRoute) => kind === 'GRPCRoute';

function gatewayObject(set: ValueSet, hosts: readonly Host[]): ChartObject {
  const { className } = GATEWAY_VALUES;
  const ofListeners = hosts.filter(({ listener }) => listener !== undefined)
    .map((host) => ({ host, certificate: certificateOf(host, set) }));
  const listeners = ofListeners.map(({ host: { name: hostname, listener: name }, certificate }) => ({
    name, protocol: 'HTTPS', port: 443, hostname, ...certificate?.spec,
  }));
  const spec = { gatewayClassName: set.effective.textAt(className), listeners };
  return made(set, [GATEWAY_API_VERSION, 'Gateway', CHART_GATEWAY.name], spec, [
    { path: ['spec', 'gatewayClassName'], values: className.split('.') },
    ...ofListeners.flatMap(({ host, certificate }, i): Origin[] => [
      namedAt(['spec', 'listeners', i, 'hostname'], host),
      ...certificate === undefined ? [] : [becauseOf(certificate.at, ['spec', 'listeners', i, 'tls'])],
    ]),
  ]);
}

/** The certificate of a listener, and the value that names it. */
function certificateOf({ listener }: Host, { effective: values }: ValueSet) {
  const { certificate, internalCertificate, certificateNamespace } = GATEWAY_VALUES;
  const [, , ...internal] = CHART_GATEWAY.listeners;
  const paths = [...internal.some((each) => each === listener) ? [internalCertificate] : [], certificate];
  const at = paths.find((path) => values.textAt(path) !== undefined);
  if (at === undefined) {
    return undefined;
  }
  const namespace = values.textAt(certificateNamespace);
  const place = namespace === undefined ? {} : { namespace };
  const reference = { kind: 'Secret', ...place, name: values.textAt(at) };
  return { at, spec: { tls: { mode: 'Terminate', certificateRefs: [reference] } } };
}

function routeObject(set: ValueSet, route: GatewayRoute, hosts: readonly Host[]): ChartObject {
  const { namespace } = set;
  const spec = {
    parentRefs: [{ name: nameIn(set, CHART_GATEWAY.name), ...namespace === undefined ? {} : { namespace } }],
    hostnames: hosts.map((host) => host.name),
    rules: route.rules.map((rule) => ruleOf(route, rule)),
  };
  const origins = hosts.map((host, i) => namedAt(['spec', 'hostnames', i], host));
  return made(set, [GATEWAY_API_VERSION, route.kind, route.name], spec, origins);
}

function ruleOf(route: GatewayRoute, { backend, trees = [], exact = [] }: GatewayRouteRule): JsonObject {
  const httpMatch = (type: string) => (value: string) => ({ path: { type, value } });
  const grpcMatch = (path: string) => {
    const [, service, method] = path.split('/');
    return { method: { service, ...method === undefined ? {} : { method } } };
  };
  const matches = isGrpc(route)
    ? [...trees, ...exact].map(grpcMatch)
    : [...trees.map(httpMatch('PathPrefix')), ...exact.map(httpMatch('Exact'))];
  if (backend === undefined) {
    const path = { type: 'ReplaceFullPath', replaceFullPath: CHART_GATEWAY.redirect };
    return { matches, filters: [{ type: 'RequestRedirect', requestRedirect: { path, statusCode: 301 } }] };
  }
  const [name, port] = backend.split(':');
  return { matches, backendRefs: [{ name, port: Number(port) }] };
}

/** For the whole Gateway, so that a second such policy is refused. */
function clientPolicy(set: ValueSet): ChartObject {
  const { name, bufferLimit, clientPolicy: policy } = CHART_GATEWAY;
  const target = { group: GATEWAY_API_GROUP, kind: 'Gateway', name: nameIn(set, name) };
  const spec = { targetRefs: [target], connection: { bufferLimit } };
  return made(set, [ENVOY_GATEWAY_API_VERSION, 'ClientTrafficPolicy', policy], spec, []);
}

/** With the explicit parts of the values; the rest belongs to every Gateway. */
function made(
  set: ValueSet,
  [apiVersion, kind, name]: readonly [string, string, string],
  spec: JsonObject,
  origins: readonly Origin[],
): ChartObject {
  const metadata = { name: nameIn(set, name), namespace: set.namespace };
  return new ChartObject({ apiVersion, kind, metadata, spec }, set, [
    becauseOf(INGRESS_PROVIDER), ...origins,
  ]);
}

function nameIn({ effective }: ValueSet, name: string): string {
  const own = effective.textAt(GATEWAY_VALUES.nameOverride) ?? CHART_GATEWAY.name;
  return `${own}${name.slice(CHART_GATEWAY.name.length)}`;
}

function namedAt(path: readonly PathStep[], { values }: Host): Origin {
  return { path, values };
}
