import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { isClusterName } from './cluster-name';
import { leadsToFlyteadmin, EdgeServer } from './server';

/** The host on which browsers sign in at a server: no wildcard, not one of the cluster's own. */
export function signInHost(server: EdgeServer): string | undefined {
  const { host } = server;
  if (host === undefined || host.includes('*') || isClusterName(host)) {
    return undefined;
  }
  const signsIn = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback].some((path) => {
    const route = server.match(path);
    return route !== undefined && leadsToFlyteadmin(route);
  });
  return signsIn ? host : undefined;
}

/** Whether a name, as of a certificate or an Ingress, is one for a host: a wildcard stands for one label. */
export function covers(name: string, host: string): boolean {
  const [own, asked] = [name, host].map((text) => text.trim().toLowerCase());
  return own === asked || (own.startsWith('*.') && own.slice(1) === asked.replace(/^[^.]*/, ''));
}

/** As browsers match them (RFC 6265, section 5.1.3): the host itself or a name below the domain. */
export function domainMatches(host: string, domain: string): boolean {
  const bare = domain.replace(/^\./, '').toLowerCase();
  return host === bare || host.endsWith(`.${bare}`);
}
