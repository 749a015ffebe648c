import { urlOf } from '../../../src/common/props/url';

describe('urlOf', () => {
  test('an absolute URL, and one below a base', () => {
    expect(urlOf('https://union.example.com/a')?.pathname).toBe('/a');
    expect(urlOf('/b', 'https://union.example.com/a')?.href).toBe('https://union.example.com/b');
  });

  test.each(['', 'union.example.com', '/a', 'https://'])('nothing for %j', (text) => {
    expect(urlOf(text)).toBeUndefined();
  });

  test('letters beyond ASCII, however often it was asked before', () => {
    const hosts = Array.from({ length: 20_000 }, () => urlOf('https://bücher.example')?.hostname);
    expect(new Set(hosts)).toEqual(new Set(['xn--bcher-kva.example']));
  });
});
