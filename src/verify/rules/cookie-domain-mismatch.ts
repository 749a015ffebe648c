import { domainMatches } from '../edge/public-host';
import { defineRule } from '../engine/rule';
import { COOKIE_DOMAIN, signInSettings } from '../model/sign-in-hosts';

export const cookieDomainMismatch = defineRule('cookie-domain-mismatch', {
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
          values: { hosts: hosts.join(', ') },
        };
      }
    }
  },
});
