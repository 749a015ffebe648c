import { App, Chart } from 'cdk8s';
import { InvalidPropsError } from '../../src/common/props/problems';
import { drawn } from '../_tools/drawn';
import { EXAMPLES } from './_examples';
import { Declared, DeclaredType, entryPoints } from './_reflection';

const ENTRY_POINTS = entryPoints().filter(({ name }) => !/^(Plane|PlaneAuth)#/.test(name));
// Not 3: that is a member of an enumeration of cdk8s.
const WRONG: readonly unknown[] = [null, 3.5, 'x', {}, [], true];

/** One prop or argument, by its path from the arguments. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly type: DeclaredType;
}

/** Every place in the arguments where a value may be. */
function places(parameters: readonly Declared[], values: readonly unknown[]): Place[] {
  return parameters.flatMap(({ name, type }, i) => below({ path: [i], name, type }, values[i]));
}

function below(place: Place, value: any): Place[] {
  const { path, type } = place;
  const inside = type.props?.flatMap((prop) => below({ path: [...path, prop.name], name: prop.name, type: prop.type }, value?.[prop.name]))
    ?? (type.entries && value && Object.keys(value)
      .flatMap((key) => below({ path: [...path, key], name: place.name, type: type.entries! }, value[key])))
    ?? [];
  // A value of a struct that is not given cannot be spoiled without giving the struct.
  return value === undefined && path.length > 1 ? [place] : [place, ...inside];
}

/** Copies only what is changed, so that objects of classes stay what they are. */
function replaced(target: any, [key, ...path]: readonly (string | number)[], value: unknown): any {
  const copy = Array.isArray(target) ? [...target] : { ...target };
  copy[key] = path.length === 0 ? value : replaced(copy[key], path, value);
  return copy;
}

/** Whether a value is of the declared kind, whatever it holds. */
function mayBe({ kind }: DeclaredType, value: unknown): boolean {
  switch (kind) {
    case 'text': return typeof value === 'string';
    case 'number': return typeof value === 'number';
    case 'flag': return typeof value === 'boolean';
    case 'list': return Array.isArray(value);
    case 'map':
    case 'struct': return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'anything': return true;
    default: return false;
  }
}

/** Whether a struct is ours: what is cdk8s's is its own to know. */
function isOurs({ kind, props = [] }: DeclaredType): boolean {
  return kind === 'struct' && !props.some(({ name }) => name === 'ownerReferences');
}

/** A misspelt prop that is not given otherwise: what extends ours may have others. */
function slipIn({ props = [] }: DeclaredType, given: object): string | undefined {
  const meant = props.map(({ name }) => name).find((name) => name.length > 4 && !(name in given));
  return meant === undefined ? undefined : `${meant.slice(0, -1)}${meant.at(-1) === 'x' ? 'y' : 'x'}`;
}

function valueAt(target: any, path: readonly (string | number)[]): unknown {
  return path.reduce((value, key) => value?.[key], target);
}

function outcome(name: string, args: unknown[]): { error?: unknown; left: number } {
  const chart = new Chart(new App(), 'chart');
  let error: unknown;
  try {
    EXAMPLES[name].call(chart, args);
  } catch (thrown) {
    error = thrown ?? new Error('thrown: nothing');
  }
  return { error, left: error === undefined ? 0 : chart.node.children.length };
}

test('every way into the library has an example, and there is not an example without one', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(ENTRY_POINTS.map(({ name }) => name).sort());
});

describe.each(drawn(ENTRY_POINTS.filter(({ name }) => EXAMPLES[name]), 6))('$name', ({ name, parameters }) => {
  const isConstruct = parameters[0].name === 'scope' && parameters[1]?.name === 'id';
  const own = isConstruct ? parameters.slice(2) : parameters;
  const { args } = EXAMPLES[name];

  test('accepts the good arguments', () => expect(outcome(name, args())).toEqual({ error: undefined, left: 0 }));

  test.each(places(own, args()).map((place) => [place.path.slice(own.length === 1 && place.path.length > 1 ? 1 : 0).join('.'), place] as const))(
    '%s of a wrong type: an error of ours that names it, and nothing is left behind',
    (_path, place) => {
      // A good path would be written to.
      const faults = WRONG.filter((value) => !(name.endsWith('#writeTo') && mayBe(place.type, value))).flatMap((value) => {
        const { error, left } = outcome(name, replaced(args(), place.path, value));
        const message = error instanceof Error ? error.message : String(error);
        const right = mayBe(place.type, value);
        const names = right || place.path.length === 1 || message.includes(place.name);
        const good = error === undefined ? right : error instanceof InvalidPropsError && names && left === 0;
        return good ? [] : [{ value, said: error === undefined ? 'nothing' : `${(error as Error).name}: ${message.slice(0, 300)}`, left }];
      });
      expect(faults).toEqual([]);
    },
  );

  test('rejects a prop that does not exist, in each of its structs', () => {
    const given = places(own, args()).filter(({ type, path }) => isOurs(type) && valueAt(args(), path) !== undefined);
    const faults = given.flatMap(({ type, path }) => {
      const unknown = path.length > 1 ? 'nobodyKnows' : slipIn(type, valueAt(args(), path) as object);
      if (unknown === undefined) {
        return [];
      }
      const { error, left } = outcome(name, replaced(args(), [...path, unknown], true));
      const good = error instanceof InvalidPropsError && left === 0
        && error.problems.some(({ prop, text }) => prop.includes(unknown) && /^unknown (prop|option)\. /.test(text));
      return good ? [] : [{ path, unknown, said: String(error).slice(0, 300) }];
    });
    expect(faults).toEqual([]);
  });
});
