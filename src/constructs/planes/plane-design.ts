// Tests: test/constructs/planes/chart-props.test.ts, test/constructs/planes/assumed-release.test.ts
import { entryOf, isObject, JsonObject, mergeValues, nestUnder, valueAt } from '../../common/data/json';
import { helmReleaseName, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, jsonMap, optional, Shape, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import { secretsIn } from '../../common/values/secret-values';
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
 * Props of every plane, with or without Union's chart.
 *
 * @internal
 */
export interface PlaneProps {
  /** How client secrets get into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the plane, such as `union`.
   *
   * @default - that of the chart; without one "union-cp" for a control plane, "union" for a data plane
   */
  readonly namespace?: string;

  /**
   * The chart release whose layout to follow.
   *
   * @default - the current release; with `AuthProfile.GUIDE` the release that the guide describes
   */
  readonly chartVersion?: ChartVersion;
}

/**
 * Props for a chart.
 *
 * @internal
 */
export interface ChartProps {
  /**
   * Name of the Helm release, such as `union`. It adopts Secrets of the chart that are delivered before the
   * installation.
   *
   * @default "unionai-controlplane" for a control plane, "unionai-dataplane" for a data plane
   */
  readonly releaseName?: string;

  /**
   * Additional Helm values, merged over those of the library as Helm does: maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/**
 * Refuses secrets, and top-level keys that the chart does not have: Helm ignores those silently.
 *
 * @internal
 */
export function _checkExtraValues(
  problems: Problems, chart: ChartName, { extraValues = {}, chartVersion }: ChartProps & Partial<PlaneProps>,
): void {
  secretsIn(extraValues).forEach((path) =>
    problems.addUnshown(`extraValues.${path}`, '(hidden) looks like a secret, which values must not contain; '
      + 'deliver it in a Secret (docs/secret-delivery.md)'));
  const known = TOP_LEVEL_KEYS[chart];
  for (const key of Object.keys(extraValues).filter((name) => !known.includes(name))) {
    const at = `extraValues[${JSON.stringify(key)}]`;
    if (key.includes('.')) {
      const nested = key.split('.').map((part) => `{ ${part}: `).join('');
      problems.addUnshown(at, 'is a single name with dots for Helm, which no template reads; write '
        + `${nested}…${' }'.repeat(key.split('.').length)}`);
      continue;
    }
    const meant = slipOf(key, known);
    const other = CHART_NAMES.find((name) => name !== chart && TOP_LEVEL_KEYS[name].includes(key));
    // An unknown release may have other keys.
    if (meant !== undefined || other !== undefined || chartVersion?._assumed === undefined) {
      const elsewhere = other === undefined ? 'remove it' : `give it to the plane of the chart ${other}`;
      const remedy = meant === undefined ? elsewhere : `did you mean ${meant}?`;
      problems.addUnshown(`extraValues.${key}`, `is not a key of the chart ${chart}; ${remedy}`);
    }
  }
}

/**
 * Refuses props for a chart on a plane without one.
 *
 * @internal
 */
export function _refuseChartProps(problems: Problems, props: object): void {
  for (const prop of ['releaseName', 'extraValues', 'chartCreatesSecret', 'databasePassword']) {
    if ((props as Readonly<Record<string, unknown>>)[prop] !== undefined) {
      problems.addUnshown(prop, 'applies to Union\'s chart, and a plane in plain YAML has none; leave it '
        + 'out');
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
 * The Secrets that the chart rendered before, and no longer renders with these values: an upgrade deletes
 * them, with all keys of other tools.
 */
function takenFromChart({ targets }: SecretPlan): string[] {
  return targets.filter(({ takenFromChart: taken }) => taken).map(({ secretName }) => secretName);
}

/** Whether other tools own keys in it. */
function isShared({ creationPolicy }: SecretTarget): boolean {
  return creationPolicy === SecretCreationPolicy.MERGE;
}

/** For the head of a values file: the steps before the first upgrade of a running Helm release. */
function keepBeforeUpgrade(plan: SecretPlan): string[] {
  const names = takenFromChart(plan);
  return names.length === 0 ? [] : [
    'BEFORE the first upgrade of a running Helm release with this file, run the take-over script of this '
      + 'plane (takeOverScript).',
    `Helm deletes Secrets that the chart no longer renders (${names.join(', ')}), with the keys that `
      + 'other tools own',
    'there. The script prevents that, and keeps the keys that an earlier kubectl apply has written.',
    'Without the script, this command only protects the Secret from Helm; "not found" is correct on a fresh '
      + 'cluster:',
    ...names.map((name) =>
      `  kubectl annotate secret ${name} --namespace ${plan.namespace} --overwrite `
        + `${HELM_KEEP.annotation}=${HELM_KEEP.value}`),
  ];
}

/** The same as a script, for every Secret with keys of other tools. Undefined if there is nothing to keep. */
export function takeOverScript(plan: SecretPlan): TextFile | undefined {
  const kept = plan.targets.filter((target) => isShared(target) || target.takenFromChart);
  return kept.length === 0 ? undefined : TextFile._of([
    '#!/bin/sh',
    `# Keeps the keys of the Secrets in namespace ${plan.namespace} that more than one tool writes.`,
    '#',
    '# Run it before you apply manifests of this plane to existing Secrets, before the first upgrade of '
      + 'a running Helm',
    '# release with its values, and after each kubectl apply on one of these Secrets. Without it,',
    '#',
    '#   - kubectl apply of a manifest without data removes the keys that another kubectl apply has '
      + 'written,',
    '#   - Helm, Argo CD and Flux delete a Secret that they no longer render, with all its keys.',
    '#',
    '# It changes no value and reads none. You can run it again; on a fresh cluster it does nothing. If it '
      + 'cannot keep a',
    '# Secret, it prints the reason, continues with the others, and exits with 1.',
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

/** The input for rotation annotations, besides the mounts of the chart. */
export interface RotationOptions {
  /** The user's own values, which can replace those that the chart sets for all services. */
  readonly extraValues?: JsonObject;
  /** The Secrets of the plane. */
  readonly secretPlan: SecretPlan;
  /** Delivered Secrets that a workload mounts besides those of the chart, by workload. */
  readonly further?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Annotations that restart pods when a secret rotates, as chart values: for all pods that mount a delivered
 * Secret, if the chart accepts annotations for them.
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
    const annotations = secrets._rotation?._podAnnotations(mounted, references) ?? {};
    values = Object.keys(annotations).length > 0
      ? mergeValues(values, nestUnder(path, { ...others, ...annotations }))
      : values;
  };
  for (const { workload, secrets: mounted, podAnnotations, ownPodAnnotations } of readers) {
    const more = entryOf(further, workload) ?? [];
    if (ownPodAnnotations && (more.length > 0 || isSet(extraValues, ownPodAnnotations))) {
      // These replace the values for all services, so the user's annotations for all are repeated.
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
 * Instructions to restart pods without annotations; empty without a rotation, or if all pods have
 * annotations.
 */
function restartByHand(
  readers: readonly SecretReader[], secrets: SecretDelivery, namespace: string,
): string[] {
  const unreached = readers.filter(({ podAnnotations }) => podAnnotations === undefined);
  return secrets._rotation && unreached.length > 0
    ? [
      'The chart accepts no annotations for these pods. After a rotation, restart them by hand:',
      ...unreached.map(({ workload }) =>
        `  kubectl rollout restart deployment/${workload} --namespace ${namespace}`),
    ]
    : [];
}

function isSet(values: JsonObject, path: string): boolean {
  const value = valueAt(values, path);
  return isObject(value) && Object.keys(value).length > 0;
}

/** The computed authentication of a plane, before anything is emitted. */
export interface PlaneDesign {
  readonly context: PlaneContext;
  readonly secretPlan: SecretPlan;
  readonly helmValues: HelmValues;
  readonly config: PlaneConfig;
}

/** The additions of one kind of plane to its chart's values. */
interface ChartSide {
  /** The release's description of the plane. */
  readonly plane: ReleaseContract['controlPlane'] | ReleaseContract['dataPlane'];
  readonly releaseName: string;
  readonly clusterName?: string;
  /** First line of the file. */
  readonly title: string;
  /** Further lines at the top of the file. */
  readonly notes?: readonly string[];
  readonly trustedClients?: readonly string[];
  readonly values: JsonObject;
  readonly extraValues?: JsonObject;
  /** Names of Secrets that a service reads besides those of its contract. */
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
