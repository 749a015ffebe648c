import { remedyAt, RemedyLine } from '../../../src/verify/texts/remedy';

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
