import { controllerFor } from '../../../../src/verify/edge/ingress-nginx/nginx-controller';
import { Model } from '../../../../src/verify/model/model';
import { parseManifests } from '../../../../src/verify/parse';
import { configMap, deployment, ingress, manifests, object } from '../../_manifests';

const modelOf = (...objects: Record<string, unknown>[]) => new Model(parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects);

/** An Ingress of a class, in a namespace where no controller is. */
const ingressOfClass = (className: string, namespace = 'union-cp') => modelOf(ingress('api', { className, namespace, paths: {} })).objects[0];

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
    controllerFor(ingressOfClass(className), model.nginxControllers, modelOf(...classes).ingressClasses)?.configMap.name;

  test('is the one that its IngressClass names, else the one whose flag names the class', () => {
    expect(of('b')).toBe('b');
    expect(of('b', object('networking.k8s.io/v1', 'IngressClass', 'b', { spec: { controller: 'example.com/a' } }, null))).toBe('a');
  });

  test('is unknown where no controller, or more than one, may be it', () => {
    expect(of('c')).toBeUndefined();
    expect(controllerFor(ingressOfClass(''), modelOf(...controller('x'), ...controller('z')).nginxControllers, [])).toBeUndefined();
  });

  test('is that of its own namespace where several name no class', () => {
    const labels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
    const { nginxControllers } = modelOf(...['one', 'two'].map((namespace) => object('v1', 'ConfigMap', `of-${namespace}`, { data: {} }, namespace, { labels })));
    expect(['one', 'two', 'three'].map((namespace) => controllerFor(ingressOfClass('nginx', namespace), nginxControllers, [])?.configMap.name))
      .toEqual(['of-one', 'of-two', undefined]);
  });
});

describe('the controller of Union\'s chart', () => {
  const beside = [configMap('cp', {}), deployment('cp', { container: { args: ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/cp', '--ingress-class=nginx', '--controller-class=union.ai/controlplane'] } })];
  const { nginxControllers } = modelOf(...beside, ...controller('shared', '--ingress-class=nginx', '--controller-class=k8s.io/ingress-nginx'));
  const of = (namespace: string, ...classes: Record<string, unknown>[]) =>
    controllerFor(ingressOfClass('controlplane', namespace), nginxControllers, modelOf(...classes).ingressClasses)?.configMap.name;

  test('serves the Ingresses beside it, where the input has no IngressClass', () => {
    expect(of('union-cp')).toBe('cp');
    expect(of('other')).toBeUndefined();
  });

  test('serves none of another controller\'s class', () => {
    expect(of('union-cp', object('networking.k8s.io/v1', 'IngressClass', 'controlplane', { spec: { controller: 'k8s.io/ingress-nginx' } }, null))).toBe('shared');
    expect(of('union-cp', object('networking.k8s.io/v1', 'IngressClass', 'controlplane', { spec: { controller: 'example.com/gone' } }, null))).toBeUndefined();
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

describe('a controller by its flags', () => {
  const found = (args: string[], metadata: Record<string, unknown> = {}, configMaps = [configMap('nginx', {}, 'ingress')]) =>
    modelOf(...configMaps, deployment('controller', { namespace: 'ingress', metadata, container: { args } })).nginxControllers;

  test.each([
    ['/nginx-ingress-controller', '--configmap=ingress/nginx', true],
    ['/usr/bin/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/nginx', true],
    ['/nginx-ingress-controller', '--configmap=nginx', true],
    ['/nginx-ingress-controller', '--configmap=acme/nginx', false],
    ['/nginx-ingress-controller', '--configmaps=ingress/nginx', false],
    ['/nginx-ingress-controller-wait', '--configmap=ingress/nginx', false],
  ])('%s %s is there: %s', (command, flag, expected) => expect(found([command, flag]).length > 0).toBe(expected));

  test('is that of the namespace that it names', () => {
    const configMaps = [configMap('nginx', {}, 'ingress'), configMap('nginx', {}, 'acme')];
    expect(found(['/nginx-ingress-controller', '--configmap=acme/nginx'], {}, configMaps)[0].configMap.namespace).toBe('acme');
  });

  test.each([['1.12.3', 12], ['v1.9.0', 9], ['2.0.1', undefined], ['1.12', undefined], ['0.1.12.0', undefined]])('of version %s has the minor version %s', (version, minorVersion) => {
    const [controller_] = found(['/nginx-ingress-controller', '--configmap=ingress/nginx'], { labels: { 'app.kubernetes.io/version': version } });
    expect(controller_.minorVersion).toBe(minorVersion);
  });

  test('without a version tells none', () => {
    expect(found(['/nginx-ingress-controller', '--configmap=ingress/nginx'])[0]).toMatchObject({ minorVersion: undefined, ingressClass: undefined, controllerClass: undefined });
  });
});

test.each([
  [{ 'app.kubernetes.io/name': 'ingress-nginx' }],
  [{ 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'admission' }],
  [{ 'app.kubernetes.io/name': 'other', 'app.kubernetes.io/component': 'controller' }],
])('a ConfigMap with labels %j is of no controller', (labels) => {
  expect(modelOf(object('v1', 'ConfigMap', 'controller', { data: {} }, 'ingress', { labels })).nginxControllers).toEqual([]);
});

describe('the settings of a controller', () => {
  const guardOf = (data: Record<string, string>, annotations: Record<string, string> = {}) => {
    const config = { ...configMap('nginx', data, 'ingress'), metadata: { name: 'nginx', namespace: 'ingress', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } } };
    const { guard } = modelOf(config, ingress('api', { annotations, paths: { '/api': 'flyteadmin' } })).routes[0];
    return guard;
  };
  const URL = { 'global-auth-url': 'http://nginx/me' };

  test('sign in and pass headers on', () => {
    const guard = guardOf({ ...URL, 'global-auth-signin': 'https://a/login', 'global-auth-response-headers': 'X-A, X-B' });
    expect(guard).toMatchObject({ kind: 'subrequest', signIn: { url: 'https://a/login' }, backendHeaders: ['x-a', 'x-b'] });
    expect(guard.kind === 'subrequest' && `${guard.signIn?.field}`).toBe('data.global-auth-signin');
    expect(guardOf(URL)).toMatchObject({ signIn: undefined });
    expect(guardOf({ 'global-auth-url': '' })).toEqual({ kind: 'none' });
  });

  test('may replace the refusal, unless the Ingress does', () => {
    const replaced = (data: Record<string, string>, annotations: Record<string, string> = {}) => {
      const guard = guardOf({ ...URL, ...data }, annotations);
      return guard.kind === 'subrequest' && guard.refusalReplaced && `${guard.refusalReplaced}`;
    };
    expect(replaced({ 'custom-http-errors': '404,401' })).toBe('data.custom-http-errors');
    expect(replaced({ 'custom-http-errors': '404' })).toBeUndefined();
    expect(replaced({ 'custom-http-errors': '401' }, { 'auth-url': 'http://own/me', 'custom-http-errors': '401' })).toBe('metadata.annotations["nginx.ingress.kubernetes.io/custom-http-errors"]');
    expect(guardOf({ 'custom-http-errors': '401' })).toEqual({ kind: 'none' });
  });

  test('leave a guard in the way of the F5 controller unknown', () => {
    const guard = guardOf(URL, { 'nginx.org/policies': 'p' });
    expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`).toBe('metadata.annotations: a policy of the F5 NGINX Ingress Controller may guard it');
  });
});

test('an Ingress has the guard of the controller that its IngressClass names', () => {
  const ofClass = (name: string, controllerClass: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller: controllerClass } }, null);
  const { routes } = modelOf(
    ...controller('a', '--controller-class=example.com/a'), ...controller('b', '--controller-class=example.com/b'),
    ofClass('other', 'example.com/a'), ofClass('public-nginx', 'example.com/b'), ingress('api', { className: 'public-nginx', paths: { '/api': 'flyteadmin' } }),
  );
  expect(routes[0].guard).toMatchObject({ url: 'http://b/me' });
});

test('the only controller serves every class that is not known', () => {
  const model = modelOf(...controller('x'));
  expect(controllerFor(ingressOfClass('any'), model.nginxControllers, [])?.configMap.name).toBe('x');
  const both = modelOf(...controller('x'), ...controller('a', '--ingress-class=a'));
  expect(['a', 'b'].map((name) => controllerFor(ingressOfClass(name), both.nginxControllers, [])?.configMap.name)).toEqual(['a', 'x']);
});
