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

/** A setting of flyteadmin, with the hosts on which browsers sign in at it. */
export interface SignInSetting {
  readonly flyteadmin: Flyteadmin;
  /** Absent if it is not set. */
  readonly setting?: Setting;
  /** At least one of these is a host of browsers; empty if the setting is absent. */
  readonly hosts: readonly string[];
}

/** For each routed host, otherwise for the public ones that flyteadmin authorizes. */
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

/** The hosts on which browsers sign in, with their possible flyteadmins. */
export const signInServers = oncePer(({ unionServers, flyteadmins }: Model) =>
  unionServers.flatMap((server) => {
    const host = signInHost(server);
    return host === undefined ? [] : [{
      host,
      hostAt: hostPlaces(server.routes),
      flyteadmins: flyteadminsBehind(server, flyteadmins),
      /** The sign-in redirects of guards there. */
      signInUrls: subrequests(server.routes).flatMap(({ guard }) => guard.signIn?.url ?? [])
        .filter((url) => hostOfUrl(url) === host),
    }];
  }));

/** Hosts by flyteadmin. A host with several possible flyteadmins of different settings belongs to none. */
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
