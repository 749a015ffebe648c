import { Check } from './checks';
import { NOT_EMPTY, Problems, isPlain } from './problems';
import { slipOf, unknownName } from './suggestion';

/**
 * What type a prop takes. People write JavaScript and Python too, where no compiler keeps a number out of a
 * list.
 *
 * A prop type adds what is wrong to the problems, and returns whether others may look into the value: a text
 * with a bad content is still a text.
 */
export type PropType = (problems: Problems, prop: string, value: unknown) => boolean;

/** The type of each prop of a struct. All are named, so that a new prop does not compile unchecked. */
export type Shape<Props> = { readonly [Prop in keyof Required<Props>]: PropType };

/**
 * Checks all props of an object at once. Returns whether every type is right, so that what the props say to
 * each other can be checked.
 */
export function checkProps<Props extends object>(
  problems: Problems, props: Props, shape: Shape<Props>,
): boolean {
  return struct(shape)(problems, '', props);
}

/**
 * The same, thrown at once.
 *
 * @param further checks what the props say to each other, once their types are right
 */
export function demand<Props extends object>(
  subject: string, props: Props, shape: Shape<Props>, further?: (problems: Problems) => void,
): void {
  const problems = new Problems(subject);
  if (openStruct(shape)(problems, '', props)) {
    further?.(problems);
  }
  addUnknown(problems, '', props, shape);
  problems.throwIfAny();
}

/** A text, with a content that passes the checks. */
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

/** What someone else looks into. */
export const anything: PropType = () => true;

/** A list, each entry of one type. */
export function list(entry: PropType): PropType {
  return propType(
    (value): value is unknown[] => Array.isArray(value),
    'must be a list',
    (problems, prop, value) =>
      every(value.map((item, i): [string, unknown] => [`${prop}[${i}]`, item]), (name, item) =>
        entry(problems, name, item)),
  );
}

/** A list whose entries all differ. */
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
    every(
      Object.entries(value).map(([name, item]): [string, unknown] => [`${prop}.${name}`, item]),
      (name, item) => entry(problems, name, item),
    ));
}

/**
 * An object that holds props of its own, and no others.
 *
 * @param example one that is right, for anyone who gave none
 */
export function struct<Props>(shape: Shape<Props>, example?: string): PropType {
  const entries = openStruct(shape, example);
  return (problems, prop, value) => {
    const isRight = entries(problems, prop, value);
    addUnknown(problems, prop, value, shape);
    return isRight;
  };
}

/** An object that others know, too, and what else may be in it. */
export function openStruct<Props>(shape: Shape<Props>, example?: string): PropType {
  return propType(isStruct, (value) => noStruct(value, shape, example), (problems, prop, value) =>
    every(Object.entries<PropType>(shape), (name, entry) => entry(problems, below(prop, name), value[name])));
}

/** What of a struct must be given, in the words of an error. */
function noStruct(value: unknown, shape: object, example: string | undefined): string {
  const required = Object.entries<PropType>(shape as Readonly<Record<string, PropType>>)
    .filter(([name, entry]) => !entry(new Problems(''), name, undefined)).map(([name]) => name);
  const needed = required.join(', ').replace(/, ([^,]*)$/, ' and $1') || 'an object';
  const advice = example === undefined ? `give ${needed}` : `give ${needed}: ${example}`;
  const isSaid = required.length === 0 && example === undefined;
  return value === undefined ? advice : `must be an object${isSaid ? '' : `; ${advice}`}`;
}

/**
 * What jsii's kernel marks an object with that lives in Java, say: all that its class has is a property here.
 * Source: jsii 1.140, `packages/@jsii/kernel/src/objects.ts`.
 */
const JSII_OBJECT = Symbol.for('$__jsii__objid__$');

/**
 * Adds what is given and no one reads: of a slip, its reader would take the default. A prop that is spoken of
 * already needs no more words, and an object of a class has what the class gives it, in any language.
 */
function addUnknown(problems: Problems, prop: string, value: unknown, shape: object): void {
  const isRead = isMap(value) && !(JSII_OBJECT in value);
  const given = isRead ? Object.entries(value).filter(([, item]) => item !== undefined) : [];
  const names = Object.keys(shape);
  for (const [name] of given.filter(([each]) => !names.includes(each))) {
    const path = below(prop, name);
    if (!problems.speaksOf(path) && (prop !== '' || isSlip(name, given, names))) {
      problems.addUnshown(path, unknownName('prop', name, names));
    }
  }
}

/**
 * Whether a prop of a construct is one of ours that is misspelt. Others may be there: a construct that
 * extends ours has props of its own, and passes all of them on.
 */
function isSlip(name: string, given: readonly [string, unknown][], names: readonly string[]): boolean {
  const missing = names.filter((each) => !given.some(([known]) => known === each));
  return slipOf(name, missing) !== undefined;
}

/** A map of what JSON can hold, such as Helm values. */
export const jsonMap: PropType = propType(
  isMap,
  'must be an object of names and values',
  (problems, prop, value) => isJson(problems, prop, value, []),
);

/** One of the members of an enumeration. */
export function oneOf(name: string, members: Readonly<Record<string, string>>): PropType {
  const known = Object.keys(members).map((member) => `${name}.${member}`).join(', ');
  return propType(
    (value): value is string => Object.values(members).some((member) => member === value),
    `must be one of ${known}`,
  );
}

/** A class, with private constructor or without. */
interface ClassOf {
  readonly name: string;
  readonly prototype: object;
}

/**
 * An object of a class.
 *
 * @param remedy how to come by one; by default the factories of the class, or its constructor
 */
export function instanceOf(type: ClassOf, remedy?: string): PropType {
  return propType(
    (value): value is object =>
      typeof value === 'object' && value !== null && type.prototype.isPrototypeOf(value),
    () => `must be ${withArticle(type.name)}; ${remedy ?? `make one with ${makersOf(type).join(', ')}`}`,
  );
}

/**
 * What is told by its shape, since an application may have another copy of the package that it comes from.
 */
export function shaped(hasShape: (value: object) => boolean, remedy: string): PropType {
  return propType(
    (value): value is object => typeof value === 'object' && value !== null && hasShape(value), remedy,
  );
}

/** What may be left out. */
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

/**
 * How to speak of a value that is out of place without showing what it holds, which is not what is wrong and
 * may be a secret; nothing where it may be shown.
 */
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
    const nameOf = (key: string) => (Array.isArray(value) ? `${prop}[${key}]` : `${prop}.${key}`);
    if (Object.hasOwn(value, '__proto__')) {
      problems.addUnshown(nameOf('__proto__'), 'is a name that JavaScript keeps for itself; remove it');
      return false;
    }
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [nameOf(key), item]);
    return every(entries, (name, item) => isJson(problems, name, item, [...above, value]));
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    problems.add(prop, value, 'is beyond 2^53, where JavaScript loses digits; give it as a text, in quotes');
    return false;
  }
  if (value === undefined || value === null || ['string', 'boolean'].includes(typeof value)
    || Number.isFinite(value)) {
    return true;
  }
  problems.add(
    prop, value, 'cannot be written as YAML; give a text, a number, true, false, a list or a map',
  );
  return false;
}

/**
 * The public static members that make or hold an object of the class; its constructor where there is none.
 */
function makersOf(type: ClassOf): string[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([name, { value }]) =>
      !['prototype', 'name', 'length'].includes(name) && !name.startsWith('_')
        && (typeof value === 'function' || value instanceof Object))
    .map(([name]) => `${type.name}.${name}`);
  return members.length > 0 ? members : [`new ${type.name}`];
}
