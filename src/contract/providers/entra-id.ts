import { either } from '../../common/data/texts';
import { KnownProvider } from './known-provider';
import { addressAsSubject, isUuid, WrongSubject } from './subjects';

/** What client credentials must ask for: everything that the client was granted. */
export const DEFAULT_SCOPE_SUFFIX = '/.default';

const MANY_TENANTS: readonly string[] = ['common', 'organizations', 'consumers'];

/**
 * Version 2 as the metadata has it; those of version 1 (sts.windows.net) and of customers (ciamlogin) are
 * left alone.
 */
function issuerAs(issuer: string): string {
  const [, host, tenant] =
    /^https:\/\/(login\.microsoftonline\.(?:com|us))\/([^/]+)(?:\/v2\.0)?\/*$/i.exec(issuer) ?? [];
  return tenant === undefined ? issuer
    : `https://${host}/${isNamed(tenant) ? '<the UUID of your tenant>' : tenant}/v2.0`;
}

/** Tokens name a tenant by its UUID, whatever name of it an address has. */
function isNamed(tenant: string): boolean {
  return MANY_TENANTS.includes(tenant.toLowerCase()) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenant);
}

/**
 * People have a subject of 43 letters and digits for each application; the object ID, a UUID, is in the
 * claim `oid`.
 */
function subjectOfPerson(subject: string): WrongSubject | undefined {
  return isUuid(subject)
    ? {
      fault: 'is an object ID, and Entra ID writes another subject into tokens of people',
      remedy: 'give the "sub" of a token, which /me answers',
    }
    : addressAsSubject(subject);
}

/** Source: Microsoft identity platform, "OpenID Connect" and "Client credentials flow". */
export const ENTRA_ID: KnownProvider = {
  name: 'Microsoft Entra ID',
  // Microsoft Graph, by its URL and by its ID in every tenant.
  sharedAudiences: {
    audience: /^(https:\/\/graph\.microsoft\.com\/?|00000003-0000-0000-c000-000000000000)$/,
    why: 'it is Microsoft Graph, for which every application of the tenant gets tokens',
  },
  hosts: either(
    /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net)$/,
    /^sts\.windows\.net$|^[\w-]+\.(ciamlogin|b2clogin)\.com$/,
  ),
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  tenantInPath: true,
  tokenEndpointPath: /^\/[^/]+\/(?:[^/]+\/)?oauth2\/v2\.0\/token$/,
  tenantsOfMany: MANY_TENANTS,
  generatesClientIds: true,
  // The object ID of the service principal ("Access token claims reference").
  writesOwnSubjects: true,
  identityTypeClaim: 'idtyp',
  subjectOfPerson,
  // Pairwise: by the application that the token is for ("Access token claims reference", `sub`).
  pairwiseSubjects: true,
  issuerAs,
  mixedClients: true,
  serviceScopeSuffix: DEFAULT_SCOPE_SUFFIX,
};
