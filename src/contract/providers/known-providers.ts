import { AUTH0 } from './auth0';
import { AUTHENTIK } from './authentik';
import { COGNITO } from './cognito';
import { DEX } from './dex';
import { ENTRA_ID } from './entra-id';
import { GOOGLE } from './google';
import { HYDRA } from './hydra';
import { KEYCLOAK } from './keycloak';
import { KnownProvider } from './known-provider';
import { OKTA } from './okta';

/**
 * One line a provider. A provider without hosts of its own (Keycloak, a custom domain) cannot be told by a
 * URL.
 */
export const KNOWN_PROVIDERS: readonly KnownProvider[] = [
  ENTRA_ID, GOOGLE, COGNITO, OKTA, AUTH0, KEYCLOAK, AUTHENTIK, DEX, HYDRA,
];

/** The provider that a URL belongs to; nothing where its host does not tell. */
export function knownProvider(url: string | undefined): KnownProvider | undefined {
  const host = /^https?:\/\/([^/?#:]+)/i.exec(url ?? '')?.[1].toLowerCase();
  return host === undefined ? undefined : KNOWN_PROVIDERS.find(({ hosts }) => hosts?.test(host));
}

/** The provider of a URL: by its host, else by a path that no other has. */
export function providerOf(url: string | undefined): KnownProvider | undefined {
  const path = pathOf(url);
  return knownProvider(url) ?? KNOWN_PROVIDERS.find(
    ({ serverInPath }) => serverInPath?.issuer.test(path) || serverInPath?.tokenEndpoint.test(path),
  );
}

function pathOf(url = ''): string {
  return /^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] ?? '';
}

/**
 * Whether the provider of a URL refuses `offline_access` to client credentials; its paths tell where its host
 * does not.
 */
export function refusesOfflineAccessToServices(url: string): boolean {
  return providerOf(url)?.refusesOfflineAccessToServices ?? false;
}

/**
 * Whose applications get tokens for an audience that have nothing to do with the deployment, as a clause;
 * nothing where none is known.
 */
export function sharedAudience(audience: string): string | undefined {
  return KNOWN_PROVIDERS.find(({ sharedAudiences }) => sharedAudiences?.audience.test(audience))
    ?.sharedAudiences?.why;
}

/**
 * The client that the subject of a service's token stands for. Most providers write the client ID as it is.
 */
export function clientOfSubject(subject: string): string {
  for (const provider of KNOWN_PROVIDERS) {
    const client = provider.clientOfSubject?.(subject);
    if (client !== undefined) {
      return client;
    }
  }
  return subject;
}

/** The provider whose token endpoints alone have such a path, whatever the host. */
export function providerByTokenUrl(url: string): KnownProvider | undefined {
  const path = pathOf(url);
  const having = KNOWN_PROVIDERS.filter(({ tokenEndpointPath }) => tokenEndpointPath?.test(path));
  return having.length === 1 ? having[0] : undefined;
}
