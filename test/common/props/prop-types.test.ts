import { InvalidPropsError, Problems } from '../../../src/common/props/problems';
import {
  checkProps, demand, distinct, flag, instanceOf, jsonMap, PropType, list, map, number, oneOf, openStruct, optional, struct, text,
} from '../../../src/common/props/prop-types';

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

class Holder {
  public readonly a = 'x';
  public readonly more = 1;
}

enum Colour {
  RED = 'red',
  BLUE = 'blue',
}

const cycle: { [key: string]: unknown } = {};
cycle.self = [cycle];

/** Of each kind: what passes, and what does not with the problems that it names. */
const KINDS: [string, PropType, unknown[], [unknown, string[]][]][] = [
  ['text', text(), ['', 'x'], [[null, ['p: null must be a string']], [3, ['p: 3 must be a string; write it in quotes']], [undefined, ['p: required']], [{}, ['p: {} must be a string']]]],
  ['text with a check', text((value) => (value === 'x' ? 'is x' : undefined)), ['y'], [['x', ['p: "x" is x']], [['x'], ['p: a list must be a string']]]],
  ['flag', flag, [true, false], [['true', ['p: "true" must be true or false']], [0, ['p: 0 must be true or false']]]],
  ['number', number(), [0, 1.5], [['1', ['p: "1" must be a number, without quotes']]]],
  ['optional', optional(text()), [undefined, 'x'], [[null, ['p: null must be a string']]]],
  ['list', list(text()), [[], ['x']], [['x', ['p: "x" must be a list']], [{}, ['p: {} must be a list']], [['x', 1, null], ['p[1]: 1 must be a string; write it in quotes', 'p[2]: null must be a string']]]],
  ['distinct', distinct(text()), [[], ['x', 'y']], [['x', ['p: "x" must be a list']], [['x', 'y', 'x'], ['p[2]: "x" is given twice; keep one']]]],
  ['map', map(text()), [{}, { a: 'x' }], [[[], ['p: [] must be an object of names and values']], [new Map([['a', 'x']]), ['p: an object of Map must be an object of names and values']], [{ a: 1 }, ['p.a: 1 must be a string; write it in quotes']]]],
  ['struct', struct<{ a: string; b?: number }>({ a: text(), b: optional(number()) }), [{ a: 'x' }, { a: 'x', b: 1, c: undefined }, new Holder()], [[{ a: 'x', c: 2 }, ['p.c: unknown prop. Known: a, b.']], [[], ['p: [] must be an object; give a']], [{ b: 'x' }, ['p.a: required', 'p.b: "x" must be a number, without quotes']]]],
  ['openStruct', openStruct<{ a: string }>({ a: text() }), [{ a: 'x', c: 2 }], [[{ c: 2 }, ['p.a: required']]]],
  ['jsonMap', jsonMap, [{}, { a: { b: [1, null, 'x', true, undefined] } }], [[[], ['p: [] must be an object of names and values']], [{ a: { b: [NaN, () => 1] } }, [
    'p.a.b[0]: NaN cannot be written as YAML; give a string, a number, true, false, a list or a map',
    'p.a.b[1]: the function (without a name) cannot be written as YAML; give a string, a number, true, false, a list or a map',
  ]], [{ a: cycle }, ['p.a.self[0]: an object that JSON cannot represent contains itself; break the cycle']], [{ a: [2 ** 53 - 1, 1.5, 2 ** 53] }, ['p.a[2]: 9007199254740992 exceeds 2^53, where JavaScript loses digits; give it as a string, in quotes']], [{ a: 1n }, ['p.a: 1 cannot be written as YAML; give a string, a number, true, false, a list or a map']]]],
  ['oneOf', oneOf('Colour', Colour), ['red', Colour.BLUE], [['green', ['p: "green" must be one of Colour.RED, Colour.BLUE']], [null, ['p: null must be one of Colour.RED, Colour.BLUE']]]],
  ['instanceOf, with factories', instanceOf(Made), [Made.of()], [[{}, ['p: {} must be a Made; create one with Made.of, Made.FIRST']], [Made, ['p: the function Made must be a Made; create one with Made.of, Made.FIRST']], [new Plain(), ['p: an object of Plain must be a Made; create one with Made.of, Made.FIRST']]]],
  ['instanceOf, with a constructor', instanceOf(Plain), [new Plain()], [[{}, ['p: {} must be a Plain; create one with new Plain']]]],
  ['instanceOf, with a remedy', instanceOf(Made, 'take the one of the plane'), [], [['x', ['p: "x" must be a Made; take the one of the plane']]]],
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
  test('lets good values pass', () => expect(good.map((value) => problemsOf(kind, value))).toEqual(good.map(() => ({ right: true, problems: [] }))));

  test('reports others with the reason', () => {
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
    'p.webClientSecret: a list must be a string',
    'p.secrets: (hidden) must be an object',
    'p.databasePassword: an object must be a Problems; create one with new Problems',
    'p.accessKey: (hidden) must be an object',
    'p.store: an object must be true or false',
  ]);
});

describe('a prop that does not exist', () => {
  const certificate = struct<{ secretName: string; hosts?: string }>({ secretName: text(), hosts: optional(text()) });
  const shape = { issuer: text(), clientSecret: optional(text()), tls: optional(list(certificate)) };
  const told = (props: object): readonly string[] => {
    try {
      demand('It', props as { issuer: string; clientSecret: string; tls: [] }, shape);
    } catch (error) {
      return (error as InvalidPropsError).problems.map((each) => `${each.prop}: ${each.text}`);
    }
    return [];
  };

  test('is reported with the similar name, at any depth, next to all other problems', () => {
    expect(told({ isuer: 'https://sso.example.com', tls: [{ secretName: 'a', host: 'b' }, { 'secret-name': 'a' }] })).toEqual([
      'issuer: required',
      'tls[0].host: unknown prop. Did you mean hosts?',
      'tls[1].secretName: required',
      'tls[1].secret-name: unknown prop. Did you mean secretName?',
      'isuer: unknown prop. Did you mean issuer?',
    ]);
  });

  test('is not shown where it may be a secret, by its own name or by the one that was meant', () => {
    const problems = told({ issuer: 'x', clientSecrte: 'hunter2', tls: [{ secretName: 'a', password: 'hunter2' }] });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('is not a problem where it says nothing, or belongs to what extends the construct', () => {
    expect(told({ issuer: 'x', isuer: undefined, clientSecrte: undefined })).toEqual([]);
    expect(told({ issuer: 'x', isuer: 'of another kind', team: 'acme' })).toEqual([]);
  });

  test('is not a problem where it belongs to a class of another language, which jsii hands on', () => {
    const ofJava = (entry: object) => Object.defineProperty(entry, Symbol.for('$__jsii__objid__$'), { value: 'Object@10001' }) as { secretName: string };
    const own = ofJava({ secretName: 'a', team: 'acme' });
    expect(told({ issuer: 'x', tls: [own] })).toEqual([]);
    expect(told({ issuer: 'x', tls: [ofJava({ team: 'acme' })] })).toEqual(['tls[0].secretName: required']);
  });

  test('is reported once, by the most specific check', () => {
    const further = (problems: Problems) => problems.addUnshown('chart', 'is not one of ours; leave it out');
    expect(() => demand('It', { issuer: 'x', chart: 'y' } as { issuer: string }, { issuer: text() }, further))
      .toThrow(/^It has a problem:\n {2}- chart: is not one of ours; leave it out$/);
  });
});

test('no props at all', () => {
  const problems = new Problems('It');
  expect(checkProps(problems, null as any, { a: text() })).toBe(false);
  expect(() => problems.throwIfAny()).toThrow('props: null must be an object; give a');
});

test('a missing struct names what must be given, with the example', () => {
  const shape = { registry: text(), tag: text(), pullSecrets: optional(list(text())) };
  const said = (type: PropType) => {
    const problems = new Problems('Plane');
    type(problems, 'images', undefined);
    return problems.all.map((each) => `${each.prop}: ${each.text}`);
  };
  expect(said(struct(shape))).toEqual(['images: required; give registry and tag']);
  expect(said(struct(shape, '{ registry: "r", tag: "1" }'))).toEqual(['images: required; give registry and tag: { registry: "r", tag: "1" }']);
  expect(said(struct({ pullSecrets: optional(text()) }))).toEqual(['images: required; give an object']);
});

test.each([['{"__proto__": {"a": 1}}', 'v.__proto__'], ['{"a": [{"__proto__": 1}]}', 'v.a[0].__proto__']])('values keep no name of JavaScript: %s', (json, place) => {
  const problems = new Problems('Plane');
  expect(jsonMap(problems, 'v', JSON.parse(json))).toBe(false);
  expect(problems.all).toMatchObject([{ prop: place, text: 'is a reserved name of JavaScript; remove it' }]);
});

test.each<readonly [name: string, value: unknown, said: string]>([
  ...['clientSecret', 'dbPassword', 'apiToken', 'accessKey', 'SECRET'].map((name) => [name, 'hunter2', '(hidden) must be true or false'] as const),
  ...['true', 'FALSE', 'yes', 'No', 'on', 'off'].map((value) => ['clientSecret', value, `"${value}" must be true or false`] as const),
  ['enabled', 'hunter2', '"hunter2" must be true or false'],
  ['clientSecret', 7, '7 must be true or false'],
  ['clientSecret', ['hunter2'], 'a list must be true or false'],
  ['clientSecret', { a: 'hunter2' }, 'an object must be true or false'],
  ['clientSecret', [], '[] must be true or false'],
])('%s: %j is said to be wrong as %s', (name, value, said) => {
  const problems = new Problems('It');
  flag(problems, name, value);
  expect(problems.all.map((each) => each.text)).toEqual([said]);
});
