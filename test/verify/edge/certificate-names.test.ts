import { signInHost } from '../../../src/verify/edge/certificate-names';
import { ingress } from '../_manifests';
import { modelOf } from './_routes';

test.each<[string, string | undefined, Record<string, string>, string | undefined]>([
  ['one that serves /login', 'union.example.com', { '/login': 'flyteadmin' }, 'union.example.com'],
  ['one that serves /callback', 'union.example.com', { '/callback': 'flyteadmin' }, 'union.example.com'],
  ['neither', 'union.example.com', { '/api': 'flyteadmin' }, undefined],
  ['a login of another application', 'union.example.com', { '/login': 'homepage' }, undefined],
  ['a wildcard', '*.example.com', { '/login': 'flyteadmin' }, undefined],
  ['a name of the cluster', 'flyteadmin.union-cp.svc', { '/login': 'flyteadmin' }, undefined],
  ['every host', undefined, { '/login': 'flyteadmin' }, undefined],
])('the host of sign-in: %s', (_, host, paths, expected) => expect(signInHost(modelOf(ingress('i', { host, paths })).servers[0])).toBe(expected));
