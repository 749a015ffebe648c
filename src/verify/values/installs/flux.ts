import { isObject, JsonObject } from '../../../common/data/json';
import { FLUX_INSTALLER } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { heldText, heldValues, unseen } from './held-values';
import { Around, Install, Layer, nameOf, ownValues } from './install';
import { setValue } from './set-value';

/** What a HelmRelease installs. */
export interface FluxInstall extends Install {
  /** Where the chart comes from, if the input shows it. */
  readonly source?: KubeObject;
}

/** What Flux's HelmReleases install. */
export function fluxInstalls(around: Around): FluxInstall[] {
  return around.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind).map((object) => {
    const spec = object.objectAt('spec');
    const target = asText(spec.targetNamespace);
    const inline: Layer[] = isObject(spec.values)
      ? [{ kind: 'map', values: spec.values, at: object.field('spec', 'values') }]
      : [];
    return {
      by: object,
      name: nameOf(object),
      ...chartOf(object, around),
      namespace: target ?? object.namespace,
      // Source: Flux, `HelmReleaseSpec.releaseName`.
      helmRelease: asText(spec.releaseName) ?? [target, object.name].filter(Boolean).join('-'),
      // Flux has no name for a cluster but that of the Secret with its kubeconfig.
      destination: object.textAt('spec', 'kubeConfig', 'secretRef', 'name'),
      layers: [
        ...chartFiles(object),
        ...asList(spec.valuesFrom).map((entry, index) => referred(object, asObject(entry), index, around)),
        ...inline,
      ],
      changedBy: patchesOf(object),
    };
  });
}

function chartOf(
  object: KubeObject, { ofKind }: Around,
): Pick<FluxInstall, 'chart' | 'repository' | 'version' | 'source'> {
  const ref = object.objectAt('spec', 'chartRef');
  if (Object.keys(ref).length > 0) {
    const source = ofKind(FLUX_INSTALLER.sources, asText(ref.kind) ?? '').find(
      (each) => each.name === ref.name,
    );
    const url = source?.textAt('spec', 'url');
    return {
      source,
      chart: source?.textAt('spec', 'chart') ?? url ?? asText(ref.name),
      repository: url,
      version:
        ['tag', 'semver'].map((key) => source?.textAt('spec', 'ref', key)).find(Boolean)
        ?? source?.textAt('spec', 'version'),
    };
  }
  const { chart, version, sourceRef } = object.objectAt('spec', 'chart', 'spec');
  const { kind, name } = asObject(sourceRef);
  const source = ofKind(FLUX_INSTALLER.sources, asText(kind) ?? '').find((each) => each.name === name);
  return {
    source,
    chart: asText(chart),
    repository: source?.textAt('spec', 'url') ?? asText(name),
    version: asText(version),
  };
}

/** Other images change nothing of authentication. */
function patchesOf(object: KubeObject): string[] {
  const renderers = object.listAt('spec', 'postRenderers').map((each) => asObject(asObject(each).kustomize));
  return [...new Set(renderers.flatMap((kustomize) => Object.keys(kustomize)))]
    .filter((key) => key !== 'images')
    .map((key) => `spec.postRenderers.kustomize.${key}`);
}

/** Those within the chart, in the place of its own, which the input may show of a chart in a repository. */
function chartFiles(object: KubeObject): Layer[] {
  const { chart, valuesFiles, sourceRef } = object.objectAt('spec', 'chart', 'spec');
  const files = asList(valuesFiles).map((file): Layer => ({ kind: 'file', path: asText(file) ?? '' }));
  const lies = asText(chart) !== undefined && asObject(sourceRef).kind !== 'HelmRepository';
  return files.length > 0 || !lies ? files : ownValues(asText(chart)!, []);
}

function referred(object: KubeObject, ref: JsonObject, index: number, around: Around): Layer {
  const reference = {
    kind: asText(ref.kind) ?? '',
    name: asText(ref.name) ?? '',
    key: asText(ref.valuesKey) ?? FLUX_INSTALLER.valuesKey,
  };
  const path = asText(ref.targetPath);
  if (path === undefined) {
    return heldValues(object, reference, around);
  }
  const held = heldText(object, reference, around);
  const at = object.field('spec', 'valuesFrom', index);
  return held === undefined ? unseen(reference) : { kind: 'set', sets: [setValue(path, held.text, at)] };
}
