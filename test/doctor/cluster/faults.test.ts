import type { JsonObject } from '../../../src/common/data/json';
import { asKube, conditionFault, edgeOf, failedDeliveries, identityOf, words } from '../../../src/doctor/cluster/faults';
import { condition, NAMESPACE, object, told } from './_objects';

const NO_CONDITION = 'no condition Ready: no controller has processed it';

test.each<[string, object, string | undefined]>([
  ['yes', condition('Ready', 'True'), undefined],
  ['no', condition('Ready', 'False', 'Why', 'a\nb'), 'Ready False, Why, a b'],
  ['nothing', { conditions: [{ type: 'Ready' }] }, 'Ready'],
  ['something else', condition('Synced', 'True'), NO_CONDITION],
])('a condition that says %s', (_, status, reason) => {
  expect(conditionFault(asKube(object('v1', 'X', 'x', { status })), 'Ready')).toEqual(reason === undefined ? undefined : { field: 'status.conditions', reason });
});

test('only texts are read', () => expect(words('a', undefined, '', {}, 'b')).toBe('a, b'));

test('an object of the cluster itself has no namespace', () => {
  expect([object('v1', 'X', 'x', {}), object('v1', 'X', 'x', {}, { namespace: undefined })].map((raw) => identityOf(asKube(raw)))).toEqual([
    { apiVersion: 'v1', kind: 'X', name: 'x', namespace: 'union-cp' }, { apiVersion: 'v1', kind: 'X', name: 'x' },
  ]);
});

const HERE = { server: 'https://kubernetes.default.svc', namespace: NAMESPACE };
const application = (status: JsonObject, destination: JsonObject = HERE) => object('argoproj.io/v1alpha1', 'Application', 'app', { spec: { destination }, status }, { namespace: 'argocd' });
const failed = { operationState: { phase: 'Failed', message: 'one or more objects failed' } };

test.each<[string, JsonObject, ...string[]]>([
  ['that is synced', application({ operationState: { phase: 'Succeeded', message: 'x' } })],
  ['that has failed', application(failed), 'status.operationState: Failed, one or more objects failed'],
  ['that could not be tried', application({ operationState: { phase: 'Error' } }), 'status.operationState: Error'],
  ['that cannot be compared', application({ conditions: [{ type: 'RepeatedResourceWarning', message: 'x' }, { type: 'ComparisonError', message: 'no such revision' }] }), 'status.conditions: ComparisonError, no such revision'],
  ['that warns', application({ conditions: [{ type: 'ErrorWarning', message: 'x' }, {}] })],
  ['by the cluster\'s name', application(failed, { name: 'in-cluster', namespace: NAMESPACE }), 'status.operationState: Failed, one or more objects failed'],
  ['for another cluster', application(failed, { ...HERE, server: 'https://eu.example.com' })],
  ['for another namespace', application(failed, { ...HERE, namespace: 'other' })],
  ['for no namespace', application(failed, { server: HERE.server })],
])('an Application %s', (_, raw, ...reasons) => {
  expect(told(failedDeliveries([raw], [NAMESPACE]))).toEqual(reasons.map((reason) => `Application argocd/app ${reason}`));
});

const NO = condition('Ready', 'False', 'InstallFailed', 'timed out');
const flux = (status: JsonObject, spec: JsonObject = { targetNamespace: NAMESPACE }, namespace = 'flux-system') => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'r', { spec, status }, { namespace });
const inventory = (...ids: string[]) => ({ ...NO, inventory: { entries: ids.map((id) => ({ id })) } });

test.each<[string, JsonObject, boolean]>([
  ['has failed', flux(NO), true],
  ['has gone through', flux(condition('Ready', 'True')), false],
  ['is at work', flux(condition('Ready', 'Unknown', 'Progressing')), false],
  ['has not begun', flux({}), false],
  ['of its own namespace has failed', flux(NO, {}, NAMESPACE), true],
  ['of others has failed', flux(NO, {}), false],
  ['for others, beside ours, has failed', flux(NO, { targetNamespace: 'other' }, NAMESPACE), false],
  ['for another cluster has failed', flux(NO, { targetNamespace: NAMESPACE, kubeConfig: {} }), false],
  ['has brought something here', flux(inventory('other_x__Secret', `${NAMESPACE}_x__Secret`), {}), true],
  ['has brought something elsewhere', flux(inventory(`other_${NAMESPACE}__Secret`), {}), false],
])('what Flux delivers and %s is reported: %s', (_, raw, isTold) => {
  const reasons = failedDeliveries([raw], [NAMESPACE, 'union']).map(({ field, reason }) => `${field}: ${reason}`);
  expect(reasons).toEqual(isTold ? ['status.conditions: Ready False, InstallFailed, timed out'] : []);
});

const HOST = 'union.example.com';
const NETWORKING = 'networking.k8s.io/v1';
const ingress = (spec: JsonObject, status: JsonObject = {}, metadata: JsonObject = {}) => object(NETWORKING, 'Ingress', 'a', { spec: { rules: [{ host: HOST }], ...spec }, status }, metadata);
const classOf = (name: string, controller: string, annotations: JsonObject = {}) => object(NETWORKING, 'IngressClass', name, { spec: { controller } }, { annotations });
const nginx = classOf('nginx', 'k8s.io/ingress-nginx');
const traefik = classOf('traefik', 'traefik.io/ingress-controller');
const byDefault = (value: string) => classOf('traefik', 'traefik.io/ingress-controller', { 'ingressclass.kubernetes.io/is-default-class': value });
const SERVED = { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } };

describe('the class of an Ingress', () => {
  test.each<[string, JsonObject, JsonObject[], ...string[]]>([
    ['is there', ingress({ ingressClassName: 'nginx' }), [traefik, nginx]],
    ['is not', ingress({ ingressClassName: 'controlplane' }), [nginx, traefik], 'the class controlplane; the cluster has nginx, traefik'],
    ['is not, though one is the default', ingress({ ingressClassName: 'controlplane' }), [byDefault('true')], 'the class controlplane; the cluster has traefik'],
    ['is not, but it is served all the same', ingress({ ingressClassName: 'controlplane' }, SERVED), [nginx]],
    ['is not named', ingress({}), [], 'no class, and none is the default; the cluster has none'],
    ['is not named, and one is the default', ingress({}), [nginx, byDefault('true')]],
    ['is not named, and one is not the default', ingress({}), [byDefault('false')], 'no class, and none is the default; the cluster has traefik'],
    ['is in the annotation', ingress({}, {}, { annotations: { 'kubernetes.io/ingress.class': 'x' } }), []],
    ['is in the field before that', ingress({ ingressClassName: 'x' }, {}, { annotations: { 'kubernetes.io/ingress.class': 'nginx' } }), [nginx], 'the class x; the cluster has nginx'],
  ])('%s', (_, raw, classes, ...reasons) => {
    expect(told(edgeOf([raw], classes).classless)).toEqual(reasons.map((reason) => `Ingress union-cp/a spec.ingressClassName: ${reason}`));
  });

  test('is not judged where the classes could not be read', () => {
    expect(edgeOf([ingress({ ingressClassName: 'x' })], undefined)).toEqual({ unclaimed: [], unissued: [] });
  });
});

test.each<[string, JsonObject, string[]]>([
  ['one', {}, [HOST]],
  ['one of two rules', { rules: [{ host: HOST }, { host: HOST }, { host: 'b' }] }, [HOST, 'b']],
  ['any host', { rules: [{ host: HOST }, {}] }, []],
])('an Ingress is for %s', (_, spec, hosts) => {
  const { classless, unclaimed } = edgeOf([ingress(spec), ingress({ ...spec, ingressClassName: 'nginx' })], [nginx]);
  expect([classless?.[0].hosts, unclaimed[0].hosts]).toEqual([hosts, hosts]);
});

test.each<[string, JsonObject, ...string[]]>([
  ['of ingress-nginx that does not run', nginx, 'no address of k8s.io/ingress-nginx'],
  ['of AWS that does not run', classOf('nginx', 'ingress.k8s.aws/alb'), 'no address of ingress.k8s.aws/alb'],
  ['that writes no address', classOf('nginx', 'traefik.io/ingress-controller')],
  ['of another class', classOf('other', 'k8s.io/ingress-nginx')],
])('a controller %s', (_, ofClass, ...reasons) => {
  const raw = ingress({ ingressClassName: 'nginx' });
  expect(told(edgeOf([raw], [ofClass]).unclaimed)).toEqual(reasons.map((reason) => `Ingress union-cp/a status.loadBalancer: ${reason}`));
  expect(edgeOf([{ ...raw, status: SERVED }], [ofClass]).unclaimed).toEqual([]);
  expect(edgeOf([raw], undefined).unclaimed).toEqual([]);
});

const gateway = (status: JsonObject, ...hostnames: (string | undefined)[]) =>
  object('gateway.networking.k8s.io/v1', 'Gateway', 'g', { spec: { listeners: hostnames.map((hostname) => ({ hostname })) }, status });

test.each<[JsonObject, ...string[]]>([
  [condition('Programmed', 'True')],
  [condition('Programmed', 'Unknown', 'Pending', 'Waiting for controller'), 'Programmed Unknown, Pending, Waiting for controller'],
  [condition('Accepted', 'False'), 'no condition Programmed: no controller has processed it'],
])('a Gateway that says %j', (status, ...reasons) => {
  expect(told(edgeOf([gateway(status, HOST)], []).unclaimed)).toEqual(reasons.map((reason) => `Gateway union-cp/g status.conditions: ${reason}`));
});

test.each([[['*.example.com', HOST], ['*.example.com', HOST]], [[HOST, undefined], []]])('a Gateway with listeners for %j is for %j', (hostnames, hosts) => {
  expect(edgeOf([gateway({}, ...hostnames)], []).unclaimed[0].hosts).toEqual(hosts);
});

const certificate = (spec: JsonObject, status: JsonObject = {}) => object('cert-manager.io/v1', 'Certificate', 'c', { spec, status });

test.each<[string, JsonObject, ...[string, string[]][]]>([
  ['that is issued', certificate({ dnsNames: [HOST] }, condition('Ready', 'True'))],
  ['that is not', certificate({ commonName: 'a', dnsNames: [HOST], ipAddresses: ['192.0.2.1'] }, condition('Ready', 'False', 'DoesNotExist', 'no Secret')), ['Ready False, DoesNotExist, no Secret', ['a', HOST, '192.0.2.1']]],
  ['without cert-manager', certificate({ commonName: HOST }), ['no condition Ready: no controller has processed it', [HOST]]],
  ['for no host', certificate({ commonName: '', dnsNames: [] })],
])('a certificate %s', (_, raw, ...expected) => {
  const { unissued } = edgeOf([raw], []);
  expect(told(unissued)).toEqual(expected.map(([reason]) => `Certificate union-cp/c status.conditions: ${reason}`));
  expect(unissued.map((each) => each.hosts)).toEqual(expected.map(([, hosts]) => hosts));
});

test('kinds of other groups are not these', () => {
  const others = [{ ...ingress({}), apiVersion: 'extensions/v1beta1' }, { ...gateway({}, HOST), apiVersion: 'networking.istio.io/v1' }, { ...certificate({ commonName: HOST }), apiVersion: 'networking.gke.io/v1' }];
  expect(edgeOf(others, [])).toEqual({ classless: [], unclaimed: [], unissued: [] });
});
