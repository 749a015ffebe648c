import { textInBase64 } from '../../../common/data/bytes';
import { isObject } from '../../../common/data/json';
import { FLUX_INSTALLER } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { Around, folderOf, Install, lastOf, Layer, nameOf, ownValues } from './install';
import { setValue } from './set-value';

/** What Flux's HelmReleases install. */
export function fluxInstalls(around: Around): Install[] {
  return around.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind).map((object) => {
    const spec = object.objectAt('spec');
    const inline: Layer[] = isObject(spec.values)
      ? [{ kind: 'map', values: spec.values, at: object.field('spec', 'values') }]
      : [];
    return {
      by: object,
      name: nameOf(object),
      ...chartOf(object, around),
      namespace: asText(spec.targetNamespace) ?? object.namespace,
      // Flux has no name for a cluster but that of the Secret with its kubeconfig.
      destination: object.textAt('spec', 'kubeConfig', 'secretRef', 'name'),
      layers: [
        ...chartFiles(object),
        ...asList(spec.valuesFrom).map((entry, index) => referred(object, asObject(entry), index, around)),
        ...inline,
      ],
    };
  });
}

function chartOf(object: KubeObject, { ofKind }: Around): Pick<Install, 'chart' | 'repository' | 'version'> {
  const ref = object.objectAt('spec', 'chartRef');
  if (Object.keys(ref).length > 0) {
    const source = ofKind(FLUX_INSTALLER.sources, asText(ref.kind) ?? '').find(
      (each) => each.name === ref.name,
    );
    const url = source?.textAt('spec', 'url');
    return {
      chart: source?.textAt('spec', 'chart') ?? url ?? asText(ref.name),
      repository: url,
      version:
        ['tag', 'semver'].map((key) => source?.textAt('spec', 'ref', key)).find(Boolean)
        ?? source?.textAt('spec', 'version'),
    };
  }
  const { chart, version, sourceRef } = object.objectAt('spec', 'chart', 'spec');
  const { kind, name } = asObject(sourceRef);
  const repository = ofKind(FLUX_INSTALLER.sources, asText(kind) ?? '').find((each) => each.name === name);
  return {
    chart: asText(chart),
    repository: repository?.textAt('spec', 'url') ?? asText(name),
    version: asText(version),
  };
}

/** Those within the chart, in the place of its own, which the input may show of a chart in a repository. */
function chartFiles(object: KubeObject): Layer[] {
  const { chart, valuesFiles, sourceRef } = object.objectAt('spec', 'chart', 'spec');
  const files = asList(valuesFiles).map((file): Layer => ({ kind: 'file', path: asText(file) ?? '' }));
  const lies = asText(chart) !== undefined && asObject(sourceRef).kind !== 'HelmRepository';
  return files.length > 0 || !lies ? files : ownValues(asText(chart)!, []);
}

function referred(
  object: KubeObject, ref: Record<string, unknown>, index: number, { ofKind, kustomizations }: Around,
): Layer {
  const [kind, name] = [asText(ref.kind) ?? '', asText(ref.name) ?? ''];
  const key = asText(ref.valuesKey) ?? FLUX_INSTALLER.valuesKey;
  const generated = kustomizations.flatMap((each) => generatedFile(each, kind, name, key));
  if (generated.length > 0 && ref.targetPath === undefined) {
    return generated[0];
  }
  const holder = ofKind('', kind).find((each) => each.name === name && sameHome(each, object));
  const text = holder?.textAt('data', key) ?? holder?.textAt('stringData', key);
  const path = asText(ref.targetPath);
  if (holder === undefined || text === undefined) {
    return {
      kind: 'unread',
      what: `${key} of the ${kind} ${name}`,
      add: `the ${kind}, or the file that it is made of with --values`,
    };
  }
  const encoded = kind === 'Secret' && holder.textAt('stringData', key) === undefined;
  const content = encoded ? textInBase64(text) : text;
  if (path !== undefined) {
    return { kind: 'set', sets: [setValue(path, content, object.field('spec', 'valuesFrom', index))] };
  }
  const at = holder.field(holder.textAt('stringData', key) === undefined ? 'data' : 'stringData', key);
  return /^ENC\[/.test(content)
    ? {
      kind: 'unread',
      what: `${key} of the ${kind} ${name}, which is encrypted`,
      add: 'what it holds, with --values',
    }
    : { kind: 'text', text: content, at };
}

/** The file that a kustomization makes a key of a ConfigMap or Secret of. */
function generatedFile(kustomization: KubeObject, kind: string, name: string, key: string): Layer[] {
  const generators = kustomization
    .listAt(kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator')
    .map(asObject);
  return generators
    .filter((each) => each.name === name)
    .flatMap(({ files }) => asList(files))
    .flatMap((file): Layer[] => {
      const [, as = undefined, path = ''] = /^(?:([^=]+)=)?(.*)$/.exec(asText(file) ?? '') ?? [];
      return (as ?? lastOf(path)) === key
        ? [{ kind: 'file', path, beside: folderOf(kustomization.source.file) }]
        : [];
    });
}
