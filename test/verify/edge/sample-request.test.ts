import { sampleOf, samplesOf } from '../../../src/verify/edge/sample-request';

test.each([
  ['/login', '/login'],
  ['/(login(/[^\\x25\\x3b\\x5c]*|))$', '/login/'],
  ['^/api/v[12]/(projects|domains)(/.*)?', '/api/v1/projects'],
  ['/\\.well-known/x', '/.well-known/x'],
  ['/usage(/(?!billing).*|$)', '/usage/'],
  ['/a(?:b|c)+d', '/abd'],
  ['/a(?=b)b(?!c)d(?<=d)e', '/abde'],
  ['/a\\*b', '/a*b'],
  ['/a/(?<rest>b|c)/d', '/a/b/d'],
  ['/a.b+c{1}', '/a.bc'],
  ['/ab*?c??d', '/ad'],
  ['/a(b|c)*d', '/ad'],
  ['/[\\w-]+/\\d/[^a]/\\w\\S', '/w/1/x/11'],
  ['/\\x41/[\\]]', '/A/]'],
])('%s takes %s', (expression, sample) => {
  expect(sampleOf(expression)).toBe(sample);
  expect(sample).toMatch(new RegExp(`^${expression}`));
});

test.each([['(?i)/api', '/api'], ['/a/(?P<rest>b)(?i)/c', '/a/b/c']])('%s takes %s in Go', (expression, sample) => {
  expect(sampleOf(expression)).toBe(sample);
});

test('an invalid expression has a sample, too', () => expect(sampleOf(')(/x')).toBe(''));

test.each([
  ['/login', ['/login']],
  ['/(healthcheck|api/v1/.*)$', ['/healthcheck', '/api/v1/']],
  ['/(a|b)/(c|d|e)', ['/a/c', '/b/d', '/a/e']],
  ['/a(?!b|c)|/d', ['/a', '/d']],
  ['/x(y(z|))', ['/xyz', '/xy']],
])('each alternative of %s: %j', (expression, samples) => expect(samplesOf(expression)).toEqual(samples));

test('of many alternatives, 32 have samples', () => {
  const steps = Array.from({ length: 40 }, (_, i) => `/s${i}`);
  expect(samplesOf(`(${steps.join('|')})`)).toEqual(steps.slice(0, 32));
});
