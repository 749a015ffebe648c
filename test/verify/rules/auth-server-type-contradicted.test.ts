import { authServerTypeContradicted } from '../../../src/verify/rules/authorization';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, partlyShown, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin as chartFlyteadmin, HOST } from '../_union';

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
const partly = (auth: Record<string, unknown>) => chartFlyteadmin({ auth, pod: partlyShown('flyte-admin-base-config') });
const client = (settings: object) => ({ union: { auth: { enable: true, clientId: 'ours', ...settings } } });
const routed = (tokenUrl: string, host: string | null) =>
  manifests(...flyteadmin({ userAuth: {} }), ...chartIngresses({ host }), ...service('usage', client({ tokenUrl })));

testRule(authServerTypeContradicted, {
  fires: [
    ['it is Self', typed('Self'), [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
    ['it is the number of Self', typed(0), [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, '0']],
    ['it is left out', typed(), [OBJECT, 'data["server.yaml"]: auth.appAuth', EXPECTED, 'nothing, which means Self'],
      remedy(['      appAuth:\n', '      appAuth:\n        authServerType: External\n'])],
    ['only audiences are named', typed('Self', { allowedAudience: ['https://union.example.com'] }),
      [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
    ['nothing is said, and the services get their tokens from the provider', served(TOKEN_URL),
      [OBJECT, 'data["server.yaml"]: auth', `External, as its clients get their tokens at ${TOKEN_URL}`, 'nothing, which means Self']],
    ['it is Self in the part that the input shows', partly({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ISSUER } } }),
      [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
  ],
  passes: [
    ['it is External', flyteadmin(externalAuth(ISSUER))],
    ['it is the number of External', typed(1)],
    ['it is empty, which is another fault', typed('')],
  ],
  notApplicable: [
    ['it may stand in the part that the input does not show', partly({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } })],
    ['the services get their tokens at the host of the edge', routed(`https://${HOST}/oauth2/token`, HOST)],
    ['the edge serves every host', routed(TOKEN_URL, null)],
    ['nobody knows the host of flyteadmin', [...flyteadmin({ userAuth: {} }), ...service('usage', client({ tokenUrl: TOKEN_URL }))]],
    ['the services are not told where to get their tokens',
      [...flyteadmin({ authorizedUris: [`https://${HOST}`] }), ...service('usage', client({}))]],
    ['the services are told of a path alone', served('/oauth2/token')],
    ['the services get their tokens from flyteadmin', served('https://union.example.com/oauth2/token')],
    ['a service of another control plane gets its tokens elsewhere', served(TOKEN_URL, 'other-cp')],
    ['flyteadmin issues the tokens', flyteadmin({ appAuth: { authServerType: 'Self' } })],
    ['authentication is off', flyteadmin({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } }, { useAuth: false })],
  ],
});
