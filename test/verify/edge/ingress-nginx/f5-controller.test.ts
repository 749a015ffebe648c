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

test('a policy may guard where no annotation of ingress-nginx stands beside it, or the class says so', () => {
  expect(mayBeGuardedByF5(of(POLICY), [])).toBe(true);
  expect(mayBeGuardedByF5(of({ ...POLICY, 'use-regex': 'true' }), [])).toBe(false);
  expect(mayBeGuardedByF5(of({ ...POLICY, 'use-regex': 'true' }), F5)).toBe(true);
  expect(mayBeGuardedByF5(of({ ...POLICY, 'use-regex': 'true' }), NGINX)).toBe(false);
  expect(mayBeGuardedByF5(of({ ...GRPC, 'a/b': 'c' }), F5)).toBe(false);
});

describe('auth-url beside annotations of the F5 controller', () => {
  const doubt = (name: string, annotation: string) => `Ingresses of class ${name} carry ${annotation}, which only the F5 NGINX Ingress Controller reads, and it `
    + 'passes over nginx.ingress.kubernetes.io/auth-url; no IngressClass in the input shows which controller serves them';
  const reasonOf = (annotations: Record<string, string>, classes = [] as typeof F5, controller?: NginxController, className?: string) => {
    const guard = f5GuardOf(of(annotations, className), classes, controller);
    return guard?.kind === 'opaque' ? guard.reason : guard;
  };

  test.each([GRPC, POLICY, { 'nginx.com/slow-start': '30s' }])('is no guard for certain: %j', (annotations: object) => {
    expect(reasonOf({ ...URL, ...annotations })).toBe(doubt('nginx', Object.keys(annotations)[0]));
  });

  test('is told of an Ingress without a class, too', () => {
    expect(reasonOf({ ...URL, ...GRPC }, [], undefined, '')).toBe(doubt('(none)', 'nginx.org/grpc-services'));
  });

  test('is one where a class or a controller of the input says that ingress-nginx serves it', () => {
    const [configMap] = kubeObjects(object('v1', 'ConfigMap', 'controller'));
    expect(reasonOf({ ...URL, ...GRPC }, NGINX)).toBeUndefined();
    expect(reasonOf({ ...URL, ...GRPC }, [], { configMap, settings: {} })).toBeUndefined();
  });

  test('is left to auth-annotation-ignored where the class is of the F5 controller', () => {
    expect(reasonOf({ ...URL, ...GRPC }, F5)).toBeUndefined();
    expect(reasonOf({ ...URL, ...POLICY }, F5)).toBe('a policy of the F5 NGINX Ingress Controller may guard it');
  });

  test('stands alone where the chart put one there, and where it is empty', () => {
    expect(reasonOf({ ...URL, 'nginx.org/websocket-services': 'dataproxy' })).toBeUndefined();
    expect(reasonOf({ 'auth-url': ' ', ...GRPC })).toBeUndefined();
    expect(reasonOf(GRPC)).toBeUndefined();
  });
});

test('routes of the chart are not judged where somebody tunes them for the F5 controller, and say so once', () => {
  const { findings, coverage: { open } } = verify([{
    name: 'cp.yaml',
    text: manifests(...flyteadmin(), ...chartIngresses({ http: HARDENED, annotations: { 'nginx.org/proxy-read-timeout': '3600s' }, className: 'nginx' })),
  }]);
  expect(findings.filter(({ object: { kind } }) => kind === 'Ingress')).toEqual([]);
  expect(open.filter(({ missing }) => missing.includes('F5'))).toEqual([expect.objectContaining({ question: 'the guard of those routes' })]);
});
