import { JsonObject } from '../../../../common/data/json';
import { ALL_SCOPE } from '../../../../contract/union/flyteadmin';
import { OAuthApplicationType } from '../../oauth-application';
import { RegisteredClient, RegisteredDeployment } from '../registrar';
import { eachClient, literal, outputs, reference, terraformName } from '../terraform';
import { uuidOf } from '../uuid';

/** The registration that the API has where the web application is not it. */
const API = 'api';
const GRAPH = 'graph';

/**
 * Microsoft Graph, which holds the scopes of OpenID Connect. The same in every tenant (Microsoft Graph
 * permissions reference).
 */
const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';
const GRAPH_SCOPES = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
} as const;

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients with Microsoft Entra ID, and the API that
 * they ask for: the Application ID URI, the scope `all`, the claim `idtyp`, and who may have tokens for it.
 *
 * The API demands an assignment (`app_role_assignment_required`): without it every application of the tenant
 * could get a token for the deployment. The services are assigned here, people by `assigned_object_ids`.
 *
 * Source: Terraform provider `hashicorp/azuread` 3, resources `azuread_application`, `_service_principal`,
 * `_app_role_assignment`, `_application_password`, `_application_pre_authorized`.
 *
 * @param applicationIdUri the URI under which the API is exposed
 * @param webIsApi whether the web application is the API
 */
export function entraIdTerraform(
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

/** The API has an application of its own unless the web application is the API. */
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

/** Who may sign in, and have tokens for the API. */
function grants(clients: readonly RegisteredClient[], exposed: Exposed): JsonObject {
  const people = clients.filter((client) => !isService(client));
  return {
    // Sign-in itself, for tenants in which people may not consent for themselves.
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

/** What the API offers, by ids of our choice that are the same on every run. */
interface Exposed {
  /** The name of its registration. */
  readonly name: string;
  readonly scope: string;
  readonly role: string;
}

/** Version 2 tokens have the client ID as audience, and name people without an optional claim. */
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
  // Entra ID sends the browser after sign-out only to a redirect URI.
  const redirectUris = [...client.redirectUris, ...client.postLogoutRedirectUris];
  return {
    display_name: literal(client.clientName),
    sign_in_audience: 'AzureADMyOrg',
    ...(client.type === OAuthApplicationType.WEB ? { web: [{ redirect_uris: redirectUris }] } : {}),
    ...(client.type === OAuthApplicationType.NATIVE
      ? { public_client: [{ redirect_uris: redirectUris }], fallback_public_client_enabled: true }
      : {}),
    required_resource_access: [
      // An application cannot refer to itself here, and needs no leave of its own.
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
