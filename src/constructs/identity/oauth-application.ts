import { RemoteRef } from '../../contract/upstream/remote-ref';

/** The kind of an OAuth application, as identity providers name it. */
export enum OAuthApplicationType {
  /** Confidential client with browser login. */
  WEB = 'web',
  /** Public client: SDK and CLI. */
  NATIVE = 'native',
  /** Confidential client without a user. */
  SERVICE = 'service',
}

/** The grant types that the guide's applications use, spelled as in the registration metadata of RFC 7591. */
export enum OAuthGrantType {
  AUTHORIZATION_CODE = 'authorization_code',
  /** RFC 8628. */
  DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code',
  CLIENT_CREDENTIALS = 'client_credentials',
  REFRESH_TOKEN = 'refresh_token',
}

/**
 * One OAuth application to register with the identity provider.
 *
 * Guide: section "Configuring your Identity Provider".
 */
export interface OAuthApplication {
  /**
   * A short name: `web`, `native`, `service`, `operator-<cluster>`, `eager-<cluster>`, or the name of a
   * pipeline.
   */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  readonly type: OAuthApplicationType;
  readonly clientId: string;
  readonly purpose: string;
  /** Where the provider may send the browser after sign-in; empty for service applications. */
  readonly redirectUris: string[];
  /** Where the provider may send the browser after sign-out. */
  readonly postLogoutRedirectUris: string[];
  readonly grantTypes: OAuthGrantType[];
  /** The scopes that the application requests. */
  readonly scopes: string[];
  /** Whether the provider must demand PKCE. */
  readonly requirePkce: boolean;
  /** Whether the application authenticates with a client secret. */
  readonly hasClientSecret: boolean;
  /** Where its client secret is; `undefined` where the delivery says so, or nothing needs it. */
  readonly secret?: RemoteRef;
  /**
   * The subject (`sub`) of its tokens, as services compare it; `undefined` where it is unknown: the
   * provider chooses it and it was not given, or the tokens are people's.
   */
  readonly subject?: string;
}
