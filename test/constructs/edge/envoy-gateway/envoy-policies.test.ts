import { EdgeController, EnvoyGatewayEdgeProps, EnvoyGatewayGuard } from '../../../../src';
import { TAKES_ALL, TAKES_UNLISTED } from '../../../../src/contract/union/caller-headers';
import { edgeManifests, Manifest, manifests, ofKind } from '../support';

type Version = EnvoyGatewayEdgeProps['envoyGatewayVersion'];

const edge = (envoyGatewayVersion: Version) => edgeManifests(EdgeController.envoyGateway({ envoyGatewayVersion }));
const guard = (envoyGatewayVersion: Version) => manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion }));

/** Of a SecurityPolicy: whether it says what to answer while the gate is away, and how much a backend weighs. */
function later(all: readonly Manifest[]): unknown[] {
  const { extAuth } = ofKind(all, 'SecurityPolicy').get('controlplane-sign-in')!.spec;
  return [extAuth.statusOnError, extAuth.http.backendRefs[0].weight];
}

function early(all: readonly Manifest[]) {
  return ofKind(all, 'ClientTrafficPolicy').get('controlplane')!.spec.headers.earlyRequestHeaders;
}

test.each<[Version, unknown, unknown]>([
  [undefined, undefined, undefined],
  ['1.6', undefined, undefined],
  ['1.6.4', undefined, undefined],
  ['1.7', undefined, 1],
  ['1.8', 503, 1],
  ['v1.9.1', 503, 1],
  ['1.12', 503, 1],
])('Envoy Gateway %s: fields that its CRDs know', (version, statusOnError, weight) => {
  expect(later(edge(version))).toEqual([statusOnError, weight]);
  expect(later(guard(version))).toEqual([statusOnError, weight]);
});

test('whole prefixes of headers are taken from callers since 1.7, names before', () => {
  expect(early(edge(undefined))).not.toHaveProperty('removeOnMatch');
  expect(early(edge(undefined)).remove).toEqual(expect.arrayContaining(['grpc-metadata-userinfo-bin', 'x-user-claim-userhandle', 'x-user-subject']));
  // The CRD takes 64.
  expect(early(edge(undefined)).remove.length).toBeLessThanOrEqual(64);
  expect(early(edge('1.7'))).toEqual({
    remove: ['x-user-subject', 'x-user-token', 'userinfo-bin', 'from_http'],
    removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }, { type: 'Prefix', value: 'x-user-claim-' }],
  });
});

const lua = (all: readonly Manifest[]) => [...ofKind(all, 'EnvoyExtensionPolicy').values()].map(({ metadata, spec }) => [metadata.name, spec.lua]);

test('where the Gateway cannot take prefixes Lua does, in versions that have it switched on', () => {
  const shared = (envoyGatewayVersion: Version) => edgeManifests(EdgeController.envoyGateway({ envoyGatewayVersion, gateway: { name: 'shared' } }), { tls: undefined });
  const both = [
    ['controlplane-guarded-headers', [{ type: 'Inline', inline: TAKES_UNLISTED }]],
    ['controlplane-open-headers', [{ type: 'Inline', inline: TAKES_ALL }]],
  ];
  expect(lua(edge('1.6'))).toEqual(both);
  expect([shared('1.6'), shared('1.8')].map(lua)).toEqual([both, both]);
  // One that has it switched off answers 500.
  expect([edge(undefined), edge('1.7'), edge('1.9'), shared(undefined), shared('1.9')].flatMap(lua)).toEqual([]);
});

test('Lua aims at each route once: behind the guard it leaves what the guard sets', () => {
  const policies = ofKind(edge('1.6'), 'EnvoyExtensionPolicy');
  const targets = [...policies.values()].map(({ spec }) => spec.targetRefs.map(({ kind, name }: Record<string, string>) => `${kind}/${name}`));
  const guarded = [...ofKind(edge('1.6'), 'SecurityPolicy').values()].flatMap(({ spec }) => spec.targetRefs.map(({ kind, name }: Record<string, string>) => `${kind}/${name}`));
  expect([...targets[0]].sort()).toEqual(guarded.sort());
  expect(targets[1].filter((open: string) => guarded.includes(open))).toEqual([]);
  expect(TAKES_UNLISTED).toContain('["x-user-claim-preferred-username"] = true');
  expect(TAKES_ALL).toContain('local kept = {}');
});

test.each([
  ['1.5', /envoyGatewayVersion: "1.5" is not supported; use 1.6 or later/],
  ['latest', /envoyGatewayVersion: "latest" is not an Envoy Gateway version; write 1.8 or 1.8.2/],
  ['2.0', /is not an Envoy Gateway version/],
])('rejects %s', (envoyGatewayVersion, message) => {
  expect(() => EdgeController.envoyGateway({ envoyGatewayVersion })).toThrow(message);
  expect(() => guard(envoyGatewayVersion)).toThrow(message);
});
