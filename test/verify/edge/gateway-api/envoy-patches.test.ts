import { guardPatches } from '../../../../src/verify/edge/gateway-api/envoy-patches';
import { object } from '../../_manifests';
import { kubeObjects } from '../_routes';

type Json = Record<string, unknown>;

function patches(...operations: (Json | undefined)[]): string[] {
  const [policy] = kubeObjects(object('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'patch', { spec: { jsonPatches: operations.map((operation) => ({ operation })) } }));
  return guardPatches(policy).map(({ field, found }) => `${found} at ${field}`);
}

const FILTERS = '/filter_chains/0/filters/0/typed_config/http_filters';
const AT = ' at spec.jsonPatches[0].operation';
const BY_PLACE = 'a patch that takes HTTP filters away by their place, of which ext_authz may be one';
const PASSES = 'a patch that lets requests pass while the guard does not answer';
const OFF = 'a patch that turns ext_authz off';

test.each<[Json, string]>([
  [{ op: 'remove', path: `${FILTERS}/ext_authz` }, 'a patch that removes ext_authz'],
  [{ op: 'remove', jsonPath: '..http_filters[?(@.name=="envoy.filters.http.ext_authz")]' }, 'a patch that removes ext_authz'],
  [{ op: 'remove', path: FILTERS }, BY_PLACE],
  [{ op: 'remove', path: `${FILTERS}/12` }, BY_PLACE],
  [{ op: 'remove', jsonPath: '..http_filters[?(@.name=="first")]' }, BY_PLACE],
  [{ op: 'replace', path: FILTERS, value: [{ name: 'envoy.filters.http.router' }] }, BY_PLACE],
  [{ op: 'add', path: `${FILTERS}/0/typed_config`, value: { failure_mode_allow: true } }, PASSES],
  [{ op: 'replace', path: `${FILTERS}/0/typed_config/failure_mode_allow`, value: true }, PASSES],
  [{ op: 'replace', path: `${FILTERS}/0/typed_config`, value: { name: 'ext_authz', disabled: true } }, OFF],
  [{ op: 'add', path: '/typed_per_filter_config/envoy.filters.http.ext_authz/disabled', value: true }, OFF],
])('%j', (operation, found) => {
  expect(patches(operation)).toEqual([`${found}${AT}`]);
});

test.each<Json | undefined>([
  undefined,
  { op: 'remove', path: `${FILTERS}/0/typed_config` },
  { op: 'remove', path: `${FILTERS}_of_mine` },
  { op: 'add', path: `${FILTERS}/0`, value: { name: 'envoy.filters.http.lua' } },
  { op: 'add', path: `${FILTERS}/0`, value: { name: 'envoy.filters.http.ext_authz' } },
  { op: 'replace', path: FILTERS, value: [{ name: 'envoy.filters.http.ext_authz' }] },
  { op: 'add', path: '/x', value: { failure_mode_allow: false } },
  { op: 'add', path: '/x/ext_authz', value: { disabled: false } },
  { op: 'add', path: '/x/lua', value: { disabled: true } },
])('%j leaves the guard alone', (operation) => {
  expect(patches(operation)).toEqual([]);
});

test('each has its place', () => {
  expect(patches({ op: 'add', path: '/x' }, { op: 'remove', path: '/ext_authz' }, { op: 'remove', path: FILTERS })).toEqual([
    'a patch that removes ext_authz at spec.jsonPatches[1].operation', `${BY_PLACE} at spec.jsonPatches[2].operation`,
  ]);
});
