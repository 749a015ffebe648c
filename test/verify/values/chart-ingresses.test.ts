import { ingressObjects } from '../../../src/verify/values/chart-ingresses';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { setOf, placeInValues } from './_sets';

const NGINX = 'nginx.ingress.kubernetes.io/';
const OLD = CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.3.schema');

type Annotations = Record<string, string>;

const ingresses = (text: string, namespace?: string) => ingressObjects(setOf(text, { namespace }));
const ingressNamed = (name: string, text: string, namespace?: string) => ingresses(text, namespace).find((object) => object.name === name)!;

/** The values with some of their ingress settings set. */
function withIngress(settings: Readonly<Record<string, unknown>>, text = CONTROL_PLANE_VALUES): string {
  return Object.entries(settings).reduce((before, [key, value]) => withValue(before, `ingress.${key}`, value), text);
}

const GRPC = { [`${NGINX}backend-protocol`]: 'GRPC' };
const REGEX = { [`${NGINX}use-regex`]: 'true' };
const GUARDS = withIngress({
  protectedIngressAnnotations: { guard: 'http' }, protectedIngressAnnotationsGrpc: { guard: 'grpc' }, protectedConsoleIngressAnnotations: { guard: 'console' },
});
/** flyteadmin does without authentication. */
const OFF = withValue(GUARDS, 'flyte.configmap.adminServer.server.security.useAuth', false);
const COMMON = withIngress({ annotations: { common: 'all', both: 'all', number: 5, map: { a: 1 } }, protectedIngressAnnotations: { both: 'http' } });

test.each<[string, Annotations, string?]>([
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
  ['controlplane-protected', {}, OFF],
  ['controlplane-protected-grpc', GRPC, OFF],
  // Before 2026.6 it keeps them.
  ['controlplane-protected', { guard: 'http' }, OFF.replace('2026.8.schema', '2026.3.schema')],
  ['controlplane-protected', {}, withIngress({ protectedIngressAnnotations: null })],
  ['controlplane', { common: 'all', both: 'all', number: '5' }, COMMON],
  ['controlplane-protected', { common: 'all', both: 'http', number: '5' }, COMMON],
])('%s has its set of annotations, and what its backend and its paths need: %j', (name, expected, ...[text = GUARDS]) => {
  const { annotations } = ingressNamed(name, text);
  // What guards by the chart's own values is another matter.
  expect(Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith(`${NGINX}auth-`)))).toEqual(expected);
});

const APART = withIngress({ enableProtectedConsoleIngress: true });
test.each<[string, string, Annotations, string?]>([
  ['nothing before open routes', 'controlplane', { url: undefined as unknown as string }],
  ['a guard that signs in', 'controlplane-protected', { url: 'https://$host/me' }],
  ['a guard that refuses', 'controlplane-protected-grpc', { url: 'http://flyteadmin.union-cp.svc.cluster.local/me' }],
  ['a guard without sign-in, beside an Ingress of the console', 'controlplane-protected', { url: 'https://$host/me', signin: undefined as unknown as string }, APART],
  ['a guard of the console alone, where a null takes the other away', 'controlplane-console-protected', { url: 'https://$host/me' }, withIngress({ protectedIngressAnnotations: null })],
])('by itself the chart has %s', (_, name, expected, ...[text = CONTROL_PLANE_VALUES]) => {
  const { annotations } = ingressNamed(name, text, 'union-cp');
  expect(Object.fromEntries(Object.keys(expected).map((key) => [key, annotations[`${NGINX}auth-${key}`]]))).toEqual(expected);
});

test('annotations by kind come after those of all Ingresses, and before the guard', () => {
  const text = withIngress({
    annotations: { from: 'all', all: 'yes' },
    annotationsUnary: { from: 'unary', unary: 'yes' },
    annotationsStreaming: { from: 'streaming' },
    separateGrpcIngressAnnotations: { from: 'grpc' },
    protectedIngressAnnotations: { from: 'http' },
  });
  const from = (values: string, ...names: string[]) => names.map((name) => ingressNamed(name, values).annotations.from);
  expect(from(text, 'controlplane', 'controlplane-grpc-streaming', 'controlplane-protected', 'controlplane-protected-grpc', 'controlplane-console-protected'))
    .toEqual(['unary', 'grpc', 'http', 'grpc', 'unary']);
  expect(from(withIngress({ separateGrpcIngress: false }, text), 'controlplane-grpc', 'controlplane-protected-grpc-streaming')).toEqual(['grpc', 'streaming']);
  expect(placeInValues(ingressNamed('controlplane', text), 'metadata', 'annotations', 'unary')).toContain('ingress.annotationsUnary.unary');
});

test('where the console has an Ingress of its own, APIs have the set without sign-in', () => {
  const text = withIngress({ protectedIngressAnnotations: { guard: 'http' }, protectedIngressAnnotationsWithoutSignin: { guard: 'without' } }, APART);
  expect(['controlplane-protected', 'controlplane-dataproxy'].map((name) => ingressNamed(name, text).annotations.guard)).toEqual(['without', 'without']);
});

test('the set of gRPC Ingresses names the protocol, and values can leave that set out', () => {
  const protocol = (name: string, settings: Readonly<Record<string, unknown>>) => ingressNamed(name, withIngress(settings)).annotations[`${NGINX}backend-protocol`];
  expect(['controlplane-protected-grpc', 'controlplane-grpc'].map((name) => protocol(name, { separateGrpcIngress: false }))).toEqual([undefined, 'GRPC']);
  expect(protocol('controlplane-protected-grpc', { separateGrpcIngressAnnotations: null })).toBeUndefined();
});

test('each host has all paths of the group, each to its Service', () => {
  const { raw } = ingressNamed('controlplane-dataproxy', withIngress({ host: 'a.example.com', extraHosts: ['b.example.com', 'c.example.com'], className: 'nginx' }), 'union-cp');
  const backend = { service: { name: 'dataproxy', port: { name: 'grpc' } } };
  const http = { paths: [{ path: '/data', pathType: 'Prefix', backend }, { path: '/data/*', pathType: 'ImplementationSpecific', backend }] };
  expect(raw).toMatchObject({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'controlplane-dataproxy', namespace: 'union-cp' } });
  expect(raw.spec).toEqual({ ingressClassName: 'nginx', rules: ['a.example.com', 'b.example.com', 'c.example.com'].map((host) => ({ host, http })) });
});

test('without a host or a namespace, an Ingress has neither, and the class of the chart', () => {
  const object = ingressNamed('controlplane-dataproxy', withIngress({ host: '' }));
  expect(object.objectAt('spec')).toEqual({ ingressClassName: 'controlplane', rules: [{ http: expect.anything() }] });
  expect(object.namespace).toBeUndefined();
});

test.each<[string, string, string, number]>([
  ['Envoy has none', 'envoy', CONTROL_PLANE_VALUES, 0],
  ['both together have them', 'both', CONTROL_PLANE_VALUES, 10],
  ['an unknown word has none', 'none', CONTROL_PLANE_VALUES, 0],
  ['a blank has them', '', CONTROL_PLANE_VALUES, 10],
  // Where nothing says what guards a group, it is not judged.
  ['a release without a Gateway reads no word', 'envoy', OLD, 3],
])('%s', (_, provider, text, count) => expect(ingresses(withValue(text, 'global.INGRESS_PROVIDER', provider))).toHaveLength(count));

test('of a release without guards of its own, groups that no value guards are not judged', () => {
  expect(ingresses(OLD).map(({ name }) => name)).toEqual(['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming']);
});

const SETS = withIngress({ extraHosts: ['b.example.com'], annotations: { common: 'all', both: 'all' }, protectedConsoleIngressAnnotations: { both: 'console', own: 'console' } });
const CONSOLE = 'ingress.protectedConsoleIngressAnnotations';
test.each<[string, readonly (string | number)[], string, string?]>([
  ['an annotation of the set that guards', ['metadata', 'annotations', 'own'], `${CONSOLE}.own`],
  ['one that both sets have', ['metadata', 'annotations', 'both'], `${CONSOLE}.both`],
  ['one that all have', ['metadata', 'annotations', 'common'], 'ingress.annotations.common', 'ingress.annotations.common'],
  ['one that is missing', ['metadata', 'annotations', 'missing'], `${CONSOLE}.missing`, 'ingress.annotations.missing'],
  ['the host', ['spec', 'rules', 0, 'host'], 'ingress.host'],
  ['a further host', ['spec', 'rules', 1, 'host'], 'ingress.extraHosts[0]'],
  ['all else', ['spec', 'rules', 0, 'http', 'paths', 0], CONSOLE, 'ingress'],
])('in the values, %s is where it is set', (_, path, guarded, ...open) => {
  expect(placeInValues(ingressNamed('controlplane-console-protected', SETS), ...path)).toBe(guarded);
  open.forEach((place) => expect(placeInValues(ingressNamed('controlplane', SETS), ...path)).toBe(place));
});
