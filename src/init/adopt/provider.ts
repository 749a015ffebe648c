import { JsonObject, withoutUndefined } from '../../common/data/json';
import type { SeenProvider } from './identity';

/** A way to say who the provider is: `{ okta: { … } }`. */
export type ProviderAnswer = JsonObject;

/**
 * The providers that may be meant, the likeliest first: each has the issuer and the token endpoint that were
 * seen, as far as these tell. What the rest of the input says decides between them.
 */
export function providerCandidates(seen: SeenProvider): ProviderAnswer[] {
  const issuer = seen.issuer?.value;
  if (issuer === undefined) {
    return [];
  }
  const by = (reads: readonly Read[]) => reads.flatMap((read) => {
    const [name, variants] = read(seen, issuer, seen.tokenEndpoint?.value);
    return variants.map((props) => ({ [name]: withoutUndefined(props) }));
  });
  const certain = by([okta, entraId, keycloak, authentik, auth0, cognito]);
  // The paths of Dex and Hydra are those of others as well.
  return certain.length > 0 ? certain : [...by([dex, hydra]), ...generic(seen, issuer)];
}

type Read = (seen: SeenProvider, issuer: string, tokenEndpoint: string | undefined) => [string, JsonObject[]];

/** With each audience that may be meant, and without: then the provider's own is taken. */
function withAudiences(props: JsonObject, { nativeAudience, audiences }: SeenProvider): JsonObject[] {
  const all = [...new Set([...audiences, ...nativeAudience === undefined ? [] : [nativeAudience.value]])];
  return [props, ...all.map((audience) => ({ ...props, audience }))];
}

/** Without a token endpoint the issuer alone must tell. */
function fits(seen: SeenProvider, tokenEndpoint: string | undefined, expected: string): boolean {
  return tokenEndpoint === undefined ? seen.isKnown : tokenEndpoint === expected;
}

const okta: Read = (seen, issuer, tokenEndpoint) => {
  const [, orgUrl, server] = /^(https:\/\/[^/]+)\/oauth2\/([\w-]+)$/.exec(issuer) ?? [];
  const authorizationServerId = server === 'default' ? undefined : server;
  return ['okta', orgUrl !== undefined && fits(seen, tokenEndpoint, `${issuer}/v1/token`)
    ? withAudiences({ orgUrl, authorizationServerId }, seen) : []];
};

const entraId: Read = (seen, issuer, tokenEndpoint) => {
  const [, host, tenantId] = /^https:\/\/([^/]+)\/([0-9a-f-]{36})\/v2\.0$/i.exec(issuer) ?? [];
  if (tenantId === undefined || !fits(seen, tokenEndpoint, `https://${host}/${tenantId}/oauth2/v2.0/token`)) {
    return ['entraId', []];
  }
  const uri = seen.serviceScopes.find((scope) => scope.endsWith('/.default'))?.replace(/\/\.default$/, '');
  const props = {
    tenantId,
    applicationIdUri: uri === `api://${tenantId}/union` ? undefined : uri,
    authorityHost: host === 'login.microsoftonline.com' ? undefined : host,
  };
  const apis = seen.audiences.filter((audience) => /^[0-9a-f-]{36}$/i.test(audience));
  return ['entraId', [props, ...apis.map((apiClientId) => ({ ...props, apiClientId }))]];
};

const keycloak: Read = (seen, issuer, tokenEndpoint) => {
  const [, serverUrl, realm] = /^(https:\/\/.+)\/realms\/([^/]+)$/.exec(issuer) ?? [];
  const isOne = realm !== undefined
    && (tokenEndpoint === undefined || tokenEndpoint === `${issuer}/protocol/openid-connect/token`);
  return ['keycloak', isOne ? withAudiences({ serverUrl, realm }, seen) : []];
};

const authentik: Read = (seen, issuer, tokenEndpoint) => {
  const [, serverUrl, webSlug] = /^(https:\/\/.+)\/application\/o\/([^/]+)\/$/.exec(issuer) ?? [];
  return [
    'authentik',
    webSlug !== undefined && fits(seen, tokenEndpoint, `${serverUrl}/application/o/token/`)
      ? [{ serverUrl, webSlug }]
      : [],
  ];
};

const auth0: Read = (seen, issuer, tokenEndpoint) => {
  const domain = /^https:\/\/([^/]+)\/$/.exec(issuer)?.[1];
  return ['auth0', domain !== undefined && fits(seen, tokenEndpoint, `https://${domain}/oauth/token`)
    ? withAudiences({ domain }, seen) : []];
};

const cognito: Read = (seen, issuer, tokenEndpoint) => {
  const userPoolId = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)$/.exec(issuer)?.[1];
  const domain = /^https:\/\/([^/]+)\/oauth2\/token$/.exec(tokenEndpoint ?? '')?.[1];
  const server =
    seen.serviceScopes.map((scope) => /^(.+)\/all$/.exec(scope)?.[1]).find((each) => each !== undefined);
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

const hydra: Read = (seen, issuer, tokenEndpoint) =>
  [
    'hydra',
    tokenEndpoint === `${issuer.replace(/\/$/, '')}/oauth2/token` ? withAudiences({ issuer }, seen) : [],
  ];

/** Whoever else speaks OpenID Connect; what it does differently is said in full. */
function generic(seen: SeenProvider, issuer: string): ProviderAnswer[] {
  const { tokenEndpoint, metadataPath } = seen;
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
  const audiences = withAudiences(props, seen);
  return audiences.map((oidc) => ({ oidc }));
}

/**
 * What an OpenID provider may be told besides; each is kept where it brings the output nearer to what stands.
 */
export function oidcDetails(seen: SeenProvider): JsonObject[] {
  const lists = {
    serviceScopes: seen.serviceScopes,
    nativeScopes: seen.nativeScopes,
    webScopes: seen.webScopes,
    subjectClaimNames: seen.subjectClaimNames,
  };
  return [
    ...Object.entries(lists).filter(([, list]) => list.length > 0)
      .map(([name, list]) => ({ [name]: [...list] })),
    { audienceIsClientId: true },
    { audienceMustBeRequested: true },
  ];
}
