import type { EdgeRoute } from '../../../src/verify/edge/route';
import { strippedHeaders } from '../../../src/verify/model/header-rewrites';
import { object } from '../_manifests';
import { read } from '../kube/_views';

const NONE = { kind: 'none' };
const stripped = (changes: readonly object[], guard: object = NONE) => {
  const isStripped = strippedHeaders({ headerChanges: changes, guard } as unknown as EdgeRoute);
  return ['x-user', 'x-user-token', 'x-other'].filter(isStripped);
};

test.each([
  ['removed before the guard', { hop: 'before', value: '' }, ['x-user']],
  ['removed behind it', { hop: 'after', value: '' }, ['x-user']],
  ['set from what nobody sends', { hop: 'after', value: '$remote_user' }, ['x-user']],
  ['removed from what the guard is asked', { hop: 'guard', value: '' }, []],
  ['removed from the response', { hop: 'response', value: '' }, []],
  ['the same for everybody', { hop: 'before', value: 'anonymous' }, []],
  ['taken from another header of the caller', { hop: 'before', value: '$http_x_any' }, []],
])('a header that is %s', (_, change, expected) => expect(stripped([{ header: 'x-user', ...change }])).toEqual(expected));

test('headers that Traefik takes from the guard by an expression', () => {
  const [middleware, silent] = read(...['^X-User.+', undefined].map((authResponseHeadersRegex, i) =>
    object('traefik.io/v1alpha1', 'Middleware', `guard-${i}`, { spec: { forwardAuth: { address: 'http://flyteadmin/me', authResponseHeadersRegex } } })));
  const guard = (kind: string, owner = middleware) => ({ kind, field: owner.field('spec', 'forwardAuth') });
  expect(stripped([], guard('subrequest'))).toEqual(['x-user-token']);
  expect(stripped([], guard('subrequest', silent))).toEqual([]);
  expect(stripped([], guard('other'))).toEqual([]);
});
