import { Problems } from '../_internal/problems';
import { ALL_SCOPE } from '../contract/union/flyteadmin';
import { OAuthApplicationType } from '../identity/oauth-application';
import { UnionAuth } from '../identity/union-auth';
import { TextFile } from '../output';
import { ClientRegistration } from './client-registration';
import { jsonFile } from './json-file';
import { RegistrationsProps, allRegistrations } from './registrations';
import { Blocks, literal, outputs, reference, terraformName } from './terraform';
import { uuidOf } from './uuid';

const API = 'api';

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients with Microsoft Entra ID, and the API that they ask
 * for: the Application ID URI, the scope `all`, the claim `idtyp`, and who may have tokens for it.
 *
 * Entra ID chooses the client IDs: apply the file first, and put the IDs of `terraform output` into `UnionAuth`. The
 * file holds no secret; Terraform keeps those that Entra ID makes in its state and shows each on
 * `terraform output -raw <id>_client_secret` only: keep the state where secrets may be.
 *
 * The API demands an assignment (`app_role_assignment_required`): without it every application of the tenant could get
 * a token for the deployment. The services are assigned here, people by `assigned_object_ids`.
 *
 * Source: Terraform provider `hashicorp/azuread` 3, resources `azuread_application`, `_service_principal`,
 * `_app_role_assignment`, `_application_password`, `_application_pre_authorized`.
 */
export class EntraIdTerraform {
  private readonly auth: UnionAuth;
  private readonly registrations: ClientRegistration[];
  private readonly audience: string;

  /**
   * @throws when the identity provider is not `IdentityProvider.entraId`, or two clients share an id or a client ID.
   */
  public constructor(props: RegistrationsProps) {
    const { issuer, audience } = props.auth.identityProvider;
    if (!/\/[-0-9a-f]{36}\/v2\.0$/.test(issuer) || audience === undefined) {
      new Problems('EntraIdTerraform')
        .add('auth.identityProvider.issuer', issuer, 'is no tenant of Microsoft Entra ID; use IdentityProvider.entraId')
        .throwIfAny();
    }
    this.auth = props.auth;
    this.audience = audience!;
    this.registrations = allRegistrations('EntraIdTerraform', props);
  }

  /** The configuration. */
  public toObject(): { [key: string]: unknown } {
    return {
      terraform: { required_providers: { azuread: { source: 'hashicorp/azuread', version: '~> 3.0' } } },
      variable: {
        assigned_object_ids: {
          type: 'list(string)',
          default: [],
          description: 'Object IDs of the groups and people who may sign in.',
        },
      },
      resource: this.resources(),
      output: {
        api_client_id: { value: reference(`azuread_application.${API}.client_id`) },
        ...outputs(this.registrations, (app) => `azuread_application.${app}.client_id`, (app) => `azuread_application_password.${app}.value`),
      },
    };
  }

  /** The same, as the content of a `.tf.json` file. */
  public get json(): TextFile {
    return jsonFile(this.toObject());
  }

  private resources(): Blocks {
    const services = this.registrations.filter((registration) => registration.type === OAuthApplicationType.SERVICE);
    const clients = this.registrations.filter((registration) => registration.type !== OAuthApplicationType.SERVICE);
    return {
      azuread_application: { [API]: this.api(), ...named(this.registrations, (registration) => this.application(registration)) },
      azuread_service_principal: {
        [API]: { client_id: reference(`azuread_application.${API}.client_id`), app_role_assignment_required: true },
        ...named(this.registrations, (registration) => ({ client_id: clientIdOf(registration) })),
      },
      azuread_app_role_assignment: {
        people: { for_each: reference('toset(var.assigned_object_ids)'), ...this.assignment(reference('each.value')) },
        ...named(services, (registration) => this.assignment(reference(`azuread_service_principal.${terraformName(registration)}.object_id`))),
      },
      azuread_application_pre_authorized: named(clients, (registration) => ({
        application_id: reference(`azuread_application.${API}.id`),
        authorized_client_id: clientIdOf(registration),
        permission_ids: [this.scopeId],
      })),
      azuread_application_password: named(this.registrations.filter((registration) => registration.hasClientSecret), (registration) => ({
        application_id: reference(`azuread_application.${terraformName(registration)}.id`),
        display_name: 'Union',
      })),
    };
  }

  private api(): Record<string, unknown> {
    const description = `Access Union at ${this.auth.domain}`;
    return {
      display_name: literal(`Union API (${this.auth.domain})`),
      sign_in_audience: 'AzureADMyOrg',
      identifier_uris: [literal(this.audience)],
      api: [{
        // Version 2 tokens carry the client ID as audience, version 1 tokens the URI.
        requested_access_token_version: this.auth.identityProvider.furtherAudiences.length > 0 ? 2 : 1,
        oauth2_permission_scope: [{
          id: this.scopeId,
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
        id: this.roleId,
        value: 'member',
        display_name: 'Member',
        description,
        allowed_member_types: ['Application', 'User'],
        enabled: true,
      }],
      optional_claims: [{ access_token: [{ name: 'idtyp' }] }],
    };
  }

  private application(registration: ClientRegistration): Record<string, unknown> {
    const service = registration.type === OAuthApplicationType.SERVICE;
    // Entra ID sends the browser after sign-out only to a redirect URI.
    const redirectUris = [...registration.redirectUris, ...registration.postLogoutRedirectUris];
    return {
      display_name: literal(registration.clientName),
      sign_in_audience: 'AzureADMyOrg',
      ...(registration.type === OAuthApplicationType.WEB ? { web: [{ redirect_uris: redirectUris }] } : {}),
      ...(registration.type === OAuthApplicationType.NATIVE
        ? { public_client: [{ redirect_uris: redirectUris }], fallback_public_client_enabled: true }
        : {}),
      required_resource_access: [{
        resource_app_id: reference(`azuread_application.${API}.client_id`),
        resource_access: [service ? { id: this.roleId, type: 'Role' } : { id: this.scopeId, type: 'Scope' }],
      }],
    };
  }

  private assignment(principal: string): Record<string, unknown> {
    return {
      app_role_id: this.roleId,
      principal_object_id: principal,
      resource_object_id: reference(`azuread_service_principal.${API}.object_id`),
    };
  }

  private get scopeId(): string {
    return uuidOf(`${this.auth.url}/oauth2-permission-scope/${ALL_SCOPE}`);
  }

  private get roleId(): string {
    return uuidOf(`${this.auth.url}/app-role/member`);
  }
}

function clientIdOf(registration: ClientRegistration): string {
  return reference(`azuread_application.${terraformName(registration)}.client_id`);
}

function named(
  registrations: ClientRegistration[],
  body: (registration: ClientRegistration) => Record<string, unknown>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(registrations.map((registration) => [terraformName(registration), body(registration)]));
}
