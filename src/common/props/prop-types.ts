import { Check } from './checks';
import { NOT_EMPTY, Problems, isPlain } from './problems';
import { slipOf, unknownName } from './suggestion';

/**
 * The type of a prop. It is checked at run time, as JavaScript and Python have no compiler that does.
 *
 * A prop type adds problems, and returns whether the type is right, so that other checks can use the value.
 */
export type PropType = (problems: Problems, prop: string, value: unknown) => boolean;

/**
 * The type of each prop of a struct. All are required, so that a new prop without a check does not compile.
 */
export type Shape<Props> = { readonly [Prop in keyof Required<Props>]: PropType };

/**
 * Checks all props of an object at once. Returns whether all types are right, so that the props can be
 * checked against each other.
 */
export function checkProps<Props extends object>(
  problems: Problems, props: Props, shape: Shape<Props>,
): boolean {
  return struct(shape)(problems, '', props);
}

/**
 * The same, but throws the problems.
 *
 * @param further checks the props against each other, once their types are right
 */
export function demand<Props extends object>(
  subject: string, props: Props, shape: Shape<Props>, further?: (problems: Problems) => void,
): void {
  const problems = new Problems(subject);
  if (openStruct(shape)(problems, '', props)) {
    further?.(problems);
  }
  addUnknown(problems, '', props, shape, isConstructor(subject));
  problems.throwIfAny();
}

/** Not a factory such as `ObjectStorage.s3`. A subclass passes its own props on to a constructor. */
function isConstructor(subject: string): boolean {
  return !subject.includes('.');
}

/** A text that passes the checks. */
export function text(...checks: Check[]): PropType {
  // A missing text gets the advice for an empty one.
  const missing = checks.map((check) => check('')).find((found) => found) ?? NOT_EMPTY;
  const remedy = (value: unknown) => {
    const advice = typeof value === 'number' ? '; write it in quotes' : '';
    return value === undefined ? missing : `must be a string${advice}`;
  };
  return propType((value): value is string => typeof value === 'string', remedy, (problems, prop, value) => {
    problems.check(prop, value, ...checks);
  });
}

export const flag: PropType = propType(
  (value): value is boolean => typeof value === 'boolean', 'must be true or false',
);

export function number(...checks: ((value: number) => string | undefined)[]): PropType {
  return propType(
    (value): value is number => typeof value === 'number',
    'must be a number, without quotes',
    (problems, prop, value) => {
      problems.check(prop, value, ...checks);
    },
  );
}

/** A value that other code checks. */
export const anything: PropType = () => true;

/** A list with entries of one type. */
export function list(entry: PropType): PropType {
  return propType(
    (value): value is unknown[] => Array.isArray(value),
    'must be a list',
    (problems, prop, value) =>
      every(value.map((item, i): [string, unknown] => [`${prop}[${i}]`, item]), (name, item) =>
        entry(problems, name, item)),
  );
}

/** A list without repeated entries. */
export function distinct(entry: PropType, remedy = 'is given twice; keep one'): PropType {
  const entries = list(entry);
  return (problems, prop, value) => {
    const isRight = entries(problems, prop, value);
    if (Array.isArray(value)) {
      problems.eachOnce(value, (i) => `${prop}[${i}]`, remedy);
    }
    return isRight;
  };
}

/** A map from names to values of one type. */
export function map(entry: PropType): PropType {
  return propType(isMap, 'must be an object of names and values', (problems, prop, value) =>
    hasNoReservedName(problems, prop, value) && every(
      Object.entries(value).map(([name, item]): [string, unknown] => [`${prop}.${name}`, item]),
      (name, item) => entry(problems, name, item),
    ));
}

/** An assignment of this key would set the prototype, and lose the value. */
function hasNoReservedName(problems: Problems, prop: string, value: object): boolean {
  const isReserved = Object.hasOwn(value, '__proto__');
  if (isReserved) {
    problems.addUnshown(`${prop}.__proto__`, 'is a reserved name of JavaScript; remove it');
  }
  return !isReserved;
}

/**
 * An object with the given props, and no others.
 *
 * @param example a valid example, for a missing object
 */
export function struct<Props>(shape: Shape<Props>, example?: string): PropType {
  const entries = openStruct(shape, example);
  return (problems, prop, value) => {
    const isRight = entries(problems, prop, value);
    addUnknown(problems, prop, value, shape);
    return isRight;
  };
}

/** An object with the given props, and any others. */
export function openStruct<Props>(shape: Shape<Props>, example?: string): PropType {
  return propType(isStruct, (value) => noStruct(value, shape, example), (problems, prop, value) =>
    every(Object.entries<PropType>(shape), (name, entry) => entry(problems, below(prop, name), value[name])));
}

/** The required props of a struct, for an error. */
function noStruct(value: unknown, shape: object, example: string | undefined): string {
  const required = Object.entries<PropType>(shape as Readonly<Record<string, PropType>>)
    .filter(([name, entry]) => !entry(new Problems(''), name, undefined)).map(([name]) => name);
  const needed = required.join(', ').replace(/, ([^,]*)$/, ' and $1') || 'an object';
  const advice = example === undefined ? `give ${needed}` : `give ${needed}: ${example}`;
  const isSaid = required.length === 0 && example === undefined;
  return value === undefined ? advice : `must be an object${isSaid ? '' : `; ${advice}`}`;
}

/**
 * The mark of jsii's kernel on an object of another language, whose members are all properties here. Source:
 * jsii 1.140, `packages/@jsii/kernel/src/objects.ts`.
 */
const JSII_OBJECT = Symbol.for('$__jsii__objid__$');

/**
 * Adds unknown props: a misspelt one would be ignored. Not for props that already have a problem, nor for
 * objects of a class, which have its members in any language.
 *
 * @param isOpen whether only misspellings of ours are unknown
 */
// eslint-disable-next-line max-params
function addUnknown(problems: Problems, prop: string, value: unknown, shape: object, isOpen = false): void {
  const isRead = isMap(value) && !(JSII_OBJECT in value);
  const given = isRead ? Object.entries(value).filter(([, item]) => item !== undefined) : [];
  const names = Object.keys(shape);
  for (const [name] of given.filter(([each]) => !names.includes(each))) {
    const path = below(prop, name);
    if (!problems.speaksOf(path) && (!isOpen || isSlip(name, given, names))) {
      problems.addUnshown(path, unknownName('prop', name, names));
    }
  }
}

/** Whether an unknown prop is a misspelling of one that is missing. */
function isSlip(name: string, given: readonly [string, unknown][], names: readonly string[]): boolean {
  const missing = names.filter((each) => !given.some(([known]) => known === each));
  return slipOf(name, missing) !== undefined;
}

/** A map of JSON values, such as Helm values. */
export const jsonMap: PropType = propType(
  isMap,
  'must be an object of names and values',
  (problems, prop, value) => isJson(problems, prop, value, []),
);

/** A member of an enumeration. */
export function oneOf(name: string, members: Readonly<Record<string, string>>): PropType {
  const known = Object.keys(members).map((member) => `${name}.${member}`).join(', ');
  return propType(
    (value): value is string => Object.values(members).some((member) => member === value),
    `must be one of ${known}`,
  );
}

/** A class, with a public or private constructor. */
interface ClassOf {
  readonly name: string;
  readonly prototype: object;
}

/**
 * An object of a class.
 *
 * @param remedy how to create one; by default the factories of the class, or its constructor
 */
export function instanceOf(type: ClassOf, remedy?: string): PropType {
  return propType(
    (value): value is object =>
      typeof value === 'object' && value !== null && type.prototype.isPrototypeOf(value),
    () => `must be ${withArticle(type.name)}; ${remedy ?? `create one with ${makersOf(type).join(', ')}`}`,
  );
}

/** Checks the shape, as an application may have another copy of its package. */
export function shaped(hasShape: (value: object) => boolean, remedy: string): PropType {
  return propType(
    (value): value is object => typeof value === 'object' && value !== null && hasShape(value), remedy,
  );
}

/** An optional prop. */
export function optional(entry: PropType): PropType {
  return (problems, prop, value) => value === undefined || entry(problems, prop, value);
}

function propType<T>(
  is: (value: unknown) => value is T,
  remedy: string | ((value: unknown) => string),
  lookInto?: (problems: Problems, prop: string, value: T) => boolean | void,
): PropType {
  return (problems, prop, value) => {
    if (!is(value)) {
      const advice = typeof remedy === 'string' ? remedy : remedy(value);
      addMisplaced(problems, [prop || 'props', value], advice, inPlaceOfValue(prop, value));
      return false;
    }
    return lookInto?.(problems, prop, value) ?? true;
  };
}

function below(prop: string, name: string): string {
  return prop === '' ? name : `${prop}.${name}`;
}

function addMisplaced(
  problems: Problems, [prop, value]: readonly [string, unknown], remedy: string, instead?: string,
): void {
  if (instead === undefined) {
    problems.add(prop, value, remedy);
  } else {
    problems.addUnshown(prop, `${instead} ${remedy}`);
  }
}

const MAY_HOLD_SECRET = /secret|password|token|key/i;

/** Describes a misplaced value without showing it, as it may be a secret; undefined if it can be shown. */
function inPlaceOfValue(names: string, value: unknown): string | undefined {
  if (typeof value === 'string') {
    return MAY_HOLD_SECRET.test(names) && !/^(true|false|yes|no|on|off)$/i.test(value)
      ? '(hidden)'
      : undefined;
  }
  const isFilled = (isMap(value) || Array.isArray(value)) && Object.keys(value).length > 0;
  const kind = Array.isArray(value) ? 'a list' : 'an object';
  return isFilled ? kind : undefined;
}

/** Such as `an Edge`. */
function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Looks in all of them, whatever the first ones say. */
function every<T>(entries: readonly [string, T][], isGood: (name: string, value: T) => boolean): boolean {
  return entries.filter(([name, value]) => !isGood(name, value)).length === 0;
}

function isStruct(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return isStruct(value) && isPlain(value);
}

function isJson(problems: Problems, prop: string, value: unknown, above: readonly unknown[]): boolean {
  if (above.includes(value)) {
    problems.add(prop, value, 'contains itself; break the cycle');
    return false;
  }
  if (Array.isArray(value) || isMap(value)) {
    if (!hasNoReservedName(problems, prop, value)) {
      return false;
    }
    const nameOf = (key: string) => (Array.isArray(value) ? `${prop}[${key}]` : `${prop}.${key}`);
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [nameOf(key), item]);
    return every(entries, (name, item) => isJson(problems, name, item, [...above, value]));
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    problems.add(prop, value, 'exceeds 2^53, where JavaScript loses digits; give it as a string, in quotes');
    return false;
  }
  if (value === undefined || value === null || ['string', 'boolean'].includes(typeof value)
    || Number.isFinite(value)) {
    return true;
  }
  problems.add(
    prop, value, 'cannot be written as YAML; give a string, a number, true, false, a list or a map',
  );
  return false;
}

/** The public static members that create or are an object of the class; its constructor if there are none. */
function makersOf(type: ClassOf): string[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([name, { value }]) =>
      !['prototype', 'name', 'length'].includes(name) && !name.startsWith('_')
        && (typeof value === 'function' || value instanceof Object))
    .map(([name]) => `${type.name}.${name}`);
  return members.length > 0 ? members : [`new ${type.name}`];
}
