import { SERVICES_POLICY } from '../../../src/constructs/planes/control-plane/control-plane-network-policy';
import { findEdge, findNetworkPolicy } from '../../../src/init/adopt/edge';
import { Finds } from '../../../src/init/adopt/finds';
import { readStanding } from '../../../src/init/adopt/standing';
import { ingress, manifests, object } from '../../verify/_manifests';

type Json = Record<string, unknown>;

function found(find: typeof findEdge, ...objects: readonly Json[]): Finds {
  const standing = readStanding([{ name: 'in.yaml', text: manifests(...objects) }], []);
  const finds = new Finds(standing.places);
  find(standing, finds);
  return finds;
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const route = (parent: Json) => object(GATEWAY_API, 'HTTPRoute', 'mine', { spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } });
const gateway = (gatewayClassName: string, secrets: readonly string[], namespace = 'union-cp') => object(GATEWAY_API, 'Gateway', 'edge', {
  spec: { gatewayClassName, listeners: secrets.map((name, i) => ({ name: `l${i}`, tls: { certificateRefs: [{ name }] } })) },
}, namespace);
const traefik = (name: string, spec: Json) => object('traefik.io/v1alpha1', 'IngressRoute', name, { spec: { routes: [], ...spec } });
const nginx = ingress('open', { host: 'union.example.com', paths: { '/me': 'flyteadmin' }, className: 'internal' });

test.each<[string, readonly Json[], Json | undefined]>([
  ['a Gateway of its own', [route({ name: 'edge' }), gateway('eg', ['a', 'b', 'a'])], { controller: { envoyGateway: {} }, tls: [{ secretName: 'a' }, { secretName: 'b' }] }],
  ['one whose namespace is named', [route({ name: 'edge', namespace: 'union-cp' }), gateway('eg', ['a'])], { controller: { envoyGateway: {} }, tls: [{ secretName: 'a' }] }],
  ['one without a certificate', [route({ name: 'edge' }), gateway('eg', [])], { controller: { envoyGateway: {} }, tlsEndsElsewhere: true }],
  ['one of another class', [route({ name: 'edge' }), gateway('public', ['a'])], { controller: { envoyGateway: { gatewayClassName: 'public' } }, tls: [{ secretName: 'a' }] }],
  ['one of another namespace', [route({ name: 'edge', namespace: 'infra' }), gateway('eg', ['a'], 'infra')], { controller: { envoyGateway: { gateway: { name: 'edge', namespace: 'infra' } } } }],
  ['one of another namespace beside one of the same name', [route({ name: 'edge', namespace: 'infra' }), gateway('eg', ['a'])], { controller: { envoyGateway: { gateway: { name: 'edge', namespace: 'infra' } } } }],
  ['one that is not in the input', [route({ name: 'edge', sectionName: 'https' })], { controller: { envoyGateway: { gateway: { name: 'edge', sectionName: 'https' } } } }],
  ['Traefik with its own entry points', [traefik('a', { tls: { secretName: 's' }, entryPoints: ['websecure'] }), traefik('b', { entryPoints: ['web'] })], { controller: { traefik: {} }, tls: [{ secretName: 's' }] }],
  ['Traefik with others', [traefik('a', { tls: {}, entryPoints: ['public', 'websecure'] }), traefik('b', { entryPoints: ['plain'] })],
    { controller: { traefik: { entryPoints: ['public', 'websecure'], httpEntryPoints: ['plain'] } }, tlsEndsElsewhere: true }],
  ['Traefik without TLS', [traefik('a', {})], { controller: { traefik: {} }, tlsEndsElsewhere: true }],
  ['ingress-nginx', [nginx], { controller: { ingressNginx: {} } }],
  ['nothing', [object('v1', 'ConfigMap', 'a')], undefined],
])('the edge: %s', (_, objects, edge) => {
  const { answers, unseen } = found(findEdge, ...objects);
  expect(answers.edge).toEqual(edge);
  expect(unseen).toEqual(edge === undefined ? ['edge: the input has no route to the control plane; the chart\'s own ingress-nginx is used'] : []);
});

const NAME = 'kubernetes.io/metadata.name';
const policy = (...from: readonly Json[]) => object('networking.k8s.io/v1', 'NetworkPolicy', SERVICES_POLICY, { spec: { podSelector: {}, ingress: [{ from }] } });
const ours = object('v1', 'ConfigMap', 'a', {}, 'union-cp', { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-union-auth' } });

test.each<[string, readonly Json[], Json | undefined]>([
  ['none, of files that are not ours', [object('v1', 'ConfigMap', 'a')], undefined],
  ['none, of our files', [ours], { enabled: false }],
  ['that of an edge and of the namespace', [ours, policy({ namespaceSelector: { matchLabels: { [NAME]: 'union-cp' } } })], undefined],
  ['another namespace', [policy({ namespaceSelector: { matchLabels: { [NAME]: 'shop' } } })], { allowFrom: [{ namespace: 'shop' }] }],
  ['namespaces by labels', [policy({ namespaceSelector: { matchLabels: { team: 'a' } }, podSelector: { matchLabels: { app: 'b' } } })], { allowFrom: [{ namespaceLabels: { team: 'a' }, podLabels: { app: 'b' } }] }],
  ['pods of the namespace', [policy({ podSelector: { matchLabels: { app: 'b' } } })], { allowFrom: [{ podLabels: { app: 'b' } }] }],
  ['addresses', [policy({ ipBlock: { cidr: '10.0.0.0/8' } })], { allowFrom: [{ cidr: '10.0.0.0/8' }] }],
])('the NetworkPolicy: %s', (_, objects, expected) => {
  expect(found(findNetworkPolicy, ...objects).answers).toEqual(expected === undefined ? {} : { controlPlane: { networkPolicy: expected } });
});
