import { wronglySpoken } from '../../../src/verify/edge/spoken-protocol';
import { ingress, IngressProps, Json, object } from '../_manifests';
import { httpRoute, ingressRoute, modelOf } from './_routes';

const RUNS = '/flyteidl2.workflow.RunService';
const BOTH = '/cloudidl.support.SupportService';

function wrong(objects: Json[], secured = false): string[] {
  const model = modelOf(...objects);
  return [...wronglySpoken(model.servers[0], model.services, secured)].map(([{ name }, { route, request, wanted, spoken }]) => `${name} ${route.path}: ${spoken} for ${request}, not ${wanted}`);
}

const speaking = (protocol: string | undefined, paths: Record<string, string>, more: Partial<IngressProps> = {}) =>
  ingress('i', { annotations: protocol === undefined ? {} : { 'backend-protocol': protocol }, paths, ...more });

test.each<[string, Json, string[]]>([
  ['HTTP for gRPC', speaking('HTTP', { [RUNS]: 'executions' }), [`i ${RUNS}: HTTP for ${RUNS}/x, not GRPC`]],
  ['nothing for gRPC', speaking(undefined, { [RUNS]: 'executions' }), [`i ${RUNS}: HTTP for ${RUNS}/x, not GRPC`]],
  ['gRPC for gRPC', speaking('GRPC', { [RUNS]: 'executions' }), []],
  ['gRPC for HTTP', speaking('GRPC', { '/app': 'executions' }), ['i /app: GRPC for /app, not HTTP']],
  ['HTTP for HTTP', speaking('HTTP', { '/app': 'executions' }), []],
  ['HTTP for another application', speaking('HTTP', { [RUNS]: 'docs' }), []],
  ['HTTP for the requests of another service', speaking('HTTP', { [RUNS]: 'usage' }), []],
  ['HTTP for everything', speaking('HTTP', { '/': 'executions' }), []],
  ['gRPC for everything', speaking('GRPC', { '/': 'flyteconsole' }), []],
  ['HTTP for the start of a name', speaking('HTTP', { '/flyteidl2': 'executions' }), []],
  ['gRPC for an expression', speaking('GRPC', { '/(app|apps)$': 'executions' }, { annotations: { 'use-regex': 'true', 'backend-protocol': 'GRPC' } }), ['i /(app|apps)$: GRPC for /app, not HTTP']],
  ['HTTP for what understands both', speaking('HTTP', { [BOTH]: 'dataproxy' }), []],
  ['TLS for what understands both', speaking('HTTPS', { [BOTH]: 'dataproxy' }), [`i ${BOTH}: HTTPS for ${BOTH}/x, not GRPC`]],
  ['one of the wrong paths of an object', speaking('GRPC', { '/app': 'executions', '/apps': 'executions' }), ['i /app: GRPC for /app, not HTTP']],
])('%s', (_, object_, expected) => expect(wrong([object_])).toEqual(expected));

test('TLS is right where flyteadmin speaks it', () => {
  const tls = speaking('HTTPS', { '/api': 'flyteadmin' });
  expect(wrong([tls])).toEqual(['i /api: HTTPS for /api, not HTTP']);
  expect(wrong([tls], true)).toEqual([]);
  expect(wrong([speaking('GRPC', { '/api': 'flyteadmin' })], true)).toEqual(['i /api: GRPC for /api, not HTTP']);
});

describe('the port of the Service', () => {
  const service = (port: Json, annotations: Json = {}, namespace = 'union-cp') => object('v1', 'Service', 'executions', { spec: { ports: [{ port: 81 }, { port: 80, ...port }] } }, namespace, { annotations });
  const router = (path: string, more: Json = {}) => ingressRoute({ match: `PathPrefix(\`${path}\`)`, services: [{ name: 'executions', port: 80, ...more }] });
  const TRAEFIK = 'traefik.ingress.kubernetes.io/service.serversscheme';
  const FOUND = [`router ${RUNS}: HTTP for ${RUNS}/x, not GRPC`];

  test.each<[string, Json[], string[]]>([
    ['of h2c', [router(RUNS), service({ appProtocol: 'h2c' })], []],
    ['of gRPC', [router(RUNS), service({ appProtocol: 'grpc' })], []],
    ['of Kubernetes’ h2c', [router(RUNS), service({ appProtocol: 'kubernetes.io/h2c' })], []],
    ['told to Traefik', [router(RUNS), service({}, { [TRAEFIK]: 'h2c' })], []],
    ['of HTTP', [router(RUNS), service({ appProtocol: 'http' }, { [TRAEFIK]: 'http' })], FOUND],
    ['that it does not have', [router(RUNS, { port: 99 }), service({ appProtocol: 'h2c' })], FOUND],
    ['of another number', [router(RUNS, { port: 81 }), service({ appProtocol: 'h2c' })], FOUND],
    ['of another namespace', [router(RUNS), service({ appProtocol: 'h2c' }, {}, 'acme')], FOUND],
    ['of the namespace that the route names', [router(RUNS, { namespace: 'acme' }), service({ appProtocol: 'h2c' }, {}, 'acme')], []],
    ['of h2c, for HTTP', [router('/app'), service({ appProtocol: 'h2c' })], []],
    ['of h2c, behind ingress-nginx', [speaking('HTTP', { [RUNS]: 'executions:80' }), service({ appProtocol: 'h2c' })], [`i ${RUNS}: HTTP for ${RUNS}/x, not GRPC`]],
  ])('%s', (_, objects, expected) => expect(wrong(objects)).toEqual(expected));
});

test.each<[string, string, Json, string[]]>([
  ['executions', RUNS, { port: 80, scheme: 'h2c' }, [`router ${RUNS}: port 80 (http), where 81 (grpc) serves it for ${RUNS}/x, not GRPC`]],
  ['executions', RUNS, { port: 'grpc', scheme: 'h2c' }, []],
  ['executions', '/app', { port: 81 }, []],
  ['flyteadmin', '/api', { port: 81 }, ['router /api: port 81 (grpc), where 80 (http) serves it for /api, not HTTP']],
  ['flyteadmin', '/api', { port: 'http' }, []],
])('ports are named by protocol: %s%s at %j', (name, path, backend, expected) => {
  const ports = object('v1', 'Service', name, { spec: { ports: [{ name: 'http', port: 80 }, { name: 'grpc', port: 81 }] } });
  expect(wrong([ingressRoute({ match: `PathPrefix(\`${path}\`)`, services: [{ name, ...backend }] }), ports])).toEqual(expected);
});

test('one of several services is enough', () => {
  const both = (first: string, second: string) => ingressRoute({ match: `PathPrefix(\`${RUNS}\`)`, services: [{ name: first, port: 80 }, { name: second, port: 80 }] });
  const h2c = object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80, appProtocol: 'h2c' }] } });
  expect(wrong([both('docs', 'executions')])).toEqual([`router ${RUNS}: HTTP for ${RUNS}/x, not GRPC`]);
  expect(wrong([both('docs', 'executions'), h2c])).toEqual([]);
});

test('each object is reported once', () => {
  const route = httpRoute({ rules: [{ matches: [{ path: { value: RUNS } }], backendRefs: [{ name: 'executions', port: 80 }] }] });
  const other = { ...route, metadata: { name: 'other', namespace: 'union-cp' }, spec: { rules: [{ matches: [{ path: { value: '/cloudidl.app.AppService' } }], backendRefs: [{ name: 'executions' }] }] } };
  expect(wrong([route, other]).sort()).toEqual(['other /cloudidl.app.AppService: HTTP for /cloudidl.app.AppService/x, not GRPC', `route ${RUNS}: HTTP for ${RUNS}/x, not GRPC`]);
});
