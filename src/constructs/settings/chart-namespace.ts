import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Records, chartOf } from '../../common/props/construct-props';
import { INGRESS_PROVIDER } from '../../contract/union/gateway-routes';

/**
 * Props with the namespace of the chart where they name none, as cdk8s gives it to every object of the chart.
 * The default of a plane is left to who asks: it counts where neither says anything.
 */
export function inChart<P extends { readonly namespace?: string }>(scope: IConstruct, props: P): P {
  const chart = chartOf(scope);
  const { namespace = Chart.isChart(chart) ? chart.namespace : undefined } = props;
  return namespace === undefined ? props : { ...props, namespace };
}

interface ControlPlaneHome {
  readonly domain: string;
  readonly namespace: string;
  /** Whether its chart renders a Gateway with routes. */
  readonly hasGateway: boolean;
  /** Whether the pods of the chart's controller are in the network of their nodes. */
  readonly hasHostNetwork: boolean;
}

/** Where the control planes of a chart, and those of the whole app, live, by their domains. */
const CONTROL_PLANES = new Records<ControlPlaneHome>();

const ALL = 'control plane';

/** Says where a control plane lives, to whatever stands before it. */
export function recordControlPlane(scope: IConstruct, home: ControlPlaneHome): void {
  CONTROL_PLANES.add(chartOf(scope), ALL, scope, home);
  CONTROL_PLANES.add(scope.node.root, home.domain, scope, home);
}

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
 * Fails the synthesis where something stands before a control plane of its chart, or the one of its domain in
 * another chart, and in another namespace: routes lead to the Services of their own namespace.
 *
 * @param domain of the control plane; absent where the construct is told none
 */
export function mustLiveBesideControlPlane(construct: IConstruct, namespace: string, domain?: string): void {
  construct.node.addValidation({
    validate: () => {
      const beside = CONTROL_PLANES.about(chartOf(construct), ALL)
        .filter(({ value }) => domain === undefined || value.domain === domain);
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
 * Fails the synthesis where a plane reads a SecretStore of its chart that lies in another namespace only:
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
