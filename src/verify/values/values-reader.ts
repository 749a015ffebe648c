import { oncePer } from '../../common/data/collections';
import { JsonObject, isObject } from '../../common/data/json';
import { either } from '../../common/data/texts';
import {
  ValuesHead, chartOf, dependenciesIn, headOf, isForUnion, ownPathsOf,
} from '../../common/values/head';
import { STATEMENT } from '../../common/values/template';
import { MergedValues, UnreadableValuesError, ValuesFile } from '../../common/values/values-file';
import type { InputProblem, ManifestText } from '../../common/yaml/input';
import { readYaml } from '../../common/yaml/yaml-reader';
import { ChartVersion, Judge, judgeOf } from '../../contract/union/releases/chart-version';
import { CHART_NAMES, ChartName } from '../../contract/union/values-contract';
import { namespaceOfFile, sameHome } from '../kube/home';
import { asObject, asObjects, asText } from '../kube/json-access';
import { OwnedFile, planesOf } from './planes';
import { contractOf, RELEASE_UNNAMED, ToldOfValues, ValueSet } from './value-set';

/** A subchart, by its key in the values. */
interface Dependency {
  readonly name?: string;
  readonly version: string;
}

/** The subchart in whose folder a file is. */
type DependencyOf = (file: string, key: string) => Dependency | undefined;

/** Values are under the alias of a dependency (Helm, `dependencies` of `Chart.yaml`). */
export function chartDependencies(texts: readonly ManifestText[]): DependencyOf {
  const known = new Map<string, Dependency>();
  for (const { name: file, text } of texts.filter(({ name }) => /(^|[\\/])Chart\.yaml$/.test(name))) {
    const chart = asObject(readYaml(text).documents[0]?.value);
    for (const { name, alias, version } of asObjects(chart.dependencies)) {
      const key = asText(alias) ?? asText(name);
      known.set(keyOf(file, key), { name: asText(name), version: asText(version) ?? '' });
    }
  }
  return (file, key) => known.get(keyOf(file, key));
}

function keyOf(file: string, key = ''): string {
  return `${file.replace(/[^\\/]*$/, '')}\0${key}`;
}

/** A text that is declared as values, with its facts; the others are derived from the text. */
export interface ValuesText extends ManifestText, ToldOfValues {
  /** A parsed file; then the text is not used. */
  readonly file?: ValuesFile;
}

/** A file's chart is known from the caller, its modeline, its keys, or the files beside it. */
export function readValues(texts: readonly ValuesText[], dependencyOf = chartDependencies([])): ValueSet[] {
  const problems: InputProblem[] = [];
  const guessed = texts.flatMap((text) => ifReadable(() => {
    const file = text.file ?? ValuesFile.read(text);
    return unwrapped({ text, file, head: headOf(text.text) }, dependencyOf);
  }, (error) => problems.push(...error.problems)) ?? []).map(guessedOf);
  const owned = guessed.flatMap((each) => ownedFile(each, guessed, problems));
  if (problems.length > 0) {
    throw new UnreadableValuesError(problems);
  }
  const planes = withoutCopies(planesOf(owned).map((files) => ({
    chart: files[0].chart,
    namespace: saidBy(files, 'namespace'),
    releaseName: saidBy(files, 'releaseName'),
    destination: saidBy(files, 'destination'),
    files: files.map(({ file }) => file),
    owned: files,
  })), (plane, home, copies) => ({ ...plane, ...home, installs: copies.flatMap((copy) => copy.owned) }));
  return planes.map((plane) =>
    valueSetOf(plane, planes.filter((other) => other.chart === plane.chart).length > 1));
}

/** The result for values; undefined if they cannot be read. */
export function ifReadable<T>(
  make: () => T, otherwise: (error: UnreadableValuesError) => void = () => undefined,
): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UnreadableValuesError)) {
      throw error;
    }
    otherwise(error);
    return undefined;
  }
}

/** A text with its chart: by its keys, or declared. */
function guessedOf({ text, file, head }: Read) {
  const { release, note } = text.release === undefined ? judgeOfHead(head) : text;
  const guess = chartOf(file, contractsOf(release));
  return { text, file, head, release, note, guess, said: text.chart ?? head.chart };
}

type Guessed = ReturnType<typeof guessedOf>;

/** Undefined for a text without a known chart, which is a problem. */
function ownedFile(one: Guessed, all: readonly Guessed[], problems: InputProblem[]): OwnedFile[] {
  const { text, file, release, note, guess, said, head } = one;
  const { name: _, text: __, ...told } = text;
  const beside = new Set(all
    .filter((other) => told.plane === undefined || other.text.plane === told.plane)
    .flatMap((other) => other.said ?? other.guess.chart ?? []));
  const [only] = beside.size === 1 && guess.silent ? beside : [];
  const chart = said ?? guess.chart ?? only;
  if (chart === undefined) {
    const silent = beside.size > 1 ? SILENT_BESIDE_BOTH : SILENT;
    problems.push({ file: file.name, reason: guess.silent ? silent : EITHER });
    return [];
  }
  const namespace = told.namespace ?? head.namespace;
  const trustedClients = together([head.trustedClients, told.trustedClients]);
  return [{ ...told, chart, release, note, file, namespace, trustedClients, silent: guess.silent }];
}

interface Plane extends Installed {
  readonly owned: readonly OwnedFile[];
  /** The same values in their installer, whose release is right for any file. */
  readonly installs?: readonly OwnedFile[];
}

function valueSetOf(plane: Plane, isOneOfMany: boolean): ValueSet {
  const { namespace, files, owned, installs = [], ...told } = plane;
  const judges = [...installs.filter((each) => each.release !== undefined), ...owned];
  const release = saidBy(judges, 'release');
  return new ValueSet({
    ...told,
    release: release ?? ChartVersion._current,
    note: release === undefined ? RELEASE_UNNAMED : saidBy(judges, 'note'),
    // Planes without a known place must not be merged into one.
    namespace: namespace ?? (isOneOfMany ? namespaceOfFile(files[0].name) : undefined),
    installedAt: saidBy([...owned, ...installs], 'installedAt'),
    trustedClients: together(owned.map(({ trustedClients }) => trustedClients)),
    partial: owned.some(({ partial }) => partial),
  }, files);
}

/** The facts of all of them; undefined if there are none. */
function together(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const said = lists.flatMap((list) => (list === undefined ? [] : [list]));
  return said.length === 0 ? undefined : [...new Set(said.flat())];
}

/** Values with their place of installation, if known. */
type Installed = Pick<ValueSet, 'chart' | 'files' | Told>;

/** Facts that only the installer knows. */
type Told = 'destination' | 'namespace' | 'releaseName';

/** A file and its installer are one plane: places are the file's, the destination the installer's. */
export function withoutCopies<T extends Installed>(
  sets: readonly T[], settledIn: (set: T, home: Partial<Pick<ValueSet, Told>>, copies: readonly T[]) => T,
): T[] {
  const homeOf = ({ destination, namespace }: T) => ({ cluster: destination, namespace });
  const valuesOf = oncePer((set: T) => canonical(new MergedValues(set.files).values));
  const isWhole = ({ files }: T) => files.some(({ holder }) => holder === undefined);
  const copiesOf = (one: T) => sets.filter((other) => other !== one && one.chart === other.chart
    && sameHome(homeOf(one), homeOf(other)) && valuesOf(one) === valuesOf(other));
  const kept = sets.filter((set, index) => isWhole(set)
    || !copiesOf(set).some((other) => isWhole(other) || sets.indexOf(other) < index));
  return kept.map((set) => {
    const copies = isWhole(set) ? copiesOf(set).filter((other) => !kept.includes(other)) : [];
    const told = (key: Told) => {
      const [first, ...others] = new Set(copies.map((copy) => copy[key]));
      return set[key] ?? (others.length === 0 ? first : undefined);
    };
    return copies.length === 0 ? set : settledIn(set, {
      destination: told('destination'), namespace: told('namespace'), releaseName: told('releaseName'),
    }, copies);
  });
}

function canonical(value: unknown): string {
  const inOrder = (map: JsonObject) =>
    Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(value, (_, entry: unknown) => (isObject(entry) ? inOrder(entry) : entry));
}

interface Read {
  readonly text: ValuesText;
  readonly file: ValuesFile;
  readonly head: ValuesHead;
}

/** Union's values within those of a chart that depends on it; others are unchanged. */
function unwrapped(read: Read, dependencyOf: DependencyOf): Read[] {
  const { text, file, head } = read;
  if (text.chart !== undefined || head.chart !== undefined) {
    return [read];
  }
  const keys = dependenciesIn(file, ownPaths());
  return keys.length === 0 ? [read] : keys.map((key) => {
    const { name = key, version } = dependencyOf(file.name, key) ?? {};
    return {
      file: file.below(key),
      head,
      text: {
        ...version === undefined || head.release !== undefined ? {} : judgeOfVersion(version),
        ...text,
        chart: CHART_NAMES.find((chart) => name.endsWith(chart)),
        plane: text.plane === undefined ? undefined : `${text.plane} ${key}`,
      },
    };
  });
}

/** The owner of the files of one plane, by their keys; undefined if it is not one of Union's charts. */
export function ownerIn(files: readonly ValuesFile[]): { readonly chart?: ChartName } | undefined {
  return files.some((file) => isForAnyRelease(file) || dependenciesIn(file, ownPaths()).length > 0)
    ? { chart: saidBy(files.map((file) => ({ chart: chartOf(file, contractsOf()).chart })), 'chart') }
    : undefined;
}

/** The first known value of a fact. */
function saidBy<K extends keyof ToldOfValues>(all: readonly ToldOfValues[], key: K): ToldOfValues[K] {
  return all.find((each) => each[key] !== undefined)?.[key];
}

const SAY = 'say which with --plane control or --plane data';
const EITHER = `can be for either chart; ${SAY}`;
const SILENT =
  "has no authentication settings; not a values file of Union's charts, or say which chart it is for "
    + 'with --plane';
const SILENT_BESIDE_BOTH = `has no authentication settings, so it can be for either chart; ${SAY}`;

/** Whether a text without a Kubernetes object is a values file of Union's charts. */
export function areValues(text: ManifestText): boolean {
  if (headOf(text.text).chart !== undefined) {
    return true;
  }
  const file = HINT.test(text.text) ? ifReadable(() => ValuesFile.read(text)) : undefined;
  return file !== undefined && ownerIn([file]) !== undefined;
}

/** Whether text that is not YAML was intended as Union's values; a template is not. */
export function wereValues(text: string): boolean {
  if (headOf(text).chart !== undefined) {
    return true;
  }
  const isOurs = () => HINT.test(text) && isForAnyRelease(ValuesFile.inPieces({ name: '', text }));
  return !MANIFEST.test(text) && !STATEMENT_LINE.test(text) && (OWN_KEY.test(text) || isOurs());
}

const MANIFEST = /^[ \t-]*["']?(?:apiVersion|kind)["']?[ \t]*:/m;

/** A line that only templates have. */
const STATEMENT_LINE = new RegExp(`^[ \\t]*\\{\\{${STATEMENT}`, 'm');

/** A key that only Union's values have. */
const OWN_KEY = either(
  /^[ \t]*["']?(?:UNION_(?:HOST|ORG)|(?:INTERNAL|AUTH|CLI)_CLIENT_ID|OIDC_[A-Z_]+)["']?[ \t]*:/m,
  /^[ \t]*["']?(?:AUTH_TOKEN_URL|adminServer|unionAuth|trustedIdentityClaims|apiKeyOverrides)["']?[ \t]*:/m,
);

/** Every authentication key has one of these words in its path: other texts are not parsed again. */
const HINT = either(
  /adminServer|adminOauth|INTERNAL_CLIENT|INGRESS_PROV|AUTH_|OIDC_|CLI_CLIENT_ID|_HOST|protected|adminClient/,
  /nionAuth|union|secrets|KUBERNETES_SECRET_NAME|apiKeyOverrides|additionalVolume|config/,
);

/** Of all releases, computed when the first file is read. */
let known: readonly string[] | undefined;

function ownPaths(): readonly string[] {
  return (known ??= ownPathsOf(ChartVersion._all.flatMap(contractsOf)));
}

/** Whether a file is for any release of Union's charts. */
function isForAnyRelease(file: ValuesFile): boolean {
  return isForUnion(file, ownPaths());
}

function contractsOf(release: ChartVersion = ChartVersion._current) {
  return CHART_NAMES.map((chart) => contractOf(release, chart));
}

/** An unknown release is ignored. */
function judgeOfHead({ release, layout }: ValuesHead): Partial<Judge> {
  return release === undefined ? {} : judgeOfVersion(release, layout);
}

/** By a version as given to tools: of the chart, a range, or a tag. */
export function judgeOfVersion(text: string, layout?: string): Partial<Judge> {
  const version = /\d{4}\.\d+(?:\.\d+)?/.exec(text)?.[0];
  try {
    return version === undefined ? {} : judgeOf(version, layout);
  } catch {
    return {};
  }
}
