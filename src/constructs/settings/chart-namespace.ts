import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Records, chartOf } from '../../common/props/construct-props';
import { INGRESS_PROVIDER } from '../../contract/union/gateway-routes';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { UnionIdentity } from '../identity';

/**
 * Props with the namespace of the chart where they name none, as cdk8s gives it to every object of the chart.
 * The default of a plane is left to who asks: it counts where neither says anything.
 */
export function inChart<P extends { readonly namespace?: string }>(scope: IConstruct, props: P): P {
  const chart = chartOf(scope);
  const { namespace = Chart.isChart(chart) ? chart.namespace : undefined } = props;
  return namespace === undefined ? props : { ...props, namespace };
}

/** What a plane is. */
export interface PlaneHome {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  readonly chartVersion: ChartVersion;
  /** Of a data plane: the cluster that it registers as, if it is listed. */
  readonly dataPlane?: { readonly clusterName?: string };
}

/** What a piece of a plane is made for, as far as it is told. */
export interface PieceHome extends Partial<PlaneHome> {
  readonly namespace: string;
}

interface ControlPlaneHome extends PlaneHome {
  /** Whether its chart renders a Gateway with routes. */
  readonly hasGateway: boolean;
  /** Whether the pods of the chart's controller are in the network of their nodes. */
  readonly hasHostNetwork: boolean;
}

/** Where the control planes of a chart, and those of the whole app, live, by their domains. */
const CONTROL_PLANES = new Records<ControlPlaneHome>();
/** The same of data planes, by domain and cluster. */
const DATA_PLANES = new Records<PlaneHome>();

const ALL = 'plane';

/** Says where a control plane lives, to whatever is before it. */
export function recordControlPlane(scope: IConstruct, home: ControlPlaneHome): void {
  CONTROL_PLANES.add(chartOf(scope), ALL, scope, home);
  CONTROL_PLANES.add(scope.node.root, home.identity.domain, scope, home);
}

/** Says what a data plane is, to pieces of it. */
export function recordDataPlane(scope: IConstruct, home: PlaneHome): void {
  DATA_PLANES.add(chartOf(scope), ALL, scope, home);
  if (home.dataPlane?.clusterName !== undefined) {
    DATA_PLANES.add(scope.node.root, clusterKey(home), scope, home);
  }
}

const clusterKey = ({ identity, dataPlane }: PieceHome) => `${identity?.domain}/${dataPlane?.clusterName}`;

/**
 * Fails the synthesis where a piece is made for another namespace, provider, domain or chart release than the
 * plane of its chart, or that of its domain (of a data plane: its cluster) in another chart.
 *
 * @param consequence what the wrong namespace leads to
 */
export function mustFitPlane(construct: IConstruct, piece: PieceHome, consequence: string): void {
  construct.node.addValidation({
    validate: () => {
      const faults = planesOf(construct, piece).map(({ scope, value }) => {
        const path = `the ${piece.dataPlane ? 'data' : 'control'} plane ${scope.node.path}`;
        const inOne = `: ${consequence}. Give both the same namespace, or their charts.`;
        return differences(piece, value).map(([own, there, remedy = inOne]) =>
          `${own}, and ${path} ${there}${remedy}`);
      });
      return faults.some((found) => found.length === 0) ? [] : faults.flat();
    },
  });
}

/** The planes that a piece may be meant for: of its chart and namespace, of its chart, or of the app. */
function planesOf(construct: IConstruct, piece: PieceHome) {
  const planes: Records<PlaneHome> = piece.dataPlane ? DATA_PLANES : CONTROL_PLANES;
  const { identity, namespace, dataPlane } = piece;
  const ofChart = planes.about(chartOf(construct), ALL);
  const here = ofChart.filter(({ value }) => value.namespace === namespace);
  const isNamed = (home: PlaneHome) => home.identity.domain === identity?.domain
    && home.dataPlane?.clusterName === dataPlane?.clusterName;
  const named = ofChart.filter(({ value }) => identity === undefined || isNamed(value));
  const ofApp = () => (identity === undefined
    ? []
    : planes.about(construct.node.root, dataPlane ? clusterKey(piece) : identity.domain));
  return [here, named].find(({ length }) => length > 0) ?? ofApp();
}

/** What a piece says of itself, what its plane does, and what to do, unless it is about the namespace. */
type Difference = readonly [own: string, there: string, remedy?: string];

function differences(piece: PieceHome, plane: PlaneHome): Difference[] {
  const { identity = plane.identity, chartVersion = plane.chartVersion } = piece;
  const [issuer, issuerThere] = [identity, plane.identity].map((each) => each.identityProvider.issuer);
  const { domain } = plane.identity;
  const all: [differs: boolean, Difference][] = [
    [piece.namespace !== plane.namespace, [`is in namespace ${piece.namespace}`, `is in ${plane.namespace}`]],
    [identity.domain !== domain, [`is for ${identity.domain}`, `is for ${domain}`, SAME_IDENTITY]],
    [issuer !== issuerThere, [`takes tokens of ${issuer}`, `takes those of ${issuerThere}`, SAME_IDENTITY]],
    [chartVersion.version !== plane.chartVersion.version, [
      `follows chart release ${chartVersion}`, `follows ${plane.chartVersion}`,
      ', whose files, keys and routes may differ. Give both the same chartVersion.',
    ]],
  ];
  return all.filter(([differs]) => differs).map(([, difference]) => difference);
}

/** Routes lead to the Services of their own namespace. */
export const DEAD_ROUTES = 'its routes would lead to Services that are not there';

const SAME_IDENTITY = '. Give both the same UnionIdentity.';

/** Fails the synthesis where the chart of the control plane renders routes of the same names. */
export function mustReplaceNoGateway(construct: IConstruct, namespace: string, domain: string): void {
  construct.node.addValidation({
    validate: () =>
      CONTROL_PLANES.about(construct.node.root, domain)
        .filter(({ value }) => value.hasGateway && value.namespace === namespace)
        .map(({ scope }) =>
          `has routes with the names of those that the chart of ${scope.node.path} renders by `
          + `${INGRESS_PROVIDER}, and one would replace the other. Take that out of its extraValues, or `
          + 'leave this edge out and guard the chart\'s routes by EnvoyGatewayGuard.'),
  });
}

/**
 * Fails the synthesis where the controller of the chart runs in the network of its node: policies select pods
 * by labels, and these have the address of the node.
 */
export function mustHavePodNetwork(construct: IConstruct, namespace: string, ofChart: boolean): void {
  construct.node.addValidation({
    validate: () => CONTROL_PLANES.about(chartOf(construct), ALL)
      .filter(({ value }) => ofChart && value.hasHostNetwork && value.namespace === namespace)
      .map(({ scope }) => 'selects the pods of the controller by their labels, and with the values of '
        + `${scope.node.path} they are in the network of their nodes (ingress-nginx.controller.hostNetwork): `
        + 'it would lock them out. Add the addresses of the nodes to allowFrom: { cidr }.'),
  });
}

/**
 * Fails the synthesis where something is before a control plane of its chart, or the one of its domain in
 * another chart, and in another namespace: routes lead to the Services of their own namespace.
 *
 * @param domain of the control plane; absent where the construct is told none
 */
export function mustLiveBesideControlPlane(construct: IConstruct, namespace: string, domain?: string): void {
  construct.node.addValidation({
    validate: () => {
      const beside = CONTROL_PLANES.about(chartOf(construct), ALL)
        .filter(({ value }) => domain === undefined || value.identity.domain === domain);
      const planes = beside.length > 0 || domain === undefined
        ? beside
        : CONTROL_PLANES.about(construct.node.root, domain);
      const elsewhere = planes.filter(({ value }) => value.namespace !== namespace);
      return elsewhere.length === 0 || elsewhere.length < planes.length
        ? []
        : elsewhere.map(({ scope, value }) =>
          `is in namespace ${namespace}, and the control plane ${scope.node.path} is in ${value.namespace}: `
          + 'its routes would lead to Services '
        + 'that are not there. Give both the same namespace, or their charts.');
    },
  });
}

/**
 * Fails the synthesis where a plane reads a SecretStore of its chart that is in another namespace only:
 * External Secrets looks for it beside the ExternalSecret.
 */
export function mustLiveBesideStore(construct: IConstruct, namespace: string, storeName: string): void {
  construct.node.addValidation({
    validate: () => {
      const stores = chartOf(construct).node.findAll().filter((each): each is ApiObject =>
        ApiObject.isApiObject(each) && each.kind === 'SecretStore' && each.name === storeName);
      const namespaces = stores.map((store) => store.metadata.namespace);
      return stores.length === 0 || namespaces.includes(namespace) ? [] : [
        `is in namespace ${namespace}, and the SecretStore ${storeName} that it reads is in `
          + `${namespaces.map((each) => each ?? 'the default one').join(', ')}: `
        + 'an ExternalSecret finds a store of its own namespace only. Give both the same namespace, or '
        + 'neither and the chart the one.',
      ];
    },
  });
}
