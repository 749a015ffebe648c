import { oncePer } from '../../common/data/collections';
import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { signInHost } from '../edge/certificate-names';
import { isClusterName } from '../edge/cluster-name';
import { hostOfUrl, hostPlaces, subrequests } from '../edge/route';
import { flyteadminsBehind } from './asked-flyteadmin';
import type { Model } from './model';

/** The domain of the session cookies. */
export const COOKIE_DOMAIN = 'auth.userAuth.cookieSetting.domain';

/** What a flyteadmin says to a setting, and where browsers sign in at it. */
export interface SignInSetting {
  readonly flyteadmin: Flyteadmin;
  /** Absent where it says nothing. */
  readonly setting?: Setting;
  /** Of these at least one is a host of browsers; none where the setting says nothing. */
  readonly hosts: readonly string[];
}

/** For each routed host, else for the public ones that flyteadmin authorizes. */
export function signInSettings(model: Model, path: string): SignInSetting[] {
  const routed = routedHosts(model, path);
  return model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap((flyteadmin): SignInSetting[] => {
    const setting = flyteadmin.config.get(path);
    if (!setting?.text) {
      return setting !== undefined || flyteadmin.config.complete ? [{ flyteadmin, hosts: [] }] : [];
    }
    const groups = routed.get(flyteadmin)?.map((host) => [host]) ?? [authorizedHosts(flyteadmin)];
    return groups.filter((hosts) => hosts.length > 0).map((hosts) => ({ flyteadmin, setting, hosts }));
  });
}

/** The hosts on which browsers sign in, each with the flyteadmins that it may lead to. */
export const signInServers = oncePer(({ unionServers, flyteadmins }: Model) =>
  unionServers.flatMap((server) => {
    const host = signInHost(server);
    return host === undefined ? [] : [{
      host,
      hostAt: hostPlaces(server.routes),
      flyteadmins: flyteadminsBehind(server, flyteadmins),
      /** Where guards send browsers to sign in there. */
      signInUrls: subrequests(server.routes).flatMap(({ guard }) => guard.signIn?.url ?? [])
        .filter((url) => hostOfUrl(url) === host),
    }];
  }));

/** Hosts by flyteadmin. A host that may belong to several that say different things belongs to none. */
function routedHosts(model: Model, path: string): ReadonlyMap<Flyteadmin, readonly string[]> {
  const routed = new Map<Flyteadmin, string[]>();
  for (const { host, flyteadmins } of signInServers(model)) {
    if (new Set(flyteadmins.map(({ config }) => config.get(path)?.text)).size === 1) {
      flyteadmins.forEach((flyteadmin) => routed.set(flyteadmin, [...routed.get(flyteadmin) ?? [], host]));
    }
  }
  return routed;
}

function authorizedHosts({ authorizedUris }: Flyteadmin): string[] {
  return (authorizedUris?.texts ?? [])
    .map(hostOfUrl)
    .filter((host) => host !== undefined)
    .filter((host) => !isClusterName(host));
}
