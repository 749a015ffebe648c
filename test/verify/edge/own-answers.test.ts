import { filterAnswer, ingressAnswer, middlewareAnswer } from '../../../src/verify/edge/own-answers';
import { ingress } from '../_manifests';
import { kubeObjects, middleware } from './_routes';

describe('an Ingress', () => {
  const answer = (annotations: Record<string, string>) => ingressAnswer(kubeObjects(ingress('i', { annotations, paths: {} }))[0]);

  test.each<[Record<string, string>, string, string | undefined]>([
    [{ 'permanent-redirect': 'https://a.example.com' }, '/x', 'a redirect to https://a.example.com'],
    [{ 'permanent-redirect': ' ', 'temporal-redirect': 'https://b.example.com' }, '/x', 'a redirect to https://b.example.com'],
    [{ 'configuration-snippet': 'return 403;' }, '/x', 'return 403 in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/old', 'rewrite ^/old$ /new permanent in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new redirect;' }, '/old', 'rewrite ^/old$ /new redirect in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/other', undefined],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new break;' }, '/old', undefined],
    [{ 'server-snippet': 'return 503;', 'configuration-snippet': 'return 403;' }, '/x', 'return 503 in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/login', 'location = /login in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/x', undefined],
    [{ 'server-snippet': 'location = /login { return 200; } location ~ ^/api { proxy_pass http://executions; }' }, '/api', undefined],
    [{ 'server-snippet': 'location ~ ^/api { proxy_pass http://executions; } return 404;' }, '/api', 'return 404 in a snippet'],
  ])('%j answers %s: %s', (annotations, path, expected) => {
    expect(answer(annotations)).toBeDefined();
    expect(answer(annotations)?.(path)).toBe(expected);
  });

  test.each<Record<string, string>>([
    {},
    { 'permanent-redirect': ' ' },
    { 'configuration-snippet': 'proxy_set_header A b;' },
    { 'configuration-snippet': 'if ($http_x) { return 403; }' },
    { 'server-snippet': 'proxy_set_header A b;' },
    { 'server-snippet': 'location /login { return 200; }' },
    { 'server-snippet': 'location ~ ^/api { proxy_set_header A b; proxy_pass http://executions; }' },
  ])('%j asks the backend', (annotations) => {
    expect(answer(annotations)).toBeUndefined();
  });
});

describe('middlewares of Traefik', () => {
  const answer = (specs: Record<string, unknown>[], host?: string) => middlewareAnswer(kubeObjects(...specs.map((spec, index) => middleware(`m${index}`, spec))), host);
  const old = { redirectRegex: { regex: '^https://union.example.com/old', replacement: '/new' } };

  test.each<[Record<string, unknown>[], string | undefined, string, string | undefined]>([
    [[{ headers: {} }, old], 'union.example.com', '/old/x', 'a redirect of ^https://union.example.com/old'],
    [[old], 'union.example.com', '/x', undefined],
    [[old], 'other.example.com', '/old', undefined],
    [[{ redirectRegex: { regex: '^https://[^/]+/old' } }], undefined, '/old', 'a redirect of ^https://[^/]+/old'],
    // What is not read may answer anything.
    [[{ redirectRegex: { regex: '(' } }], undefined, '/(', 'a redirect of ('],
    [[{ redirectScheme: { scheme: 'https' } }, { redirectScheme: { scheme: 'http' } }], undefined, '/x', 'a redirect to http'],
    [[old, { redirectScheme: { scheme: 'http' } }], 'union.example.com', '/x', 'a redirect to http'],
  ])('%j on %s answer %s: %s', (specs, host, path, expected) => {
    expect(answer(specs, host)).toBeDefined();
    expect(answer(specs, host)?.(path)).toBe(expected);
  });

  test('the same place by https is no answer', () => {
    expect(answer([{ redirectScheme: { scheme: 'https' } }, { headers: {} }])).toBeUndefined();
    expect(answer([])).toBeUndefined();
  });
});

describe('filters of the Gateway API', () => {
  const answer = (requestRedirect: Record<string, unknown> | undefined) => filterAnswer([{ type: 'X' }, { requestRedirect }], [undefined, 'union.example.com']);

  test.each<[Record<string, unknown>, string]>([
    [{ hostname: 'other.example.com' }, 'a redirect to other.example.com'],
    [{ path: { type: 'ReplaceFullPath' } }, 'a redirect to another path'],
    [{ hostname: 'union.example.com', path: {} }, 'a redirect to union.example.com'],
  ])('%j is %s', (redirect, expected) => {
    expect(answer(redirect)?.('/x')).toBe(expected);
  });

  test.each([undefined, { scheme: 'https' }, { hostname: 'union.example.com', scheme: 'https' }])('%j leads to the same place', (redirect) => {
    expect(answer(redirect)).toBeUndefined();
  });

  test('a rule without filters asks its backend', () => {
    expect(filterAnswer(undefined, [])).toBeUndefined();
  });

  test('a redirect without a host leads to the host that was asked for', () => {
    expect(filterAnswer([{ requestRedirect: { scheme: 'https' } }], ['union.example.com'])).toBeUndefined();
  });
});
