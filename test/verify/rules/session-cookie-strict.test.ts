import { sessionCookieStrict } from '../../../src/verify/rules/settings';
import { ingress, manifests } from '../_manifests';
import { OKTA } from '../_planes';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HOST } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and shows how its cookies are sent, with the public host that it is for.';
const withPolicy = (sameSitePolicy: string, baseUrl = OKTA, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: { baseUrl }, cookieSetting: { sameSitePolicy } } } });
const open = ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const finding = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  line: 'sameSitePolicy: StrictMode',
  expected: `LaxMode, as acme.okta.com is another site than ${HOST}`,
  found: 'StrictMode',
};

testRule(sessionCookieStrict, {
  fires: [
    { when: 'the provider is another site', input: manifests(...withPolicy('StrictMode'), open), findings: [finding] },
    {
      when: 'the host is known by the authorized URIs',
      input: manifests(...withPolicy('StrictMode', undefined, ['http://flyteadmin:80', `https://${HOST}`]), ...chartIngresses({ host: null })),
      findings: [finding],
    },
  ],
  passes: [
    { when: 'the provider is of the site of one of two hosts', input: manifests(...withPolicy('StrictMode', 'https://sso.example.com/realms/union', ['https://union.example.org', `https://${HOST}`])) },
    { when: 'the provider is of the same site', input: manifests(...withPolicy('StrictMode', 'https://sso.example.com/realms/union'), open) },
    { when: 'the policy is another', input: manifests(...withPolicy('LaxMode'), open) },
    { when: 'no policy is set', input: manifests(...flyteadmin(), open) },
    { when: 'the provider is not known', input: manifests(...withPolicy('StrictMode', ''), open) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false })), reason: NOT_APPLICABLE },
    { when: 'no host is known', input: manifests(...withPolicy('StrictMode'), ...chartIngresses({ host: null })), reason: NOT_APPLICABLE },
    { when: 'flyteadmin is not in the input', input: manifests(open), reason: NOT_APPLICABLE },
  ],
});
