import { KNOWN_PROVIDERS, knownProvider } from '../../contract/providers/known-providers';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a token endpoint belongs to an issuer; nothing where their URLs cannot tell. */
export function belongsTo(tokenUrl: string, issuer: string): boolean | undefined {
  const [token, owner] = [parsed(tokenUrl), parsed(issuer)];
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

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** A tenant has a domain besides its UUID, so only two UUIDs can differ. */
function sameTenant(token: URL, issuer: URL): boolean | undefined {
  const [ours, theirs] = [token, issuer].map(({ pathname }) => pathname.split('/')[1].toLowerCase());
  return ours === theirs || (UUID.test(ours) && UUID.test(theirs) ? false : undefined);
}

/** Self-hosted providers and custom domains go by their paths alone. */
function sameServer(token: URL, issuer: URL): boolean {
  return KNOWN_PROVIDERS.every(({ serverInPath }) => {
    const [ours, theirs] = [serverInPath?.tokenEndpoint.exec(token.pathname), serverInPath?.issuer.exec(issuer.pathname)];
    return !ours || !theirs || ours[1] === theirs[1];
  });
}
