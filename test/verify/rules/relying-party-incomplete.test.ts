import { relyingPartyIncomplete } from '../../../src/verify/rules/settings';
import { deployment, manifests } from '../_manifests';
import { flyteadmin } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No flyteadmin with useAuth: true in the input shows its whole config.';
const object = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const [BASE_URL, CLIENT_ID] = ['auth.userAuth.openId.baseUrl', 'auth.userAuth.openId.clientId'];
const openId = { baseUrl: 'https://idp.example.com', clientId: 'web' };
const told = (auth: Record<string, unknown>, useAuth = true) => manifests(...flyteadmin(auth, { useAuth }));

testRule(relyingPartyIncomplete, {
  fires: [
    {
      when: 'the issuer is left out',
      input: told({ userAuth: { openId: { clientId: 'web' } } }),
      findings: [{ object, field: 'data["server.yaml"]: auth.userAuth.openId', line: 'openId:', expected: BASE_URL, found: 'none' }],
    },
    {
      when: 'the client ID is left out',
      input: told({ userAuth: { openId: { baseUrl: 'https://idp.example.com' } } }),
      findings: [{ object, field: 'data["server.yaml"]: auth.userAuth.openId', line: 'openId:', expected: CLIENT_ID, found: 'none' }],
    },
    {
      when: 'nothing is said of people',
      input: told({ appAuth: { authServerType: 'External' } }),
      findings: [{ object, field: 'data["server.yaml"]: auth', line: 'auth:', expected: `${BASE_URL} and ${CLIENT_ID}`, found: 'none' }],
    },
  ],
  passes: [
    { when: 'both are there', input: told({ userAuth: { openId } }) },
    { when: 'they are empty, which auth-value-empty reports', input: told({ userAuth: { openId: { baseUrl: '', clientId: '' } } }) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: told({}, false), reason: NOT_APPLICABLE },
    {
      when: 'a part of the config is not in the input',
      input: manifests(flyteadmin({})[0], deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config', 'more': '/etc/flyte/config' } })),
      reason: NOT_APPLICABLE,
    },
    { when: 'no flyteadmin is in the input', input: manifests(deployment('other')), reason: NOT_APPLICABLE },
  ],
});
