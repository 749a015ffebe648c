import { safeRegex } from '../../../src/verify/edge/safe-regex';

test.each([['/api/v1', '/api/v1'], ['^/a[0-9]+/(b|c)?$', '/a12/b'], ['a*b+c{2}d*e+f{1}', 'bccef'], ['a'.repeat(1024), 'a'.repeat(1024)]])('%s is compiled', (source, text) => {
  expect(safeRegex(source, '')?.test(text)).toBe(true);
});

test.each(['(ab)*', '(ab)+', '(ab){2}', 'a*b+c{2}d*e+f{1}g*', 'a'.repeat(1025), '(', '[z-a]'])('%s is not', (source) => {
  expect(safeRegex(source, '')).toBeUndefined();
});

test.each([['(?i)^/api$', '/API'], ['^(?i)/api', '/Api/v1'], ['(?is)^/a.b$', '/A\nb'], ['^/(?P<rest>[a-z]+)$', '/abc']])('%s is read as Go and nginx read it', (source, text) => {
  expect(safeRegex(source, 'i')?.test(text)).toBe(true);
  expect(safeRegex(source, '')?.test(text)).toBe(true);
});

test('flags count', () => {
  expect(safeRegex('/ME', 'i')?.test('/me')).toBe(true);
  expect(safeRegex('/ME', '')?.test('/me')).toBe(false);
});
