import { enumValue, SAME_SITE_POLICIES } from '../../contract/union/flyteadmin';
import { hostOfUrl } from '../edge/route';
import { defineRule } from '../engine/rule';
import { signInSettings } from '../model/sign-in-hosts';

const STRICT = 'StrictMode';

/**
 * Whether two hosts are surely of one site, to which browsers send strict cookies: they share the last two
 * names.
 */
function areOneSite(one: string, other: string): boolean {
  const site = (host: string) => host.toLowerCase().split('.').slice(-2).join('.');
  return site(one) === site(other);
}

export const sessionCookieStrict = defineRule('session-cookie-strict', {
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
          values: { provider },
        };
      }
    }
  },
});
