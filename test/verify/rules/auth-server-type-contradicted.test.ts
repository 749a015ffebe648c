import { authServerTypeContradicted } from '../../../src/verify/rules/authorization';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, partlyShown, service, TOKEN_URL } from '../_planes';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin as chartFlyteadmin, HOST } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and an authorization server beside its own.';
const EXPECTED = 'External, as externalAuthServer names another server';
const OBJECT = 'v1/ConfigMap union-cp/flyte-admin-base-config';

/** flyteadmin without a word about other servers, and a service whose client gets its tokens somewhere. */
const served = (tokenUrl: string, namespace = 'union-cp') => manifests(
  ...flyteadmin({ userAuth: { openId: { baseUrl: ISSUER, clientId: 'web' } }, authorizedUris: ['https://union.example.com'] }),
  ...service('usage', { union: { auth: { enable: true, clientId: 'ours', tokenUrl } } }, { namespace }),
);

const typed = (authServerType?: string | number, externalAuthServer: object = { baseUrl: ISSUER }) =>
  manifests(...flyteadmin({ appAuth: { ...(authServerType === undefined ? {} : { authServerType }), externalAuthServer } }));

/** flyteadmin, part of whose configuration is not in the input. */
const partly = (auth: Record<string, unknown>) => chartFlyteadmin({
  auth, pod: partlyShown('flyte-admin-base-config'),
});
const client = (settings: object) => ({ union: { auth: { enable: true, clientId: 'ours', ...settings } } });
const routed = (tokenUrl: string, host: string | null) =>
  manifests(...flyteadmin({ userAuth: {} }), ...chartIngresses({ host }), ...service('usage', client({ tokenUrl })));

testRule(authServerTypeContradicted, {
  fires: [
    { when: 'it is Self', input: typed('Self'), findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth.appAuth.authServerType', line: 'authServerType: Self', expected: EXPECTED, found: 'Self' }] },
    { when: 'it is the number of Self', input: typed(0), findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth.appAuth.authServerType', line: 'authServerType: 0', expected: EXPECTED, found: '0' }] },
    { when: 'it is left out', input: typed(), findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth.appAuth', line: 'appAuth:', expected: EXPECTED, found: 'nothing, which means Self' }] },
    {
      when: 'only audiences are named',
      input: typed('Self', { allowedAudience: ['https://union.example.com'] }),
      findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth.appAuth.authServerType', line: 'authServerType: Self', expected: EXPECTED, found: 'Self' }],
    },
    {
      when: 'nothing is said, and the services get their tokens from the provider',
      input: served(TOKEN_URL),
      findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth', line: 'auth:', expected: `External, as its clients get their tokens at ${TOKEN_URL}`, found: 'nothing, which means Self' }],
    },
    {
      when: 'it is Self in the part that the input shows',
      input: manifests(...partly({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ISSUER } } })),
      findings: [{ object: OBJECT, field: 'data["server.yaml"]: auth.appAuth.authServerType', line: 'authServerType: Self', expected: EXPECTED, found: 'Self' }],
    },
  ],
  passes: [
    { when: 'it is External', input: manifests(...flyteadmin(externalAuth(ISSUER))) },
    { when: 'it is the number of External', input: typed(1) },
    { when: 'it is empty, which is another fault', input: typed('') },
  ],
  notApplicable: [
    { when: 'it may stand in the part that the input does not show', input: manifests(...partly({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } })), reason: NOT_APPLICABLE },
    { when: 'the services get their tokens at the host of the edge', input: routed(`https://${HOST}/oauth2/token`, HOST), reason: NOT_APPLICABLE },
    { when: 'the edge serves every host', input: routed(TOKEN_URL, null), reason: NOT_APPLICABLE },
    { when: 'nobody knows the host of flyteadmin', input: manifests(...flyteadmin({ userAuth: {} }), ...service('usage', client({ tokenUrl: TOKEN_URL }))), reason: NOT_APPLICABLE },
    { when: 'the services are not told where to get their tokens', input: manifests(...flyteadmin({ authorizedUris: [`https://${HOST}`] }), ...service('usage', client({}))), reason: NOT_APPLICABLE },
    { when: 'the services are told of a path alone', input: served('/oauth2/token'), reason: NOT_APPLICABLE },
    { when: 'the services get their tokens from flyteadmin', input: served('https://union.example.com/oauth2/token'), reason: NOT_APPLICABLE },
    { when: 'a service of another control plane gets its tokens elsewhere', input: served(TOKEN_URL, 'other-cp'), reason: NOT_APPLICABLE },
    { when: 'flyteadmin issues the tokens', input: manifests(...flyteadmin({ appAuth: { authServerType: 'Self' } })), reason: NOT_APPLICABLE },
    { when: 'authentication is off', input: manifests(...flyteadmin({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } }, { useAuth: false })), reason: NOT_APPLICABLE },
  ],
});
