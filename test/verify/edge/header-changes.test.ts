import { filterChanges, HeaderChange, isChosenByCaller, isFixed, middlewareChanges, modifierChanges } from '../../../src/verify/edge/header-changes';
import { changeText, httpRoute, kubeObjects, middleware } from './_routes';

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
])('the caller chooses %s by %j: %s', (header, value, expected) => {
  expect(isChosenByCaller(change(header, value))).toBe(expected);
});

describe('middlewares of Traefik', () => {
  const headers = (more: Record<string, unknown>) => middleware('headers', { headers: more });

  test('change headers before the guard, after it, and on the way back', () => {
    const changes = middlewareChanges(kubeObjects(
      headers({ customRequestHeaders: { 'X-User': 'alice', 'Gone': '', 'Nothing': null } }),
      middleware('guard', { forwardAuth: { address: 'http://flyteadmin/me' } }),
      headers({ customRequestHeaders: { B: 1 }, customResponseHeaders: { 'Set-Cookie': '' } }),
    ));
    expect(changes.map(changeText)).toEqual([
      'before x-user=alice at spec.headers.customRequestHeaders.X-User',
      'before gone= at spec.headers.customRequestHeaders.Gone',
      'before nothing= at spec.headers.customRequestHeaders.Nothing',
      'after b=1 at spec.headers.customRequestHeaders.B',
      'response set-cookie= at spec.headers.customResponseHeaders.Set-Cookie',
    ]);
  });

  test('come after where none of them guards', () => {
    expect(middlewareChanges(kubeObjects(headers({ customRequestHeaders: { A: 'b' } }))).map(({ hop }) => hop)).toEqual(['after']);
  });
});

describe('the Gateway API', () => {
  test('has filters for a rule and for each of its backends', () => {
    const rule = {
      filters: [{ requestHeaderModifier: { set: [{ name: 'X-A', value: '1' }], remove: ['X-B'] } }],
      backendRefs: [{ name: 'a' }, { filters: [{}, { responseHeaderModifier: { set: [{ name: 'X-C', value: '2' }] } }] }],
    };
    expect(filterChanges(rule, field).map(changeText)).toEqual([
      'after x-b= at spec.rules[0].filters[0].requestHeaderModifier.remove',
      'after x-a=1 at spec.rules[0].filters[0].requestHeaderModifier.set[0]',
      'response x-c=2 at spec.rules[0].backendRefs[1].filters[1].responseHeaderModifier.set[0]',
    ]);
    expect(filterChanges({}, field)).toEqual([]);
  });

  test('what it adds to a request counts, what it adds to an answer stands beside what was there', () => {
    const modifier = { set: [{ name: 'A' }], add: [{ name: 'B', value: 'b' }, { name: 'C', value: 'c' }] };
    expect(modifierChanges(modifier, 'before', field).map(changeText)).toEqual([
      'before a= at spec.rules[0].set[0]', 'before b=b at spec.rules[0].add[0]', 'before c=c at spec.rules[0].add[1]',
    ]);
    expect(modifierChanges(modifier, 'response', field).map(changeText)).toEqual(['response a= at spec.rules[0].set[0]']);
    expect(modifierChanges(undefined, 'before', field)).toEqual([]);
  });
});
