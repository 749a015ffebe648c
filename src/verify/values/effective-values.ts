import {
  isBlank, isObject, JsonObject, mergeValues, nestUnder, valueAt, withoutUndefined,
} from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import type { MergedValues } from '../../common/values/values-file';
import type { ValueKey, ValuesContract } from '../../contract/union/values-contract';

/** Deeper than values refer to each other in practice. */
const MAX_DEPTH = 10;

/** A placeholder for an unknown namespace. */
export const SOME_NAMESPACE = 'release-namespace';

interface GivenValues {
  readonly merged: MergedValues;
  readonly contract: ValuesContract;
  readonly namespace: string | undefined;
  readonly partial: boolean;
}

/** Values merged over the chart's own, with plain expressions evaluated; unknown values are references. */
export class EffectiveValues {
  private readonly all: JsonObject;
  /** The namespace of the Helm release, if known. */
  public readonly namespace: string | undefined;

  public constructor(private readonly set: GivenValues) {
    const { contract: { defaults, keys }, merged: { values } } = set;
    this.all = set.partial
      ? [unseen(keys), filled(defaults), filled(values)].reduce(mergeValues)
      : mergeValues(defaults, values);
    this.namespace = set.namespace ?? namespaceIn(set.merged.values);
  }

  public at(path: string): unknown {
    return this.evaluated(valueAt(this.all, path.split('.')), 0);
  }

  public objectAt(path: string): JsonObject {
    const value = this.at(path);
    return isObject(value) ? value : {};
  }

  public textAt(path: string): string | undefined {
    const value = this.at(path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** The path at which to change a value: the path itself, or the value that the chart's own refers to. */
  public sourceOf(steps: readonly PathStep[]): readonly PathStep[] {
    if (valueAt(this.set.merged.values, steps) !== undefined) {
      return steps;
    }
    const own = valueAt(this.set.contract.defaults, steps);
    const references =
      typeof own === 'string'
        ? expressionsIn(own).flatMap((expression) => valuesPathOf(expression)?.path ?? [])
        : [];
    return references.length === 1 ? this.sourceOf(references[0].split('.')) : steps;
  }

  /** The path of the value that decides, after all references. */
  public decidingPath(steps: readonly PathStep[], depth = 0): readonly PathStep[] {
    const text = valueAt(this.all, steps);
    const [expression, ...others] = typeof text === 'string' ? expressionsIn(text) : [];
    const lookup = others.length > 0 || expression === undefined ? undefined : valuesPathOf(expression);
    return lookup === undefined || depth > MAX_DEPTH || !this.set.merged.isSet(lookup.path)
      ? steps
      : this.decidingPath(lookup.path.split('.'), depth + 1);
  }

  private evaluated(value: unknown, depth: number): unknown {
    if (value === null) {
      return undefined;
    }
    if (typeof value === 'string') {
      return this.textOf(value, depth);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.evaluated(item, depth)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) {
      return value;
    }
    return withoutUndefined(
      Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.evaluated(entry, depth)])),
    );
  }

  private textOf(text: string, depth: number): unknown {
    const expressions = expressionsIn(text);
    const results = expressions.map((expression) => this.resultOf(expression, depth + 1));
    if (results.some((result) => result === undefined)) {
      return undefined;
    }
    if (text.trim() === expressions[0]) {
      return results[0];
    }
    return expressions.reduce(
      (rest, expression, i) => rest.replace(expression, () => printed(results[i])), text,
    );
  }

  /** Undefined if the result is blank. */
  private resultOf(expression: string, depth: number): unknown {
    if (/^\{\{-?\s*\.Release\.Namespace\s*-?\}\}$/.test(expression)) {
      return this.namespace ?? SOME_NAMESPACE;
    }
    const lookup = depth > MAX_DEPTH ? undefined : valuesPathOf(expression);
    if (lookup === undefined) {
      return `\${${expression.replace(/[{}]/g, '').trim()}}`;
    }
    const value = this.evaluated(valueAt(this.all, lookup.path.split('.')), depth);
    if (value !== undefined && value !== '') {
      return value;
    }
    return this.set.partial ? `\${${lookup.path}}` : lookup.otherwise;
  }
}

/** A reference for each required text that values outside the input may set. */
function unseen(keys: readonly ValueKey[]): JsonObject {
  return keys
    .filter(({ type, required, only }) => type === 'string' && required !== undefined && only === undefined)
    .map(({ path }) => nestUnder(path, `\${${path}}`))
    .reduce(mergeValues, {});
}

/** Without blanks, which other values may fill. */
function filled(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values)
    .filter(([, value]) => !isBlank(value))
    .map(([key, value]) => [key, isObject(value) ? filled(value) : value]));
}

/** A value within a text, as Go's templates print it. */
function printed(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(printed).join(' ')}]`;
  }
  return isObject(value)
    ? `map[${Object.keys(value).sort().map((key) => `${key}:${printed(value[key])}`).join(' ')}]`
    : String(value);
}

/** The namespace in the URLs of flyteadmin in a control plane's values. */
function namespaceIn(values: JsonObject): string | undefined {
  return /\bflyteadmin\.([a-z0-9-]+)\.svc\b/.exec(JSON.stringify(values))?.[1];
}

const EXPRESSION = /\{\{.*?\}\}/gs;

/** The expressions of a text that Helm would evaluate, unchanged. */
export function expressionsIn(text: string): readonly string[] {
  return text.match(EXPRESSION) ?? [];
}

/** A lookup in the values, with its default. */
interface ValuesLookup {
  readonly path: string;
  readonly otherwise?: string;
}

const PATH = String.raw`\.Values\.([\w.-]*[\w])`;
const PIPED = new RegExp(
  String.raw`^\{\{-?\s*${PATH}\s*(?:\|\s*default\s+"([^"]*)"\s*)?(?:\|\s*(?:quote|trim|toString)\s*)*-?\}\}$`,
);
/** The chart evaluates the value once more, as we do of each. */
const OF_TPL = new RegExp(
  String.raw`^\{\{-?\s*tpl\s+(?:${PATH}|\(\s*${PATH}\s*\|\s*toString\s*\))\s+[.$]\s*-?\}\}$`,
);
const DEFAULTED = new RegExp(String.raw`^\{\{-?\s*default\s+"([^"]*)"\s+${PATH}\s*(?:\|\s*quote\s*)?-?\}\}$`);

/** The path that an expression looks up; undefined for any other expression. */
export function valuesPathOf(expression: string): ValuesLookup | undefined {
  const piped = PIPED.exec(expression);
  if (piped) {
    return { path: piped[1], otherwise: piped[2] };
  }
  const [, path, converted = path] = OF_TPL.exec(expression) ?? [];
  if (converted !== undefined) {
    return { path: converted };
  }
  const defaulted = DEFAULTED.exec(expression);
  return defaulted ? { path: defaulted[2], otherwise: defaulted[1] } : undefined;
}
