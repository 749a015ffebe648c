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
