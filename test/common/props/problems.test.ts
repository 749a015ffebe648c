import { InvalidPropsError, Problems, holdsSecret, show } from '../../../src/common/props/problems';

function messageOf(problems: Problems): string | undefined {
  try {
    problems.throwIfAny();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPropsError);
    expect((error as Error).name).toBe('InvalidPropsError');
    return (error as Error).message;
  }
  return undefined;
}

const never = () => undefined;
const always = (remedy: string) => () => remedy;

test.each<[string, (problems: Problems) => void, string | undefined]>([
  ['nothing wrong: nothing thrown', () => undefined, undefined],
  ['a passed check: nothing thrown', (problems) => problems.check('a', 'x', never, never), undefined],
  ['one problem', (problems) => problems.add('a', 'x', 'is wrong; mend it'), 'It has a problem:\n  - a: "x" is wrong; mend it'],
  [
    'several problems, in their order',
    (problems) => problems.add('b', 1, 'is one').check('a', ['x'], always('is two')),
    'It has 2 problems:\n  - b: 1 is one\n  - a: ["x"] is two',
  ],
  [
    'values that are given twice, each once',
    (problems) => problems.eachOnce(['a', 'b', 'a', 'a'], (i) => `p[${i}]`, 'is given twice'),
    'It has 2 problems:\n  - p[2]: "a" is given twice\n  - p[3]: "a" is given twice',
  ],
  ['a key with line breaks, on one line', (problems) => problems.add('a.b\n: c\n', 1, 'is one'), 'It has a problem:\n  - a.b\\u000a: c\\u000a: 1 is one'],
  ['a missing value', (problems) => problems.add('a', undefined, 'give it'), 'It has a problem:\n  - a: required; give it'],
  ['a missing value that a check calls blank', (problems) => problems.check('a', undefined, always('must not be empty')), 'It has a problem:\n  - a: required'],
  [
    'URLs with credentials',
    (problems) => problems.add('a', ['https://user:hunter2@x.example.com/p@th', 'https://token@y'], 'have credentials'),
    'It has a problem:\n  - a: ["https://…@x.example.com/p@th","https://…@y"] have credentials',
  ],
  [
    'what was meant for a URL, with credentials',
    (problems) => problems.add('a', ['https://user:a/hunter2@x', 'https://user:a#hunter2@x', 'user:hunter2@x.example.com', 'postgres://user:hunter2@db:5432/x'], 'have credentials'),
    'It has a problem:\n  - a: ["https://…@x","https://…@x","…@x.example.com","postgres://…@db:5432/x"] have credentials',
  ],
  [
    'what looks like credentials and is none',
    (problems) => problems.add('a', ['ada@example.com', 'https://x.example.com:8443/p@th', 'https://[::1]/p@th', 'image@sha256:0'], 'have none'),
    'It has a problem:\n  - a: ["ada@example.com","https://x.example.com:8443/p@th","https://[::1]/p@th","image@sha256:0"] have none',
  ],
  ['a value with line breaks and quotes', (problems) => problems.add('a', 'x"\ny', 'is odd'), 'It has a problem:\n  - a: "x\\"\\ny" is odd'],
  [
    'only the first problem of a value',
    (problems) => problems.check('a', 'x', never, always('is first'), always('is second')),
    'It has a problem:\n  - a: "x" is first',
  ],
  [
    'nested problems carry their path',
    (problems) => problems.nest('outer', (outer) => outer.add('a', 1, 'is one').nest('inner', (inner) => inner.add('b', 2, 'is two'))).add('c', 3, 'is three'),
    'It has 3 problems:\n  - outer.a: 1 is one\n  - outer.inner.b: 2 is two\n  - c: 3 is three',
  ],
])('%s', (_what, find, expected) => {
  const problems = new Problems('It');
  find(problems);
  expect(messageOf(problems)).toBe(expected);
});

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const ENTRA = `abc8Q~${'x'.repeat(34)}`;

test.each([
  [JWT, '"…"'],
  [`Bearer ${JWT}`, '"Bearer …"'],
  [ENTRA, '"…"'],
  [{ key: ENTRA, property: 'x' }, '{"key":"…","property":"x"}'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMII', '"…"'],
  ['eyJ', '"eyJ"'],
  ['~/.kube/config', '"~/.kube/config"'],
])('shows %j as %s', (value, shown) => expect(show(value)).toBe(shown));

test.each([[JWT, true], [ENTRA, true], ['0oa-web-1111', false], ['https://idp.example.com/~acme', false]])('%s holds a secret: %s', (text, holds) => {
  expect(holdsSecret(text)).toBe(holds);
});
