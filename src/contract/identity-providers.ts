/** What the hosts of well-known identity providers tell about them. */
export interface KnownProvider {
  readonly name: string;
  /** Host names of its issuers and endpoints. */
  readonly hosts: RegExp;
  /** Whether it publishes OAuth 2.0 metadata (RFC 8414) below the issuer; absent where that depends on its release. */
  readonly publishesOAuthMetadata?: boolean;
  /** Its token endpoints rightly stand on another host than the issuer. */
  readonly tokenEndpointOnOtherHost?: boolean;
  /** The first element of every path is the tenant. */
  readonly tenantInPath?: boolean;
  /** Client IDs are generated: nobody can register one of their choice. */
  readonly generatesClientIds?: boolean;
  /** One registration may be a confidential and a public client at once, by its redirect URIs. */
  readonly mixedClients?: boolean;
  /** A token request without scopes is granted the default scopes. */
  readonly grantsDefaultScopes?: boolean;
  /** Every scope of a client credentials request must end with this. */
  readonly serviceScopeSuffix?: string;
}

/**
 * Providers that their host gives away. Self-hosted ones (Keycloak, Authentik, Dex) and custom domains cannot be told.
 *
 * Sources: Microsoft identity platform, "OpenID Connect" and "Client credentials flow"; Google, OpenID Connect discovery
 * document; Amazon Cognito Developer Guide, "User pool endpoints"; Okta, "Authorization servers"; Auth0, "Applications".
 */
export const KNOWN_PROVIDERS: readonly KnownProvider[] = [
  {
    name: 'Microsoft Entra ID',
    hosts: /^(login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net)|sts\.windows\.net|[\w-]+\.(ciamlogin|b2clogin)\.com)$/,
    publishesOAuthMetadata: false,
    tokenEndpointOnOtherHost: true,
    tenantInPath: true,
    generatesClientIds: true,
    mixedClients: true,
    serviceScopeSuffix: '/.default',
  },
  {
    name: 'Google',
    hosts: /^(accounts\.google\.com|oauth2\.googleapis\.com)$/,
    publishesOAuthMetadata: false,
    tokenEndpointOnOtherHost: true,
    generatesClientIds: true,
  },
  {
    name: 'Amazon Cognito',
    hosts: /^(cognito-idp\.[\w-]+\.amazonaws\.com(\.cn)?|[\w-]+\.auth(-fips)?\.[\w-]+\.amazoncognito\.com)$/,
    publishesOAuthMetadata: false,
    tokenEndpointOnOtherHost: true,
    generatesClientIds: true,
  },
  {
    name: 'Okta',
    hosts: /^[\w-]+\.(okta|oktapreview|okta-emea|okta-gov)\.com$/,
    publishesOAuthMetadata: true,
    generatesClientIds: true,
    grantsDefaultScopes: true,
  },
  {
    name: 'Auth0',
    hosts: /^[\w-]+(\.\w+)?\.auth0\.com$/,
    generatesClientIds: true,
  },
];

/** The provider that a URL belongs to; nothing where its host does not tell. */
export function knownProvider(url: string | undefined): KnownProvider | undefined {
  const host = /^https?:\/\/([^/?#:]+)/i.exec(url ?? '')?.[1].toLowerCase();
  return host === undefined ? undefined : KNOWN_PROVIDERS.find(({ hosts }) => hosts.test(host));
}
