import { Problems } from '../_internal/problems';
import { ALL_SCOPE, OFFLINE_ACCESS_SCOPE, SCOPE_CLAIM } from '../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../identity/oauth-application';
import { TextFile } from '../output';
import { ClientRegistration } from './client-registration';
import { jsonFile } from './json-file';
import { RegistrationsProps, allRegistrations } from './registrations';

/** A Keycloak realm that holds the deployment's clients. */
export interface KeycloakRealmProps extends RegistrationsProps {
  /**
   * Whether Keycloak reads the client secrets from its environment when it starts with `--import-realm`: for each
   * confidential client the variable `clientSecretVariable` of its registration. All of them must be set, and the realm
   * must come in that way: Keycloak takes the placeholder itself as the secret otherwise.
   *
   * @default false - Keycloak generates the secrets; copy them from Clients, Credentials
   */
  readonly clientSecretsFromEnvironment?: boolean;
}

interface Mapper {
  readonly name: string;
  readonly protocol: string;
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * A Keycloak realm with the deployment's clients, as Keycloak 25 or later imports it (`--import-realm`, Admin Console,
 * `kcadm.sh create realms -f`).
 *
 * Its client scope `all` writes what flyteadmin reads and Keycloak does not write by itself: the claim `scp` as a list,
 * and the audience. Each client also writes `identitytype` (`user` or `app`), by which Union tells people from services.
 *
 * A realm that names client scopes gets none of Keycloak's own, so those that the clients need are spelled out.
 *
 * Source: Keycloak `RealmRepresentation`, "Protocol mappers", `RealmManager.importRealm`; flyteadmin
 * `auth/authzserver/claims_verifier.go`.
 */
export class KeycloakRealm {
  /** The realm's name, read off the issuer. */
  public readonly name: string;
  private readonly registrations: ClientRegistration[];
  private readonly secretsFromEnvironment: boolean;

  /**
   * @throws when the identity provider is not `IdentityProvider.keycloak`, or two clients share an id or a client ID.
   */
  public constructor(props: KeycloakRealmProps) {
    const { issuer } = props.auth.identityProvider;
    const realm = /\/realms\/([^/]+)$/.exec(issuer);
    if (!realm) {
      new Problems('KeycloakRealm')
        .add('auth.identityProvider.issuer', issuer, 'is no realm of Keycloak; use IdentityProvider.keycloak')
        .throwIfAny();
    }
    this.name = realm![1];
    this.registrations = allRegistrations('KeycloakRealm', props);
    this.secretsFromEnvironment = props.clientSecretsFromEnvironment ?? false;
  }

  /** The `RealmRepresentation`. */
  public toObject(): { [key: string]: unknown } {
    return {
      realm: this.name,
      enabled: true,
      sslRequired: 'external',
      registrationAllowed: false,
      clientScopes: [basicScope(), profileScope(), allScope(this.registrations[0].audience)],
      clients: this.registrations.map((registration) => this.client(registration)),
      ...pkcePolicy(),
    };
  }

  /** The same, as a JSON file. */
  public get json(): TextFile {
    return jsonFile(this.toObject());
  }

  private client(registration: ClientRegistration): { [key: string]: unknown } {
    const service = registration.type === OAuthApplicationType.SERVICE;
    return {
      clientId: registration.clientId,
      name: registration.clientName,
      description: registration.purpose,
      enabled: true,
      protocol: 'openid-connect',
      publicClient: !registration.hasClientSecret,
      ...(registration.hasClientSecret ? { clientAuthenticatorType: 'client-secret' } : {}),
      ...(registration.hasClientSecret && this.secretsFromEnvironment ? { secret: `\${${registration.clientSecretVariable}}` } : {}),
      standardFlowEnabled: registration.uses(OAuthGrantType.AUTHORIZATION_CODE),
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: registration.uses(OAuthGrantType.CLIENT_CREDENTIALS),
      consentRequired: false,
      fullScopeAllowed: false,
      redirectUris: registration.redirectUris,
      attributes: attributes(registration),
      defaultClientScopes: ['basic', 'profile', ALL_SCOPE],
      optionalClientScopes: service ? [] : [OFFLINE_ACCESS_SCOPE],
      protocolMappers: [hardcodedClaim('identitytype', service ? 'app' : 'user', 'String')],
    };
  }
}

function attributes(registration: ClientRegistration): Record<string, string> {
  return {
    'oauth2.device.authorization.grant.enabled': String(registration.uses(OAuthGrantType.DEVICE_CODE)),
    'use.refresh.tokens': String(registration.uses(OAuthGrantType.REFRESH_TOKEN)),
    ...(registration.postLogoutRedirectUris.length > 0
      ? { 'post.logout.redirect.uris': registration.postLogoutRedirectUris.join('##') }
      : {}),
  };
}

/**
 * Demands PKCE of public clients at the authorization endpoint. The attribute of a client would demand it of the device
 * authorization endpoint too, where SDK and CLI send none.
 */
function pkcePolicy(): { [key: string]: unknown } {
  const name = 'union-pkce';
  return {
    clientProfiles: {
      profiles: [{ name, description: 'PKCE for browser logins', executors: [{ executor: 'pkce-enforcer', configuration: { 'auto-configure': false } }] }],
    },
    clientPolicies: {
      policies: [
        {
          name,
          description: 'PKCE for browser logins of public clients',
          enabled: true,
          conditions: [{ condition: 'client-access-type', configuration: { type: ['public'] } }],
          profiles: [name],
        },
      ],
    },
  };
}

/** `sub`, which Keycloak writes only through this mapper since release 25. */
function basicScope(): { [key: string]: unknown } {
  return clientScope('basic', 'The subject', false, [mapper('sub', 'oidc-sub-mapper', {})]);
}

function profileScope(): { [key: string]: unknown } {
  return clientScope('profile', 'The name of a person, or of the service account', true, [
    userProperty('preferred_username', 'username'),
    mapper('full name', 'oidc-full-name-mapper', { 'id.token.claim': 'true', 'userinfo.token.claim': 'true' }),
  ]);
}

function allScope(audience: string): { [key: string]: unknown } {
  return clientScope(ALL_SCOPE, 'Union', true, [
    hardcodedClaim(SCOPE_CLAIM, JSON.stringify([ALL_SCOPE]), 'JSON'),
    mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': audience, 'id.token.claim': 'false' }),
  ]);
}

function clientScope(name: string, description: string, inToken: boolean, protocolMappers: Mapper[]): { [key: string]: unknown } {
  return {
    name,
    description,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': String(inToken), 'display.on.consent.screen': 'false' },
    protocolMappers,
  };
}

function hardcodedClaim(claim: string, value: string, jsonType: string): Mapper {
  return mapper(claim, 'oidc-hardcoded-claim-mapper', {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': jsonType,
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  });
}

function userProperty(claim: string, property: string): Mapper {
  return mapper(claim, 'oidc-usermodel-attribute-mapper', {
    'user.attribute': property,
    'claim.name': claim,
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'userinfo.token.claim': 'true',
  });
}

function mapper(name: string, protocolMapper: string, config: Record<string, string>): Mapper {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true', ...config },
  };
}
