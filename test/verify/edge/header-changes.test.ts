import { changes, changesOfWays, HeaderChange, isChosenByCaller, isFixed } from '../../../src/verify/edge/header-changes';
import { httpRoute, kubeObjects } from './_routes';

const field = kubeObjects(httpRoute({}))[0].field('spec', 'rules', 0);
const change = (header: string, value: string): HeaderChange => ({ hop: 'after', header, value, field });

test.each([['alice', true], ['', false], [' ', false], ['$host', false], ['%REQ(X-User)%', false]])('every caller gets the same with %j: %s', (value, expected) => {
  expect(isFixed(change('x-user', value))).toBe(expected);
});

test.each([
  ['authorization', '$http_x_token', true],
  ['authorization', 'Bearer ${http_x_token}', true],
  ['authorization', '$arg_token', true],
  ['authorization', '$cookie_token', true],
  ['authorization', '%REQ(X-TOKEN)%', true],
  ['authorization', '$HTTP_X_TOKEN', true],
  ['authorization', '$http_authorization', false],
  ['authorization', '$HTTP_AUTHORIZATION', false],
  ['flyte-authorization', '$http_flyte_authorization', false],
  ['x-user-claim-name', '$http_x_user_claim_name', false],
  ['authorization', '$host', false],
  ['authorization', 'Bearer http_token', false],
])('the caller chooses %s by %j: %s', (header, value, expected) => expect(isChosenByCaller(change(header, value))).toBe(expected));

test('what not every way makes of requests is partial', () => {
  const [all, one] = [change('x-user', ''), change('authorization', '')];
  expect(changesOfWays([[all, one], [all]])).toEqual([all, { ...one, partly: true }, all]);
  expect(changesOfWays([])).toEqual([]);
});

test.each<[Partial<HeaderChange>, string[]]>([
  [{ header: 'x-user' }, ['x-user']], [{ header: 'x-user*' }, ['x-user', 'x-user-token']], [{ header: 'x-user*', except: ['x-user'] }, ['x-user-token']],
  [{ header: '', matching: { test: (name) => name.endsWith('token'), find: () => undefined } }, ['x-user-token']],
])('a change of %j affects %j', (of, expected) => {
  expect(['x-user', 'x-user-token', 'x-other'].filter((header) => changes({ ...change('', ''), ...of }, header))).toEqual(expected);
});
