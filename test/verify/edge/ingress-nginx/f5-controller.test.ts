import { f5GuardOf, mayBeGuardedByF5 } from '../../../../src/verify/edge/ingress-nginx/f5-controller';
import type { NginxController } from '../../../../src/verify/edge/ingress-nginx/nginx-controller';
import { verify } from '../../../../src/verify/verify';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../../_manifests';
import { chartIngresses, flyteadmin, HARDENED } from '../../_union';
import { kubeObjects } from '../_routes';

const URL = { 'auth-url': IN_CLUSTER_ME };
const GRPC = { 'nginx.org/grpc-services': 'flyteadmin' };
const POLICY = { 'nginx.org/policies': 'p' };
const of = (annotations: Record<string, string>, className = 'nginx') => kubeObjects(ingress('i', { annotations, className, paths: {} }))[0];
const ingressClass = (controller: string) => object('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller } }, null);
const F5 = kubeObjects(ingressClass('nginx.org/ingress-controller'));
const NGINX = kubeObjects(ingressClass('k8s.io/ingress-nginx'));

test('a policy may guard without annotations of ingress-nginx, or by the class', () => {
  expect([mayBeGuardedByF5(of(POLICY), []), mayBeGuardedByF5(of({ ...GRPC, 'a/b': 'c' }), F5)]).toEqual([true, false]);
  expect([[], F5, NGINX].map((classes) => mayBeGuardedByF5(of({ ...POLICY, 'use-regex': 'true' }), classes))).toEqual([false, true, false]);
});

describe('auth-url beside annotations of the F5 controller', () => {
  const doubt = (name: string, annotation: string) => `Ingresses of class ${name} carry ${annotation}, which only the F5 NGINX Ingress Controller reads, and it `
    + 'passes over nginx.ingress.kubernetes.io/auth-url; no IngressClass in the input shows which controller serves them';
  const [configMap] = kubeObjects(object('v1', 'ConfigMap', 'controller'));

  test.each<[string, Record<string, string>, string | undefined, typeof F5, NginxController?, string?]>([
    ['is no guard for certain beside what F5 reads', { ...URL, ...GRPC }, doubt('nginx', 'nginx.org/grpc-services'), []],
    ['is doubtful beside a policy', { ...URL, ...POLICY }, doubt('nginx', 'nginx.org/policies'), []],
    ['is doubtful beside an annotation of NGINX Plus', { ...URL, 'nginx.com/slow-start': '30s' }, doubt('nginx', 'nginx.com/slow-start'), []],
    ['is doubtful for an Ingress without a class', { ...URL, ...GRPC }, doubt('(none)', 'nginx.org/grpc-services'), [], undefined, ''],
    ['is one where a class says that ingress-nginx serves it', { ...URL, ...GRPC }, undefined, NGINX],
    ['is one where a controller of the input says so', { ...URL, ...GRPC }, undefined, [], { configMap, settings: {} }],
    ['is left to auth-annotation-ignored where the class is of the F5 controller', { ...URL, ...GRPC }, undefined, F5],
    ['may be a policy there', { ...URL, ...POLICY }, 'a policy of the F5 NGINX Ingress Controller may guard it', F5],
    ['counts beside annotations of the chart', { ...URL, 'nginx.org/websocket-services': 'dataproxy' }, undefined, []],
    ['is absent if it is empty', { 'auth-url': ' ', ...GRPC }, undefined, []],
    ['is absent without a URL', GRPC, undefined, []],
  ])('%s', (_, annotations, reason, classes, ...[controller, className]) => {
    const guard = f5GuardOf(of(annotations, className), classes, controller);
    expect(guard?.kind === 'opaque' ? guard.reason : guard).toBe(reason);
  });
});

test('routes of the chart with settings for the F5 controller are not checked, and are listed once', () => {
  const { findings, coverage: { open } } = verify([{
    name: 'cp.yaml',
    text: manifests(...flyteadmin(), ...chartIngresses({ http: HARDENED, annotations: { 'nginx.org/proxy-read-timeout': '3600s' }, className: 'nginx' })),
  }]);
  expect(findings.filter(({ object: { kind } }) => kind === 'Ingress')).toEqual([]);
  expect(open.filter(({ missing }) => missing.includes('F5'))).toEqual([expect.objectContaining({ question: 'the guard of those routes' })]);
});
