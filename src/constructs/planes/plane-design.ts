import { entryOf, isObject, JsonObject, mergeValues, nestUnder, valueAt } from '../../common/data/json';
import { helmReleaseName, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, jsonMap, optional, Shape, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import type { ReleaseContract } from '../../contract/union/release-contract';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { SecretReader } from '../../contract/union/secrets';
import { CHART_NAMES, ChartName, TOP_LEVEL_KEYS } from '../../contract/union/values-contract';
import { HELM_KEEP } from '../../contract/upstream/helm';
import type { PlaneConfig } from '../config/plane-config';
import { TextFile } from '../output/text-file';
import { SecretCreationPolicy } from '../secrets/external-secret';
import { BASICS, KEEP, KUBECTL_VARIABLE, LOOK, STANDING } from '../secrets/keeping-script';
import { SecretDelivery } from '../secrets/secret-delivery';
import { referencesOf, SecretPlan, SecretTarget } from '../secrets/secret-target';
import { CHART_VERSION } from '../settings/context';
import type { PlaneContext } from '../settings/context';
import { HelmValues } from '../values/helm-values';

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

/**
 * What the chart rendered before, and with these values leaves to us: an upgrade removes it, with what others
 * keep there.
 */
function takenFromChart({ targets }: SecretPlan): string[] {
  return targets.filter(({ takenFromChart: taken }) => taken).map(({ secretName }) => secretName);
}

/** Others keep keys in it. */
function isShared({ creationPolicy }: SecretTarget): boolean {
  return creationPolicy === SecretCreationPolicy.MERGE;
}

/** For the head of a values file: what to do before the first upgrade of a running release. */
function keepBeforeUpgrade(plan: SecretPlan): string[] {
  const names = takenFromChart(plan);
  return names.length === 0 ? [] : [
    'BEFORE the first upgrade of a running release with this file, run the take-over script of this plane '
      + '(takeOverScript).',
    `Helm removes what its chart rendered and now leaves to others (${names.join(', ')}), with the keys that `
      + 'others keep',
    'there. The script prevents that, and keeps the keys that an earlier kubectl apply has written.',
    'Without the script, this command keeps the Secret from Helm alone; "not found" is right on a fresh '
      + 'cluster:',
    ...names.map((name) =>
      `  kubectl annotate secret ${name} --namespace ${plan.namespace} --overwrite `
        + `${HELM_KEEP.annotation}=${HELM_KEEP.value}`),
  ];
}

/**
 * The same as a script, for every Secret in which others keep keys as well. None where there is nothing to
 * keep.
 */
export function takeOverScript(plan: SecretPlan): TextFile | undefined {
  const kept = plan.targets.filter((target) => isShared(target) || target.takenFromChart);
  return kept.length === 0 ? undefined : TextFile._of([
    '#!/bin/sh',
    `# Keeps the keys of the Secrets in namespace ${plan.namespace} that more than one tool writes.`,
    '#',
    '# Run it before manifests of this plane are applied to existing Secrets, before the first upgrade of '
      + 'a running Helm',
    '# release with its values, and after each kubectl apply on one of these Secrets. Without it,',
    '#',
    '#   - kubectl apply of a manifest without data removes the keys that another kubectl apply has '
      + 'written,',
    '#   - Helm, Argo CD and Flux delete a Secret that they no longer render, with all its keys.',
    '#',
    '# It changes no value and reads none. You can run it again; on a fresh cluster it does nothing. If it '
      + 'cannot keep a',
    '# Secret, it says why, goes on with the others, and exits with 1.',
    '#',
    '# To change one of these keys later with kubectl apply --server-side, add --force-conflicts. kubectl '
      + 'patch needs no flag.',
    '#',
    KUBECTL_VARIABLE,
    'set -eu',
    '',
    `namespace='${plan.namespace}'`,
    ...BASICS,
    '',
    ...STANDING,
    '',
    ...LOOK,
    '',
    ...KEEP,
    '',
    ...kept.map((target) => `keep ${target.secretName} ${isShared(target) ? 'shared' : 'owned'}`),
    '[ -z "$problems" ] || exit 1',
    '',
  ].join('\n'), true);
}

/** What decides about the rotation of one plane besides what its chart mounts. */
export interface RotationOptions {
  /** The user's own values, which may replace what the chart gives to all. */
  readonly extraValues?: JsonObject;
  /** The Secrets of the plane. */
  readonly secretPlan: SecretPlan;
  /** Delivered Secrets that a workload mounts besides those of the chart, by its name. */
  readonly further?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Annotations with which pods learn of a rotated secret, as values of a chart: on the pods of everything that
 * mounts a delivered Secret, wherever the chart takes annotations.
 */
function rotationValues(
  readers: readonly SecretReader[], secrets: SecretDelivery, options: RotationOptions,
): JsonObject {
  const { extraValues = {}, secretPlan, further = {} } = options;
  const references = referencesOf(secretPlan);
  const shared = new Map<string, string[]>();
  let values: JsonObject = {};
  const place = (path: string, mounted: readonly string[], others: JsonObject = {}) => {
    // Departs from the guide: DEVIATIONS.rotation.
    const annotations = secrets._podAnnotations(mounted, references);
    values = Object.keys(annotations).length > 0
      ? mergeValues(values, nestUnder(path, { ...others, ...annotations }))
      : values;
  };
  for (const { workload, secrets: mounted, podAnnotations, ownPodAnnotations } of readers) {
    const more = entryOf(further, workload) ?? [];
    if (ownPodAnnotations && (more.length > 0 || isSet(extraValues, ownPodAnnotations))) {
      // These take the place of what all have, so what the user gave to all is repeated.
      const toAll = isSet(extraValues, ownPodAnnotations) || !podAnnotations
        ? undefined
        : valueAt(extraValues, podAnnotations);
      place(ownPodAnnotations, [...mounted, ...more], isObject(toAll) ? toAll : {});
    } else if (podAnnotations) {
      shared.set(podAnnotations, [...shared.get(podAnnotations) ?? [], ...mounted]);
    }
  }
  shared.forEach((mounted, path) => place(path, mounted));
  return values;
}

/**
 * For people: how to restart what no annotation reaches; nothing without a rotation, or where all are
 * reached.
 */
function restartByHand(
  readers: readonly SecretReader[], secrets: SecretDelivery, namespace: string,
): string[] {
  const unreached = readers.filter(({ podAnnotations }) => podAnnotations === undefined);
  return secrets._rotates && unreached.length > 0
    ? [
      'The chart takes no annotations for these pods. After a rotation restart them by hand:',
      ...unreached.map(({ workload }) =>
        `  kubectl rollout restart deployment/${workload} --namespace ${namespace}`),
    ]
    : [];
}

function isSet(values: JsonObject, path: string): boolean {
  const value = valueAt(values, path);
  return isObject(value) && Object.keys(value).length > 0;
}

/** What the authentication of a plane comes to, before anything is emitted. */
export interface PlaneDesign {
  readonly context: PlaneContext;
  readonly secretPlan: SecretPlan;
  readonly helmValues: HelmValues;
  readonly config: PlaneConfig;
}

/** What one kind of plane adds to the values of its chart. */
interface ChartSide {
  /** What the release says of the plane. */
  readonly plane: ReleaseContract['controlPlane'] | ReleaseContract['dataPlane'];
  readonly releaseName: string;
  readonly clusterName?: string;
  /** The first line of the file. */
  readonly title: string;
  /** Further lines at its top. */
  readonly notes?: readonly string[];
  readonly trustedClients?: readonly string[];
  readonly values: JsonObject;
  readonly extraValues?: JsonObject;
  /** Names of Secrets that a service reads beside those of its contract. */
  readonly furtherSecrets?: { readonly [service: string]: readonly string[] };
}

/** The override values of a plane's chart. */
export function chartValues(
  { secrets, ...props }: PlaneProps & ChartProps,
  { context: { namespace, chartVersion }, secretPlan }: Pick<PlaneDesign, 'context' | 'secretPlan'>,
  { plane: { values: contract, secretReaders }, releaseName, clusterName, ...side }: ChartSide,
): HelmValues {
  const extraValues = props.extraValues as JsonObject;
  const rotation = rotationValues(secretReaders, secrets, {
    extraValues, secretPlan, further: side.furtherSecrets,
  });
  return HelmValues._forChart({
    contract,
    release: chartVersion,
    target: { releaseName, namespace, clusterName, takesOver: secrets._takenOver(secretPlan) },
    heading: [
      `${side.title}, chart release ${chartVersion}.`,
      ...restartByHand(secretReaders, secrets, namespace),
      ...keepBeforeUpgrade(secretPlan),
      ...side.notes ?? [],
    ],
    trustedClients: side.trustedClients,
    values: mergeValues(side.values, rotation),
    extraValues: side.extraValues ?? extraValues,
  });
}
