import { redirectUrlElsewhere } from '../../../src/verify/rules/settings';
import { ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { flyteadmin, HOST } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and shows where its sign-in ends, with the public host that it is for.';
const withRedirect = (redirectUrl: string, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: {}, redirectUrl } } });
const open = ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const finding = (redirectUrl: string, expected: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.redirectUrl', line: `redirectUrl: ${redirectUrl}`, expected, found: redirectUrl,
});
const PAGE = 'a page that shows something, such as /console';

testRule(redirectUrlElsewhere, {
  fires: [
    { when: 'it leads to another host', input: manifests(...withRedirect('https://union.example.org/console'), open), findings: [finding('https://union.example.org/console', `a path, or a page on ${HOST}`)] },
    {
      when: 'it leads to no authorized host',
      input: manifests(...withRedirect('https://union.example.org/console', [`https://${HOST}`, 'https://lb.example.net'])),
      findings: [finding('https://union.example.org/console', `a path, or a page on ${HOST} or lb.example.net`)],
    },
    { when: 'it leads back to the sign-in', input: manifests(...withRedirect('/login'), open), findings: [finding('/login', PAGE)] },
    { when: 'it leads to the callback of the host', input: manifests(...withRedirect(`https://${HOST}/callback/`), open), findings: [finding(`https://${HOST}/callback/`, PAGE)] },
    { when: 'it ends the session', input: manifests(...withRedirect('/logout?redirect_url=/console'), open), findings: [finding('/logout?redirect_url=/console', PAGE)] },
    { when: 'it leads to another host over HTTP', input: manifests(...withRedirect('http://union.example.org/console'), open), findings: [finding('http://union.example.org/console', `a path, or a page on ${HOST}`)] },
    { when: 'it leads back to the sign-in, with slashes', input: manifests(...withRedirect('/login//'), open), findings: [finding('/login//', PAGE)] },
  ],
  passes: [
    { when: 'it is a page of the second host', input: manifests(...withRedirect('https://lb.example.net/console', [`https://${HOST}`, 'https://lb.example.net'])) },
    { when: 'it is a path, as in the guide', input: manifests(...withRedirect('/console'), open) },
    { when: 'it is a page of the host', input: manifests(...withRedirect(`https://${HOST.toUpperCase()}/v2?tab=1`), open) },
    { when: 'none is set', input: manifests(...flyteadmin(), open) },
    { when: 'it is no URL', input: manifests(...withRedirect('console'), open) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false })), reason: NOT_APPLICABLE },
    { when: 'no host is known', input: manifests(...withRedirect('https://union.example.org/console', ['http://flyteadmin:80'])), reason: NOT_APPLICABLE },
    { when: 'flyteadmin is not in the input', input: manifests(open), reason: NOT_APPLICABLE },
  ],
});
