import { filledIn } from '../_internal/checks';
import { isObject } from '../_internal/json';
import { instanceOf, optional, struct, text } from '../_internal/kinds';
import { Problems } from '../_internal/problems';
import { HelmValues } from '../values';

/** Where one of Union's Helm charts comes from. */
export interface HelmChartSource {
  /** The chart repository (`https://charts.example.com/union`) or OCI registry (`oci://registry.example.com/union`), without the chart's name. */
  readonly repository: string;

  /** Name of the chart: `controlplane` or `dataplane`. */
  readonly chart: string;

  /** Version of the chart. An exact one: what the values were made for. */
  readonly version: string;
}

/** Where the synthesized manifests lie: the Secrets' delivery, the stores. */
export interface GitManifestSource {
  /** URL of the Git repository. */
  readonly repository: string;

  /** Directory in it that holds the manifests. */
  readonly path: string;

  /**
   * Branch, tag or commit.
   *
   * @default "HEAD"
   */
  readonly revision?: string;
}

export const HELM_CHART_SOURCE = struct<HelmChartSource>({
  repository: text(filledIn, (url) => (/^(https|oci):\/\/[^/]+/.test(url) ? undefined : 'is no chart repository; start it with https:// or oci://')),
  chart: text(filledIn, (name) => (/^[a-z0-9][a-z0-9.-]*$/.test(name) ? undefined : 'is no name of a chart; use lower-case letters, digits, "-" and "."')),
  version: text(filledIn, (range) =>
    /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(range) ? undefined : 'is no exact version; name the one that the values were made for, such as 2026.8.3'),
});

export const GIT_MANIFEST_SOURCE = struct<GitManifestSource>({
  repository: text(filledIn),
  path: text(filledIn, (path) => (path.startsWith('/') ? 'is absolute; write it relative to the repository' : undefined)),
  revision: optional(text(filledIn)),
});

export const HELM_VALUES = instanceOf(HelmValues, 'take helmValues of ControlPlaneAuth or DataPlaneAuth');

/**
 * kubectl and Argo CD drop nulls from what an object holds, and the chart's default comes back.
 *
 * @internal
 */
export function _checkNoNulls(problems: Problems, prop: string, value: unknown): void {
  if (value === null) {
    problems.add(prop, value, 'does not reach the chart: kubectl and Argo CD drop nulls on the way; give the empty value that the chart reads as none, such as ""');
  } else if (Array.isArray(value)) {
    value.forEach((entry, i) => _checkNoNulls(problems, `${prop}[${i}]`, entry));
  } else if (isObject(value)) {
    Object.entries(value).forEach(([key, entry]) => _checkNoNulls(problems, `${prop}.${key}`, entry));
  }
}

/** @internal */
export function _isOci({ repository }: HelmChartSource): boolean {
  return repository.startsWith('oci://');
}
