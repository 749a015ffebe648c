import { EnvoyGatewayGuard, EnvoyGatewayGuardProps } from '../../src';
import { manifests, ofKind } from './support';

function guard(props?: EnvoyGatewayGuardProps) {
  return manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', props));
}

const refs = (props?: EnvoyGatewayGuardProps) =>
  [...ofKind(guard(props), 'SecurityPolicy')].map(([name, { spec }]) => [name, ...spec.targetRefs.map((ref: { kind: string; name: string }) => `${ref.kind}/${ref.name}`)]);

it('guards the routes that Union’s chart renders, and renders none itself', () => {
  expect(refs()).toEqual([
    ['controlplane-sign-in', 'HTTPRoute/controlplane-protected'],
    ['controlplane-unauthorized', 'GRPCRoute/controlplane-grpc-protected'],
  ]);
  expect(guard().map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget', 'SecurityPolicy', 'SecurityPolicy']);
});

it('guards the routes it is told, in their namespace', () => {
  expect(refs({ httpRoutes: ['acme', 'acme-2'], grpcRoutes: [] })).toEqual([['controlplane-sign-in', 'HTTPRoute/acme', 'HTTPRoute/acme-2']]);
  expect(new Set(guard({ namespace: 'acme-cp' }).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['acme-cp']));
});

it.each<[string, EnvoyGatewayGuardProps, RegExp]>([
  ['no route', { httpRoutes: [], grpcRoutes: [] }, /httpRoutes: \[\] and grpcRoutes are empty, so nothing would be guarded/],
  ['a route twice', { httpRoutes: ['a', 'a'] }, /httpRoutes\[1\]: "a" is given twice/],
  ['a name that is none', { grpcRoutes: ['A b'] }, /grpcRoutes\[0\]: "A b" is no object name/],
  ['a namespace that is none', { namespace: 'A' }, /namespace: "A" is no namespace name/],
  ['a gate without pods', { gate: { replicas: 1.5 } }, /gate\.replicas: 1\.5 lets nobody in/],
])('refuses %s', (_, props, message) => {
  expect(() => guard(props)).toThrow(message);
});
