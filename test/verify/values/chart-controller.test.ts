import { controllerObjects } from '../../../src/verify/values/chart-objects';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { setOf, standsAt } from './_sets';

const withValues = (settings: Readonly<Record<string, unknown>>) =>
  Object.entries(settings).reduce((text, [path, value]) => withValue(text, path, value), CONTROL_PLANE_VALUES);

const made = (settings: Readonly<Record<string, unknown>> = {}) => controllerObjects(setOf(withValues(settings), { namespace: 'union-cp' }));

test('the controller of the chart takes snippets, and what values set', () => {
  const [configMap, ...others] = made({ 'ingress-nginx.controller.config': { 'http-snippet': 'more_clear_input_headers X-A;' } });
  expect(others).toEqual([]);
  expect(configMap.objectAt('data')).toEqual({
    'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical', 'http-snippet': 'more_clear_input_headers X-A;',
  });
  expect(standsAt(configMap, 'data', 'http-snippet')).toContain('ingress-nginx.controller.config.http-snippet');
  expect(standsAt(configMap, 'data', 'allow-snippet-annotations')).toContain('ingress-nginx.controller');
});

test('its headers for backends are a ConfigMap that it names', () => {
  const [configMap, headers] = made({ 'ingress-nginx.controller.proxySetHeaders': { 'X-A': 'b' } });
  expect(configMap.textAt('data', 'proxy-set-headers')).toBe(headers.name);
  expect(headers.objectAt('data')).toEqual({ 'X-A': 'b' });
  expect(standsAt(headers, 'data', 'X-A')).toContain('ingress-nginx.controller.proxySetHeaders.X-A');
});

test.each<[string, Record<string, unknown>, number]>([
  ['is switched off', { 'ingress-nginx.enabled': false }, 0],
  ['serves another class than the Ingresses have', { 'ingress.className': 'nginx' }, 0],
  ['serves the class that both name', { 'ingress.className': 'nginx', 'ingress-nginx.controller.ingressClassResource.name': 'nginx' }, 1],
])('a controller that %s', (_, settings, number) => expect(made(settings)).toHaveLength(number));
