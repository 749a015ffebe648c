import { ApiObject, ApiObjectMetadataDefinition, Chart, JsonPatch, Lazy, YamlOutputType } from 'cdk8s';
import type { ApiObjectMetadata, App, OwnerReference } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { grouped, oncePerName } from '../../common/data/collections';
import { Check, filledIn, labelName, labelValue, namespaceName, objectName } from '../../common/props/checks';
import {
  PropType, demand, flag, list, map, openStruct, optional, struct, text,
} from '../../common/props/prop-types';

/** A map from names to texts; the check runs on each text. */
function namedTexts(check: (name: string, value: string) => string | undefined): PropType {
  return (problems, prop, value) => {
    if (!map(text())(problems, prop, value)) {
      return false;
    }
    for (const [name, content] of Object.entries(value as Record<string, string>)) {
      problems.check(`${prop}[${name}]`, content, () => check(name, content));
    }
    return true;
  };
}

/**
 * Labels of objects or selectors.
 *
 * @param further a further check of names
 */
export function labels(further: Check = () => undefined): PropType {
  return namedTexts((name, value) => labelName(name) ?? further(name) ?? labelValue(value));
}

/** Annotations. Unlike for labels, the prefix of a name can have upper-case letters. */
export const ANNOTATIONS: PropType = namedTexts((name) => labelName(name.toLowerCase()));

type Named = 'name' | 'namespace' | 'labels' | 'annotations' | 'finalizers' | 'ownerReferences';

/** Metadata of an object as in cdk8s, with all other fields of Kubernetes. */
export const OBJECT_METADATA = openStruct<Pick<ApiObjectMetadata, Named>>({
  name: optional(text(objectName)),
  namespace: optional(text(namespaceName)),
  labels: optional(labels()),
  annotations: optional(ANNOTATIONS),
  finalizers: optional(list(text())),
  ownerReferences: optional(list(struct<OwnerReference>({
    apiVersion: text(),
    kind: text(),
    name: text(),
    uid: text(),
    controller: optional(flag),
    blockOwnerDeletion: optional(flag),
  }))),
});

/**
 * A patch that sets a value. All workloads of a fleet share the same few patches, with a copy of the value,
 * so that later changes by a user do not affect them.
 *
 * @param value a JSON value; cdk8s applies nothing else
 */
export function put(pointer: string, value: unknown): JsonPatch {
  return addition(JSON.stringify([pointer, value]));
}

const addition = oncePerName((said) => {
  const [pointer, value] = JSON.parse(said) as [string, unknown];
  return JsonPatch.add(pointer, value);
});

/** A patch that removes a field. */
export const take = oncePerName((pointer) => JsonPatch.remove(pointer));

/** A name as a token of a JSON Pointer. */
export function pointerStep(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}

/**
 * Omits fields that cdk8s-plus always writes with their zero value and the API server never stores. Otherwise
 * a repeated `kubectl apply` reports a change each time, and `apply --server-side` after it a conflict.
 */
export function leaveOut(resource: IConstruct, ...pointers: string[]): void {
  // Added first, in case a cdk8s-plus does not write the field.
  ApiObject.of(resource).addJsonPatch(...pointers.flatMap((pointer) => [put(pointer, null), take(pointer)]));
}

/** For cluster-scoped objects: cdk8s sets the namespace of the chart on every object. */
export function inNoNamespace(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(take('/metadata/namespace'));
  }
}

/**
 * The environment variable of a client secret, by the short name of the client: `UNION_<NAME>_CLIENT_SECRET`.
 */
export function clientSecretVariable(name: string): string {
  return `UNION_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_CLIENT_SECRET`;
}

/** All manifests that a construct emits, in the order of emission. */
export function emittedBy(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

const CHECKED = new WeakSet<IConstruct>();

/**
 * Fails the synthesis if one object would replace another: two in one file, as the names of files per object
 * contain no namespace, or two constructs with the same name.
 */
function mustReplaceNothing({ node: { root } }: IConstruct): void {
  if (!CHECKED.has(root)) {
    CHECKED.add(root);
    root.node.addValidation({
      validate: () => [...sharedFiles(root as Partial<App> & IConstruct), ...sharedNames(root)],
    });
  }
}

function sharedFiles({ yamlOutputType, node }: Partial<App> & IConstruct): string[] {
  const isByChart = yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE && !isByChart) {
    return [];
  }
  const objects = node.findAll().filter((each) => ApiObject.isApiObject(each)) as ApiObject[];
  const folderOf = (object: ApiObject) => (isByChart ? `${Chart.of(object).node.path}/` : '');
  return grouped(objects, (object) => `${folderOf(object)}${object.kind}.${object.name}`)
    .filter((same) => same.length > 1)
    .map((same) => `${same[0].kind}.${same[0].name} would be the file of ${pathsOf(same, 'of')}, and only `
      + `the last would be in it: ${isByChart
        ? 'give each a Chart of its own'
        : 'let yamlOutputType make a folder of each Chart'}, or leave yamlOutputType out.`);
}

/** Objects of the user are not compared: only the constructs of this library. */
function sharedNames({ node }: IConstruct): string[] {
  const ours = node.findAll().filter((each): each is OneObject => each instanceof OneObject)
    .map(({ apiObject }) => apiObject);
  const nameOf = ({ kind, name, metadata: { namespace = '' } }: ApiObject) => `${kind} ${namespace}/${name}`;
  return grouped(ours, (object) => `${nameOf(object)} ${Chart.of(object).node.path}`)
    .filter((same) => same.length > 1)
    .map((same) => `${nameOf(same[0])} is emitted by ${pathsOf(same, 'by')}, and one would replace the `
      + 'other: give each its own name.');
}

function pathsOf(objects: readonly ApiObject[], preposition: string): string {
  return objects.map(({ node }) => node.path).join(` and ${preposition} `);
}

/**
 * A construct of several objects, with access to each of them.
 *
 * @internal
 */
export abstract class SeveralObjects extends Construct {
  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    mustReplaceNothing(this);
  }

  /**
   * The emitted objects, each with its `name` and `metadata`, in the order of emission; to patch one, use
   * `object`. Empty if another construct of the chart emits the same objects.
   */
  public get apiObjects(): ApiObject[] {
    return emittedBy(this);
  }

  /**
   * One of the emitted objects, to patch it.
   *
   * @param kind its kind
   * @param name its name
   * @throws when there is none; the error lists the existing ones.
   */
  public object(kind: string, name: string): ApiObject {
    const all = emittedBy(this);
    const ofKind = all.filter((each) => each.kind === kind);
    const found = ofKind.find((each) => each.name === name);
    const kinds = [...new Set(all.map((each) => each.kind))];
    const isKind = ofKind.length > 0;
    demand(`object of ${this.node.path}`, { kind, name }, {
      kind: text(filledIn, () =>
        (isKind ? undefined : `is not a kind of its objects; it emits ${kinds.join(', ')}`)),
      name: text(filledIn, () => (found === undefined && isKind
        ? `is not the name of such an object; it emits ${ofKind.map((each) => each.name).join(', ')}`
        : undefined)),
    });
    return found!;
  }
}

/**
 * A construct of one object.
 *
 * @internal
 */
export abstract class OneObject extends Construct {
  /** The emitted object, to patch it. */
  public abstract readonly apiObject: ApiObject;

  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    mustReplaceNothing(this);
  }

  /** Name of the emitted object. */
  public get name(): string {
    return this.apiObject.name;
  }

  /** Metadata of the emitted object. */
  public get metadata(): ApiObjectMetadataDefinition {
    return this.apiObject.metadata;
  }
}

interface EmittedMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Record<string, string>;
  readonly labels?: Record<string, string>;
}

interface EmittedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: EmittedMetadata;
  readonly spec?: unknown;
  readonly data?: Record<string, string>;
}

/** The current spec of each object until synth: `emitAgain` may change it. */
const SPECS = new WeakMap<ApiObject, { spec: unknown }>();
const AGAIN = new WeakSet<Construct>();

/** Emits one manifest with its explicit name; the construct ID is kind and name. */
export function emit(scope: Construct, { spec, ...manifest }: EmittedManifest): ApiObject {
  const id = `${manifest.kind}-${manifest.metadata.name}`;
  const there = AGAIN.has(scope) ? scope.node.tryFindChild(id) as ApiObject | undefined : undefined;
  if (there !== undefined) {
    SPECS.get(there)!.spec = spec;
    return there;
  }
  const said = { spec };
  const produced = spec === undefined ? {} : { spec: Lazy.any({ produce: () => said.spec }) as unknown };
  const object = new ApiObject(scope, id, { ...manifest, ...produced });
  SPECS.set(object, said);
  return object;
}

/** Updates existing objects to the specs that are emitted now, and keeps patches of them. */
export function emitAgain(scope: Construct, emitAll: () => void): void {
  AGAIN.add(scope);
  try {
    emitAll();
  } finally {
    AGAIN.delete(scope);
  }
}

/** cdk8s-plus has a package for each Kubernetes version. */
const OLDEST = 28;
const NEWEST_TO_LOOK_FOR = 60;

/**
 * Loads cdk8s-plus on demand, as it doubles the start-up time. If the version of the library's build is
 * missing (Yarn 1 installs no peers), it loads the newest installed one; the API in use is the same in all
 * versions.
 *
 * @throws Error when none is installed. The message names the package to install.
 */
export function cdk8sPlus(): typeof kplus {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('cdk8s-plus-28');
  } catch (error) {
    if (!isMissing(error, `cdk8s-plus-${OLDEST}`)) {
      throw error;
    }
    return newer() ?? missing();
  }
}

let found: typeof kplus | undefined;

function newer(): typeof kplus | undefined {
  for (let version = NEWEST_TO_LOOK_FOR; version > OLDEST && found === undefined; version -= 1) {
    found = load(`cdk8s-plus-${version}`);
  }
  return found;
}

function load(name: string): typeof kplus | undefined {
  try {
    // A package manager may not make packages of the app visible to the library.
    const file = require.resolve(name, { paths: [__dirname, process.cwd()] });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(file) as typeof kplus;
  } catch (error) {
    if (!isMissing(error, name)) {
      throw error;
    }
    return undefined;
  }
}

function missing(): never {
  throw new Error('Planes in plain YAML, and mounts of Secrets, need cdk8s-plus, which is not '
    + `installed: npm install cdk8s-plus-${OLDEST} `
    + '(or yarn add, pnpm add); a newer one such as cdk8s-plus-33 also works');
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'MODULE_NOT_FOUND' && message?.includes(`'${name}'`) === true;
}
