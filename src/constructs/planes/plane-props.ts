import { helmReleaseName, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { Shape, instanceOf, jsonMap, optional, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { CHART_NAMES, ChartName, TOP_LEVEL_KEYS } from '../../contract/union/values-contract';
import { SecretDelivery } from '../secrets';
import { CHART_VERSION } from '../settings/plane-context';

/**
 * What every plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface PlaneProps {
  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the plane, such as `union`.
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
   * Name of the Helm release of the chart, such as `union`. The release takes over Secrets that the chart
   * renders and that are delivered before it.
   *
   * @default "unionai-controlplane" for a control plane, "unionai-dataplane" for a data plane
   */
  readonly releaseName?: string;

  /**
   * Further Helm values, merged over those that are made. They are merged over `helmValues` as Helm merges:
   * maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/**
 * Refuses keys at the top that the chart has not: Helm passes over them without a word.
 *
 * @internal
 */
export function _checkExtraValues(
  problems: Problems, chart: ChartName, { extraValues = {}, chartVersion }: ChartProps & Partial<PlaneProps>,
): void {
  const known = TOP_LEVEL_KEYS[chart];
  for (const key of Object.keys(extraValues).filter((name) => !known.includes(name))) {
    const at = `extraValues[${JSON.stringify(key)}]`;
    if (key.includes('.')) {
      const nested = key.split('.').map((part) => `{ ${part}: `).join('');
      problems.addUnshown(at, 'is one name with dots to Helm, which no template reads; write '
        + `${nested}…${' }'.repeat(key.split('.').length)}`);
      continue;
    }
    const meant = slipOf(key, known);
    const other = CHART_NAMES.find((name) => name !== chart && TOP_LEVEL_KEYS[name].includes(key));
    // A release that is not known here may have others.
    if (meant !== undefined || other !== undefined || chartVersion?._assumed === undefined) {
      const elsewhere = other === undefined ? 'remove it' : `give it to the plane of the chart ${other}`;
      const remedy = meant === undefined ? elsewhere : `did you mean ${meant}?`;
      problems.addUnshown(`extraValues.${key}`, `is not a key of the chart ${chart}; ${remedy}`);
    }
  }
}

/**
 * Refuses what is said about a chart to a plane that has none.
 *
 * @internal
 */
export function _refuseChartProps(problems: Problems, props: object): void {
  for (const prop of ['releaseName', 'extraValues', 'chartCreatesSecret', 'databasePassword']) {
    if ((props as Readonly<Record<string, unknown>>)[prop] !== undefined) {
      problems.addUnshown(prop, 'is about Union\'s chart, and a plane in plain YAML has none; leave it out');
    }
  }
}

export const PLANE_PROPS: Shape<PlaneProps> = {
  secrets: instanceOf(SecretDelivery),
  namespace: optional(text(namespaceName)),
  chartVersion: CHART_VERSION,
};

export const CHART_PROPS: Shape<ChartProps> = {
  releaseName: optional(text(helmReleaseName)),
  extraValues: optional(jsonMap),
};
