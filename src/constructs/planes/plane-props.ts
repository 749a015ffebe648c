import { helmReleaseName, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { PropType, Shape, instanceOf, jsonMap, optional, text } from '../../common/props/prop-types';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { UnionIdentity } from '../identity';
import { SecretDelivery } from '../secrets';
import { CHART_VERSION } from '../settings/plane-context';

/**
 * What every plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface PlaneProps {
  /** The identity, shared by all planes of the deployment. */
  readonly identity: UnionIdentity;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the plane.
   *
   * @default - that of the chart; without one "union-cp" for a control plane, "union" for a data plane
   */
  readonly namespace?: string;

  /**
   * Release of Union's charts whose layout is followed.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartVersion?: ChartVersion;
}

/**
 * What is said about a chart.
 *
 * @internal
 */
export interface ChartProps {
  /**
   * Name of the Helm release of the chart. The release takes over Secrets that the chart renders and that are
   * delivered before it.
   *
   * @default "unionai-controlplane" for a control plane, "unionai-dataplane" for a data plane
   */
  readonly releaseName?: string;

  /**
   * Further Helm values, merged over those of `helmValues` as Helm merges: maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/** Helm takes a name with dots for one name: no key of Union's charts at the top has any. */
const extraValues: PropType = (problems, prop, value) => {
  if (!jsonMap(problems, prop, value)) {
    return false;
  }
  for (const key of Object.keys(value as object).filter((name) => name.includes('.'))) {
    const nested = key.split('.').map((part) => `{ ${part}: `).join('');
    problems.addUnshown(
      `${prop}[${JSON.stringify(key)}]`,
      'is one name with dots to Helm, which nobody reads; write '
        + `${nested}…${' }'.repeat(key.split('.').length)}`,
    );
  }
  return true;
};

/**
 * Refuses what is said about a chart to a plane that has none.
 *
 * @internal
 */
export function _refuseChartProps(problems: Problems, props: object): void {
  for (const prop of ['releaseName', 'extraValues', 'chartCreatesSecret']) {
    if ((props as Readonly<Record<string, unknown>>)[prop] !== undefined) {
      problems.addUnshown(prop, 'is about Union\'s chart, and a plane in plain YAML has none; leave it out');
    }
  }
}

export const PLANE_PROPS: Shape<PlaneProps> = {
  identity: instanceOf(UnionIdentity),
  secrets: instanceOf(SecretDelivery),
  namespace: optional(text(namespaceName)),
  chartVersion: CHART_VERSION,
};

export const CHART_PROPS: Shape<ChartProps> = {
  releaseName: optional(text(helmReleaseName)),
  extraValues: optional(extraValues),
};
