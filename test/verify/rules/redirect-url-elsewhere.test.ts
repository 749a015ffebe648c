import { redirectUrlElsewhere } from '../../../src/verify/rules/settings';
import { ingress } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin, HOST } from '../_union';

const withRedirect = (redirectUrl: string, authorizedUris: string[] = []) =>
  flyteadmin({ auth: { authorizedUris, userAuth: { openId: {}, redirectUrl } } });
const open = ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const finding = (redirectUrl: string, expected: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.redirectUrl', expected, found: redirectUrl,
});
const PAGE = 'a page that shows something, such as /console';

testRule(redirectUrlElsewhere, {
  fires: [
    ['it leads to another host', [...withRedirect('https://union.example.org/console'), open],
      finding('https://union.example.org/console', `a path, or a page on ${HOST}`)],
    ['it leads to no authorized host', withRedirect('https://union.example.org/console', [`https://${HOST}`, 'https://lb.example.net']),
      finding('https://union.example.org/console', `a path, or a page on ${HOST} or lb.example.net`),
      remedy(['union.example.org', 'union.example.com'])],
    ['it leads back to the sign-in', [...withRedirect('/login'), open], finding('/login', PAGE)],
    ['it leads to the callback of the host', [...withRedirect(`https://${HOST}/callback/`), open], finding(`https://${HOST}/callback/`, PAGE)],
    ['it ends the session', [...withRedirect('/logout?redirect_url=/console'), open], finding('/logout?redirect_url=/console', PAGE)],
    ['it leads to another host over HTTP', [...withRedirect('http://union.example.org/console'), open],
      finding('http://union.example.org/console', `a path, or a page on ${HOST}`)],
    ['it leads back to the sign-in, with slashes', [...withRedirect('/login//'), open], finding('/login//', PAGE)],
  ],
  passes: [
    ['it is a page of the second host', withRedirect('https://lb.example.net/console', [`https://${HOST}`, 'https://lb.example.net'])],
    ['it is a path, as in the guide', [...withRedirect('/console'), open]],
    ['it is a page of the host', [...withRedirect(`https://${HOST.toUpperCase()}/v2?tab=1`), open]],
    ['none is set', [...flyteadmin(), open]],
    ['it is no URL', [...withRedirect('console'), open]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', withRedirect('https://union.example.org/console', ['http://flyteadmin:80'])],
    ['flyteadmin is not in the input', [open]],
  ],
});
