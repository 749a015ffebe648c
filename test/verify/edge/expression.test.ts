import { readExpression } from '../../../src/verify/edge/expression';

test.each([
  ['/api/v1', '/api/v1'], ['^/a[0-9]+/(b|c)?$', '/a12/b'], ['(ab)*', ''], ['(a|aa)+$', 'aaa'], ['a*b+c{2}d*e+f{1}g*', 'bccef'], ['(?i)^/api$', '/API'],
  ['^(?i)/api', '/Api/v1'], ['(?is)^/a.b$', '/A\nb'], ['(?U)a+', 'aa'], ['a'.repeat(4096), 'a'.repeat(4096)], ['^/(?P<rest>[a-z]+)$', '/abc'], ['^/(?<rest>[a-z]+)$', '/abc'], ['^/\\Qa.b\\E$', '/a.b'],
  ['^[[:alpha:]]+$', 'abc'], ['^\\pL+$', 'ä'], ['\\x2f\\z', '/'],
])('%s is read as Go, Envoy and nginx read it', (source, text) => {
  expect(readExpression(source, 'RE2')?.test(text)).toBe(true);
  expect(readExpression(source, 'PCRE')?.test(text)).toBe(true);
});

test.each([['^/\\Qa.b\\E$', '/aXb'], ['[[:alpha:]]', '1:'], ['^/a$', '/a/b'], ['(?U)^a+$', 'b']])('%s does not match %s', (source, text) => {
  expect(readExpression(source, 'RE2')?.test(text)).toBe(false);
});

test.each(['(', '[z-a]', '/(?=api)', '/(?!api)', '(?<=/)api', '(a)\\1', '\\C', '(a){1001}', '((a{100}){100}){100}', 'a'.repeat(4097)])(
  '%s is unread by Go and Envoy', (source) => expect(readExpression(source, 'RE2')).toBeUndefined());

test.each<[string, string, boolean]>([
  ['^(?!a)b*c*d*e*f*g*$', 'bcdefg', true], ['^/usage(?!/internal)', '/usage/x', true], ['^/usage(?!/internal)', '/usage/internal', false], ['^/(?=a)[a-z]+$', '/ab', true], ['^/(?=a)[a-z]+$', '/b', false],
])('nginx looks ahead: %s and %s', (source, text, matches) => expect(readExpression(source, 'PCRE')?.test(text)).toBe(matches));

test.each(['(?=a)(b+)+', '(?=a)(b)*', '(?!a)b*c*d*e*f*g*h*', '(?=a)(b)\\1', '(?=a)[[:alpha:]]', '(?=a)\\Qb\\E', '(?=a)\\Kb', '(?=a)(?i)b', '(?<=a)b', '(?>a)', 'a++'])(
  '%s is not read for nginx', (source) => expect(readExpression(source, 'PCRE')).toBeUndefined());

test('letters of either case count for the same where that is asked for', () => {
  expect(readExpression('/ME', 'RE2', true)?.test('/me')).toBe(true);
  expect(readExpression('/ME', 'RE2')?.test('/me')).toBe(false);
  expect(readExpression('/ME(?!x)', 'PCRE', true)?.test('/me')).toBe(true);
});

test('groups have numbers and names', () => {
  expect(readExpression('b(?P<n>c)(d)?', 'RE2')?.find('abc')).toEqual({ start: 1, end: 3, groups: ['bc', 'c', undefined], named: { n: 'c' } });
  expect(readExpression('b(?!x)(c)', 'PCRE')?.find('abc')).toEqual({ start: 1, end: 3, groups: ['bc', 'c'], named: {} });
  expect(readExpression('x', 'RE2')?.find('abc')).toBeUndefined();
});

test('no expression takes exponential time', () => {
  const expression = readExpression('^(a|aa|a*)+$', 'RE2')!;
  expect(expression.test(`${'a'.repeat(20_000)}b`)).toBe(false);
});
