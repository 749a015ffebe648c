import { enumValue, SAME_SITE_POLICIES } from '../../contract/union/flyteadmin';
import { hostOfUrl } from '../edge/route';
import { defineRule } from '../engine/rule';
import { signInSettings } from '../model/sign-in-hosts';
import { flyteadminSettings, kubectl } from '../running/cluster-looks';

const STRICT = 'StrictMode';

/**
 * Whether two hosts are surely of one site, to which browsers send strict cookies: they share the last two
 * names.
 */
function areOneSite(one: string, other: string): boolean {
  const site = (host: string) => host.toLowerCase().split('.').slice(-2).join('.');
  return site(one) === site(other);
}

export const sessionCookieStrict = defineRule({
  id: 'session-cookie-strict',
  severity: 'error',
  area: 'browser login',
  title: 'Browsers send the session cookies when the provider sends people back.',
  symptom: 'The identity provider accepts the sign-in, and the browser is sent to it again at once, without '
    + 'end; who types the address into a new tab is in.',
  explanation: 'A cookie with SameSite=Strict is not sent on a navigation that another site began. The '
    + 'sign-in ends with one: from the provider to /callback, and on to the page. The session that /callback '
    + 'has just set stays behind, so /me answers 401. Where the provider is of the same site '
    + '(sso.example.com beside union.example.com), strict cookies work.',
  remediation: 'Set auth.userAuth.cookieSetting.sameSitePolicy to LaxMode, or leave it out.',
  see: [
    flyteadminSettings('sameSitePolicy', 'LaxMode, DefaultMode or nothing.'),
    kubectl(
      '-n $CP logs deploy/flyteadmin --tail=200',
      'After a sign-in, /callback is logged and then /me without a session, again and again.',
    ),
  ],
  subjects: (model) => signInSettings(model, 'auth.userAuth.cookieSetting.sameSitePolicy'),
  notApplicable:
    'No flyteadmin in the input has useAuth: true and shows how its cookies are sent, with the public host '
      + 'that it is for.',
  *check(subjects) {
    for (const { flyteadmin, setting, hosts } of subjects) {
      const provider = hostOfUrl(flyteadmin.issuer?.text ?? '');
      if (enumValue(SAME_SITE_POLICIES, setting?.text ?? '') === STRICT
        && setting !== undefined
        && provider !== undefined
        && !hosts.some((host) => areOneSite(host, provider))) {
        yield {
          at: setting.field,
          expected: `LaxMode, as ${provider} is another site than ${hosts.join(' or ')}`,
          found: STRICT,
        };
      }
    }
  },
});
