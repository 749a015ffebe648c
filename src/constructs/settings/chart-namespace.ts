// Tests: test/constructs/planes/chart-namespace.test.ts
import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Records, chartOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, Shape } from '../../common/props/prop-types';
import { INGRESS_PROVIDER } from '../../contract/union/gateway-routes';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { DataPlaneIdentity, UnionIdentity } from '../identity';

/**
 * Props with the chart's namespace as the default, which cdk8s gives to every object of the chart. If the
 * chart has none, callers apply the default of the plane.
 */
export function inChart<P extends { readonly namespace?: string }>(scope: IConstruct, props: P): P {
  const chart = chartOf(scope);
  const { namespace = Chart.isChart(chart) ? chart.namespace : undefined } = props;
  return namespace === undefined ? props : { ...props, namespace };
}

/**
 * Checks the props of a construct, and returns them with the namespace of the chart as the default.
 *
 * @param further checks those props, once the types are right
 */
// eslint-disable-next-line max-params
export function demandInChart<P extends { readonly namespace?: string }>(
  scope: IConstruct, subject: string, props: P, shape: Shape<P>,
  further: (problems: Problems, own: P) => void,
): P {
  demand(subject, props, shape, (problems) => further(problems, inChart(scope, props)));
  return inChart(scope, props);
}

/** The identity of a plane. */
export interface PlaneHome {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  readonly chartVersion: ChartVersion;
  /** For a data plane: its cluster name, if it is listed. */
  readonly dataPlane?: { readonly clusterName?: string };
}

/** The plane for which a piece is made, as far as it is known. */
export interface PieceHome extends Partial<PlaneHome> {
  readonly namespace: string;
}

interface ControlPlaneHome extends PlaneHome {
  /** Whether its chart renders a Gateway with routes. */
  readonly hasGateway: boolean;
  /** Whether the pods of the chart's controller use the host network. */
  readonly hasHostNetwork: boolean;
}

/** The control planes of a chart, and of the whole app, by domain. */
const CONTROL_PLANES = new Records<ControlPlaneHome>();
/** Data planes, by domain and cluster. */
const DATA_PLANES = new Records<PlaneHome>();

const ALL = 'plane';

/** Registers a control plane, so that pieces of it can be checked. */
export function recordControlPlane(scope: IConstruct, home: ControlPlaneHome): void {
  CONTROL_PLANES.add(chartOf(scope), ALL, scope, home);
  CONTROL_PLANES.add(scope.node.root, home.identity.domain, scope, home);
}

/** Registers a data plane, so that pieces of it can be checked. */
export function recordDataPlane(scope: IConstruct, home: PlaneHome): void {
  DATA_PLANES.add(chartOf(scope), ALL, scope, home);
  if (home.dataPlane?.clusterName !== undefined) {
    DATA_PLANES.add(scope.node.root, clusterKey(home), scope, home);
  }
}

/** Another plane of the app that is the same data plane. */
export function sameDataPlane(scope: IConstruct, dataPlane: DataPlaneIdentity): IConstruct | undefined {
  const { identity, clusterName } = dataPlane;
  return clusterName === undefined
    ? undefined
    : DATA_PLANES.about(scope.node.root, clusterKey({ identity, dataPlane }))[0]?.scope;
}

const clusterKey = ({ identity, dataPlane }: Partial<PlaneHome>) =>
  `${identity?.domain}/${dataPlane?.clusterName}`;

/**
 * Fails the synthesis if a piece has another namespace, provider, domain or chart release than the plane of
 * its chart, or than that of its domain (for a data plane: its cluster) in another chart.
 *
 * @param consequence the consequence of a wrong namespace
 */
export function mustFitPlane(construct: IConstruct, piece: PieceHome, consequence: string): void {
  construct.node.addValidation({
    validate: () => {
      const faults = planesOf(construct, piece).map(({ scope, value }) => {
        const path = `the ${piece.dataPlane ? 'data' : 'control'} plane ${scope.node.path}`;
        const inOne = `: ${consequence}. Give both the same namespace, or their charts.`;
        return differences(piece, value).map(([own, there, remedy = inOne]) =>
          `${own}, but ${path} ${there}${remedy}`);
      });
      return faults.some((found) => found.length === 0) ? [] : faults.flat();
    },
  });
}

/** The possible planes of a piece: of its chart and namespace, of its chart, or of the app. */
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

/** The settings of a piece and of its plane, and the remedy, unless they are namespaces. */
type Difference = readonly [own: string, there: string, remedy?: string];

function differences(piece: PieceHome, plane: PlaneHome): Difference[] {
  const { identity = plane.identity, chartVersion = plane.chartVersion } = piece;
  const [issuer, issuerThere] = [identity, plane.identity].map((each) => each.identityProvider.issuer);
  const { domain } = plane.identity;
  const all: [differs: boolean, Difference][] = [
    [piece.namespace !== plane.namespace, [`is in namespace ${piece.namespace}`, `is in ${plane.namespace}`]],
    [identity.domain !== domain, [`is for ${identity.domain}`, `is for ${domain}`, SAME_IDENTITY]],
    [issuer !== issuerThere, [`accepts tokens of ${issuer}`, 'accepts those of '
      + `${issuerThere}`, SAME_IDENTITY]],
    [chartVersion.version !== plane.chartVersion.version, [
      `is for chart release ${chartVersion}`, `is for ${plane.chartVersion}`,
      ', whose files, keys and routes may differ. Give both the same chartVersion.',
    ]],
  ];
  return all.filter(([differs]) => differs).map(([, difference]) => difference);
}

/** Routes lead to Services of their namespace. */
export const DEAD_ROUTES = 'its routes would lead to Services that do not exist';

const SAME_IDENTITY = '. Give both the same UnionIdentity.';

/** Fails the synthesis if the chart of the control plane renders routes with the same names. */
export function mustReplaceNoGateway(construct: IConstruct, namespace: string, domain: string): void {
  construct.node.addValidation({
    validate: () =>
      CONTROL_PLANES.about(construct.node.root, domain)
        .filter(({ value }) => value.hasGateway && value.namespace === namespace)
        .map(({ scope }) =>
          `has routes with the names of those that the chart of ${scope.node.path} renders by `
          + `${INGRESS_PROVIDER}, and one would replace the other. Remove that from its extraValues, or `
          + 'remove this edge and guard the chart\'s routes with EnvoyGatewayGuard.'),
  });
}

/**
 * Fails the synthesis if the chart's controller uses the host network: its requests have the address of the
 * node, while policies select pods by labels.
 */
export function mustHavePodNetwork(construct: IConstruct, namespace: string, ofChart: boolean): void {
  construct.node.addValidation({
    validate: () => CONTROL_PLANES.about(chartOf(construct), ALL)
      .filter(({ value }) => ofChart && value.hasHostNetwork && value.namespace === namespace)
      .map(({ scope }) => 'selects the pods of the controller by their labels, but with the values of '
        + `${scope.node.path} they use the host network (ingress-nginx.controller.hostNetwork): `
        + 'the policy would lock them out. Add the addresses of the nodes to allowFrom: { cidr }.'),
  });
}

/**
 * Fails the synthesis if a plane reads a SecretStore of its chart in another namespace: External Secrets
 * looks for it in the namespace of the ExternalSecret.
 */
export function mustLiveBesideStore(construct: IConstruct, namespace: string, storeName: string): void {
  construct.node.addValidation({
    validate: () => {
      const stores = chartOf(construct).node.findAll().filter((each): each is ApiObject =>
        ApiObject.isApiObject(each) && each.kind === 'SecretStore' && each.name === storeName);
      const namespaces = stores.map((store) => store.metadata.namespace);
      return stores.length === 0 || namespaces.includes(namespace) ? [] : [
        `is in namespace ${namespace}, but its SecretStore ${storeName} is in `
          + `${namespaces.map((each) => each ?? 'the default one').join(', ')}: `
        + 'an ExternalSecret can only use a store of its namespace. Give both the same namespace, or '
        + 'give only the chart one.',
      ];
    },
  });
}
