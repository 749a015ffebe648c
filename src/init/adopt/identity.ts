import { JsonObject, withoutUndefined } from '../../common/data/json';
import { clientOfSubject, knownProvider } from '../../contract/providers/known-providers';
import { BOOTSTRAP_DOMAINS } from '../../contract/union/authorizer';
import { Entry, TRUSTED_IDENTITY, authorizationsOf } from '../../verify/model/authorization';
import { endpointsOf } from '../../verify/model/endpoints';
import { organizationNames } from '../../verify/model/organizations';
import { Finds, Sighting, seen, sighted } from './finds';
import { Standing } from './standing';

/** Finds domains, organization, and the three applications. */
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

/** Without duplicates: the public host names of flyteadmin, of its routes, or that data planes call. */
function domainsOf(standing: Standing): Sighting[] {
  const { flyteadmin, model, valueSets } = standing;
  const uris = (flyteadmin?.authorizedUris?.items ?? []).flatMap((item) => seen(item)
    .flatMap(({ value, field }) => sighted(/^https:\/\/([^/:]+)/.exec(value)?.[1], field))).filter(isPublic);
  const told = valueSets.flatMap((set) => set.contract.keys.filter(({ meaning }) => meaning === 'domain')
    .flatMap(({ path }) => sighted(textAt(set.get(path)), set.field(path)))).filter(isPublic);
  const called =
    endpointsOf(model).flatMap(({ host, setting }) => sighted(host, setting.field)).filter(isPublic);
  const routed = model.unionServers.flatMap(({ host, routes }) =>
    (host === undefined || host.includes('*') ? [] : sighted(host, routes[0].object.field())));
  const otherwise = [told, routed, called].find(({ length }) => length > 0) ?? [];
  const hosts = uris.length > 0 ? [...told.slice(0, 1), ...uris] : otherwise;
  return [...new Map([...hosts].reverse().map((each) => [each.value, each])).values()].reverse()
    .sort((a, b) => order(uris, a) - order(uris, b));
}

/** Not the name of a Service. */
function isPublic({ value }: Sighting): boolean {
  return !/\.svc(\.|$)|^[^.]+$/.test(value);
}

/** The main domain is first in the list. */
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
    web: seen(flyteadmin?.webClientId),
    native: seen(flyteadmin?.nativeClientId),
    service: service.length > 0
      ? service
      : standing.clients('data').flatMap(({ clientId }) => seen(clientId)),
  };
  for (const [name, sightings] of Object.entries(found)) {
    if (finds.takeFirst(`applications.${name}.clientId`, sightings) === undefined) {
      finds.miss(`applications.${name}.clientId: no client ID is set for it`);
    }
  }
  const subject = standing.model.configs.flatMap((config) => seen(config.get(TRUSTED_IDENTITY)))
    .find(({ value }) => clientOfSubject(value) !== finds.at('applications.service.clientId'));
  finds.take('applications.service.subject', subject?.value, subject?.field ?? '');
}

/** The provider in URLs and settings. */
export interface SeenProvider {
  readonly issuer?: Sighting;
  readonly tokenEndpoint?: Sighting;
  readonly metadataPath?: Sighting;
  readonly nativeAudience?: Sighting;
  /** Audiences of access tokens besides the URLs of the deployment. */
  readonly audiences: readonly string[];
  readonly serviceScopes: readonly string[];
  readonly nativeScopes: readonly string[];
  readonly webScopes: readonly string[];
  readonly subjectClaimNames: readonly string[];
  /** Whether its host is a known one. */
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

const AT = 'controlPlane.authorization';

/** Finds the authorization mode, if there is an authorizer. */
export function findAuthorization(standing: Standing, finds: Finds): void {
  const authorization = authorizationsOf(standing.model).find(({ decides }) => decides);
  if (authorization === undefined) {
    return;
  }
  const { authorizer, mode, admins } = authorization;
  const type = authorizer.fieldFor('authorizer.type');
  if (mode === 'External') {
    const client = 'authorizer.externalClient';
    const host = authorizer.get(`${client}.grpcConfig.host`);
    finds.take(`${AT}.external.host`, host?.text, host?.field ?? type);
    for (const [name, path] of [['insecure', 'grpcConfig.insecure'], ['failOpen', 'failOpen']]) {
      const setting = authorizer.get(`${client}.${path}`);
      finds.take(`${AT}.external.${name}`, setting?.flag || undefined, setting?.field ?? type);
    }
    return;
  }
  finds.take(`${AT}.union.admins`, admins.map(adminOf), admins[0]?.setting.field ?? type);
  if (admins.length === 0) {
    finds.miss(`${AT}.union.admins: no administrator is given`);
  }
  const names = (path: string) => (authorizer.get(`authorizer.bootstrap.${path}`)?.items ?? [])
    .flatMap((item) => new Entry(item).name ?? []);
  const domains = names('domains');
  if (domains.length > 0 && domains.join() !== BOOTSTRAP_DOMAINS.join()) {
    finds.take(`${AT}.union.domains`, domains, type);
  }
  const projects = names('projects');
  finds.take(`${AT}.union.projects`, projects.length > 0 ? projects : undefined, type);
}

function adminOf(entry: Entry): object {
  const subject = entry.text('subject') ?? '';
  return { name: entry.name ?? subject, subject };
}

/** An answer for the provider: `{ okta: { … } }`. */
type ProviderAnswer = JsonObject;

/**
 * The possible providers, the likeliest first: each has the found issuer and token endpoint. The rest of the
 * input decides between them.
 */
export function providerCandidates(told: SeenProvider): ProviderAnswer[] {
  const issuer = told.issuer?.value;
  if (issuer === undefined) {
    return [];
  }
  const by = (reads: readonly Read[]) => reads.flatMap((read) => {
    const [name, variants] = read(told, issuer, told.tokenEndpoint?.value);
    return variants.map((props) => ({ [name]: withoutUndefined(props) }));
  });
  const certain = by([okta, entraId, keycloak, authentik, auth0, cognito]);
  // Others have the same paths as Dex and Hydra.
  return certain.length > 0 ? certain : [...by([dex, hydra]), ...generic(told, issuer)];
}

type Read = (told: SeenProvider, issuer: string, tokenEndpoint: string | undefined) => [string, JsonObject[]];

/** With each possible audience, and without: then the provider's default applies. */
function withAudiences(props: JsonObject, { nativeAudience, audiences }: SeenProvider): JsonObject[] {
  const all = [...new Set([...audiences, ...nativeAudience === undefined ? [] : [nativeAudience.value]])];
  return [props, ...all.map((audience) => ({ ...props, audience }))];
}

/** Without a token endpoint only the issuer must match. */
function fits(told: SeenProvider, tokenEndpoint: string | undefined, expected: string): boolean {
  return tokenEndpoint === undefined ? told.isKnown : tokenEndpoint === expected;
}

const okta: Read = (told, issuer, tokenEndpoint) => {
  const [, orgUrl, server] = /^(https:\/\/[^/]+)\/oauth2\/([\w-]+)$/.exec(issuer) ?? [];
  const authorizationServerId = server === 'default' ? undefined : server;
  return ['okta', orgUrl !== undefined && fits(told, tokenEndpoint, `${issuer}/v1/token`)
    ? withAudiences({ orgUrl, authorizationServerId }, told) : []];
};

const entraId: Read = (told, issuer, tokenEndpoint) => {
  const [, host, tenantId] = /^https:\/\/([^/]+)\/([0-9a-f-]{36})\/v2\.0$/i.exec(issuer) ?? [];
  if (tenantId === undefined || !fits(told, tokenEndpoint, `https://${host}/${tenantId}/oauth2/v2.0/token`)) {
    return ['entraId', []];
  }
  const uri = told.serviceScopes.find((scope) => scope.endsWith('/.default'))?.replace(/\/\.default$/, '');
  const props = {
    tenantId,
    applicationIdUri: uri === `api://${tenantId}/union` ? undefined : uri,
    authorityHost: host === 'login.microsoftonline.com' ? undefined : host,
  };
  const apis = told.audiences.filter((audience) => /^[0-9a-f-]{36}$/i.test(audience));
  return ['entraId', [props, ...apis.map((apiClientId) => ({ ...props, apiClientId }))]];
};

const keycloak: Read = (told, issuer, tokenEndpoint) => {
  const [, serverUrl, realm] = /^(https:\/\/.+)\/realms\/([^/]+)$/.exec(issuer) ?? [];
  const isOne = realm !== undefined
    && (tokenEndpoint === undefined || tokenEndpoint === `${issuer}/protocol/openid-connect/token`);
  return ['keycloak', isOne ? withAudiences({ serverUrl, realm }, told) : []];
};

const authentik: Read = (told, issuer, tokenEndpoint) => {
  const [, serverUrl, webSlug] = /^(https:\/\/.+)\/application\/o\/([^/]+)\/$/.exec(issuer) ?? [];
  return [
    'authentik',
    webSlug !== undefined && fits(told, tokenEndpoint, `${serverUrl}/application/o/token/`)
      ? [{ serverUrl, webSlug }]
      : [],
  ];
};

const auth0: Read = (told, issuer, tokenEndpoint) => {
  const domain = /^https:\/\/([^/]+)\/$/.exec(issuer)?.[1];
  return ['auth0', domain !== undefined && fits(told, tokenEndpoint, `https://${domain}/oauth/token`)
    ? withAudiences({ domain }, told) : []];
};

const cognito: Read = (told, issuer, tokenEndpoint) => {
  const userPoolId = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)$/.exec(issuer)?.[1];
  const domain = /^https:\/\/([^/]+)\/oauth2\/token$/.exec(tokenEndpoint ?? '')?.[1];
  const server =
    told.serviceScopes.map((scope) => /^(.+)\/all$/.exec(scope)?.[1]).find((each) => each !== undefined);
  return ['cognito', userPoolId !== undefined && domain !== undefined
    ? [{ userPoolId, domain, resourceServer: server === 'union' ? undefined : server }] : []];
};

const dex: Read = ({ webScopes }, issuer, tokenEndpoint) =>
  [
    'dex',
    tokenEndpoint === `${issuer}/token`
      ? [{ issuer }, ...webScopes.length > 0 ? [{ issuer, webScopes }] : []]
      : [],
  ];

const hydra: Read = (told, issuer, tokenEndpoint) =>
  [
    'hydra',
    tokenEndpoint === `${issuer.replace(/\/$/, '')}/oauth2/token` ? withAudiences({ issuer }, told) : [],
  ];

/** Any other OpenID Connect provider, with all its differences from the defaults. */
function generic(told: SeenProvider, issuer: string): ProviderAnswer[] {
  const { tokenEndpoint, metadataPath } = told;
  if (tokenEndpoint === undefined) {
    return [];
  }
  const hostOf = (url: string) => /^https?:\/\/([^/]+)/.exec(url)?.[1];
  const props = withoutUndefined({
    issuer,
    tokenEndpoint: tokenEndpoint.value,
    tokenEndpointOnOtherHost: hostOf(issuer) === hostOf(tokenEndpoint.value) ? undefined : true,
    metadataPath: metadataPath?.value,
  });
  const audiences = withAudiences(props, told);
  return audiences.map((oidc) => ({ oidc }));
}

/** Other settings of an OpenID provider; each is kept if the output then matches the input better. */
export function oidcDetails(told: SeenProvider): JsonObject[] {
  const lists = {
    serviceScopes: told.serviceScopes,
    nativeScopes: told.nativeScopes,
    webScopes: told.webScopes,
    subjectClaimNames: told.subjectClaimNames,
  };
  return [
    ...Object.entries(lists).filter(([, list]) => list.length > 0)
      .map(([name, list]) => ({ [name]: [...list] })),
    { audienceIsClientId: true },
    { audienceMustBeRequested: true },
  ];
}
