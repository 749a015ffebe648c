import { relyingPartyIncomplete } from '../../../src/verify/rules/settings';
import { deployment, manifests } from '../_manifests';
import { flyteadmin } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const object = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const [BASE_URL, CLIENT_ID] = ['auth.userAuth.openId.baseUrl', 'auth.userAuth.openId.clientId'];
const openId = { baseUrl: 'https://idp.example.com', clientId: 'web' };
const told = (auth: Record<string, unknown>, useAuth = true) => manifests(...flyteadmin(auth, { useAuth }));

testRule(relyingPartyIncomplete, {
  fires: [
    ['the issuer is left out', told({ userAuth: { openId: { clientId: 'web' } } }),
      [object, 'data["server.yaml"]: auth.userAuth.openId', BASE_URL, 'none']],
    ['the client ID is left out', told({ userAuth: { openId: { baseUrl: 'https://idp.example.com' } } }),
      [object, 'data["server.yaml"]: auth.userAuth.openId', CLIENT_ID, 'none']],
    ['nothing is said of people', told({ appAuth: { authServerType: 'External' } }),
      [object, 'data["server.yaml"]: auth', `${BASE_URL} and ${CLIENT_ID}`, 'none'],
      remedy(['        authServerType: External\n', '        authServerType: External\n      userAuth:\n        openId:\n          baseUrl: https://idp.example.com/oauth2/default\n          clientId: web\n'])],
  ],
  passes: [
    ['both are there', told({ userAuth: { openId } })],
    ['they are empty, which auth-value-empty reports', told({ userAuth: { openId: { baseUrl: '', clientId: '' } } })],
  ],
  notApplicable: [
    ['authentication is off', told({}, false)],
    ['a part of the config is not in the input',
      [flyteadmin({})[0], deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config', 'more': '/etc/flyte/config' } })]],
    ['no flyteadmin is in the input', [deployment('other')]],
  ],
});
