import { grouped } from '../../../common/data/collections';
import { JsonObject, mergeValues } from '../../../common/data/json';
import type { PathStep } from '../../../common/data/json';
import { RELEASE_VALUES } from '../../../common/values/helm-output';
import { UnreadableValuesError, ValuesFile, ValuesHolder } from '../../../common/values/values-file';
import type { InputProblem, ManifestText } from '../../../common/yaml/input';
import { clientsIn, TRUSTED_CLIENTS_ANNOTATION } from '../../../contract/own-annotations';
import type { ChartName } from '../../../contract/union/values-contract';
import { UNREAD_DOCUMENTS } from '../../../contract/upstream/helm';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { lineFinder } from '../../read/line-finder';
import type { OpenQuestion } from '../../read/open-question';
import { ifReadable, judgeOfVersion, ownerIn, ValuesText } from '../values-reader';
import { argoInstalls } from './argo';
import { fluxInstalls } from './flux';
import { helmReleaseInstalls, isHelmRelease } from './helm-release';
import { helmfileInstalls, isHelmfile } from './helmfile';
import { chartIn, FileOfValues, Install, joined, lastOf, Layer, SetValue } from './install';
import { changedObjects, isKustomization, kustomizeInstalls } from './kustomize';
import { stepsIn, valuesOfSets } from './set-value';
import { chartsNamed, isUnreadInstaller } from './unread-installs';

/** Documents that may install charts, and possible sources of their values. */
export interface InstallsInput {
  readonly objects: readonly KubeObject[];
  /** Documents that are not Kubernetes objects. */
  readonly documents: readonly KubeObject[];
  /** Every text, including those that are not YAML. */
  readonly texts: readonly ManifestText[];
  /** Values that are given and verified separately. */
  readonly declared: readonly ManifestText[];
}

/** The values with which the input installs Union's charts. */
export interface ReadInstalls {
  /** All of them, of any chart. */
  readonly installs: readonly Install[];
  readonly values: readonly ValuesText[];
  /** Texts that contain values of an install, or that are one. */
  readonly claimed: ReadonlySet<string>;
  readonly open: readonly OpenQuestion[];
  /** Objects that install them with values that are not read. */
  readonly unread: readonly KubeObject[];
}

/** Keys, one of which every document that installs charts has. */
const MARKS = [
  'helmCharts', 'configMapGenerator', 'secretGenerator', 'bases', ...RELEASE_VALUES, ...UNREAD_DOCUMENTS,
];

/** Whether a document that is not a Kubernetes object installs charts, or is referenced by one. */
export function mayInstall(document: JsonObject, file: string): boolean {
  if (MARKS.every((key) => document[key] === undefined)) {
    return false;
  }
  const object = new KubeObject(document, { file, document: 0, path: [] });
  return READ.some((isOne) => isOne(object)) || chartsNamed(document).length > 0;
}

const READ = [isKustomization, isHelmRelease, isHelmfile];

/** @throws UnreadableValuesError when values of one of Union's charts cannot be read. */
export function readInstalls(input: InstallsInput): ReadInstalls {
  const reader = new InstallReader(input);
  const problems: InputProblem[] = [];
  const installs = installsIn(input);
  const read = installs.flatMap((install) =>
    ifReadable(() => reader.read(install), (error) => problems.push(...error.problems)) ?? []);
  if (problems.length > 0) {
    throw new UnreadableValuesError(problems);
  }
  const unread = unreadIn(input);
  return {
    installs,
    unread,
    values: read.flatMap(({ values }) => values),
    claimed: new Set([...read.flatMap(({ claimed }) => claimed), ...unread.map(({ source }) => source.file)]),
    open: [
      ...unseenValues(read.flatMap(({ unseen }) => unseen)),
      ...read.flatMap(({ open }) => open),
      ...input.documents.filter(isKustomization).flatMap((each) => changedObjects(each, input.objects)),
    ],
  };
}

function unreadIn({ objects, documents }: InstallsInput): KubeObject[] {
  const isRead = (document: KubeObject) => READ.some((isOne) => isOne(document));
  return [...objects.filter(isUnreadInstaller), ...documents.filter((each) => !isRead(each))]
    .filter(({ raw }) => chartsNamed(raw).length > 0);
}

function installsIn({ objects, documents }: InstallsInput): Install[] {
  const kustomizations = [...documents, ...objects].filter(isKustomization);
  const ofKind = (group: string, kind: string) =>
    objects.filter((object) => object.kind === kind && object.group === group);
  const around = { ofKind, kustomizations };
  return [
    ...argoInstalls(around), ...fluxInstalls(around),
    ...kustomizations.flatMap(kustomizeInstalls),
    ...documents.filter(isHelmRelease).flatMap(helmReleaseInstalls),
    ...documents.filter(isHelmfile).flatMap(helmfileInstalls),
  ];
}

type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { readonly kind: Kind }>;

interface ReadInstall {
  readonly values: readonly ValuesText[];
  readonly claimed: readonly string[];
  readonly unseen: readonly UnseenValues[];
  readonly open: readonly OpenQuestion[];
}

const NOTHING: ReadInstall = { values: [], claimed: [], unseen: [], open: [] };

interface UnseenValues {
  readonly install: string;
  readonly chart: string;
  readonly layer: LayerOf<'unread'>;
}

/** Values from one missing source are requested once, for all installs. */
function unseenValues(all: readonly UnseenValues[]): OpenQuestion[] {
  return grouped(all, ({ chart, layer }) => JSON.stringify([chart, layer])).map((group) => {
    const [{ install, chart, layer }] = group;
    const who = group.length === 1 ? `${install} reads` : `${install} and ${group.length - 1} more read`;
    return {
      missing: `${who} values from ${layer.what}`,
      question: `what they set for ${chart}`,
      add: layer.add,
      asked: layer.secret !== true,
    };
  });
}

interface ReadLayer {
  readonly file?: ValuesFile;
  /** With its head comments, if the values are a separate text. */
  readonly text?: string;
  readonly claimed?: string;
  readonly unread?: LayerOf<'unread'>;
}

interface LayerPlace {
  readonly index: number;
  readonly said: ChartName | undefined;
  readonly below: JsonObject;
}

class InstallReader {
  private readonly lineOf: (field: Field) => number;
  /** The candidates for an ambiguous path: manifests are never values. */
  private readonly withoutObjects: readonly ManifestText[];

  public constructor(private readonly input: InstallsInput) {
    this.lineOf = lineFinder(input.texts);
    const manifests = new Set(input.objects.map(({ source }) => source.file));
    this.withoutObjects = input.texts.filter(({ name }) => !manifests.has(name));
  }

  public read(install: Install): ReadInstall {
    const said = chartIn(install);
    // Broken values of other charts are ignored.
    const layers = said === undefined
      ? ifReadable(() => this.layersOf(install, said)) ?? []
      : this.layersOf(install, said);
    const files = layers.flatMap(({ file, text = '' }) => (file === undefined ? [] : [{ file, text }]));
    const owner = ownerIn(files.map(({ file }) => file));
    if (owner === undefined && said === undefined) {
      return NOTHING;
    }
    const unused = (install.unused ?? []).flatMap((file) => this.find(file)?.name ?? []);
    const claimed = [...layers.flatMap((layer) => layer.claimed ?? []), ...unused, install.by.source.file];
    const unread = layers.flatMap((layer) => layer.unread ?? []);
    const chart = said ?? owner?.chart ?? 'the chart';
    const unseen = unread.filter(({ given }) => given !== true)
      .map((layer): UnseenValues => ({ install: install.name, chart, layer }));
    const values = files.length === 0 ? [] : this.valuesOf(install, said, files, unread.length > 0);
    return { values, claimed, unseen, open: changes(install) };
  }

  private valuesOf(
    install: Install,
    said: ChartName | undefined,
    files: readonly { readonly file: ValuesFile; readonly text: string }[],
    partial: boolean,
  ): ValuesText[] {
    const { by, at = by.field(), namespace, releaseName, destination } = install;
    const trusted = by.annotations[TRUSTED_CLIENTS_ANNOTATION];
    return files.map(({ file, text }) => ({
      name: file.name,
      text,
      file,
      chart: said,
      ...judgeOfVersion(install.version ?? lastOf(install.chart ?? '')),
      namespace,
      releaseName,
      destination,
      installedAt: at,
      plane: `${by.source.file} ${by.source.document} ${by.source.path.join('.')} ${install.name} `
        + `${install.chart}`,
      trustedClients: trusted === undefined ? undefined : clientsIn(trusted),
      partial,
    }));
  }

  /** Each with the values below it, without the chart's own, as Helm counts. */
  private layersOf({ by, layers }: Install, said: ChartName | undefined): ReadLayer[] {
    let below: JsonObject = {};
    return this.once(layers).map((layer, index) => {
      const read = this.layer(layer, by, { index, said, below });
      const isOwn = layer.kind === 'file' && layer.own === true;
      below = read.file === undefined || isOwn ? below : mergeValues(below, read.file.values);
      return read;
    });
  }

  /** Helm reads a chart's own values first, and again if they are named. */
  private once(layers: readonly Layer[]): readonly Layer[] {
    const files = layers.filter((layer) => layer.kind === 'file');
    const named = new Set(files.filter(({ own }) => own !== true).map((layer) => this.find(layer)?.name));
    const isTwice = (layer: Layer) => layer.kind === 'file' && layer.own && named.has(this.find(layer)?.name);
    return layers.filter((layer) => !isTwice(layer));
  }

  private layer(layer: Layer, by: KubeObject, place: LayerPlace): ReadLayer {
    const { said } = place;
    switch (layer.kind) {
      case 'map':
        return { file: ValuesFile.within(by.source.file, layer.values, this.holder(layer.at)) };
      case 'text':
        return { file: this.embedded(layer.text, layer.at), text: layer.text };
      case 'set':
        return this.single(layer.sets, by, place);
      case 'file': {
        const found = this.find(layer);
        return found === undefined
          ? this.unseen(layer, said)
          : { file: ValuesFile.read(found), text: found.text, claimed: found.name };
      }
      default:
        return { unread: layer };
    }
  }

  private find(file: FileOfValues): ManifestText | undefined {
    return textNamed(file, file.beside === undefined ? this.withoutObjects : this.input.texts);
  }

  private single(sets: readonly SetValue[], by: KubeObject, { index, below }: LayerPlace): ReadLayer {
    const holder = this.holderOfSets(sets, by, index);
    return { file: ValuesFile.within(by.source.file, valuesOfSets(sets, below), holder) };
  }

  private unseen(layer: LayerOf<'file'>, said: ChartName | undefined): ReadLayer {
    const { path, optional } = layer;
    const what = `${path}, which is not in the input`;
    if (layer.own !== true) {
      const given = textNamed(layer, this.input.declared) !== undefined;
      return { unread: { kind: 'unread', what, add: 'that file', given, secret: optional } };
    }
    // The own values of Union's chart are known, those of a chart around it are not; it may have none.
    return said === undefined
      ? { unread: { kind: 'unread', what, add: 'that file, if there is one', secret: true } }
      : {};
  }

  /**
   * @throws UnreadableValuesError with the line of the text around it.
   */
  private embedded(text: string, at: Field): ValuesFile {
    const { file } = at.object.source;
    const read = ifReadable(() => ValuesFile.read({ name: file, text }), ({ problems }) => {
      const first = this.lineOf(at);
      throw new UnreadableValuesError(problems.map(({ line = 0, reason }) =>
        ({ file, line: first + line, reason: `${at}: ${reason}` })));
    });
    return ValuesFile.within(file, read!.values, this.holder(at.inside(read!.values)));
  }

  private holder(at: Field): ValuesHolder {
    return {
      document: at.object.source.document,
      path: [...at.object.source.path, ...at.path],
      lineOf: (path: readonly PathStep[]) => this.lineOf(at.child(...path)),
    };
  }

  private holderOfSets(sets: readonly SetValue[], { source }: KubeObject, index: number): ValuesHolder {
    return {
      document: source.document,
      path: [...source.path, 'set', index],
      lineOf: (path: readonly PathStep[]) => {
        const shared = sets.map((each) => sharedSteps(stepsIn(each.path), path));
        return this.lineOf(sets[shared.lastIndexOf(Math.max(...shared))].at);
      },
    };
  }
}

/**
 * The text of a path: next to the object that names it, or from the root of a repository, of which the input
 * may have any part. Of several, the one with the longest common path.
 */
function textNamed(
  { path, beside, own }: FileOfValues & { readonly own?: boolean }, texts: readonly ManifestText[],
): ManifestText | undefined {
  if (beside !== undefined) {
    const wanted = joined(path.startsWith('/') ? '' : beside, path);
    return texts.find(({ name }) => joined(name) === wanted);
  }
  const wanted = joined(path).split('/').reverse();
  const shared = texts.map((text) => {
    const steps = joined(text.name).split('/').filter(Boolean).reverse();
    const differs = wanted.findIndex((step, index) => step !== steps[index]);
    const whole = differs === steps.length ? steps.length : 0;
    return { text, steps: differs < 0 ? wanted.length : whole };
  }).filter(({ steps }) => steps > 0);
  const most = Math.max(...shared.map(({ steps }) => steps));
  const best = shared.filter(({ steps }) => steps === most);
  // A bare name shared by many files identifies none, nor does a generated name.
  return (best.length === 1 && own !== true) || most > 1 ? best[0]?.text : undefined;
}

function changes({ name, changedBy = [] }: Install): OpenQuestion[] {
  return changedBy.length === 0 ? [] : [{
    missing: `${name} changes what its chart makes (${changedBy.join(', ')})`,
    question: 'the objects it renders',
    add: 'the output of "helm get manifest" for the release',
  }];
}

function sharedSteps(one: readonly PathStep[], other: readonly PathStep[]): number {
  const differs = one.findIndex((step, index) => String(step) !== String(other[index]));
  return differs < 0 ? one.length : differs;
}
