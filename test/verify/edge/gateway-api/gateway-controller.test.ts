import { gatewayOf, isOfMesh, otherController } from '../../../../src/verify/edge/gateway-api/gateway-controller';
import { verify } from '../../../../src/verify/verify';
import { Json, manifests, object } from '../../_manifests';
import { chartGatewayRoutes, flyteadmin } from '../../_union';
import { httpRoute, kubeObjects, routesOf } from '../_routes';

const API = 'gateway.networking.k8s.io/v1';
const PARENT = { parentRefs: [{ name: 'edge' }] };
const ofClass = (gatewayClassName: string) => object(API, 'Gateway', 'edge', { spec: { gatewayClassName, listeners: [{ name: 'https' }] } });
const classOf = (name: string, controllerName: string) => object(API, 'GatewayClass', name, { spec: { controllerName } }, null);

test.each<[string, Json[], Json[], Json, unknown]>([
  ['unknown without a Gateway', [], [], {}, undefined],
  ['unknown for a class of any controller', [ofClass('controlplane')], [], {}, undefined],
  ['absent for Envoy Gateway', [ofClass('eg')], [classOf('eg', 'gateway.envoyproxy.io/gatewayclass-controller')], {}, undefined],
  ['whom the class names', [ofClass('public')], [classOf('other', 'a/b'), classOf('public', 'istio.io/gateway-controller')], {},
    ['istio.io/gateway-controller', 'Gateway spec.gatewayClassName', false]],
  ['whom the name of the class tells', [ofClass('gke-l7-global-external-managed')], [], {}, ['networking.gke.io/gateway', 'Gateway spec.gatewayClassName', false]],
  ['not whom the name tells where the class is there', [ofClass('istio')], [classOf('istio', 'gateway.envoyproxy.io/gatewayclass-controller')], {}, undefined],
  ['Traefik, whose guards are read', [ofClass('traefik')], [], {}, ['traefik.io/gateway-controller', 'Gateway spec.gatewayClassName', true]],
  ['who wrote its status', [], [], { parents: [{ parentRef: { name: 'edge' }, controllerName: 'io.cilium/gateway-controller' }] },
    ['io.cilium/gateway-controller', 'HTTPRoute status.parents[0].controllerName', false]],
  ['not a mesh, which serves it to Services', [], [], { parents: [{ parentRef: { kind: 'Service', name: 'a' }, controllerName: 'linkerd.io/policy-controller' }, { parentRef: {} }] }, undefined],
])('a route is served by %s', (_, gateways, classes, status, expected) => {
  const [route] = kubeObjects({ ...httpRoute({ ...PARENT, rules: [] }), status });
  const found = otherController(route, kubeObjects(...gateways), kubeObjects(...classes));
  expect(found && [found.name, `${found.field.object.kind} ${found.field}`, found.isRead]).toEqual(expected);
});

test('the class of another cluster does not count', () => {
  const of = (cluster: string, ...objects: Json[]) => kubeObjects(...objects).map((each) => each.settledIn({ cluster }));
  const [route] = of('east', httpRoute({ ...PARENT, rules: [] }));
  const served = (cluster: string) => otherController(route, of('east', ofClass('public')), of(cluster, classOf('public', 'istio.io/gateway-controller')))?.name;
  expect([served('east'), served('west')]).toEqual(['istio.io/gateway-controller', undefined]);
});

test.each<[readonly (string | undefined)[], boolean]>([
  [[], false], [['Gateway'], false], [[undefined], false], [['Service'], true], [['ServiceEntry'], true], [['Service', 'Service'], true], [['Service', 'Gateway'], false], [['Service', undefined], false],
])('a route with the parents %j is of a mesh: %s', (parents, isMesh) => {
  const [route] = kubeObjects(httpRoute({ parentRefs: parents.map((kind) => ({ kind, name: 'a' })), rules: [] }));
  expect(isOfMesh(route)).toBe(isMesh);
});

test.each<[Json, string | undefined]>([
  [{ name: 'edge' }, 'union-cp'], [{ name: 'edge', namespace: 'infra' }, 'infra'], [{ name: 'edge', namespace: 'elsewhere' }, undefined], [{ name: 'other' }, undefined],
])('the Gateway that %j names is in %s', (ref, namespace) => {
  const [route, ...gateways] = kubeObjects(httpRoute({ rules: [] }), object(API, 'Gateway', 'edge', {}, 'infra'), object(API, 'Gateway', 'edge', {}));
  expect(gatewayOf(route, ref, gateways)?.namespace).toBe(namespace);
});

describe('before routes of another controller', () => {
  const rules = [{ backendRefs: [{ name: 'executions', port: 80 }] }];
  const envoys = (kind: string, spec: Json) =>
    object('gateway.envoyproxy.io/v1alpha1', kind, 'policy', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }], ...spec } });
  const routeAt = (className: string, ...objects: Json[]) => routesOf(httpRoute({ ...PARENT, rules }), ofClass(className), ...objects)[0];

  test('no policy of Envoy Gateway changes anything', () => {
    const policies = [envoys('ClientTrafficPolicy', { headers: { earlyRequestHeaders: { remove: ['X-User'] } } }), envoys('EnvoyExtensionPolicy', { lua: [{ inline: 'x' }] })];
    const routes = ['controlplane', 'istio'].map((className) => routeAt(className, ...policies));
    expect(routes.map(({ headerChanges, unread }) => [headerChanges.length, unread?.length])).toEqual([[1, 1], [0, 0]]);
    expect(routeAt('traefik', envoys('EnvoyPatchPolicy', {})).guard).toEqual({ kind: 'none' });
  });

  test('a policy that guards nothing leaves what is not read', () => {
    const guard = (className: string) => routeAt(className, envoys('SecurityPolicy', { cors: {} })).guard;
    expect(guard('controlplane')).toEqual({ kind: 'none' });
    expect(guard('istio')).toMatchObject({ kind: 'opaque', reason: 'istio.io/gateway-controller serves routes of a Gateway, and its guards are not read' });
  });

  test('the report says once what is not judged', () => {
    const texts = [{ name: 'cp.yaml', text: manifests(...flyteadmin(), ...chartGatewayRoutes()).replaceAll('gatewayClassName: eg', 'gatewayClassName: cilium') }];
    expect(verify(texts).coverage.open.filter(({ missing }) => missing.includes('cilium'))).toHaveLength(1);
  });
});
