import { sessionCookieStrict } from '../../../src/verify/rules/settings';
import { ingress } from '../_manifests';
import { OKTA } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HOST } from '../_union';

const withPolicy = (sameSitePolicy: string, baseUrl = OKTA, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: { baseUrl }, cookieSetting: { sameSitePolicy } } } });
const open = ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const finding = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  expected: `LaxMode, as acme.okta.com is another site than ${HOST}`,
  found: 'StrictMode',
};

testRule(sessionCookieStrict, {
  fires: [
    ['the provider is another site', [...withPolicy('StrictMode'), open], finding, remedy(['StrictMode', 'LaxMode'])],
    ['the host is known by the authorized URIs',
      [...withPolicy('StrictMode', undefined, ['http://flyteadmin:80', `https://${HOST}`]), ...chartIngresses({ host: null })],
      finding],
  ],
  passes: [
    ['the provider is of the site of one of two hosts',
      withPolicy('StrictMode', 'https://sso.example.com/realms/union', ['https://union.example.org', `https://${HOST}`])],
    ['the provider is of the same site', [...withPolicy('StrictMode', 'https://sso.example.com/realms/union'), open]],
    ['the policy is another', [...withPolicy('LaxMode'), open]],
    ['no policy is set', [...flyteadmin(), open]],
    ['the provider is not known', [...withPolicy('StrictMode', ''), open]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', [...withPolicy('StrictMode'), ...chartIngresses({ host: null })]],
    ['flyteadmin is not in the input', [open]],
  ],
});
