import { isObject, JsonObject, PathStep, pathText } from '../common/data/json';
import { helmOutput, isWithoutValues } from '../common/values/helm-output';
import { InputProblem, ManifestText, SharedTexts, UnreadableInputError } from '../common/yaml/input';
import { NO_ITEMS, ReadDocument } from '../common/yaml/spans';
import { readYaml, YamlProblem } from '../common/yaml/yaml-reader';
import { isNamespaced } from '../contract/upstream/kubernetes';
import { isUnread } from './kube/held-kinds';
import { asText } from './kube/json-access';
import { KubeObject, groupOf } from './kube/kube-object';
import { isForOthers, isTemplateText } from './read/for-others';
import type { ObjectSource } from './read/object-source';
import type { OpenQuestion } from './read/open-question';
import type { Install } from './values/installs/install';
import { mayInstall, readInstalls } from './values/installs/read-installs';
import { PROGRAM, unreadInstalls, unreadPrograms } from './values/installs/unread-installs';
import { ValueSet } from './values/value-set';
import { ValuesText, areValues, chartDependencies, readValues, wereValues } from './values/values-reader';

/** A document or object that was skipped, with the reason. */
export interface Notice {
  readonly file: string;
  /** Absent if the place has no line. */
  readonly line?: number;
  readonly message: string;
}

export interface ParsedInput {
  readonly texts: readonly ManifestText[];
  readonly objects: readonly KubeObject[];
  /** The values of Union's charts, one set per plane. */
  readonly valueSets: readonly ValueSet[];
  readonly notices: readonly Notice[];
  /** Names of the texts without Kubernetes objects and values. */
  readonly withoutObjects: readonly string[];
  /** What installs charts, of Union and others. */
  readonly installs: readonly Install[];
  /** Names of the texts that install Union's charts, and of their values files. */
  readonly installing: ReadonlySet<string>;
  /** Installations of Union's charts whose values are not in the input; templates of Union's objects. */
  readonly unread: readonly OpenQuestion[];
  /** Texts that are invalid: only their own verdict is missing. */
  readonly unreadable: readonly InputProblem[];
}

/**
 * The same for all texts or none.
 *
 * @throws UnreadableInputError when any text is not YAML or JSON.
 */
export function parseManifests(...args: Parameters<typeof parseReadable>): ParsedInput {
  const parsed = parseReadable(...args);
  if (parsed.unreadable.length > 0) {
    throw new UnreadableInputError(parsed.unreadable);
  }
  return parsed;
}

/**
 * The same for all valid texts; invalid ones are listed next to the verdict.
 *
 * @throws UnreadableInputError when all are invalid.
 */
export function parseToJudge(...args: Parameters<typeof parseReadable>): ParsedInput {
  const parsed = parseReadable(...args);
  if (parsed.unreadable.length > 0 && parsed.objects.length + parsed.valueSets.length === 0) {
    throw new UnreadableInputError(parsed.unreadable);
  }
  return parsed;
}

/**
 * Parses texts into objects and values. Lists are flattened; other documents are skipped with a notice.
 *
 * @param inputs texts, and known unreadable ones; read one by one, so that no text is kept twice
 * @param declared texts with values; those among the inputs are recognized
 * @throws UnreadableValuesError when Helm cannot read a values file, or its chart is unknown.
 */
export function parseReadable(
  inputs: Iterable<ManifestText | InputProblem>, declared: readonly ValuesText[] = [],
): ParsedInput {
  const {
    objects, notices, documents, texts, programs, foreigners, withoutObjects, schemas, unreadable,
  } = collected(inputs);
  const installs = readInstalls({ objects, documents, texts: [...texts, ...foreigners], declared });
  const objectless = new Set(
    withoutObjects.filter((name) => !installs.claimed.has(name) && !schemas.has(name)),
  );
  const values = [...declared, ...texts.filter((text) => objectless.has(text.name) && areValues(text))];
  const held = new Set([...values.map(({ name }) => name), ...installs.claimed]);
  const own = new Set(values.map(({ name }) => name));
  const valueSets = readValues([...values, ...installs.values], chartDependencies(texts));
  const isTold = (chart: string) => valueSets.some((set) => set.chart === chart);
  return {
    texts: [...texts.filter(({ name }) => !own.has(name)), ...values],
    objects,
    valueSets,
    notices: notices.filter(({ file }) => !held.has(file)),
    withoutObjects: withoutObjects.filter((name) => !held.has(name)),
    installs: installs.installs,
    installing: installs.claimed,
    unreadable,
    unread: [
      ...foreigners.filter(({ name }) => !held.has(name)).flatMap(ofUnion),
      ...installs.open,
      ...installs.unread.flatMap((each) => unreadInstalls(each, isTold)),
      ...programs.flatMap((program) => unreadPrograms(program, isTold)),
    ],
  };
}

/** Each text once: its objects, and its possible kind if it has none. */
function collected(inputs: Iterable<ManifestText | InputProblem>) {
  const found = nothingFound();
  const texts: ManifestText[] = [];
  const programs: ManifestText[] = [];
  const foreigners: ManifestText[] = [];
  const withoutObjects: string[] = [];
  const unreadable: InputProblem[] = [];
  for (const read of readTexts(inputs)) {
    const foreign = 'reason' in read ? noManifest(read) : undefined;
    if (foreign !== undefined) {
      found.notices.push(foreign);
      withoutObjects.push(foreign.file);
      foreigners.push({ name: foreign.file, text: (read as InputProblem).content ?? '' });
    } else if ('reason' in read) {
      unreadable.push(read);
    } else if (PROGRAM.test(read.name)) {
      programs.push(read);
      withoutObjects.push(read.name);
    } else {
      const { name, text, namespace } = read;
      const before = found.objects.length;
      texts.push({ name, text });
      read.documents.forEach((document, index) =>
        collect(found, document.value, { file: name, index, document, path: ROOT }),
      );
      const isOfTemplate = isRendered(text);
      const first = isOfTemplate || namespace !== undefined ? before : found.objects.length;
      for (let own = first; own < found.objects.length; own += 1) {
        found.objects[own] = inRelease(found.objects[own], namespace, isOfTemplate);
      }
      if (found.objects.length === before) {
        withoutObjects.push(name);
      }
      if (read.withoutValues === true) {
        found.notices.push({ file: name, message: NO_VALUES });
      }
    }
  }
  return { ...found, texts, programs, foreigners, withoutObjects, unreadable };
}

const NO_VALUES = 'has no values: "helm get values" prints this for a Helm release without its own; '
  + 'with --all it prints those of the chart as well';

/** A text that `helm template` prints; the expression alone takes long on what has no such comment. */
const isRendered = (text: string) => text.includes('# Source: ') && /^# Source: \S+\/templates\//m.test(text);

/**
 * An object without a namespace is in that of its Helm release. Without one, Helm renders for `default`: the
 * real one is unknown.
 */
function inRelease(object: KubeObject, namespace: string | undefined, isOfTemplate: boolean): KubeObject {
  const { raw, source } = object;
  if (isOfTemplate && object.namespace === 'default') {
    const { namespace: _, ...metadata } = raw.metadata as JsonObject;
    return new KubeObject({ ...raw, metadata }, source);
  }
  const isSettled = namespace !== undefined && object.namespace === undefined && isNamespaced(object.kind);
  return isSettled ? object.settledIn({ namespace }) : object;
}

interface Found {
  readonly objects: KubeObject[];
  readonly notices: Notice[];
  /** Documents that are not Kubernetes objects and may install charts. */
  readonly documents: KubeObject[];
  /** Names of the texts with JSON schemas. */
  readonly schemas: Set<string>;
}

const nothingFound = (): Found => ({ objects: [], notices: [], documents: [], schemas: new Set() });

/**
 * Objects that are in no text, such as those of a construct tree; lists are flattened.
 *
 * @param name what they are taken from
 * @param items plain JSON values, taken one by one, so that what no rule reads is not kept
 * @param unitOf what goes into one cluster together with a value, by its position
 */
export function parseObjects(
  name: string, items: Iterable<unknown>, unitOf?: (position: number) => string,
): ParsedInput {
  const found = nothingFound();
  let position = 0;
  for (const value of items) {
    collect(found, value, {
      file: name,
      index: 0,
      document: { value, items: NO_ITEMS },
      path: [position],
      unit: unitOf?.(position),
    });
    position += 1;
  }
  const { objects, notices } = found;
  const { installs, values, open, claimed, unread } = readInstalls({ ...found, texts: [], declared: [] });
  return {
    texts: [],
    objects,
    valueSets: readValues(values),
    notices,
    withoutObjects: [],
    installs,
    installing: claimed,
    unread: [...open, ...unread.flatMap((each) => unreadInstalls(each, () => false))],
    unreadable: [],
  };
}

function collect(found: Found, value: unknown, source: Place): void {
  if (value === null || value === undefined) {
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => collect(found, item, { ...source, path: [...source.path, index] }));
    return;
  }
  if (!isObject(value)) {
    passOver(found, source, 'is not a Kubernetes object');
    return;
  }
  if (isJsonSchema(value)) {
    found.schemas.add(source.file);
    return;
  }
  const kind = asText(value.kind);
  const apiVersion = asText(value.apiVersion);
  const isNamed =
    isObject(value.metadata)
    && (asText(value.metadata.name) ?? asText(value.metadata.generateName)) !== undefined;
  if (!isNamed && mayInstall(value, source.file)) {
    found.documents.push(new KubeObject(value, sourceOf(source)));
  } else if (kind === undefined || apiVersion === undefined) {
    if (!isForOthers(value)) {
      passOver(found, source, 'has no apiVersion and kind');
    }
  } else if (kind.endsWith('List') && Array.isArray(value.items)) {
    value.items.forEach((item, index) =>
      collect(found, asListItem(value, kind, item), { ...source, path: [...source.path, 'items', index] }),
    );
  } else if (!isNamed || !isObject(value.metadata)) {
    passOver(found, source, `${kind} has no metadata.name`);
  } else {
    const kept = isUnread(groupOf(apiVersion), kind) ? { apiVersion, kind, metadata: value.metadata } : value;
    found.objects.push(new KubeObject(kept, sourceOf(source)));
  }
}

/** The output of `values schema`, which has no values. Source: JSON Schema, "The $schema keyword". */
function isJsonSchema({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /^https?:\/\/json-schema\.org\//.test($schema);
}

function passOver({ notices }: Found, place: Place, reason: string): void {
  notices.push({ file: place.file, message: `${placeText(place)}: ${reason}, ignored` });
}

/** A text with apiVersion and kind may be a manifest, unless it is a template. */
function noManifest({ file, line, reason, content }: InputProblem): Notice | undefined {
  if (content === undefined || wereValues(content)) {
    return undefined;
  }
  const place = { file, ...line === undefined ? {} : { line } };
  if (isTemplateText(file, content)) {
    return { ...place, message: 'is a template, ignored; check the output of "helm template"' };
  }
  return looksLikeManifest(content)
    ? undefined
    : { ...place, message: `is not YAML (${reason}) and no manifest, ignored` };
}

function looksLikeManifest(content: string): boolean {
  return (/^[ \t-]*["']?apiVersion["']?\s*:/m.test(content) && /^[ \t-]*["']?kind["']?\s*:/m.test(content))
    || /"(?:apiVersion|kind)"\s*:/.test(content);
}

/** Content of all of Union's objects. */
const UNIONS = /flyteadmin|flyteidl|unionai|[Uu]nion[-_ ]?(?:cp|auth|operator|secret|controlplane|dataplane)/;

/** With a template that may render objects of Union, the result is incomplete. */
function ofUnion({ name, text }: ManifestText): OpenQuestion[] {
  return !looksLikeManifest(text) || !UNIONS.test(text) ? [] : [{
    missing: `${name} is a template, which is not read`,
    question: 'the objects that it makes',
    add: `what "helm template" makes of it; --exclude ${name} leaves it out`,
    asked: true,
  }];
}

const ROOT: readonly PathStep[] = [];

interface Place {
  readonly file: string;
  /** Position of the document in the text. */
  readonly index: number;
  readonly document: ReadDocument;
  readonly path: readonly PathStep[];
  readonly unit?: string;
}

function placeText({ index, path }: Place): string {
  return `document ${index + 1}${path.length > 0 ? `, ${pathText(path)}` : ''}`;
}

/** The span of a whole document, or of an entry of its list. */
function sourceOf({ file, index, document, path, unit }: Place): ObjectSource {
  const [list, position] = path;
  const item = path.length === 2 && list === 'items' ? document.items[position as number] : undefined;
  const span = path.length === 0 ? document.span : item;
  const duplicates = document.duplicates
    ?.filter((place) => path.every((step, depth) => place[depth] === step))
    .map((place) => place.slice(path.length));
  const source = { file, document: index, path, span, ...unit === undefined ? {} : { unit } };
  return duplicates?.length ? { ...source, duplicates } : source;
}

/** The items of a typed list (`SecretList`) can omit apiVersion and kind. */
function asListItem(list: JsonObject, kind: string, item: unknown): unknown {
  if (!isObject(item) || kind === 'List' || item.kind !== undefined) {
    return item;
  }
  return { apiVersion: list.apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}

interface ReadText extends ManifestText {
  /** The namespace of its Helm release. */
  readonly namespace?: string;
  /** Whether it only shows that a Helm release has no values. */
  readonly withoutValues?: boolean;
  readonly documents: readonly ReadDocument[];
}

/** Reads texts as they arrive, so that they do not wait in memory. */
export function* readTexts(inputs: Iterable<ManifestText | InputProblem>): Iterable<ReadText | InputProblem> {
  const shared = new SharedTexts();
  for (const input of inputs) {
    yield 'text' in input ? readText(input, shared) : input;
  }
}

function readText({ name, text }: ManifestText, shared: SharedTexts): ReadText | InputProblem {
  if (PROGRAM.test(name)) {
    return { name, text, documents: [] };
  }
  if (isWithoutValues(text)) {
    return { name, text, withoutValues: true, documents: [] };
  }
  const release = helmOutput(text);
  try {
    return { name, namespace: release?.namespace, ...readYaml(release?.documents ?? text, shared) };
  } catch (error) {
    if (error instanceof YamlProblem) {
      return {
        file: name,
        line: error.line,
        reason: error.reason,
        ...(error.exhausting ? {} : { content: text }),
      };
    }
    throw error;
  }
}
