import { missingValues } from '../../../src/verify/model/stray-values';
import { withValue } from '../_values';
import { setOf } from '../values/_sets';

const HEAD = '# yaml-language-server: $schema=union-controlplane-2026.8.schema.json\n';
const AUTH = 'flyte.configmap.adminServer.auth';
const off = (text: string, ...paths: string[]) => paths.reduce((before, path) => withValue(before, path, false), text);
const OPEN = off(`${HEAD}{}\n`, 'flyte.configmap.adminServer.server.security.useAuth');
const missing = (text: string, severity: 'error' | 'warning' = 'error') => missingValues(setOf(text), severity).map(({ at }) => `${at}`);
const CLIENTS = ['global.INTERNAL_CLIENT_ID', 'global.AUTH_TOKEN_URL'];
const LOGIN = `${AUTH}.userAuth.openId.baseUrl`;

test('of values that say nothing, all is missing that a plane cannot do without', () => {
  expect(missing(`${HEAD}{}\n`)).toEqual([
    'global.UNION_HOST', ...CLIENTS, `${AUTH}.appAuth.externalAuthServer.baseUrl`, `${AUTH}.appAuth.thirdPartyConfig.flyteClient.clientId`, LOGIN, `${AUTH}.userAuth.openId.clientId`,
  ]);
  expect(missing(`${HEAD}{}\n`, 'warning')).toEqual(['global.KUBERNETES_SECRET_NAME', 'ingress.host', 'configMap.union.connection.trustedIdentityClaims.externalIdentityClaim']);
});

test('an alternative key is sufficient, a blank is not', () => {
  expect(missing(withValue(`${HEAD}{}\n`, LOGIN, 'https://idp.example.com'))).not.toContain(`${AUTH}.appAuth.externalAuthServer.baseUrl`);
  expect(missing(withValue(`${HEAD}{}\n`, LOGIN, ''))).toEqual(expect.arrayContaining([LOGIN, `${AUTH}.appAuth.externalAuthServer.baseUrl`]));
});

test('a server without authentication needs no issuer and no clients of people', () => expect(missing(OPEN)).toEqual(['global.UNION_HOST', ...CLIENTS]));

test('a plane without authentication needs its host alone', () => {
  const authless = off(OPEN, 'configMap.union.auth.enable');
  expect([missing(authless), missing(authless, 'warning')]).toEqual([['global.UNION_HOST'], ['ingress.host']]);
});

test('the content of a misspelt map is reported at its place', () => {
  const found = (path: string) => missingValues(setOf(withValue(`${HEAD}{}\n`, path, 'web-id')), 'error').find(({ at }) => `${at}` === `${AUTH}.userAuth.openId.clientId`)?.found;
  const misspelt = `${AUTH}.userAuth.openId.clientId`.replace('configmap', 'confgmap');
  expect(found(misspelt)).toBe(`nothing; it is at ${misspelt}, which nothing reads`);
  expect(found(misspelt.replace('confgmap', 'settings'))).toBe('nothing');
});
