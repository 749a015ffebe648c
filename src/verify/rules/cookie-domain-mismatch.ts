import { domainMatches } from '../edge/public-host';
import { defineRule } from '../engine/rule';
import { COOKIE_DOMAIN, signInSettings } from '../model/sign-in-hosts';
import { flyteadminSettings, kubectl } from '../running/cluster-looks';

export const cookieDomainMismatch = defineRule({
  id: 'cookie-domain-mismatch',
  severity: 'error',
  area: 'browser login',
  title: 'The domain of the session cookies holds the public host.',
  symptom:
    'The identity provider accepts the sign-in, and the browser is sent to it again at once, without end.',
  explanation: 'Browsers drop a cookie whose Domain is neither the host that sets it nor a parent of it. The '
    + 'session never reaches the guard, so /me answers 401 after every sign-in. An empty domain always '
    + 'works: the cookies then belong to the host that set them.',
  remediation: 'Leave auth.userAuth.cookieSetting.domain empty, or set it to the public host or to a parent '
    + 'domain of it, without scheme and port.',
  see: [
    flyteadminSettings(
      'cookieSetting|domain:', 'The domain must be empty, or the end of the host that people use.',
    ),
    kubectl(
      '-n $CP logs deploy/flyteadmin --tail=200',
      'After a sign-in, /callback is logged and then /me without a session, again and again.',
    ),
  ],
  subjects: (model) => signInSettings(model, COOKIE_DOMAIN),
  notApplicable:
    'No flyteadmin in the input has useAuth: true and shows its cookie domain with the public host that it '
      + 'is for.',
  *check(subjects) {
    for (const { setting, hosts } of subjects) {
      const domain = setting?.text ?? '';
      if (setting !== undefined && domain !== '' && !hosts.some((host) => domainMatches(host, domain))) {
        yield {
          at: setting.field,
          expected: `no domain, or one that holds ${hosts.join(' or ')}`,
          found: domain,
        };
      }
    }
  },
});
