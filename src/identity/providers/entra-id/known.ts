import { KnownProvider } from '../known-provider';

/** What client credentials must ask for: everything that the client was granted. */
export const DEFAULT_SCOPE_SUFFIX = '/.default';

/** Source: Microsoft identity platform, "OpenID Connect" and "Client credentials flow". */
export const ENTRA_ID: KnownProvider = {
  name: 'Microsoft Entra ID',
  hosts: /^(login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net)|sts\.windows\.net|[\w-]+\.(ciamlogin|b2clogin)\.com)$/,
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  tenantInPath: true,
  generatesClientIds: true,
  mixedClients: true,
  serviceScopeSuffix: DEFAULT_SCOPE_SUFFIX,
};
