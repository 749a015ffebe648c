import { coversHost, exceptionsIn } from '../../../src/contract/upstream/http';

test('exceptions are parted by commas, whatever their letters', () => {
  expect(exceptionsIn(' .svc, Example.com,,::1 ')).toEqual(['.svc', 'example.com', '::1']);
});

test.each<[string, string, number | undefined, boolean]>([
  ['*', 'idp.example.com', undefined, true],
  ['example.com', 'example.com', 443, true],
  ['example.com', 'idp.example.com', 443, true],
  ['example.com', 'myexample.com', 443, false],
  ['.example.com', 'idp.example.com', 443, true],
  ['.example.com', 'example.com', 443, false],
  ['*.example.com', 'idp.example.com', 443, true],
  ['example.com:8443', 'example.com', 443, false],
  ['example.com:8443', 'example.com', 8443, true],
  ['example.com:8443', 'example.com', undefined, true],
  ['10.0.0.1', '10.0.0.1', 443, true],
  ['0.0.1', '10.0.0.1', 443, false],
  ['::1', '::1', 443, true],
  ['[::1]:8443', '::1', 8443, true],
  ['[::1]:8443', '::1', 443, false],
])('%s covers %s at port %s: %s', (exception, host, port, expected) => expect(coversHost(exception, host, port)).toBe(expected));
