import { JsonObject, isObject, valueAt } from '../../../common/data/json';
import { FLUX_INSTALLER } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { heldLayers, HeldReader } from './held-values';
import { Around, inlineLayers, Install, Layer, nameOf, ownValues, SetValue } from './install';
import { literalValue, setLayers, setValues, stepsIn } from './set-value';

/** What a HelmRelease installs. */
export interface FluxInstall extends Install {
  /** Where the chart comes from, if the input shows it. */
  readonly source?: KubeObject;
}

/** What Flux's HelmReleases install. */
export function fluxInstalls(around: Around): FluxInstall[] {
  return around.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind).map((object) => {
    const spec = object.objectAt('spec');
    const chart = chartSpec(object, around);
    const references = asList(spec.valuesFrom).map(asObject);
    const layersOf = (isLast: boolean) => references.flatMap((ref, index) =>
      (isLast === overwrites(ref, asObject(spec.values)) ? referred(object, ref, index, around) : []));
    const target = asText(spec.targetNamespace);
    return {
      by: object,
      name: nameOf(object),
      ...chartOf(object, chart, around),
      namespace: target ?? object.namespace,
      // Source: Flux, `HelmReleaseSpec.releaseName`.
      releaseName: asText(spec.releaseName) ?? [target, object.name].filter(Boolean).join('-'),
      // Flux has no name for a cluster but that of the Secret with its kubeconfig.
      destination: object.textAt('spec', 'kubeConfig', 'secretRef', 'name'),
      layers: [
        ...chartFiles(chart.spec),
        ...layersOf(false),
        ...inlineLayers(spec.values, object.field('spec', 'values')),
        ...layersOf(true),
      ],
      changedBy: patchesOf(object),
    };
  });
}

/** The spec of a HelmChart: of one that a HelmRelease names, or its own; empty for an OCIRepository. */
interface FluxChart {
  readonly by: KubeObject;
  readonly spec: JsonObject;
}

function chartSpec(object: KubeObject, around: Around): FluxChart {
  const named = sourceOf(object, object.objectAt('spec', 'chartRef'), around);
  return named?.kind === 'HelmChart'
    ? { by: named, spec: named.objectAt('spec') }
    : { by: object, spec: object.objectAt('spec', 'chart', 'spec') };
}

function sourceOf(
  by: KubeObject, { kind, name, namespace }: JsonObject, { ofKind }: Around,
): KubeObject | undefined {
  const home = { cluster: by.cluster, namespace: asText(namespace) ?? by.namespace };
  return ofKind(FLUX_INSTALLER.sources, asText(kind) ?? '')
    .find((each) => each.name === name && sameHome(each, home));
}

function chartOf(
  object: KubeObject, { by, spec: { chart, version, sourceRef } }: FluxChart, around: Around,
): Pick<FluxInstall, 'chart' | 'repository' | 'version' | 'source'> {
  const ref = chart === undefined ? object.objectAt('spec', 'chartRef') : asObject(sourceRef);
  const source = sourceOf(by, ref, around);
  const url = source?.textAt('spec', 'url');
  return chart === undefined
    ? {
      source,
      chart: url ?? asText(ref.name),
      repository: url,
      version: ['tag', 'semver'].map((key) => source?.textAt('spec', 'ref', key)).find(Boolean),
    }
    : { source, chart: asText(chart), repository: url ?? asText(ref.name), version: asText(version) };
}

/** Other images change nothing of authentication. */
function patchesOf(object: KubeObject): string[] {
  const renderers = object.listAt('spec', 'postRenderers').map((each) => asObject(asObject(each).kustomize));
  return [...new Set(renderers.flatMap((kustomize) => Object.keys(kustomize)))]
    .filter((key) => key !== 'images')
    .map((key) => `spec.postRenderers.kustomize.${key}`);
}

/** Those within the chart, in the place of its own, which the input may show of a chart in a repository. */
function chartFiles(
  { chart, valuesFiles, sourceRef, ignoreMissingValuesFiles: optional }: JsonObject,
): Layer[] {
  const files = asList(valuesFiles).map((file): Layer =>
    ({ kind: 'file', path: asText(file) ?? '', optional: optional === true }));
  const lies = asText(chart) !== undefined && asObject(sourceRef).kind !== 'HelmRepository';
  return files.length > 0 || !lies ? files : ownValues(asText(chart)!, []);
}

/**
 * Whether a reference is written into a map of `values`, and so wins over it. Source: fluxcd/pkg,
 * `ChartValuesFromReferences`: what has a targetPath "will overwrite all".
 */
function overwrites({ targetPath }: JsonObject, values: JsonObject): boolean {
  const [first, ...others] = stepsIn(asText(targetPath) ?? '');
  return others.length > 0 && isObject(valueAt(values, [first]));
}

function referred(object: KubeObject, ref: JsonObject, index: number, around: Around): Layer[] {
  const reference = {
    kind: asText(ref.kind) ?? '',
    name: asText(ref.name) ?? '',
    key: asText(ref.valuesKey) ?? FLUX_INSTALLER.valuesKey,
    optional: ref.optional === true,
  };
  const path = asText(ref.targetPath);
  const at = object.field('spec', 'valuesFrom', index);
  if (path === undefined) {
    return heldLayers(object, reference, around);
  }
  const read = (text: string) =>
    (ref.literal === true ? [literalValue(path, text, at)] : setsAt(path, text, at));
  const reader: HeldReader = {
    text: ({ text }) => setLayers(read(text)),
    file: (file) => [{ kind: 'content', ...file, read }],
  };
  return heldLayers(object, reference, around, reader);
}

/** As `--set` has it, or `--set-string` what stands in quotes. Source: fluxcd/pkg, `ReplacePathValue`. */
function setsAt(path: string, text: string, at: Field): SetValue[] {
  const isQuoted = /^(["']).*\1$/s.test(text);
  return setValues(`${path}=${isQuoted ? text.replace(/^["']+|["']+$/g, '') : text}`, at, isQuoted);
}
