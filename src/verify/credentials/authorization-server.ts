import { either } from '../../common/data/texts';
import { urlOf } from '../../common/props/checks';
import { KNOWN_PROVIDERS, knownProvider, providerOf } from '../../contract/providers/known-providers';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Path suffixes of a provider's other endpoints and documents. */
const OTHER_ENDPOINTS = either(
  /\/(authorize|auth|login|userinfo|introspect|revoke|logout|end_session|register)$/i,
  /\/(keys|jwks|certs|device(_authorization|\/code)?)$|\.well-known\/|jwks\.json$/i,
);

/** Why a URL cannot be a token endpoint of any provider, as a phrase. */
export function noTokenEndpoint(tokenUrl: string, issuers: readonly string[]): string | undefined {
  const url = urlOf(tokenUrl);
  if (url === undefined) {
    return undefined;
  }
  const path = url.pathname.replace(/\/+$/, '');
  const isIssuer = issuers.some((issuer) => issuer.replace(/\/+$/, '') === tokenUrl.replace(/[/]+$/, ''));
  if (isIssuer || path === '') {
    return 'the issuer itself';
  }
  if (OTHER_ENDPOINTS.test(path)) {
    return 'another endpoint of the provider';
  }
  const own = issuers.filter((issuer) => urlOf(issuer)?.host === url.host);
  const provider =
    knownProvider(tokenUrl) ?? own.map(providerOf).find((known) => known?.tokenEndpointPath !== undefined);
  if (provider?.tenantsOfMany?.includes(path.split('/')[1].toLowerCase())) {
    return 'an endpoint for all tenants, which gives no token to a service';
  }
  return provider?.tokenEndpointPath === undefined || provider.tokenEndpointPath.test(path)
    ? undefined
    : `a path that no token endpoint of ${provider.name} has`;
}

/** Whether a token endpoint belongs to an issuer; undefined if their URLs do not show it. */
export function belongsTo(tokenUrl: string, issuer: string): boolean | undefined {
  const [token, owner] = [urlOf(tokenUrl), urlOf(issuer)];
  if (token === undefined || owner === undefined) {
    return undefined;
  }
  const provider = knownProvider(issuer);
  if (provider?.tenantInPath) {
    return knownProvider(tokenUrl) === provider ? sameTenant(token, owner) : false;
  }
  if (provider?.tokenEndpointOnOtherHost) {
    return undefined;
  }
  return token.host === owner.host && sameServer(token, owner);
}

/** A tenant has a domain besides its UUID: only two UUIDs, or two domains, are certain to differ. */
function sameTenant(token: URL, issuer: URL): boolean | undefined {
  const [ours, theirs] = [token, issuer].map(({ pathname }) => pathname.split('/')[1].toLowerCase());
  return ours === theirs || (UUID.test(theirs) && !ours.includes('.') ? false : undefined);
}

/** Self-hosted providers and custom domains are compared by path only. */
function sameServer(token: URL, issuer: URL): boolean {
  return KNOWN_PROVIDERS.every(({ serverInPath }) => {
    const [ours, theirs] = [
      serverInPath?.tokenEndpoint.exec(token.pathname), serverInPath?.issuer.exec(issuer.pathname),
    ];
    return !ours || !theirs || ours[1] === theirs[1];
  });
}
