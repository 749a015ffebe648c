import { ENVOY_GATEWAY, INGRESS_NGINX, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { DIALECTS, ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { ownAnswer, ownGateOf } from '../../../src/verify/edge/own-gate';

const FLYTEADMIN = 'flyteadmin.union-cp.svc.cluster.local:80';
const CONFIG = ownGateConfig(ENVOY_GATEWAY.dialect, FLYTEADMIN);

test.each(DIALECTS)('a gate as this library writes it has no edit: %j', (dialect) => {
  expect(ownGateOf(dialect.service, ownGateConfig(dialect, FLYTEADMIN))).toEqual({ dialect, flyteadmin: FLYTEADMIN, edit: undefined });
  expect(ownGateOf(dialect.service, `${ownGateConfig(dialect, FLYTEADMIN)}\n\n`)?.edit).toBeUndefined();
});

test('a gate with another name is not ours', () => expect(ownGateOf('gate', CONFIG)).toBeUndefined());

describe('any edit is reported with its line', () => {
  const edited = (change: (text: string) => string) => {
    const config = change(CONFIG);
    expect(config).not.toBe(CONFIG);
    return ownGateOf(ENVOY_GATEWAY.dialect.service, config);
  };
  const lineOf = (text: string) => CONFIG.slice(0, CONFIG.indexOf(text)).split('\n').length;

  test.each<[string, (text: string) => string, string, string, string]>([
    ['a value', (text) => text.replace('proxy_method GET;', 'proxy_method POST;'), 'proxy_method GET;', '"proxy_method POST;"', '"proxy_method GET;"'],
    ['a comment', (text) => text.replace('# Session cookies are large.', '# Small.'), '# Session', '"# Small."', '"# Session cookies are large."'],
    ['a line more', (text) => text.replace('  server_tokens off;', '  auth_basic off;\n  server_tokens off;'), '  server_tokens', '"auth_basic off;"', '"server_tokens off;"'],
    ['a line less', (text) => text.replace('  access_log off;\n', ''), '  access_log', '"server_tokens off;"', '"access_log off;"'],
    ['another path', (text) => text.replace('/me? break', '/ping? break'), 'rewrite ^ /me', '"rewrite ^ /ping? break;"', '"rewrite ^ /me? break;"'],
  ])('%s', (_, change, place, found, own) => expect(edited(change)).toMatchObject({
    dialect: ENVOY_GATEWAY.dialect, edit: `line ${lineOf(place)} of its configuration, ${found}, where this library writes ${own}`,
  }));

  test('one that ends early, and one that is nothing', () => {
    expect(edited((text) => text.split('\n').slice(0, -2).join('\n'))?.edit)
      .toBe(`line ${CONFIG.trimEnd().split('\n').length} of its configuration, which ends there or is blank, where this library writes "}"`);
    expect(ownGateOf(INGRESS_NGINX.dialect.service, '')?.edit).toContain('where this library writes "daemon off;"');
  });

  test('the dialect is the one that most of it is of', () => {
    const traefik = ownGateConfig(TRAEFIK.dialect, FLYTEADMIN).replace('worker_processes 1;', 'worker_processes 2;');
    expect(ownGateOf(TRAEFIK.dialect.service, traefik)).toMatchObject({ dialect: TRAEFIK.dialect, edit: expect.stringContaining('"worker_processes 2;"') });
  });

  test('two flyteadmins in one gate are an edit', () => {
    const two = CONFIG.replace(`set $flyteadmin ${FLYTEADMIN};`, 'set $flyteadmin other.acme:80;');
    expect(ownGateOf(ENVOY_GATEWAY.dialect.service, two)?.edit).toContain('flyteadmin');
  });
});

describe('what it makes of requests', () => {
  test.each([
    [INGRESS_NGINX.dialect, '8081', undefined],
    [ENVOY_GATEWAY.dialect, '8080', '/login'],
    [ENVOY_GATEWAY.dialect, '8081', undefined],
    [TRAEFIK.dialect, '8080', 'https://$host/login'],
  ])('%j at %s sends browsers to %s', (dialect, port, signInUrl) => expect(ownAnswer(dialect, port, FLYTEADMIN).signInUrl).toBe(signInUrl));

  test('credentials pass, and nothing else', () => {
    const { asks, forwards, removes } = ownAnswer(ENVOY_GATEWAY.dialect, '8080', FLYTEADMIN);
    expect(asks).toBe(`http://${FLYTEADMIN}/me`);
    expect(['cookie', 'flyte-authorization', 'x-user-subject', 'host'].filter(forwards)).toEqual(['cookie', 'flyte-authorization']);
    expect(removes).toContain('x-user-subject');
    expect(ownAnswer(TRAEFIK.dialect, '8080', FLYTEADMIN).removes).toEqual([]);
  });
});
