import { isSameJson, valueAt, JsonObject, withoutUndefined } from '../../common/data/json';
import { ControlPlaneEdge } from '../../constructs/edge/control-plane-edge';
import { EdgeController } from '../../constructs/edge/edge-controller';
import { SERVICES_POLICY } from '../../constructs/planes/control-plane/control-plane-network-policy';
import { peerOf } from '../../constructs/pods/network-policy';
import { ENVOY_GATEWAY, TRAEFIK } from '../../contract/edges/known-edges';
import { INGRESS_PROVIDER, rendersGateway } from '../../contract/union/gateway-routes';
import { guardedRouteNames } from '../../contract/union/releases/chart-version';
import { CONTROL_PLANE_NAMESPACE } from '../../contract/union/workloads';
import { ENVOY_GATEWAY_CLASS, ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { CHART_INGRESS_CLASS } from '../../contract/upstream/ingress-nginx';
import { NAMESPACE_NAME_LABEL } from '../../contract/upstream/kubernetes';
import { TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_TLS_ENTRY_POINT } from '../../contract/upstream/traefik';
import { asList, asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { ChartObject } from '../../verify/values/chart-object';
import { Finds } from './finds';
import { isHelms, isOurs, Standing } from './standing';

/** Finds an edge, and adds it if it exists. */
type Finder = (standing: Standing, finds: Finds) => boolean;

/** Finds the edge of the control plane and its certificates: the first match applies. */
export function findEdge(standing: Standing, finds: Finds): void {
  FINDERS.some((find) => find(standing, finds));
}

/** Whether they are the chart's own, by their names if nothing else shows it. */
function isChart(object: KubeObject): boolean {
  return object instanceof ChartObject || isHelms(object)
    || (!isOurs(object) && isNamedAsOfChart(object));
}

/** Whether a policy is for a route of the chart. */
function guardsChart(policy: KubeObject): boolean {
  const targets = [policy.at('spec', 'targetRef'), ...asList(policy.at('spec', 'targetRefs'))].map(asObject);
  return targets.some(isNamedAsOfChart);
}

function isNamedAsOfChart({ kind, name }: { readonly kind?: unknown; readonly name?: unknown }): boolean {
  return OF_CHART.some((own) => own.kind === kind && own.name === name);
}

const OF_CHART = (['HTTPRoute', 'GRPCRoute'] as const)
  .flatMap((kind) => guardedRouteNames(kind).map((name) => ({ kind, name })));

function routesOfTraefik({ model }: Standing): readonly KubeObject[] {
  return TRAEFIK.routes.flatMap(([group, kind]) => model.ofKind(group, kind));
}

/** Whether this library created routes of Traefik. */
export function hasOurTraefik(standing: Standing): boolean {
  return routesOfTraefik(standing).some(isOurs);
}

function findTraefik(standing: Standing, finds: Finds): boolean {
  const routes = routesOfTraefik(standing);
  const encrypted = routes.filter((each) => each.at('spec', 'tls') !== undefined);
  const [route = routes[0]] = encrypted;
  if (route === undefined) {
    return false;
  }
  const unusual = (each: KubeObject | undefined, usual: string) => {
    const points = asList(each?.at('spec', 'entryPoints')).flatMap((point) => asText(point) ?? []);
    return points.length === 0 || points.join() === usual ? undefined : points;
  };
  const traefik = withoutUndefined({
    entryPoints: unusual(route, TRAEFIK_TLS_ENTRY_POINT),
    httpEntryPoints: unusual(
      routes.find((each) => each !== route && !encrypted.includes(each)), TRAEFIK_HTTP_ENTRY_POINT,
    ),
  });
  finds.take('edge.controller', { traefik }, route.field('spec', 'entryPoints'));
  const secretName = asText(route.at('spec', 'tls', 'secretName'));
  takeTls(finds, secretName === undefined ? [] : [{ secretName }], route);
  return true;
}

/** Finds the routes of the chart for `global.INGRESS_PROVIDER`, or the user's own. */
function findGateway(standing: Standing, finds: Finds): boolean {
  const { model, controlPlane, release } = standing;
  const routes = ENVOY_GATEWAY.routes.flatMap(([group, kind]) => model.ofKind(group, kind));
  const policy = model.ofKind(ENVOY_GATEWAY_GROUP, 'SecurityPolicy').find(guardsChart);
  const provider = controlPlane?.get(INGRESS_PROVIDER);
  const hasGateway = rendersGateway(release._contract.controlPlane, provider ?? 'both');
  if (hasGateway && controlPlane && provider === 'envoy') {
    finds.take('edge.controller', { chartGateway: {} }, controlPlane.field(INGRESS_PROVIDER));
  } else if (routes.length > 0 && !routes.some((route) => isChart(route))) {
    takeEnvoyGateway(standing, routes[0], finds);
  } else if (hasGateway && (routes.length > 0 || policy !== undefined)) {
    finds.take('edge.controller', { chartGateway: {} }, (routes[0] ?? policy).field());
  } else {
    return false;
  }
  return true;
}

function takeEnvoyGateway({ model }: Standing, route: KubeObject, finds: Finds): void {
  const parent = asObject(asList(route.at('spec', 'parentRefs'))[0]);
  const name = asText(parent.name) ?? '';
  const namespace = asText(parent.namespace);
  const own = model.ofKind(GATEWAY_API_GROUP, 'Gateway').find((gateway) =>
    gateway.name === name && gateway.namespace === route.namespace);
  if (own === undefined || (namespace !== undefined && namespace !== route.namespace)) {
    const gateway = withoutUndefined({ name, namespace, sectionName: asText(parent.sectionName) });
    finds.take('edge.controller', { envoyGateway: { gateway } }, route.field('spec', 'parentRefs'));
    return;
  }
  const gatewayClassName = asText(own.at('spec', 'gatewayClassName'));
  const envoyGateway = gatewayClassName === ENVOY_GATEWAY_CLASS ? {} : { gatewayClassName };
  finds.take('edge.controller', { envoyGateway }, own.field('spec', 'gatewayClassName'));
  const secrets = asList(own.at('spec', 'listeners')).flatMap((listener) =>
    asList(asObject(asObject(listener).tls).certificateRefs).flatMap((ref) =>
      asText(asObject(ref).name) ?? []));
  takeTls(finds, [...new Set(secrets)].map((secretName) => ({ secretName })), own);
}

/** With the charts, the Ingresses are the chart's, and their settings are in its values. */
function findIngress(standing: Standing, finds: Finds): boolean {
  const { model, isPlain } = standing;
  const own = model.unionServers.find(({ routes }) => routes.some(({ object }) => object.kind === 'Ingress'));
  const ingress = own?.routes[0].object;
  if (ingress === undefined) {
    finds.miss(
      'edge: the input has no route to the control plane; the chart\'s own ingress-nginx is used',
    );
    return false;
  }
  const className = asText(ingress.at('spec', 'ingressClassName'));
  const isUsual = !isPlain || className === undefined || className === CHART_INGRESS_CLASS;
  const ingressNginx = isUsual ? {} : { ingressClassName: className };
  finds.take('edge.controller', { ingressNginx }, ingress.field('spec', 'ingressClassName'));
  if (isPlain) {
    const certificates = asList(ingress.at('spec', 'tls')).map(asObject)
      .flatMap(({ secretName }) => (asText(secretName) === undefined ? [] : [{ secretName }]));
    takeTls(finds, certificates, ingress);
  }
  return true;
}

/** Finds who can reach the services: the peers of our policy, or everyone without one. */
export function findNetworkPolicy(standing: Standing, finds: Finds): void {
  const { model, isPlain, controlPlaneNamespace: namespace = CONTROL_PLANE_NAMESPACE } = standing;
  const ours = isPlain ? undefined : model.objects.find((object) =>
    isOurs(object) && object.namespace === namespace);
  const policy = model.ofKind('networking.k8s.io', 'NetworkPolicy')
    .find(({ name }) => name === SERVICES_POLICY);
  if (ours !== undefined && policy === undefined) {
    finds.take('controlPlane.networkPolicy.enabled', false, ours.field());
  } else if (policy !== undefined) {
    const pods = ownEdges(finds).flatMap((controller) => controller._kind.pods(namespace));
    const usual = [...pods, { namespace }].map(peerOf);
    const others = policy.listAt('spec', 'ingress').flatMap((rule) => asList(asObject(rule).from))
      .filter((peer) => !usual.some((each) => isSameJson(each, peer)))
      .map((peer) => namedPeer(asObject(peer)));
    if (others.length > 0) {
      finds.take('controlPlane.networkPolicy.allowFrom', others, policy.field('spec', 'ingress'));
    }
  }
}

/** The edges whose pods our policy admits; for an existing Gateway, those in its namespace. */
function ownEdges({ answers }: Finds): EdgeController[] {
  const found = asObject(valueAt(answers, 'edge.controller.envoyGateway.gateway'));
  const [name, namespace] = [asText(found.name), asText(found.namespace)];
  const gateway = name === undefined ? undefined : { name, namespace };
  return [
    EdgeController.ingressNginx(), EdgeController.traefik(), EdgeController.envoyGateway({ gateway }),
    ControlPlaneEdge.chartGateway().controller,
  ];
}

/** A peer of a NetworkPolicy in the format of a prop. */
function namedPeer({ namespaceSelector, podSelector, ipBlock }: JsonObject): JsonObject {
  const { [NAMESPACE_NAME_LABEL]: namespace, ...namespaceLabels } =
    asObject(asObject(namespaceSelector).matchLabels);
  const isNamed = namespace !== undefined || namespaceSelector === undefined;
  return withoutUndefined({
    namespace,
    namespaceLabels: isNamed ? undefined : namespaceLabels,
    podLabels: podSelector && asObject(asObject(podSelector).matchLabels),
    cidr: asObject(ipBlock).cidr,
  });
}

const FINDERS: readonly Finder[] = [findTraefik, findGateway, findIngress];

function takeTls(finds: Finds, certificates: readonly JsonObject[], object: KubeObject): void {
  if (certificates.length > 0) {
    finds.take('edge.tls', certificates, object.field('spec', 'tls'));
  } else {
    finds.take('edge.tlsEndsElsewhere', true, `${finds.places.textOf(object.field())} has no certificate`);
  }
}
