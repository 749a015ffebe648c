import { Problems } from '../_internal/problems';
import { ALL_SCOPE } from '../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../identity/oauth-application';
import { TextFile } from '../output';
import { ClientRegistration } from './client-registration';
import { jsonFile } from './json-file';
import { RegistrationsProps, allRegistrations } from './registrations';
import { literal, outputs, reference, terraformName } from './terraform';

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients with Okta, and sets up the authorization server for
 * them: the scope `all`, the claims `identitytype` and `preferred_username`, an access policy for these clients alone.
 *
 * The file holds no secret. Okta makes the client secrets; Terraform keeps them in its state and shows each on
 * `terraform output -raw <id>_client_secret` only: keep the state where secrets may be.
 *
 * Source: Terraform provider `okta/okta`, resources `okta_app_oauth`, `okta_auth_server_scope`, `_claim`, `_policy`,
 * `_policy_rule`.
 */
export class OktaTerraform {
  private readonly registrations: ClientRegistration[];
  private readonly server: string;

  /**
   * @throws when the identity provider is not `IdentityProvider.okta`, or two clients share an id or a client ID.
   */
  public constructor(props: RegistrationsProps) {
    const { issuer } = props.auth.identityProvider;
    const server = /\/oauth2\/([\w-]+)$/.exec(issuer);
    if (!server) {
      new Problems('OktaTerraform')
        .add('auth.identityProvider.issuer', issuer, 'is no authorization server of Okta; use IdentityProvider.okta')
        .throwIfAny();
    }
    this.server = server![1];
    this.registrations = allRegistrations('OktaTerraform', props);
  }

  /** The configuration. */
  public toObject(): { [key: string]: unknown } {
    const name = `union-${this.registrations[0].auth.domain}`;
    return {
      terraform: { required_providers: { okta: { source: 'okta/okta', version: '>= 4.8' } } },
      variable: {
        group_ids: { type: 'list(string)', default: [], description: 'The Okta groups whose members may sign in.' },
      },
      resource: {
        okta_app_oauth: this.each((registration) => this.application(registration)),
        okta_app_group_assignment: this.each((registration) => assignment(registration), isForPeople),
        okta_auth_server_scope: {
          all: { auth_server_id: this.server, name: ALL_SCOPE, description: 'Union', consent: 'IMPLICIT', metadata_publish: 'ALL_CLIENTS' },
        },
        okta_auth_server_claim: {
          identitytype: this.claim('identitytype', '(appuser != null) ? "user" : "app"'),
          preferred_username: this.claim('preferred_username', '(appuser != null) ? appuser.userName : app.clientId'),
        },
        okta_auth_server_policy: {
          union: {
            auth_server_id: this.server,
            name,
            description: 'The clients of Union',
            priority: 1,
            client_whitelist: this.registrations.map((registration) => reference(`okta_app_oauth.${terraformName(registration)}.client_id`)),
          },
        },
        okta_auth_server_policy_rule: {
          union: {
            auth_server_id: this.server,
            policy_id: reference('okta_auth_server_policy.union.id'),
            name,
            priority: 1,
            grant_type_whitelist: this.grants(),
            group_whitelist: ['EVERYONE'],
            scope_whitelist: [...new Set(this.registrations.flatMap((registration) => registration.scopes))],
          },
        },
      },
      output: outputs(this.registrations, (app) => `okta_app_oauth.${app}.client_id`, (app) => `okta_app_oauth.${app}.client_secret`),
    };
  }

  /** The same, as the content of a `.tf.json` file. */
  public get json(): TextFile {
    return jsonFile(this.toObject());
  }

  private each(body: (registration: ClientRegistration) => unknown, wanted = (_: ClientRegistration) => true): Record<string, unknown> {
    return Object.fromEntries(this.registrations.filter(wanted).map((registration) => [terraformName(registration), body(registration)]));
  }

  private application(registration: ClientRegistration): Record<string, unknown> {
    const service = registration.type === OAuthApplicationType.SERVICE;
    return {
      label: literal(registration.clientName),
      type: registration.type,
      client_id: literal(registration.clientId),
      grant_types: registration.grantTypes,
      // Okta wants the response type of the token endpoint named where there is no other.
      response_types: service ? ['token'] : registration.responseTypes,
      token_endpoint_auth_method: registration.tokenEndpointAuthMethod,
      ...(service ? {} : {
        redirect_uris: registration.redirectUris,
        pkce_required: registration.requirePkce,
        consent_method: 'TRUSTED',
      }),
      ...(registration.postLogoutRedirectUris.length > 0 ? { post_logout_redirect_uris: registration.postLogoutRedirectUris } : {}),
      ...(registration.uses(OAuthGrantType.REFRESH_TOKEN) ? { refresh_token_rotation: 'STATIC' } : {}),
    };
  }

  private claim(name: string, value: string): Record<string, unknown> {
    return {
      auth_server_id: this.server,
      name,
      value,
      value_type: 'EXPRESSION',
      claim_type: 'RESOURCE',
      scopes: [reference('okta_auth_server_scope.all.name')],
    };
  }

  /** A refresh token needs no grant of its own in a rule: the rule that issued it covers it. */
  private grants(): string[] {
    return [...new Set(this.registrations.flatMap((registration) => registration.grantTypes))]
      .filter((grant) => grant !== OAuthGrantType.REFRESH_TOKEN);
  }
}

function isForPeople(registration: ClientRegistration): boolean {
  return registration.type !== OAuthApplicationType.SERVICE;
}

function assignment(registration: ClientRegistration): Record<string, unknown> {
  return {
    for_each: reference('toset(var.group_ids)'),
    app_id: reference(`okta_app_oauth.${terraformName(registration)}.id`),
    group_id: reference('each.value'),
  };
}
