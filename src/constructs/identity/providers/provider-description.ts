import { JsonObject } from '../../../common/data/json';
import { KnownProvider } from '../../../contract/providers/known-provider';
import { ALL_SCOPE, OFFLINE_ACCESS_SCOPE } from '../../../contract/union/flyteadmin';

/** The description of a provider by its factory. Internal: `IdentityProvider` is its public form. */
export interface ProviderDescription {
  readonly name: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly authorizationEndpoint?: string;
  readonly deviceAuthorizationEndpoint?: string;
  readonly metadataPath: string;
  readonly audience?: string;
  readonly furtherAudiences?: string[];
  readonly audienceIsClientId?: boolean;
  readonly audienceMustBeRequested?: boolean;
  readonly serviceScopes?: string[];
  /**
   * The scopes that every reader of flyteadmin's public client config may request: logins of people, and API
   * keys.
   */
  readonly nativeScopes?: string[];
  /** What a login must request to get a refresh token. */
  readonly refreshTokens: RefreshTokens;
  readonly webScopes?: string[];
  /**
   * Whether the web application is the API of the tokens, and the scopes of its login then, by its client ID.
   */
  readonly webIsApi?: (webClientId: string) => string[];
  readonly identityTypeClaimsForApps?: { [claim: string]: string[] };
  readonly subjectClaimNames?: string[];
  /** The `sub` of a service's token; absent if the provider chooses it. */
  readonly serviceSubject?: (clientId: string) => string;
  /** Checks the `sub` of a person, if the provider's have a known format. */
  readonly subjectOfPerson?: KnownProvider['subjectOfPerson'];
  /** Whether that is only the recommended subject, not one that this provider is known to write. */
  readonly serviceSubjectIsAssumed?: boolean;
  /** How to find that subject, if the provider chooses it. */
  readonly subjectRemedy?: string;
  readonly limits?: ProviderLimit[];
  /** The setting that requires PKCE from the native application; absent if unknown. */
  readonly pkceSetting?: string;
  /** Scopes that an administrator must create; absent if they are the service scopes. */
  readonly customScopes?: string[];
  /**
   * What decides which client gets which token, in the provider's terms; absent if the client's registration
   * does.
   */
  readonly policy?: (grants: readonly string[]) => string;
  /** Further setup in the provider's terms, each a step of the checklist. */
  readonly steps?: string[];
  /** Creates registration files, if the provider has more than the checklist. */
  readonly registrar?: Registrar;
  /** Whether you choose the client ID at registration. @default false: the provider chooses it */
  readonly takesClientIds?: boolean;
}

/**
 * Some providers issue refresh tokens only for the scope `offline_access`. flyteadmin gives logins and API
 * keys the same scopes, and API keys are client credentials. If the provider refuses them the scope, a
 * deployment can have refresh tokens or API keys, not both.
 */
export enum RefreshTokens {
  /** Every login gets one. */
  ALWAYS = 'always',
  /** Only with `offline_access`, which client credentials can request as well. */
  WITH_SCOPE = 'with-scope',
  /** Only with `offline_access`, which the provider refuses for client credentials. */
  WITH_SCOPE_REFUSED_TO_SERVICES = 'with-scope-refused-to-services',
}

/** The scopes that clients request by default. */
export const SERVICE_SCOPES = [ALL_SCOPE];

/** The scopes of a browser login, which can always request the scope for refresh tokens. */
export function webScopes(refreshTokens: RefreshTokens): string[] {
  return ['profile', 'openid', ...(refreshTokens === RefreshTokens.ALWAYS ? [] : [OFFLINE_ACCESS_SCOPE])];
}

/** The scopes for SDK, CLI and API keys. */
export function nativeScopes(services: readonly string[], refreshTokens: RefreshTokens): string[] {
  return [...services, ...(refreshTokens === RefreshTokens.WITH_SCOPE ? [OFFLINE_ACCESS_SCOPE] : [])];
}

/** Why only one of refresh tokens and API keys works. */
export function refreshTokensOrApiKeys(name: string): ProviderLimit {
  return {
    feature: ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS,
    reason: `${name} issues refresh tokens only for the scope offline_access, which it refuses for client `
      + 'credentials and so for API keys; SDK and CLI get no refresh tokens, unless preferRefreshTokens of '
      + 'the identity is set, which disables API keys',
  };
}

/** The subject that RFC 9068, section 2.2, recommends for client credentials. */
export function clientIdAsSubject(clientId: string): string {
  return clientId;
}

/** A client as it must be registered; `ClientRegistration` documents the properties. */
export interface RegisteredClient {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly purpose: string;
  readonly type: string;
  readonly redirectUris: string[];
  readonly postLogoutRedirectUris: string[];
  readonly grantTypes: string[];
  readonly responseTypes: string[];
  readonly tokenEndpointAuthMethod: string;
  readonly scopes: string[];
  readonly audience: string;
  readonly requirePkce: boolean;
  readonly hasClientSecret: boolean;
  readonly clientSecretVariable: string;
  readonly subject?: string;
}

/** A deployment and all of its clients. */
export interface RegisteredDeployment {
  readonly domain: string;
  readonly url: string;
  readonly clients: readonly RegisteredClient[];
}

/**
 * Creates the registrations of clients in a provider's formats. Absent formats do not exist; every provider
 * has the checklist.
 */
export interface Registrar {
  /** Terraform, in its JSON syntax. */
  readonly terraform?: (deployment: RegisteredDeployment) => JsonObject;
  /** The function of Amazon Cognito's *Pre token generation* trigger, in JavaScript. */
  readonly cognitoTrigger?: (deployment: RegisteredDeployment) => string;
  /** Keycloak's `RealmRepresentation`. */
  readonly keycloakRealm?: (deployment: RegisteredDeployment, secretsFromEnvironment: boolean) => JsonObject;
  /** The clients in Dex's configuration. */
  readonly dexStaticClients?: (deployment: RegisteredDeployment) => JsonObject;
  /** The `spec` of one client of Ory Hydra's custom resource, without the names of Kubernetes objects. */
  readonly hydraOAuth2Client?: (client: RegisteredClient) => JsonObject;
  /** The clients in the format of Ory Hydra's import command. */
  readonly hydraClients?: (deployment: RegisteredDeployment) => JsonObject[];
}

/** Features that only some identity providers have. */
export enum ProviderFeature {
  /** The device authorization grant (RFC 8628), with which SDK and CLI sign in without a local browser. */
  DEVICE_CODE = 'device_code',
  /** The scope `offline_access`, with which clients request refresh tokens. */
  OFFLINE_ACCESS = 'offline_access',
  /**
   * Refresh tokens for SDK and CLI together with API keys (`EAGER_API_KEY`, `FLYTE_API_KEY`). Both get their
   * scopes from flyteadmin's public client config.
   *
   * Source: flyteidl `clients/go/admin/token_source_provider.go`, flytekit `clients/auth/authenticator.py`.
   */
  REFRESH_TOKENS_BESIDE_API_KEYS = 'refresh_tokens_beside_api_keys',
  /** A login that requires PKCE from the native application, whose client ID is public. */
  ENFORCED_PKCE = 'enforced_pkce',
  /** The client credentials grant, with which every service signs in. */
  CLIENT_CREDENTIALS = 'client_credentials',
  /** A claim that distinguishes the tokens of services from those of people. */
  IDENTITY_TYPE = 'identity_type',
  /**
   * One subject (`sub`) per person, in ID tokens and in access tokens of all applications. Browser sessions
   * use that of the ID token, SDK and CLI that of the access token. Union's roles refer to it.
   */
  ONE_SUBJECT = 'one_subject',
  /** Access tokens whose audience (`aud`) the administrator chooses. */
  CUSTOM_AUDIENCE = 'custom_audience',
}

/** A feature that an identity provider lacks. */
export interface ProviderLimit {
  /** The feature. */
  readonly feature: ProviderFeature;
  /** The reason, and an alternative. */
  readonly reason: string;
}
