import { ingressObjects } from '../../../src/verify/values/chart-ingresses';
import { EffectiveValues } from '../../../src/verify/values/effective-values';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { setOf, standsAt } from './_sets';

const NGINX = 'nginx.ingress.kubernetes.io/';

function ingresses(text: string, namespace?: string) {
  const set = setOf(text, { namespace });
  return ingressObjects(set, new EffectiveValues(set));
}

function ingressNamed(name: string, text: string, namespace?: string) {
  return ingresses(text, namespace).find((object) => object.name === name)!;
}

/** The values with some of their ingress settings set. */
function withIngress(settings: Readonly<Record<string, unknown>>, text = CONTROL_PLANE_VALUES): string {
  return Object.entries(settings).reduce((before, [key, value]) => withValue(before, `ingress.${key}`, value), text);
}

const OPEN = ['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming'];
const GRPC = { [`${NGINX}backend-protocol`]: 'GRPC' };
const REGEX = { [`${NGINX}use-regex`]: 'true' };
const GUARDS = withIngress({
  protectedIngressAnnotations: { guard: 'http' },
  protectedIngressAnnotationsGrpc: { guard: 'grpc' },
  protectedConsoleIngressAnnotations: { guard: 'console' },
});

test.each([
  ['controlplane', {}],
  ['controlplane-grpc', GRPC],
  ['controlplane-grpc-streaming', GRPC],
  ['controlplane-protected', { guard: 'http' }],
  ['controlplane-protected-grpc', { guard: 'grpc', ...GRPC }],
  ['controlplane-protected-grpc-streaming', { guard: 'grpc', ...GRPC }],
  ['controlplane-console-protected', { guard: 'console' }],
  ['controlplane-dataproxy', { guard: 'http' }],
  ['controlplane-usage', { guard: 'http', ...REGEX }],
  ['controlplane-usage-grpc', { guard: 'grpc', ...GRPC, ...REGEX }],
])('%s has its set of annotations, and what its backend and its paths need', (name, expected) => {
  const { annotations } = ingressNamed(name, GUARDS);
  // What guards by the chart's own values is another matter.
  expect(Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith(`${NGINX}auth-`)))).toEqual(expected);
});

test('the chart guards by itself where values are silent', () => {
  const guard = (name: string) => ingressNamed(name, CONTROL_PLANE_VALUES, 'union-cp').annotations[`${NGINX}auth-url`];
  expect(guard('controlplane')).toBeUndefined();
  expect(guard('controlplane-protected')).toBe('https://$host/me');
  expect(guard('controlplane-protected-grpc')).toBe('http://flyteadmin.union-cp.svc.cluster.local/me');
});

test('what an Ingress has by its kind stands between what all have and what guards', () => {
  const text = withIngress({
    annotations: { from: 'all', all: 'yes' },
    annotationsUnary: { from: 'unary', unary: 'yes' },
    annotationsStreaming: { from: 'streaming' },
    separateGrpcIngressAnnotations: { from: 'grpc' },
    protectedIngressAnnotations: { from: 'http' },
  });
  const from = (name: string, values = text) => ingressNamed(name, values).annotations.from;
  expect(['controlplane', 'controlplane-grpc-streaming', 'controlplane-protected', 'controlplane-protected-grpc', 'controlplane-console-protected']
    .map((name) => from(name))).toEqual(['unary', 'grpc', 'http', 'grpc', 'unary']);
  const together = withIngress({ separateGrpcIngress: false }, text);
  expect(['controlplane-grpc', 'controlplane-protected-grpc-streaming'].map((name) => from(name, together))).toEqual(['grpc', 'streaming']);
  expect(standsAt(ingressNamed('controlplane', text), 'metadata', 'annotations', 'unary')).toContain('ingress.annotationsUnary.unary');
});

test('where the console has an Ingress of its own, APIs have the set without sign-in', () => {
  const text = withIngress({
    enableProtectedConsoleIngress: true, protectedIngressAnnotations: { guard: 'http' }, protectedIngressAnnotationsWithoutSignin: { guard: 'without' },
  });
  expect(['controlplane-protected', 'controlplane-dataproxy'].map((name) => ingressNamed(name, text).annotations.guard)).toEqual(['without', 'without']);
  const own = ingressNamed('controlplane-protected', withIngress({ enableProtectedConsoleIngress: true }), 'union-cp').annotations;
  expect([own[`${NGINX}auth-url`], own[`${NGINX}auth-signin`]]).toEqual(['https://$host/me', undefined]);
});

test('what guards goes over what all have, and what is no text is left out', () => {
  const text = withIngress({ annotations: { common: 'all', both: 'all', number: 5, map: { a: 1 } }, protectedIngressAnnotations: { both: 'http' } });
  expect(ingressNamed('controlplane', text).annotations).toEqual({ common: 'all', both: 'all', number: '5' });
  expect(ingressNamed('controlplane-protected', text).annotations).toMatchObject({ common: 'all', both: 'http', number: '5' });
});

test('each host has all paths of the group, each to its Service', () => {
  const { raw } = ingressNamed('controlplane-dataproxy', withIngress({ host: 'a.example.com', extraHosts: ['b.example.com', 'c.example.com'], className: 'nginx' }), 'union-cp');
  const backend = { service: { name: 'dataproxy', port: { name: 'grpc' } } };
  const http = { paths: [{ path: '/data', pathType: 'Prefix', backend }, { path: '/data/*', pathType: 'ImplementationSpecific', backend }] };
  expect(raw).toMatchObject({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'controlplane-dataproxy', namespace: 'union-cp' } });
  expect(raw.spec).toEqual({ ingressClassName: 'nginx', rules: ['a.example.com', 'b.example.com', 'c.example.com'].map((host) => ({ host, http })) });
});

test('without a host or a namespace there is none of them, and the class is the chart\'s own', () => {
  const object = ingressNamed('controlplane-dataproxy', withIngress({ host: '' }));
  expect(object.objectAt('spec')).toEqual({ ingressClassName: 'controlplane', rules: [{ http: expect.anything() }] });
  expect(object.namespace).toBeUndefined();
});

test('Envoy has no Ingresses, and both together have them', () => {
  expect(ingresses(withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy'))).toEqual([]);
  expect(ingresses(withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'both'))).toHaveLength(10);
});

test('a word that the chart does not know has none, and a release without a Gateway reads no word', () => {
  expect(ingresses(withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'none'))).toEqual([]);
  expect(ingresses(withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', ''))).toHaveLength(10);
  const old = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy').replace('2026.8.schema', '2026.3.schema');
  expect(ingresses(old)).not.toEqual([]);
});

describe('where flyteadmin asks nobody', () => {
  const off = withValue(GUARDS, 'flyte.configmap.adminServer.server.security.useAuth', false);

  test('the chart leaves the guards off', () => {
    expect(ingressNamed('controlplane-protected', off).annotations).toEqual({});
    expect(ingressNamed('controlplane-protected-grpc', off).annotations).toEqual(GRPC);
  });

  test('before 2026.6 it keeps them', () => {
    expect(ingressNamed('controlplane-protected', off.replace('2026.8.schema', '2026.3.schema')).annotations).toEqual({ guard: 'http' });
  });
});

test('gRPC is said to the controller by the set of gRPC Ingresses, which the chart leaves out where it is told so', () => {
  const protocol = (name: string, settings: Readonly<Record<string, unknown>>) => ingressNamed(name, withIngress(settings)).annotations[`${NGINX}backend-protocol`];
  expect(['controlplane-protected-grpc', 'controlplane-grpc'].map((name) => protocol(name, { separateGrpcIngress: false }))).toEqual([undefined, 'GRPC']);
  expect(protocol('controlplane-protected-grpc', { separateGrpcIngressAnnotations: null })).toBeUndefined();
});

test('a null takes the chart\'s own guard away, and the Ingress stays', () => {
  const text = withIngress({ protectedIngressAnnotations: null });
  expect(ingressNamed('controlplane-protected', text).annotations).toEqual({});
  expect(ingressNamed('controlplane-console-protected', text, 'union-cp').annotations[`${NGINX}auth-url`]).toBe('https://$host/me');
});

test('where nobody says what guards a group, it is not judged', () => {
  const names = ingresses(CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.3.schema')).map(({ name }) => name);
  expect(names).toEqual(OPEN);
});

describe('in the values', () => {
  const text = withIngress({ extraHosts: ['b.example.com'], annotations: { common: 'all', both: 'all' }, protectedConsoleIngressAnnotations: { both: 'console', own: 'console' } });
  const guarded = (...path: readonly (string | number)[]) => standsAt(ingressNamed('controlplane-console-protected', text), ...path);
  const open = (...path: readonly (string | number)[]) => standsAt(ingressNamed('controlplane', text), ...path);

  test('an annotation stands in the set that has it', () => {
    expect(guarded('metadata', 'annotations', 'own')).toBe('ingress.protectedConsoleIngressAnnotations.own');
    expect(guarded('metadata', 'annotations', 'both')).toBe('ingress.protectedConsoleIngressAnnotations.both');
    expect(guarded('metadata', 'annotations', 'common')).toBe('ingress.annotations.common');
    expect(open('metadata', 'annotations', 'common')).toBe('ingress.annotations.common');
  });

  test('an annotation that is missing belongs to the set of the group, and to those of all where it has none', () => {
    expect(guarded('metadata', 'annotations', 'missing')).toBe('ingress.protectedConsoleIngressAnnotations.missing');
    expect(open('metadata', 'annotations', 'missing')).toBe('ingress.annotations.missing');
  });

  test('hosts stand where they are named, and all else where the guard is', () => {
    expect(guarded('spec', 'rules', 0, 'host')).toBe('ingress.host');
    expect(guarded('spec', 'rules', 1, 'host')).toBe('ingress.extraHosts[0]');
    expect(guarded('spec', 'rules', 0, 'http', 'paths', 0)).toBe('ingress.protectedConsoleIngressAnnotations');
    expect(open('spec', 'rules', 0, 'http', 'paths', 0)).toBe('ingress');
  });
});
