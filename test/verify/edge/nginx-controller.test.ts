import { controllerFor } from '../../../src/verify/edge/nginx-controller';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, deployment, ingress, manifests, object } from '../_manifests';

const modelOf = (...objects: Record<string, unknown>[]) => new Model(parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects);

function controller(name: string, ...flags: string[]) {
  return [
    configMap(name, { 'global-auth-url': `http://${name}/me` }, 'ingress'),
    deployment(name, { namespace: 'ingress', container: { args: ['/nginx-ingress-controller', `--configmap=$(POD_NAMESPACE)/${name}`, ...flags] } }),
  ];
}

describe('the controllers of ingress-nginx', () => {
  test('are read off their flags, with the ConfigMap that those name', () => {
    const [found] = modelOf(...controller('nginx', '--ingress-class=public', '--controller-class=example.com/public')).nginxControllers;
    expect(found).toMatchObject({ ingressClass: 'public', controllerClass: 'example.com/public', settings: { 'global-auth-url': 'http://nginx/me' } });
    expect(found.configMap.name).toBe('nginx');
  });

  test('are known by the labels of their ConfigMap where no Deployment is in the input', () => {
    const labels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/version': '1.12.1' };
    const model = modelOf(object('v1', 'ConfigMap', 'controller', { data: {} }, 'ingress', { labels }), configMap('other', {}));
    expect(model.nginxControllers.map(({ configMap: { name }, minorVersion }) => [name, minorVersion])).toEqual([['controller', 12]]);
  });

  test('are left out without their ConfigMap, which may lie in another namespace of the same name', () => {
    const [, workload] = controller('nginx');
    expect(modelOf(workload, configMap('nginx', {}, 'elsewhere')).nginxControllers).toEqual([]);
  });

  test('of the F5 NGINX Ingress Controller are none of them', () => {
    const f5 = deployment('f5', { container: { args: ['-nginx-configmaps=$(POD_NAMESPACE)/nginx', '-ingress-class=nginx'] } });
    expect(modelOf(f5, configMap('nginx', {})).nginxControllers).toEqual([]);
  });
});

describe('the controller of a class', () => {
  const model = modelOf(...controller('a', '--ingress-class=a', '--controller-class=example.com/a'), ...controller('b', '--ingress-class=b', '--controller-class=example.com/b'));
  const of = (className: string, ...classes: Record<string, unknown>[]) =>
    controllerFor(className, model.nginxControllers, modelOf(...classes).ingressClasses)?.configMap.name;

  test('is the one that its IngressClass names, else the one whose flag names the class', () => {
    expect(of('b')).toBe('b');
    expect(of('b', object('networking.k8s.io/v1', 'IngressClass', 'b', { spec: { controller: 'example.com/a' } }, null))).toBe('a');
  });

  test('is unknown where no controller, or more than one, may be it', () => {
    expect(of('c')).toBeUndefined();
    expect(controllerFor('', modelOf(...controller('x'), ...controller('z')).nginxControllers, [])).toBeUndefined();
  });
});

describe('the guard of a whole controller', () => {
  const guards = (annotations: Record<string, string>, className = 'a') =>
    modelOf(...controller('nginx', '--ingress-class=a'), ingress('api', { className, annotations, paths: { '/api': 'flyteadmin' } })).routes.map(({ guard }) => guard);

  test('stands before an Ingress of its class, at the place in the ConfigMap', () => {
    const [guard] = guards({});
    expect(guard).toMatchObject({ kind: 'subrequest', url: 'http://nginx/me', backendHeaders: [] });
    expect(guard.kind === 'subrequest' && `${guard.field.object} ${guard.field}`).toBe('v1/ConfigMap ingress/nginx data.global-auth-url');
  });

  test.each([
    ['the Ingress refuses it', { 'enable-global-auth': 'false' }, 'a', 'none'],
    ['the Ingress has its own', { 'auth-url': 'http://own/me' }, 'a', 'subrequest'],
    ['another controller serves the class', { 'use-regex': 'true' }, 'b', 'none'],
  ])('does not where %s', (_, annotations: Record<string, string>, className, kind) => {
    const [guard] = guards(annotations, className);
    expect([guard.kind, guard.kind === 'subrequest' ? guard.url : undefined]).toEqual([kind, annotations['auth-url']]);
  });
});
