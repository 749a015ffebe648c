import { filledIn, hostName } from '../../../../common/props/checks';
import { Shape, checkProps, optional, text } from '../../../../common/props/kinds';
import { Problems } from '../../../../common/props/problems';
import { DEFAULT_SCOPE_SUFFIX, ENTRA_ID } from '../../../../contract/providers/entra-id';
import { ALL_SCOPE, OIDC_METADATA_PATH } from '../../../../contract/union/flyteadmin';
import { ProviderFeature } from '../../provider-feature';
import { isUuid } from '../checks';
import { ProviderDescription, RefreshTokens, webScopes } from '../provider-description';
import { entraIdTerraform } from './terraform';

/** A Microsoft Entra ID tenant. */
export interface EntraIdProviderProps {
  /**
   * The tenant (directory) ID, a UUID: `az account show --query tenantId`.
   *
   * A domain would lead to the same tenant, but Entra ID writes the UUID into the issuer, and flyteadmin refuses
   * metadata whose issuer is another than the one it was given.
   */
  readonly tenantId: string;

  /**
   * The Application ID URI of the app registration that stands for the deployment's API (Expose an API):
   * `api://<tenant ID>/<name>`, `api://<client ID of the API>`, or `https://…` under a domain that the tenant has verified.
   *
   * Source: Microsoft identity platform, "Restrictions on identifier URIs of Microsoft Entra applications".
   *
   * @default "api://<tenantId>/union"
   */
  readonly applicationIdUri?: string;

  /**
   * The Application (client) ID of that app registration, a UUID. Needed where its manifest says
   * `requestedAccessTokenVersion: 2`: those tokens carry this ID as audience, never the URI.
   *
   * Source: Microsoft identity platform, "Access token claims reference", `aud`.
   *
   * @default - the registration issues version 1 tokens, whose audience is the Application ID URI
   */
  readonly apiClientId?: string;

  /**
   * The sign-in host, for national clouds (`login.microsoftonline.us`, `login.partner.microsoftonline.cn`).
   *
   * @default "login.microsoftonline.com"
   */
  readonly authorityHost?: string;
}

const PROPS: Shape<EntraIdProviderProps> = {
  tenantId: text(filledIn, tenant),
  applicationIdUri: optional(text(filledIn, identifierUri)),
  apiClientId: optional(text(filledIn, (id) =>
    isUuid(id) ? undefined : 'is no application (client) ID; copy the UUID from the overview of the app registration')),
  authorityHost: optional(text(filledIn, hostName)),
};

export function describeEntraId(props: EntraIdProviderProps): ProviderDescription {
  const problems = new Problems('IdentityProvider.entraId');
  checkProps(problems, props, PROPS);
  problems.throwIfAny();

  const host = props.authorityHost ?? 'login.microsoftonline.com';
  const tenantId = props.tenantId.toLowerCase();
  const applicationIdUri = props.applicationIdUri ?? `api://${tenantId}/union`;
  const refreshTokens = RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES;
  const endpoints = `https://${host}/${tenantId}/oauth2/v2.0`;
  const defaultScope = `${applicationIdUri}${DEFAULT_SCOPE_SUFFIX}`;
  return {
    name: ENTRA_ID.name,
    issuer: `https://${host}/${tenantId}/v2.0`,
    tokenEndpoint: `${endpoints}/token`,
    authorizationEndpoint: `${endpoints}/authorize`,
    deviceAuthorizationEndpoint: `${endpoints}/devicecode`,
    metadataPath: OIDC_METADATA_PATH,
    audience: applicationIdUri,
    furtherAudiences: props.apiClientId ? [props.apiClientId.toLowerCase()] : [],
    // Client credentials take /.default alone (AADSTS1002012); a login of the API's own app must not (AADSTS90009).
    serviceScopes: [defaultScope],
    // Microsoft identity platform, "Scopes and permissions" and "Client credentials flow". Not tried.
    refreshTokens,
    webScopes: [...webScopes(refreshTokens), `${applicationIdUri}/${ALL_SCOPE}`],
    customScopes: [ALL_SCOPE],
    steps: [
      `API that the applications ask for, its Application ID URI: \`${applicationIdUri}\``,
      'Optional claim `idtyp` in the access tokens of that API. ID tokens need none: they are people\'s',
      'Admin consent for the API permissions of each application, and for `openid`, `profile` and `offline_access` of Microsoft Graph',
    ],
    limits: [{
      feature: ProviderFeature.ENFORCED_PKCE,
      reason: 'Microsoft Entra ID checks the challenge of a client that sends one, and has no setting that demands it of a native application; SDK and CLI send one',
    }],
    subjectRemedy: 'give the object ID of its service principal (az ad sp show --id <client ID> --query id), which Entra ID writes into "sub"',
    // The optional claim idtyp; Entra ID writes no client_id claim, so flyteadmin grants `all` without reading `scp`.
    identityTypeClaimsForApps: { idtyp: ['app'] },
    registrar: { terraform: entraIdTerraform(applicationIdUri, props.apiClientId ? 2 : 1) },
  };
}

function tenant(value: string): string | undefined {
  if (isUuid(value)) {
    return undefined;
  }
  if (['common', 'organizations', 'consumers'].includes(value.toLowerCase())) {
    return 'lets people of every tenant in, and its issuer fits none of their tokens; give the UUID of your own tenant';
  }
  return hostName(value) === undefined
    ? 'is a domain, but the tokens name the tenant by its UUID; give that: az account show --query tenantId'
    : 'is no tenant ID; give the UUID from the overview of your tenant: az account show --query tenantId';
}

function identifierUri(value: string): string | undefined {
  if (isUuid(value)) {
    return 'is a client ID; give the Application ID URI here (api://…), and the UUID as apiClientId';
  }
  if (value.endsWith('/')) {
    return 'ends with "/"; Entra ID would read the scope with two of them, remove it';
  }
  if (!/^(api|https):\/\/[^\s?#]+$/.test(value) || value.endsWith(DEFAULT_SCOPE_SUFFIX)) {
    return 'is no audience that Entra ID can issue; give the Application ID URI of the API\'s app registration, api://… or https://<verified domain>/…';
  }
  const [scheme, ...parts] = value.split(/:?\/+/);
  return scheme === 'https' || parts.some(isUuid) || (parts.length > 1 && parts[0].includes('.'))
    ? undefined
    : 'names neither the tenant nor the API\'s client ID, and Entra ID accepts no such URI; write api://<tenant ID>/<name>, or leave it out for api://<tenantId>/union';
}
