import { controllerFor, snippetRefusals } from '../../../../src/verify/edge/ingress-nginx/nginx-controller';
import { configMap, deployment, ingress, Json, object } from '../../_manifests';
import { modelOf } from '../_routes';

const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
const NGINX = '/nginx-ingress-controller';

const labelled = (name: string, data: Json = {}, labels: Json = LABELS, namespace = 'ingress') => object('v1', 'ConfigMap', name, { data }, namespace, { labels });
const running = (args: string[], { namespace = 'ingress', metadata = {} as Json, name = 'controller' } = {}) => deployment(name, { namespace, metadata, container: { args } });
const ingressClass = (name: string, controllerClass: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller: controllerClass } }, null);

function controller(name: string, ...flags: string[]) {
  return [configMap(name, { 'global-auth-url': `http://${name}/me` }, 'ingress'), running([NGINX, `--configmap=$(POD_NAMESPACE)/${name}`, ...flags], { name })];
}

const guardsOf = (objects: Json[], annotations: Record<string, string>, className?: string) =>
  modelOf(...objects, ingress('api', { className, annotations, paths: { '/api': 'flyteadmin' } })).routes[0].guard;

describe('the controllers of ingress-nginx', () => {
  const nginx = configMap('nginx', {}, 'ingress');

  test.each<[string, Json[], unknown[]]>([
    ['by their flags, with the ConfigMap that those name', controller('nginx', '--ingress-class=public', '--controller-class=example.com/public'),
      ['ingress/nginx', undefined, 'public', 'example.com/public']],
    ['by their path', [nginx, running(['/usr/bin/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/nginx'])], ['ingress/nginx', undefined, undefined, undefined]],
    ['with a ConfigMap of their namespace', [nginx, running([NGINX, '--configmap=nginx'])], ['ingress/nginx', undefined, undefined, undefined]],
    ['with a ConfigMap of the namespace that they name', [nginx, configMap('nginx', {}, 'acme'), running([NGINX, '--configmap=acme/nginx'])],
      ['acme/nginx', undefined, undefined, undefined]],
    ['by the labels of their ConfigMap, without a Deployment', [labelled('controller', {}, { ...LABELS, 'app.kubernetes.io/version': '1.12.1' }), configMap('other', {})],
      ['ingress/controller', 12, undefined, undefined]],
    ...([['1.12.3', 12], ['v1.9.0', 9], ['2.0.1', undefined], ['1.12', undefined], ['0.1.12.0', undefined]] as const).map(([version, minor]): [string, Json[], unknown[]] =>
      [`of version ${version}`, [nginx, running([NGINX, '--configmap=nginx'], { metadata: { labels: { 'app.kubernetes.io/version': version } } })], ['ingress/nginx', minor, undefined, undefined]]),
  ])('are known %s', (_, objects, expected) => {
    expect(modelOf(...objects).nginxControllers.map(({ configMap: { namespace, name }, minorVersion, ingressClass: own, controllerClass }) =>
      [`${namespace}/${name}`, minorVersion, own, controllerClass])).toEqual([expected]);
  });

  test.each<[string, Json[]]>([
    ['a ConfigMap of another namespace', [running([NGINX, '--configmap=$(POD_NAMESPACE)/nginx']), configMap('nginx', {}, 'elsewhere')]],
    ['a ConfigMap that the flag does not name', [nginx, running([NGINX, '--configmap=acme/nginx'])]],
    ['another flag', [nginx, running([NGINX, '--configmaps=ingress/nginx'])]],
    ['another binary', [nginx, running(['/nginx-ingress-controller-wait', '--configmap=ingress/nginx'])]],
    ['the F5 NGINX Ingress Controller', [configMap('nginx', {}), running(['-nginx-configmaps=$(POD_NAMESPACE)/nginx', '-ingress-class=nginx'], { namespace: 'union-cp' })]],
    ['a ConfigMap without a component', [labelled('controller', {}, { 'app.kubernetes.io/name': 'ingress-nginx' })]],
    ['a ConfigMap of another component', [labelled('controller', {}, { ...LABELS, 'app.kubernetes.io/component': 'admission' })]],
    ['a ConfigMap of another application', [labelled('controller', {}, { ...LABELS, 'app.kubernetes.io/name': 'other' })]],
  ])('are not known by %s', (_, objects) => expect(modelOf(...objects).nginxControllers).toEqual([]));

  test('have settings', () => expect(modelOf(...controller('nginx')).nginxControllers[0].settings).toEqual({ 'global-auth-url': 'http://nginx/me' }));
});

describe('the controller of a class', () => {
  const two = [...controller('a', '--ingress-class=a', '--controller-class=example.com/a'), ...controller('b', '--ingress-class=b', '--controller-class=example.com/b')];
  const apart = ['one', 'two'].map((namespace) => labelled(`of-${namespace}`, {}, LABELS, namespace));
  const ofChart = [
    configMap('cp', {}), running([NGINX, '--configmap=$(POD_NAMESPACE)/cp', '--ingress-class=nginx', '--controller-class=union.ai/controlplane'], { namespace: 'union-cp', name: 'cp' }),
    ...controller('shared', '--ingress-class=nginx', '--controller-class=k8s.io/ingress-nginx'),
  ];

  test.each<[string, Json[], [className: string, namespace?: string], string | undefined]>([
    ['the one whose flag names it', two, ['b'], 'b'],
    ['the one that its IngressClass names', [...two, ingressClass('b', 'example.com/a')], ['b'], 'a'],
    ['none if the input has no candidate', two, ['c'], undefined],
    ['none where two may be it', [...controller('x'), ...controller('z')], [''], undefined],
    ['the only one', controller('x'), ['any'], 'x'],
    ['the one that names it, beside one that names none', [...controller('x'), ...controller('a', '--ingress-class=a')], ['a'], 'a'],
    ['the one that names none, where no other names it', [...controller('x'), ...controller('a', '--ingress-class=a')], ['b'], 'x'],
    ['that of the namespace, where several name no class', apart, ['nginx', 'one'], 'of-one'],
    ['that of the other namespace', apart, ['nginx', 'two'], 'of-two'],
    ['none in a third namespace', apart, ['nginx', 'three'], undefined],
    ['that of Union\'s chart beside the Ingresses, without an IngressClass', ofChart, ['controlplane', 'union-cp'], 'cp'],
    ['none elsewhere', ofChart, ['controlplane', 'other'], undefined],
    ['another where the IngressClass names that', [...ofChart, ingressClass('controlplane', 'k8s.io/ingress-nginx')], ['controlplane', 'union-cp'], 'shared'],
    ['none where the IngressClass names one that is gone', [...ofChart, ingressClass('controlplane', 'example.com/gone')], ['controlplane', 'union-cp'], undefined],
  ])('is %s', (_, objects, [className, namespace = 'union-cp'], expected) => {
    const model = modelOf(...objects, ingress('api', { className, namespace, paths: {} }));
    const { nginxControllers, ingressClasses } = model;
    const [own] = model.ofKind('networking.k8s.io', 'Ingress');
    expect(controllerFor(own, nginxControllers, ingressClasses)?.configMap.name).toBe(expected);
  });

  test('guards its Ingresses', () => expect(guardsOf([...two, ingressClass('other', 'example.com/a'), ingressClass('public-nginx', 'example.com/b')], {}, 'public-nginx'))
    .toMatchObject({ url: 'http://b/me' }));
});

describe('the guard of a whole controller', () => {
  const a = controller('nginx', '--ingress-class=a');
  const set = (data: Json) => [labelled('nginx', data)];
  const URL = { 'global-auth-url': 'http://nginx/me' };
  const field = (of: unknown) => of && `${of as string}`;

  test.each<[string, Json[], Record<string, string>, string, Json]>([
    ['guards an Ingress of its class', a, {}, 'a', { url: 'http://nginx/me', field: 'data.global-auth-url', backendHeaders: [] }],
    ['is none where the Ingress refuses it', a, { 'enable-global-auth': 'false' }, 'a', { kind: 'none' }],
    ['is that of the Ingress where it has its own', a, { 'auth-url': 'http://own/me' }, 'a', { url: 'http://own/me' }],
    ['is none where another controller serves the class', a, { 'use-regex': 'true' }, 'b', { kind: 'none' }],
    ['is none without a URL', set({ 'global-auth-url': '', 'custom-http-errors': '401' }), {}, '', { kind: 'none' }],
    ['signs in and passes headers on', set({ ...URL, 'global-auth-signin': 'https://a/login', 'global-auth-response-headers': 'X-A, X-B' }), {}, '',
      { signIn: 'https://a/login at data.global-auth-signin', backendHeaders: ['x-a', 'x-b'] }],
    ['has no sign-in, and replaces no refusal, by default', set(URL), {}, '', { signIn: undefined, refusalReplaced: undefined }],
    ['may replace the refusal', set({ ...URL, 'custom-http-errors': '404,401' }), {}, '', { refusalReplaced: 'data.custom-http-errors' }],
    ['replaces no refusal by other errors', set({ ...URL, 'custom-http-errors': '404' }), {}, '', { refusalReplaced: undefined }],
    ['leaves that to an Ingress with its own', set({ ...URL, 'custom-http-errors': '401' }), { 'auth-url': 'http://own/me', 'custom-http-errors': '401' }, '',
      { refusalReplaced: 'metadata.annotations["nginx.ingress.kubernetes.io/custom-http-errors"]' }],
    ['is not known in the way of the F5 controller', set(URL), { 'nginx.org/policies': 'p' }, '',
      { kind: 'opaque', field: 'metadata.annotations', reason: 'a policy of the F5 NGINX Ingress Controller may guard it' }],
  ])('%s', (_, objects, annotations, className, expected) => {
    const guard = guardsOf(objects, annotations, className || undefined);
    expect(guard.kind).toBe(expected.kind ?? 'subrequest');
    const shown = guard.kind !== 'subrequest' ? guard
      : { ...guard, refusalReplaced: field(guard.refusalReplaced), signIn: guard.signIn && `${guard.signIn.url} at ${guard.signIn.field}` };
    expect({ ...shown, ...'field' in guard ? { field: field(guard.field) } : {} }).toMatchObject(expected);
  });
});

test.each<[string | undefined, string[]]>([
  [undefined, ['no allow-snippet-annotations, which is false by default']], ['v1.8.4', []], ['1.9.0', ['no allow-snippet-annotations, which is false by default']],
  ['1.11.2', ['no allow-snippet-annotations, which is false by default']],
  ['1.12.0', ['no allow-snippet-annotations, which is false by default', 'no annotations-risk-level, which is High by default']],
])('what refuses snippets in version %s', (version, expected) => {
  const labels = { ...LABELS, ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }) };
  expect(snippetRefusals(modelOf(labelled('nginx', {}, labels)).nginxControllers[0]).map(({ found }) => found)).toEqual(expected);
});

test('what is set refuses snippets in any version', () => {
  const [controller_] = modelOf(labelled('nginx', { 'allow-snippet-annotations': 'no', 'annotations-risk-level': 'Low' })).nginxControllers;
  expect(snippetRefusals(controller_)).toEqual([
    { key: 'allow-snippet-annotations', value: 'true', found: 'allow-snippet-annotations: no' }, { key: 'annotations-risk-level', value: 'Critical', found: 'annotations-risk-level: Low' },
  ]);
});
