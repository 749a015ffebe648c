import { remedyAt, RemedyLine, remedyWith } from '../../../src/verify/texts/remedy';

const LINES: readonly RemedyLine[] = [
  { text: 'List the header.' },
  { of: 'ingress-nginx', text: 'auth-response-headers.' },
  { of: 'Traefik', text: 'authResponseHeaders.' },
  { of: 'Envoy Gateway', text: 'headersToBackend.' },
  { of: 'chart', text: 'ingress.annotations.' },
];
const at = (apiVersion: string, kind: string, annotations = {}, inValues = false) =>
  remedyAt(LINES, { object: { apiVersion, kind, name: 'x' }, annotations, inValues }).split('\n');

test.each([
  ['an Ingress', at('networking.k8s.io/v1', 'Ingress'), 'ingress-nginx'],
  ['an Ingress of Traefik', at('networking.k8s.io/v1', 'Ingress', { 'traefik.ingress.kubernetes.io/router.tls': 'true' }), 'Traefik'],
  ['a Middleware', at('traefik.io/v1alpha1', 'Middleware'), 'Traefik'],
  ['a SecurityPolicy', at('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy'), 'Envoy Gateway'],
  ['an HTTPRoute', at('gateway.networking.k8s.io/v1', 'HTTPRoute'), 'Envoy Gateway'],
  ['values', at('v2', 'Values', {}, true), 'chart'],
])('at %s the lines for all are told, and its own', (_, lines, own) => {
  expect(lines).toEqual(['List the header.', expect.stringMatching(new RegExp(`^${own}: `))]);
});

test('what Helm has rendered is mended in values, too', () => {
  expect(at('networking.k8s.io/v1', 'Ingress', { 'meta.helm.sh/release-name': 'cp' }).map((line) => line.split(':')[0])).toEqual(['List the header.', 'ingress-nginx', 'chart']);
});

test('where no line is its own, every line is told', () => {
  expect(at('v1', 'ConfigMap')).toHaveLength(5);
  expect(remedyAt([{ text: 'Only this.' }], { object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x' }, inValues: false })).toBe('Only this.');
});

test('a value of the finding is in the place of the words for it, unless it is long', () => {
  const text = 'Add {missing|the missing headers} to {key|the list}.';
  expect(remedyWith({ missing: 'X-User-Subject', key: undefined }, text)).toBe('Add X-User-Subject to the list.');
  expect(remedyWith({ missing: 'x'.repeat(81) }, text)).toBe('Add the missing headers to the list.');
  const place = { object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x' }, inValues: false };
  expect(remedyAt([{ text }], { ...place, values: { missing: 'a, b' } })).toBe('Add a, b to the list.');
});

test('a place in values that is of ingress-nginx is told what to set there', () => {
  const object = { apiVersion: '', kind: 'Values', name: 'x' };
  const lines: RemedyLine[] = [{ text: 'Guard it.' }, { of: 'Traefik', text: 'A Middleware.' }, { of: 'ingress-nginx', text: 'auth-url.' }];
  const told = (...path: string[]) => remedyAt(lines, { object, path, inValues: true }).split('\n');
  expect(told('ingress', 'annotations', 'nginx.ingress.kubernetes.io/auth-url')).toEqual(['Guard it.', 'ingress-nginx: auth-url.']);
  expect(told('ingress-nginx', 'controller', 'config')).toEqual(['Guard it.', 'ingress-nginx: auth-url.']);
  expect(told('ingress', 'annotations')).toHaveLength(3);
});
