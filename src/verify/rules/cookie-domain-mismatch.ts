import { isClusterName, signInHost } from '../edge/public-host';
import { hostOfUrl } from '../edge/route';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { flyteadminSettings, kubectl } from '../running/cluster-looks';
import type { Setting } from '../wiring/config-section';
import type { Flyteadmin } from '../wiring/flyteadmin';

interface Subject {
  /** Absent or empty: the cookies belong to the host that sets them. */
  readonly domain?: Setting;
  /** Of these hosts at least one must lie in the domain. */
  readonly hosts: readonly string[];
}

/**
 * flyteadmins with the hosts on which browsers sign in: each host that the input routes, else the public ones that
 * flyteadmin authorizes, of which some may be for other clients than browsers.
 */
function subjectsOf(model: Model): Subject[] {
  const routed = routedHosts(model);
  return model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap((flyteadmin): Subject[] => {
    const domain = domainOf(flyteadmin);
    if (!domain?.text) {
      return domain !== undefined || flyteadmin.config.complete ? [{ hosts: [] }] : [];
    }
    const groups = routed.get(flyteadmin)?.map((host) => [host]) ?? [authorizedHosts(flyteadmin)];
    return groups.filter((hosts) => hosts.length > 0).map((hosts) => ({ domain, hosts }));
  });
}

/** Hosts by flyteadmin. A host that may belong to several with different domains belongs to none. */
function routedHosts(model: Model): ReadonlyMap<Flyteadmin, readonly string[]> {
  const routed = new Map<Flyteadmin, string[]>();
  for (const server of model.unionServers) {
    const host = signInHost(server);
    const flyteadmins = host === undefined ? [] : flyteadminsBehind(server, model.flyteadmins);
    if (host !== undefined && new Set(flyteadmins.map((flyteadmin) => domainOf(flyteadmin)?.text)).size === 1) {
      flyteadmins.forEach((flyteadmin) => routed.set(flyteadmin, [...routed.get(flyteadmin) ?? [], host]));
    }
  }
  return routed;
}

function domainOf(flyteadmin: Flyteadmin): Setting | undefined {
  return flyteadmin.config.get('auth.userAuth.cookieSetting.domain');
}

function authorizedHosts({ authorizedUris }: Flyteadmin): string[] {
  return (authorizedUris?.texts ?? []).map(hostOfUrl).filter((host) => host !== undefined).filter((host) => !isClusterName(host));
}

/** As browsers match them (RFC 6265, section 5.1.3): the host itself or a name below the domain. */
function domainMatches(host: string, domain: string): boolean {
  const bare = domain.replace(/^\./, '').toLowerCase();
  return host === bare || host.endsWith(`.${bare}`);
}

export const cookieDomainMismatch = defineRule({
  id: 'cookie-domain-mismatch',
  severity: 'error',
  area: 'browser login',
  title: 'The domain of the session cookies holds the public host.',
  symptom: 'The identity provider accepts the sign-in, and the browser is sent to it again at once, without end.',
  explanation: 'Browsers drop a cookie whose Domain is neither the host that sets it nor a parent of it. The session never reaches the guard, '
    + 'so /me answers 401 after every sign-in. An empty domain always works: the cookies then belong to the host that set them.',
  remediation: 'Leave auth.userAuth.cookieSetting.domain empty, or set it to the public host or to a parent domain of it, without scheme and port.',
  see: [
    flyteadminSettings('cookieSetting|domain:', 'The domain must be empty, or the end of the host that people use.'),
    kubectl('-n $CP logs deploy/flyteadmin --tail=200', 'After a sign-in, /callback is logged and then /me without a session, again and again.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and shows its cookie domain with the public host that it is for.',
  *check(subjects) {
    for (const { domain, hosts } of subjects) {
      if (domain?.text && !hosts.some((host) => domainMatches(host, domain.text ?? ''))) {
        yield { at: domain.field, expected: `no domain, or one that holds ${hosts.join(' or ')}`, found: domain.text };
      }
    }
  },
});
