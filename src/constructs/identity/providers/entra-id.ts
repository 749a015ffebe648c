import { JsonObject } from '../../../common/data/json';
import { filledIn, hostName } from '../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../common/props/prop-types';
import { isUuid } from '../../../contract/providers/known-provider';
import { DEFAULT_SCOPE_SUFFIX, ENTRA_ID } from '../../../contract/providers/known-providers';
import { ALL_SCOPE, OIDC_METADATA_PATH } from '../../../contract/union/flyteadmin';
import { OAuthApplicationType } from '../oauth-client';
import { audienceText, uuidOf } from './checks';
import {
  ProviderDescription, ProviderFeature, ProviderLimit, RefreshTokens, RegisteredClient,
  RegisteredDeployment, webScopes,
} from './provider-description';
import { eachClient, literal, outputs, reference, terraformName } from './terraform';

/** A Microsoft Entra ID tenant. */
export interface EntraIdProviderProps {
  /**
   * The ID of the tenant, a UUID (`az account show --query tenantId`):
   * `11111111-2222-3333-4444-555555555555`.
   *
   * A domain leads to the same tenant, but Entra ID writes the UUID into the issuer, and flyteadmin refuses
   * metadata with an issuer other than the configured one.
   */
  readonly tenantId: string;

  /**
   * The Application ID URI of the API (Expose an API), such as
   * `api://11111111-2222-3333-4444-555555555555/union`. Use `api://<tenant ID>/<name>`, `api://<client ID of
   * the API>`, or `https://…` with a verified domain of the tenant.
   *
   * Source: Microsoft identity platform, "Restrictions on identifier URIs of Microsoft Entra applications".
   *
   * @default "api://<tenantId>/union"
   */
  readonly applicationIdUri?: string;

  /**
   * The client ID, a UUID, of a separate app registration for the API:
   * `66666666-7777-8888-9999-aaaaaaaaaaaa`. A person then has one subject in the browser and another in SDK
   * and CLI, as Entra ID writes a subject per application; Union's roles must list both.
   *
   * Source: Microsoft identity platform, "Access token claims reference", `aud`, `sub`.
   *
   * @default - the web application is the API, and a person has one subject
   */
  readonly apiClientId?: string;

  /**
   * The sign-in host of a national cloud, such as `login.microsoftonline.us`. For China it is
   * `login.partner.microsoftonline.cn`.
   *
   * @default "login.microsoftonline.com"
   */
  readonly authorityHost?: string;
}

/** Placeholders for a tenant that accept several tenants; the UUID is that of personal accounts. */
const MANY_TENANTS = ['common', 'organizations', 'consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'];

/**
 * Hosts of Microsoft that redirect to a tenant, but are not in the issuer of version 2 tokens or metadata.
 */
const OTHER_HOSTS = /^(sts\.windows\.net|login\.windows\.net|graph\..+|(portal|management)\.azure\.com)$/;

const PROPS: Shape<EntraIdProviderProps> = {
  tenantId: text(filledIn, tenant),
  applicationIdUri: audienceText(identifierUri),
  apiClientId: optional(
    text(filledIn, (id) =>
      isUuid(id)
        ? undefined
        : 'is not an application (client) ID; copy the UUID from the overview of the app registration',
    ),
  ),
  authorityHost: optional(text(filledIn, hostName, authority)),
};

function exposeStep(applicationIdUri: string, apiClientId: string | undefined): string {
  const whose = apiClientId ? `the registration \`${apiClientId}\`` : 'the web application itself';
  return `API of the applications: ${whose}, Expose an API, `
    + `Application ID URI \`${applicationIdUri}\``;
}

const STEPS = [
  'Manifest of the API: `requestedAccessTokenVersion: 2`. Version 1 tokens contain the name of a person only '
    + 'with the optional claim `preferred_username`',
  'Optional claim `idtyp` in the access tokens of the API. ID tokens do not need it, as they are issued only '
    + 'to people',
  'App role of the API for applications and users, assigned to each service; Enterprise applications, '
    + '*Assignment required*: Yes. Without it every application of the tenant gets tokens for the API',
  'Admin consent for the API permissions of each application, and for `openid`, `profile` and '
    + '`offline_access` of Microsoft Graph',
];

const SUBJECT_REMEDY = 'give the object ID of its service principal (az ad sp show --id <client ID> '
  + '--query id), which Entra ID writes into "sub"';

const OPTIONAL_PKCE = {
  feature: ProviderFeature.ENFORCED_PKCE,
  reason: 'Microsoft Entra ID checks the challenge of a client that sends one, and has no setting that '
    + 'requires it from a native application; SDK and CLI send one',
};

export function describeEntraId(props: EntraIdProviderProps): ProviderDescription {
  demand('IdentityProvider.entraId', props, PROPS);
  const { apiClientId } = props;
  const tenantId = props.tenantId.toLowerCase();
  const base = `https://${props.authorityHost ?? 'login.microsoftonline.com'}/${tenantId}`;
  const applicationIdUri = props.applicationIdUri ?? `api://${tenantId}/union`;
  const refreshTokens = RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES;
  return {
    name: ENTRA_ID.name,
    issuer: `${base}/v2.0`,
    tokenEndpoint: `${base}/oauth2/v2.0/token`,
    authorizationEndpoint: `${base}/oauth2/v2.0/authorize`,
    deviceAuthorizationEndpoint: `${base}/oauth2/v2.0/devicecode`,
    metadataPath: OIDC_METADATA_PATH,
    audience: applicationIdUri,
    // Version 2 tokens carry the client ID of the API, version 1 tokens the URI or the client ID.
    furtherAudiences: apiClientId ? [apiClientId.toLowerCase()] : [],
    // Client credentials accept only /.default (AADSTS1002012); a login of the API's own app must not use it
    // (AADSTS90009).
    serviceScopes: [`${applicationIdUri}${DEFAULT_SCOPE_SUFFIX}`],
    // Microsoft identity platform, "Scopes and permissions" and "Client credentials flow". Not tried.
    refreshTokens,
    webScopes: [...webScopes(refreshTokens), ...(apiClientId ? [`${applicationIdUri}/${ALL_SCOPE}`] : [])],
    // Entra ID issues a token for the requesting application itself only if the resource is its client ID
    // (AADSTS90009).
    webIsApi: apiClientId ? undefined : (webClientId) => [`${webClientId}/${ALL_SCOPE}`],
    customScopes: [ALL_SCOPE],
    steps: [exposeStep(applicationIdUri, apiClientId), ...STEPS],
    limits: [OPTIONAL_PKCE, ...(apiClientId ? [TWO_SUBJECTS] : [])],
    subjectOfPerson: ENTRA_ID.subjectOfPerson,
    subjectRemedy: SUBJECT_REMEDY,
    // The optional claim idtyp. Entra ID writes no client_id claim, so flyteadmin grants `all` without
    // reading `scp`.
    identityTypeClaimsForApps: { idtyp: ['app'] },
    registrar: { terraform: entraIdTerraform(applicationIdUri, apiClientId === undefined) },
  };
}

/** A separate registration for the API. */
const TWO_SUBJECTS: ProviderLimit = {
  feature: ProviderFeature.ONE_SUBJECT,
  reason: 'Microsoft Entra ID writes one subject per person and application: the browser session has that of '
    + 'the web application, SDK and CLI that of the API; leave out apiClientId, so that the web application '
    + 'is the API, or list both subjects of an administrator',
};

function authority(host: string): string | undefined {
  if (host === 'login.microsoftonline.de') {
    return 'is of a cloud that Microsoft closed in 2021; leave it out';
  }
  return OTHER_HOSTS.test(host)
    ? 'is not a host that issues tokens of version 2; leave it out, or give that of a national cloud, '
      + 'such as '
      + 'login.microsoftonline.us'
    : undefined;
}

function tenant(value: string): string | undefined {
  if (isUuid(value) && !MANY_TENANTS.includes(value.toLowerCase())) {
    return undefined;
  }
  if (MANY_TENANTS.includes(value.toLowerCase())) {
    return 'accepts people of every tenant, and its issuer matches none of their tokens; give the UUID of '
      + 'your own tenant';
  }
  return hostName(value) === undefined
    ? 'is a domain, but tokens contain the UUID of the tenant; give that: az account show --query tenantId'
    : 'is not a tenant ID; give the UUID from the overview of your tenant: az account show --query tenantId';
}

function identifierUri(value: string): string | undefined {
  if (isUuid(value)) {
    return 'is a client ID; give the Application ID URI here (api://…), and the UUID as apiClientId';
  }
  if (value.endsWith('/')) {
    return 'ends with "/", which would double the slash before the scope; remove it';
  }
  if (!/^(api|https):\/\/[^\s?#]+$/.test(value) || value.endsWith(DEFAULT_SCOPE_SUFFIX)) {
    return 'is not an audience that Entra ID can issue; give the Application ID URI of the API\'s app '
      + 'registration, api://… or https://<verified domain>/…';
  }
  const [scheme, ...parts] = value.split(/:?\/+/);
  return scheme === 'https' || parts.some(isUuid) || (parts.length > 1 && parts[0].includes('.'))
    ? undefined
    : 'contains neither the tenant nor the API\'s client ID, and Entra ID refuses such a URI; write '
      + 'api://<tenant ID>/<name>, or leave it out for api://<tenantId>/union';
}

/** The API's registration, if the web application is not the API. */
const API = 'api';
const GRAPH = 'graph';

/**
 * Microsoft Graph, which has the scopes of OpenID Connect. Its ID is the same in every tenant (Microsoft
 * Graph permissions reference).
 */
const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';
const GRAPH_SCOPES = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
} as const;

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients at Microsoft Entra ID, and their API: the
 * Application ID URI, the scope `all`, the claim `idtyp`, and who may get tokens for it.
 *
 * The API requires an assignment (`app_role_assignment_required`): otherwise every application of the tenant
 * could get a token for the deployment. This file assigns the services, and people by `assigned_object_ids`.
 *
 * Source: Terraform provider `hashicorp/azuread` 3, resources `azuread_application`, `_service_principal`,
 * `_app_role_assignment`, `_application_password`, `_application_pre_authorized`.
 *
 * @param applicationIdUri the Application ID URI of the API
 * @param webIsApi whether the web application is the API
 */
function entraIdTerraform(
  applicationIdUri: string, webIsApi: boolean,
): (deployment: RegisteredDeployment) => JsonObject {
  return (deployment) => {
    const { clients, url } = deployment;
    const services = clients.filter(isService);
    const exposed: Exposed = {
      name: webIsApi ? terraformName(clients.find(({ type }) => type === OAuthApplicationType.WEB)!) : API,
      scope: uuidOf(`${url}/oauth2-permission-scope/${ALL_SCOPE}`),
      role: uuidOf(`${url}/app-role/member`),
    };
    return {
      terraform: { required_providers: { azuread: { source: 'hashicorp/azuread', version: '~> 3.0' } } },
      variable: { assigned_object_ids: ASSIGNED_OBJECT_IDS },
      resource: {
        azuread_application: applications(deployment, exposed, applicationIdUri),
        azuread_service_principal: principals(clients, exposed),
        ...grants(clients, exposed),
        azuread_application_password: eachClient(
          clients.filter(({ hasClientSecret }) => hasClientSecret),
          (client) => ({ application_id: applicationOf(terraformName(client)), display_name: 'Union' }),
        ),
      },
      output: {
        ...(webIsApi ? {} : { api_client_id: { value: reference(`azuread_application.${API}.client_id`) } }),
        ...Object.fromEntries(services.map((client) =>
          [`${terraformName(client)}_subject`, { value: principalOf(terraformName(client)) }])),
        ...outputs(
          clients,
          (app) => `azuread_application.${app}.client_id`,
          (app) => `azuread_application_password.${app}.value`,
        ),
      },
    };
  };
}

const ASSIGNED_OBJECT_IDS = {
  type: 'list(string)',
  default: [],
  description: 'Object IDs of the groups and people who may sign in.',
};

const applicationOf = (name: string) => reference(`azuread_application.${name}.id`);
const principalOf = (name: string) => reference(`azuread_service_principal.${name}.object_id`);

/** The API has its own application unless the web application is the API. */
function applications(
  { clients, domain }: RegisteredDeployment, exposed: Exposed, applicationIdUri: string,
): JsonObject {
  const exposes = api(domain, exposed, applicationIdUri);
  const own = {
    display_name: literal(`Union API (${domain})`),
    sign_in_audience: 'AzureADMyOrg',
    ...exposes,
  };
  return {
    ...(exposed.name === API ? { [API]: own } : {}),
    ...eachClient(clients, (client) => ({
      ...application(client, exposed),
      ...(terraformName(client) === exposed.name ? exposes : {}),
    })),
  };
}

function principals(clients: readonly RegisteredClient[], exposed: Exposed): JsonObject {
  const assigned = { app_role_assignment_required: true };
  const own = { client_id: reference(`azuread_application.${API}.client_id`), ...assigned };
  return {
    ...(exposed.name === API ? { [API]: own } : {}),
    [GRAPH]: { client_id: GRAPH_CLIENT_ID, use_existing: true },
    ...eachClient(clients, (client) => ({
      client_id: clientIdOf(client),
      ...(terraformName(client) === exposed.name ? assigned : {}),
    })),
  };
}

/** Who may sign in, and get tokens for the API. */
function grants(clients: readonly RegisteredClient[], exposed: Exposed): JsonObject {
  const people = clients.filter((client) => !isService(client));
  return {
    // Sign-in itself, for tenants in which users cannot consent.
    azuread_service_principal_delegated_permission_grant: eachClient(people, (client) => ({
      service_principal_object_id: principalOf(terraformName(client)),
      resource_service_principal_object_id: principalOf(GRAPH),
      claim_values: Object.keys(GRAPH_SCOPES),
    })),
    azuread_app_role_assignment: {
      people: {
        for_each: reference('toset(var.assigned_object_ids)'),
        ...assignment(exposed, reference('each.value')),
      },
      ...eachClient(clients.filter(isService), (client) =>
        assignment(exposed, principalOf(terraformName(client)))),
    },
    azuread_application_pre_authorized: eachClient(people, (client) => ({
      application_id: applicationOf(exposed.name),
      authorized_client_id: clientIdOf(client),
      permission_ids: [exposed.scope],
    })),
  };
}

/** The API's permissions, with computed IDs that are the same on every run. */
interface Exposed {
  /** The name of its registration. */
  readonly name: string;
  readonly scope: string;
  readonly role: string;
}

/** Version 2 tokens have the client ID as audience, and the name of a person without an optional claim. */
function api(domain: string, ids: Exposed, applicationIdUri: string): JsonObject {
  const description = `Access Union at ${domain}`;
  return {
    identifier_uris: [literal(applicationIdUri)],
    api: [{
      requested_access_token_version: 2,
      oauth2_permission_scope: [{
        id: ids.scope,
        value: ALL_SCOPE,
        type: 'User',
        enabled: true,
        admin_consent_display_name: 'Access Union',
        admin_consent_description: description,
        user_consent_display_name: 'Access Union',
        user_consent_description: description,
      }],
    }],
    app_role: [{
      id: ids.role,
      value: 'member',
      display_name: 'Member',
      description,
      allowed_member_types: ['Application', 'User'],
      enabled: true,
    }],
    optional_claims: [{ access_token: [{ name: 'idtyp' }] }],
  };
}

function application(client: RegisteredClient, ids: Exposed): JsonObject {
  // Entra ID redirects the browser after sign-out only to a redirect URI.
  const redirectUris = [...client.redirectUris, ...client.postLogoutRedirectUris];
  return {
    display_name: literal(client.clientName),
    sign_in_audience: 'AzureADMyOrg',
    ...(client.type === OAuthApplicationType.WEB ? { web: [{ redirect_uris: redirectUris }] } : {}),
    ...(client.type === OAuthApplicationType.NATIVE
      ? { public_client: [{ redirect_uris: redirectUris }], fallback_public_client_enabled: true }
      : {}),
    required_resource_access: [
      // An application cannot refer to itself here, and needs no pre-authorization.
      ...(terraformName(client) === ids.name ? [] : [{
        resource_app_id: reference(`azuread_application.${ids.name}.client_id`),
        resource_access: [
          isService(client) ? { id: ids.role, type: 'Role' } : { id: ids.scope, type: 'Scope' },
        ],
      }]),
      ...(isService(client) ? [] : [{
        resource_app_id: GRAPH_CLIENT_ID,
        resource_access: Object.values(GRAPH_SCOPES).map((id) => ({ id, type: 'Scope' })),
      }]),
    ],
  };
}

function assignment(ids: Exposed, principal: string): JsonObject {
  return {
    app_role_id: ids.role,
    principal_object_id: principal,
    resource_object_id: reference(`azuread_service_principal.${ids.name}.object_id`),
  };
}

function isService({ type }: RegisteredClient): boolean {
  return type === OAuthApplicationType.SERVICE;
}

function clientIdOf(client: RegisteredClient): string {
  return reference(`azuread_application.${terraformName(client)}.client_id`);
}
