import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { chartOf, Records } from '../../common/data/records';

/**
 * Props with the namespace of the chart where they name none, as cdk8s gives it to every object of the chart.
 * The default of a plane is left to who asks: it counts where neither says anything.
 */
export function inChart<P extends { readonly namespace?: string }>(scope: IConstruct, props: P): P {
  const chart = chartOf(scope);
  const { namespace = Chart.isChart(chart) ? chart.namespace : undefined } = props;
  return namespace === undefined ? props : { ...props, namespace };
}

/** Where the control planes of a chart, and those of the whole app, live, by their domains. */
const CONTROL_PLANES = new Records<{ readonly domain: string; readonly namespace: string }>();

const ALL = 'control plane';

/** Says where a control plane lives, to whatever stands before it. */
export function recordControlPlane(scope: IConstruct, domain: string, namespace: string): void {
  CONTROL_PLANES.add(chartOf(scope), ALL, scope, { domain, namespace });
  CONTROL_PLANES.add(scope.node.root, domain, scope, { domain, namespace });
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
