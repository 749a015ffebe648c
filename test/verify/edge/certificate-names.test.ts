import { certificateNames, covers, domainMatches, signInHost } from '../../../src/verify/edge/certificate-names';
import { ingress, Json, object } from '../_manifests';
import { gateway, httpRoute, ingressRoute, modelOf } from './_routes';

test.each<[string, string | undefined, Record<string, string>, string | undefined]>([
  ['one that serves /login', 'union.example.com', { '/login': 'flyteadmin' }, 'union.example.com'],
  ['one that serves /callback', 'union.example.com', { '/callback': 'flyteadmin' }, 'union.example.com'],
  ['neither', 'union.example.com', { '/api': 'flyteadmin' }, undefined],
  ['a login of another application', 'union.example.com', { '/login': 'homepage' }, undefined],
  ['a wildcard', '*.example.com', { '/login': 'flyteadmin' }, undefined],
  ['a name of the cluster', 'flyteadmin.union-cp.svc', { '/login': 'flyteadmin' }, undefined],
  ['every host', undefined, { '/login': 'flyteadmin' }, undefined],
])('the host of sign-in: %s', (_, host, paths, expected) => expect(signInHost(modelOf(ingress('i', { host, paths })).servers[0])).toBe(expected));

test.each<[string, string, boolean]>([
  ['union.example.com', 'union.example.com', true], [' Union.example.com ', 'UNION.example.com', true], ['*.example.com', 'union.example.com', true],
  ['*.example.com', 'a.union.example.com', false], ['*.example.com', 'example.com', false], ['example.com', 'union.example.com', false],
])('the name %j covers %s: %s', (name, host, expected) => expect(covers(name, host)).toBe(expected));

test.each<[string, string, boolean]>([
  ['union.example.com', 'union.example.com', true], ['union.example.com', '.Example.com', true], ['union.example.com', 'le.com', false], ['example.com', 'union.example.com', false],
])('a cookie of %s may have the domain %s: %s', (host, domain, expected) => expect(domainMatches(host, domain)).toBe(expected));

const LISTENERS = [
  { name: 'a', hostname: 'a.example.com', tls: { certificateRefs: [{ name: 'one' }, { kind: 'Secret', name: 'two', namespace: 'acme' }, { kind: 'Other', name: 'three' }, {}] } },
  { name: 'b', tls: { certificateRefs: [{ name: 'four' }] } },
];
const edge = gateway('edge', LISTENERS, 'gateways');
const routeTo = (ref: Json = {}) => httpRoute({ parentRefs: [{ name: 'edge', namespace: 'gateways', ...ref }] });

test.each<[string, Json[], string[]]>([
  ['an Ingress, whose entries without a Secret have none',
    [object('networking.k8s.io/v1', 'Ingress', 'i', { spec: { tls: [{ secretName: 'tls', hosts: ['a', 'b'] }, { hosts: ['c'] }] } })], ['union-cp/tls at spec.tls[0].secretName for a b at spec.tls[0].hosts']],
  ['an IngressRoute', [{ ...ingressRoute(), spec: { tls: { secretName: 'tls' } } }], ['union-cp/tls at spec.tls.secretName']],
  ['an IngressRoute without TLS', [ingressRoute()], []],
  ['the listeners of a Gateway', [routeTo(), edge], [
    'gateways/one at spec.listeners[0].tls.certificateRefs[0].name for a.example.com at spec.listeners[0].hostname, typed',
    'acme/two at spec.listeners[0].tls.certificateRefs[1].name for a.example.com at spec.listeners[0].hostname, typed',
    'gateways/four at spec.listeners[1].tls.certificateRefs[0].name for  at spec.listeners[1].hostname, typed',
  ]],
  ['one listener, at a controller that takes any type', [routeTo({ sectionName: 'b' }), { ...edge, spec: { gatewayClassName: 'traefik', listeners: LISTENERS } }], [
    'gateways/four at spec.listeners[1].tls.certificateRefs[0].name for  at spec.listeners[1].hostname',
  ]],
])('the certificates of %s', (_, objects, expected) => {
  const model = modelOf(...objects);
  const found = certificateNames(model.objects[0], { gateways: model.objects.filter(({ kind }) => kind === 'Gateway'), gatewayClasses: [] });
  expect(found.map(({ home, secret, field, hosts, typed }) => `${home.namespace}/${secret} at ${field}${hosts ? ` for ${hosts.texts.join(' ')} at ${hosts.field}` : ''}${typed ? ', typed' : ''}`)).toEqual(expected);
});
