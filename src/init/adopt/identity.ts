import { clientOfSubject, knownProvider } from '../../contract/providers/known-providers';
import { TRUSTED_IDENTITY } from '../../verify/model/authorization';
import { organizationNames } from '../../verify/model/organizations';
import { Standing } from './standing';
import { Finds, seen, Sighting, sighted } from './taken';

/** Who there is: domains, organization, and the three applications. */
export function findIdentity(standing: Standing, finds: Finds): void {
  const domains = domainsOf(standing);
  finds.take('domain', domains[0]?.value, domains[0]?.field ?? '');
  if (domains.length > 1) {
    finds.take('additionalDomains', domains.slice(1).map(({ value }) => value), domains[1].field);
  }
  finds.takeFirst('organization', organizationNames(standing.model)
    .flatMap(({ name, field }) => sighted(name, field)));
  findApplications(standing, finds);
  if (finds.at('domain') === undefined) {
    finds.miss('domain: no host name is set (ingress.host, authorizedUris, a route)');
  }
}

/**
 * Without doubles: the public host names under which flyteadmin may be addressed, else those that are routed
 * to it.
 */
function domainsOf(standing: Standing): Sighting[] {
  const { flyteadmin, model, valueSets } = standing;
  const uris = (flyteadmin?.authorizedUris?.items ?? []).flatMap((item) => seen(item)
    .flatMap(({ value, field }) => {
      const host = /^https:\/\/([^/:]+)/.exec(value)?.[1];
      return host === undefined || /\.svc(\.|$)|^[^.]+$/.test(host) ? [] : [{ value: host, field }];
    }));
  const told = valueSets.flatMap((set) => set.contract.keys.filter(({ meaning }) => meaning === 'domain')
    .flatMap(({ path }) => sighted(textAt(set.get(path)), set.field(path))));
  const routed = model.unionServers.flatMap(({ host, routes }) =>
    (host === undefined || host.includes('*') ? [] : sighted(host, routes[0].object.field())));
  const otherwise = told.length > 0 ? told : routed;
  const hosts = uris.length > 0 ? [...told.slice(0, 1), ...uris] : otherwise;
  return [...new Map([...hosts].reverse().map((each) => [each.value, each])).values()].reverse()
    .sort((a, b) => order(uris, a) - order(uris, b));
}

/** The main domain stands first in the list. */
function order(uris: readonly Sighting[], { value }: Sighting): number {
  const index = uris.findIndex((each) => each.value === value);
  return index < 0 ? -1 : index;
}

function textAt(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function findApplications(standing: Standing, finds: Finds): void {
  const { flyteadmin } = standing;
  const service = standing.clients('control').flatMap(({ clientId }) => seen(clientId));
  const found = {
    webClientId: seen(flyteadmin?.webClientId),
    nativeClientId: seen(flyteadmin?.nativeClientId),
    serviceClientId: service.length > 0
      ? service
      : standing.clients('data').flatMap(({ clientId }) => seen(clientId)),
  };
  for (const [name, sightings] of Object.entries(found)) {
    if (finds.takeFirst(`applications.${name}`, sightings) === undefined) {
      finds.miss(`applications.${name}: no client ID is set for it`);
    }
  }
  const subject = standing.model.configs.flatMap((config) => seen(config.get(TRUSTED_IDENTITY)))
    .find(({ value }) => clientOfSubject(value) !== finds.at('applications.serviceClientId'));
  finds.take('applications.serviceSubject', subject?.value, subject?.field ?? '');
}

/** The provider, as its URLs and settings show it. */
export interface SeenProvider {
  readonly issuer?: Sighting;
  readonly tokenEndpoint?: Sighting;
  readonly metadataPath?: Sighting;
  readonly nativeAudience?: Sighting;
  /** What access tokens may carry beside the URLs of the deployment. */
  readonly audiences: readonly string[];
  readonly serviceScopes: readonly string[];
  readonly nativeScopes: readonly string[];
  readonly webScopes: readonly string[];
  readonly subjectClaimNames: readonly string[];
  /** Whether its host is one that everybody has. */
  readonly isKnown: boolean;
}

export function providerSeen(standing: Standing, domains: readonly string[]): SeenProvider {
  const { flyteadmin } = standing;
  const config = flyteadmin?.config;
  const clients = [...standing.clients('control'), ...standing.clients('data')];
  const flyteClient = 'auth.appAuth.thirdPartyConfig.flyteClient';
  const texts = (path: string) =>
    (config?.get(path)?.items ?? []).flatMap((item) => seen(item).map(({ value }) => value));
  const issuer = [...seen(flyteadmin?.externalIssuer), ...seen(flyteadmin?.issuer)][0];
  const own = new Set(domains.map((domain) => `https://${domain}`));
  return {
    issuer,
    tokenEndpoint: clients.flatMap(({ tokenUrl }) => seen(tokenUrl))[0],
    metadataPath: seen(config?.get('auth.appAuth.externalAuthServer.metadataUrl'))[0],
    nativeAudience: seen(config?.get(`${flyteClient}.audience`))[0],
    audiences: texts('auth.appAuth.externalAuthServer.allowedAudience').filter((audience) =>
      !own.has(audience)),
    serviceScopes: clients.map(({ scopes }) => scopes?.texts ?? []).find(({ length }) => length > 0) ?? [],
    nativeScopes: texts(`${flyteClient}.scopes`),
    webScopes: texts('auth.userAuth.openId.scopes'),
    subjectClaimNames: ['auth.appAuth', 'auth.appAuth.externalAuthServer'].flatMap((section) =>
      texts(`${section}.subjectClaimNames`)),
    isKnown: knownProvider(issuer?.value) !== undefined,
  };
}
