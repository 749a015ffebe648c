import { isObject, JsonObject, valueAt } from '../../../common/data/json';
import { textInBase64 } from '../../../common/data/texts';
import { FLUX_INSTALLER } from '../../../contract/upstream/helm';
import { sameHome } from '../../kube/home';
import { asList, asObject, asObjects, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import {
  Around, FileOfValues, folderOf, inlineLayers, Install, lastOf, Layer, nameOf, ownValues, SetValue,
} from './install';
import { setLayers, setValues, stepsIn } from './set-value';

export interface FluxInstall extends Install {
  /** The source of the chart, if it is in the input. */
  readonly source?: KubeObject;
}

/** The installs of Flux's HelmReleases. */
export function fluxInstalls(around: Around): FluxInstall[] {
  return around.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind).map((object) => {
    const spec = object.objectAt('spec');
    const chart = chartSpec(object, around);
    const references = asObjects(spec.valuesFrom);
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
      // Flux identifies a cluster only by its kubeconfig Secret.
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

/** The spec of a HelmChart: of a referenced one, or the HelmRelease's own; empty for an OCIRepository. */
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

/** Images do not change authentication. */
function patchesOf(object: KubeObject): string[] {
  const renderers = object.listAt('spec', 'postRenderers').map((each) => asObject(asObject(each).kustomize));
  return [...new Set(renderers.flatMap((kustomize) => Object.keys(kustomize)))]
    .filter((key) => key !== 'images')
    .map((key) => `spec.postRenderers.kustomize.${key}`);
}

/** Values files in the chart that replace its own; the input may have a chart of a repository. */
function chartFiles(
  { chart, valuesFiles, sourceRef, ignoreMissingValuesFiles: optional }: JsonObject,
): Layer[] {
  const files = asList(valuesFiles).map((file): Layer =>
    ({ kind: 'file', path: asText(file) ?? '', optional: optional === true }));
  const lies = asText(chart) !== undefined && asObject(sourceRef).kind !== 'HelmRepository';
  return files.length > 0 || !lies ? files : ownValues(asText(chart)!, []);
}

/** What has a targetPath wins. Source: fluxcd/pkg, `ChartValuesFromReferences`. */
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
  const read = (value: string) =>
    (ref.literal === true ? [{ path, value, at }] : setsAt(path, value, at));
  const reader: HeldReader = {
    text: ({ text }) => setLayers(read(text)),
    file: (file) => [{ kind: 'unread', what: `the text of ${file.path}`, add: 'it, with --values' }],
  };
  return heldLayers(object, reference, around, reader);
}

/** Like `--set`, or `--set-string` for a quoted value. Source: fluxcd/pkg, `ReplacePathValue`. */
function setsAt(path: string, text: string, at: Field): SetValue[] {
  const isQuoted = /^(["']).*\1$/s.test(text);
  return setValues(`${path}=${isQuoted ? text.replace(/^["']+|["']+$/g, '') : text}`, at, isQuoted);
}

/** A key with values in a ConfigMap or Secret next to the HelmRelease. */
interface ValuesReference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  /** Whether Flux tolerates its absence. */
  readonly optional: boolean;
}

interface HeldText {
  readonly text: string;
  readonly at: Field;
}

/** The text of a key; undefined if it is not in the input. */
function heldText(
  by: KubeObject, { kind, name, key }: ValuesReference, { ofKind }: Around,
): HeldText | undefined {
  const holder = ofKind('', kind).find((each) => each.name === name && sameHome(each, by));
  const [plain, data] = [holder?.textAt('stringData', key), holder?.textAt('data', key)];
  if (holder === undefined || (plain === undefined && data === undefined)) {
    return undefined;
  }
  const isEncoded = kind === 'Secret' && plain === undefined;
  return {
    text: plain ?? (isEncoded ? textInBase64(data!) : data!),
    at: holder.field(plain === undefined ? 'data' : 'stringData', key),
  };
}

/** How the content of a key is read: a text, or the file from which a kustomization generates it. */
interface HeldReader {
  text(held: HeldText): Layer[];
  file(file: FileOfValues): Layer[];
}

const VALUES: HeldReader = {
  text: (held) => [{ kind: 'text', ...held }],
  file: (file) => [{ kind: 'file', ...file }],
};

/** The content of a key, from the object or a kustomization, otherwise the input to add. */
function heldLayers(
  by: KubeObject, reference: ValuesReference, around: Around, reader: HeldReader = VALUES,
): Layer[] {
  const { kind, name, key, optional } = reference;
  const [generated] = around.kustomizations.flatMap((each) => generatedOf(each, reference));
  if (generated !== undefined && 'path' in generated) {
    return reader.file(generated);
  }
  const held = generated ?? heldText(by, reference, around);
  const what = `${key} of the ${kind} ${name}`;
  if (held === undefined) {
    const add = `the ${kind}, or the file that it is made of with --values`;
    return [{ kind: 'unread', what, add, secret: optional }];
  }
  return held.text.startsWith('ENC[')
    ? [{ kind: 'unread', what: `${what}, which is encrypted`, add: 'its content, with --values' }]
    : reader.text(held);
}

/** The source from which a kustomization generates a key of a ConfigMap or Secret. */
function generatedOf(
  kustomization: KubeObject, { kind, name, key }: ValuesReference,
): (FileOfValues | HeldText)[] {
  const generator = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  const beside = folderOf(kustomization.source.file);
  return kustomization.objectsAt(generator).flatMap((each, index) => {
    const pairs = (list: unknown) => asList(list).map((entry) => keyAndRest(asText(entry) ?? ''));
    const files = pairs(each.files).map(([as, path]) => ({ as: as ?? lastOf(path), path, beside }));
    const literals = pairs(each.literals).map(([as, quoted], position) => {
      const at = kustomization.field(generator, index, 'literals', position);
      return { as, text: quoted.replace(/^(["'])(.*)\1$/s, '$2'), at };
    });
    return each.name !== name ? [] : [...files, ...literals].filter(({ as }) => as === key);
  });
}

function keyAndRest(pair: string): readonly [string | undefined, string] {
  const split = pair.indexOf('=');
  return split < 0 ? [undefined, pair] : [pair.slice(0, split), pair.slice(split + 1)];
}
