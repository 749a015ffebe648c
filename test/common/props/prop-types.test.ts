import { Problems } from '../../../src/common/props/problems';
import { checkProps, flag, instanceOf, jsonMap, PropType, list, map, number, oneOf, optional, struct, text } from '../../../src/common/props/prop-types';

class Made {
  public static readonly FIRST = new Made();

  public static of() {
    return new Made();
  }

  public static _hidden() {
    return new Made();
  }

  private constructor() {}
}

class Plain {}

enum Colour {
  RED = 'red',
  BLUE = 'blue',
}

const cycle: { [key: string]: unknown } = {};
cycle.self = [cycle];

/** Of each kind: what passes, and what does not with the problems that it names. */
const KINDS: [string, PropType, unknown[], [unknown, string[]][]][] = [
  ['text', text(), ['', 'x'], [[null, ['p: null is no text; give a string']], [3, ['p: 3 is no text; give a string']], [undefined, ['p: is missing; give a value']], [{}, ['p: {} is no text; give a string']]]],
  ['text with a check', text((value) => (value === 'x' ? 'is x' : undefined)), ['y'], [['x', ['p: "x" is x']], [['x'], ['p: a list is no text; give a string']]]],
  ['flag', flag, [true, false], [['true', ['p: "true" is neither true nor false; write one of the two']], [0, ['p: 0 is neither true nor false; write one of the two']]]],
  ['number', number(), [0, 1.5], [['1', ['p: "1" is no number; give one, without quotes']]]],
  ['optional', optional(text()), [undefined, 'x'], [[null, ['p: null is no text; give a string']]]],
  ['list', list(text()), [[], ['x']], [['x', ['p: "x" is no list; give one, in square brackets']], [{}, ['p: {} is no list; give one, in square brackets']], [['x', 1, null], ['p[1]: 1 is no text; give a string', 'p[2]: null is no text; give a string']]]],
  ['map', map(text()), [{}, { a: 'x' }], [[[], ['p: [] is no map; give an object of names and values']], [new Map([['a', 'x']]), ['p: an object of Map is no map; give an object of names and values']], [{ a: 1 }, ['p.a: 1 is no text; give a string']]]],
  ['struct', struct<{ a: string; b?: number }>({ a: text(), b: optional(number()) }), [{ a: 'x' }, { a: 'x', b: 1, c: 2 }], [[[], ['p: [] is no object of props; give one, in braces']], [{ b: 'x' }, ['p.a: is missing; give a value', 'p.b: "x" is no number; give one, without quotes']]]],
  ['jsonMap', jsonMap, [{}, { a: { b: [1, null, 'x', true, undefined] } }], [[[], ['p: [] is no map; give an object of names and values']], [{ a: { b: [NaN, () => 1] } }, [
    'p.a.b[0]: NaN is nothing that YAML can hold; give a text, a number, true, false, a list or a map',
    'p.a.b[1]: the function (without a name) is nothing that YAML can hold; give a text, a number, true, false, a list or a map',
  ]], [{ a: cycle }, ['p.a.self[0]: an object that JSON cannot hold contains itself; break the cycle']], [{ a: 1n }, ['p.a: 1 is nothing that YAML can hold; give a text, a number, true, false, a list or a map']]]],
  ['oneOf', oneOf('Colour', Colour), ['red', Colour.BLUE], [['green', ['p: "green" is no Colour; use one of Colour.RED, Colour.BLUE']], [null, ['p: null is no Colour; use one of Colour.RED, Colour.BLUE']]]],
  ['instanceOf, with factories', instanceOf(Made), [Made.of()], [[{}, ['p: {} is no Made; make one with Made.of, Made.FIRST']], [Made, ['p: the function Made is no Made; make one with Made.of, Made.FIRST']], [new Plain(), ['p: an object of Plain is no Made; make one with Made.of, Made.FIRST']]]],
  ['instanceOf, with a constructor', instanceOf(Plain), [new Plain()], [[{}, ['p: {} is no Plain; make one with new Plain']]]],
  ['instanceOf, with a remedy', instanceOf(Made, 'take the one of the plane'), [], [['x', ['p: "x" is no Made; take the one of the plane']]]],
];

function problemsOf(kind: PropType, value: unknown): { right: boolean; problems: string[] } {
  const problems = new Problems('It');
  const right = kind(problems, 'p', value);
  try {
    problems.throwIfAny();
    return { right, problems: [] };
  } catch (error) {
    return { right, problems: (error as Error).message.split('\n').slice(1).map((line) => line.replace('  - ', '')) };
  }
}

describe.each(KINDS)('%s', (_name, kind, good, bad) => {
  test('lets good values pass', () => {
    expect(good.map((value) => problemsOf(kind, value))).toEqual(good.map(() => ({ right: true, problems: [] })));
  });

  test('says what is wrong with others', () => {
    expect(bad.map(([value]) => problemsOf(kind, value).problems)).toEqual(bad.map(([, problems]) => problems));
  });
});

test('a bad content is still of the right kind, so that the rest can be checked in the same go', () => {
  const shape = { a: text(() => 'is bad'), b: text() };
  expect(checkProps(new Problems('It'), { a: 'x', b: 'y' }, shape)).toBe(true);
  expect(checkProps(new Problems('It'), { a: 'x', b: 1 as any }, shape)).toBe(false);
});

test('of a wrong kind, what may hold a secret is not shown', () => {
  const shape = { webClientSecret: text(), secrets: struct({}), databasePassword: instanceOf(Problems), accessKey: struct({}), store: flag };
  const props: any = { webClientSecret: ['hunter2'], secrets: 'hunter2', databasePassword: { value: 'hunter2' }, accessKey: 'hunter2', store: { token: 'hunter2' } };
  expect(problemsOf(struct(shape as any), props).problems).toEqual([
    'p.webClientSecret: a list is no text; give a string',
    'p.secrets: a text, not shown in case it is the secret itself, is no object of props; give one, in braces',
    'p.databasePassword: an object is no Problems; make one with new Problems',
    'p.accessKey: a text, not shown in case it is the secret itself, is no object of props; give one, in braces',
    'p.store: an object is neither true nor false; write one of the two',
  ]);
});

test('no props at all', () => {
  const problems = new Problems('It');
  expect(checkProps(problems, null as any, { a: text() })).toBe(false);
  expect(() => problems.throwIfAny()).toThrow('props: null is no object of props; give one, in braces');
});
