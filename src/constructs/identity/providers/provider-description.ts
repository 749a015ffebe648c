import { JsonObject } from '../../../common/data/json';
import { KnownProvider } from '../../../contract/providers/known-provider';
import { ALL_SCOPE, OFFLINE_ACCESS_SCOPE } from '../../../contract/union/flyteadmin';

/** What a factory knows about its provider. Internal: `IdentityProvider` shows it to users. */
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
  /** What every reader of flyteadmin's public client config may ask for: people's logins and API keys. */
  readonly nativeScopes?: string[];
  /** What a login must ask for to be given a refresh token. */
  readonly refreshTokens: RefreshTokens;
  readonly webScopes?: string[];
  /**
   * Whether the web application is the API that tokens are for, and what its login asks for then, by its
   * client ID.
   */
  readonly webIsApi?: (webClientId: string) => string[];
  readonly identityTypeClaimsForApps?: { [claim: string]: string[] };
  readonly subjectClaimNames?: string[];
  /** The `sub` of a service's token; absent where it is an id of the provider's. */
  readonly serviceSubject?: (clientId: string) => string;
  /** What is wrong with the `sub` of a person, where the provider's have a shape of their own. */
  readonly subjectOfPerson?: KnownProvider['subjectOfPerson'];
  /** Whether that is what providers should write, and not what this one is known to. */
  readonly serviceSubjectIsAssumed?: boolean;
  /** What that id is and how to find it, where it is the provider's. */
  readonly subjectRemedy?: string;
  readonly limits?: ProviderLimit[];
  /** The setting with which it demands PKCE of the native application; absent where none is known. */
  readonly pkceSetting?: string;
  /** Scopes that an administrator must create there; absent where they are the service scopes. */
  readonly customScopes?: string[];
  /**
   * What decides there which client is given which token, in its own words; absent where a client's
   * registration says it.
   */
  readonly policy?: (grants: readonly string[]) => string;
  /** What else must be set up there, in its own words: one step of the checklist each. */
  readonly steps?: string[];
  /** How it takes its clients, where there is more than the checklist. */
  readonly registrar?: Registrar;
  /**
   * Whether a client may be registered under an ID of one's choice. @default false: the provider chooses it
   */
  readonly takesClientIds?: boolean;
}

/**
 * Refresh tokens are tied to the scope `offline_access` at some providers. flyteadmin hands one list of
 * scopes to people's logins and to API keys, which are client credentials; where those are refused the scope,
 * it is the one or the other.
 */
export enum RefreshTokens {
  /** Every login is given one. */
  ALWAYS = 'always',
  /** Only with `offline_access`, which client credentials may ask for as well. */
  WITH_SCOPE = 'with-scope',
  /** Only with `offline_access`, and client credentials that ask for it are refused. */
  WITH_SCOPE_REFUSED_TO_SERVICES = 'with-scope-refused-to-services',
}

/** What clients request where the provider has no ways of its own. */
export const SERVICE_SCOPES = [ALL_SCOPE];

/** The scopes of a browser's login, which always may ask for what its refresh tokens need. */
export function webScopes(refreshTokens: RefreshTokens): string[] {
  return ['profile', 'openid', ...(refreshTokens === RefreshTokens.ALWAYS ? [] : [OFFLINE_ACCESS_SCOPE])];
}

/** The scopes for SDK, CLI and API keys. */
export function nativeScopes(services: readonly string[], refreshTokens: RefreshTokens): string[] {
  return [...services, ...(refreshTokens === RefreshTokens.WITH_SCOPE ? [OFFLINE_ACCESS_SCOPE] : [])];
}

/** Why it is refresh tokens or API keys. */
export function refreshTokensOrApiKeys(name: string): ProviderLimit {
  return {
    feature: ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS,
    reason: `${name} issues refresh tokens only for the scope offline_access, and refuses client credentials `
      + 'that ask for it, as API keys do; SDK and CLI go without refresh tokens, unless '
      + 'preferRefreshTokens of the identity says otherwise, which gives up API keys',
  };
}

/** The subject that RFC 9068, section 2.2, recommends for client credentials. */
export function clientIdAsSubject(clientId: string): string {
  return clientId;
}

/** A client as it must be registered; `ClientRegistration` says what each property means. */
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

/** How a provider takes its clients. What is absent it does not know; the checklist is for every provider. */
export interface Registrar {
  /** Terraform, in its JSON syntax. */
  readonly terraform?: (deployment: RegisteredDeployment) => JsonObject;
  /** The function of Amazon Cognito's trigger *Pre token generation*, in JavaScript. */
  readonly cognitoTrigger?: (deployment: RegisteredDeployment) => string;
  /** Keycloak's `RealmRepresentation`. */
  readonly keycloakRealm?: (deployment: RegisteredDeployment, secretsFromEnvironment: boolean) => JsonObject;
  /** The part of Dex's configuration that concerns clients. */
  readonly dexStaticClients?: (deployment: RegisteredDeployment) => JsonObject;
  /** The `spec` of one client of Ory Hydra's custom resource, but for the names of Kubernetes objects. */
  readonly hydraOAuth2Client?: (client: RegisteredClient) => JsonObject;
  /** The clients as Ory Hydra's own command imports them. */
  readonly hydraClients?: (deployment: RegisteredDeployment) => JsonObject[];
}

/** What an identity provider may or may not be able to do. */
export enum ProviderFeature {
  /** The device authorization grant (RFC 8628): how SDK and CLI sign in where no browser can be opened. */
  DEVICE_CODE = 'device_code',
  /** The scope `offline_access`, with which clients ask for refresh tokens. */
  OFFLINE_ACCESS = 'offline_access',
  /**
   * Refresh tokens for SDK and CLI while API keys (`EAGER_API_KEY`, `FLYTE_API_KEY`) work. Both take their
   * scopes from the one public client config of flyteadmin.
   *
   * Source: flyteidl `clients/go/admin/token_source_provider.go`, flytekit `clients/auth/authenticator.py`.
   */
  REFRESH_TOKENS_BESIDE_API_KEYS = 'refresh_tokens_beside_api_keys',
  /** A login with PKCE demanded of the native application, whose client ID anyone may present. */
  ENFORCED_PKCE = 'enforced_pkce',
  /** The client credentials grant, with which every service signs in. */
  CLIENT_CREDENTIALS = 'client_credentials',
  /** A claim by which the tokens of services are distinguished from those of people. */
  IDENTITY_TYPE = 'identity_type',
  /**
   * One subject (`sub`) for a person, in ID tokens and in access tokens of every application. A browser's
   * session takes it from the ID token, SDK and CLI from the access token; Union's roles go by it.
   */
  ONE_SUBJECT = 'one_subject',
  /** Access tokens whose audience (`aud`) the administrator chooses. */
  CUSTOM_AUDIENCE = 'custom_audience',
}

/** Something an identity provider cannot do. */
export interface ProviderLimit {
  /** What it cannot do. */
  readonly feature: ProviderFeature;
  /** Why, and what to do instead. */
  readonly reason: string;
}
