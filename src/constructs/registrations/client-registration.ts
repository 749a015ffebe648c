import { OAuthApplication, OAuthApplicationType, OAuthGrantType } from '../identity/oauth-client';
import { ProviderFeature } from '../identity/providers/provider-description';
import { UnionIdentity } from '../identity/union-identity';
import { clientSecretVariable } from '../objects/api-objects';

/**
 * One client as it must be registered with the identity provider, in the words of OAuth 2.0 Dynamic Client
 * Registration (RFC 7591) and OpenID Connect Dynamic Client Registration. It never holds a client secret.
 *
 * Immutable.
 */
export class ClientRegistration {
  /** @internal */
  public static _of(identity: UnionIdentity, application: OAuthApplication): ClientRegistration {
    return new ClientRegistration(identity, application);
  }

  /** The short name of the application. */
  public readonly id: string;
  /** The identity of the deployment that it belongs to. */
  public readonly identity: UnionIdentity;
  /** `client_id`. */
  public readonly clientId: string;
  /** `client_name`. */
  public readonly clientName: string;
  /** What it is for. */
  public readonly purpose: string;
  /** The kind of application: `web`, `native` (SDK and CLI) or `service`. */
  public readonly type: string;
  /** `redirect_uris`. */
  public readonly redirectUris: string[];
  /** `post_logout_redirect_uris`. */
  public readonly postLogoutRedirectUris: string[];
  /** `grant_types`, as RFC 7591 spells them. */
  public readonly grantTypes: string[];
  /** `response_types`: those that its grant types need. */
  public readonly responseTypes: string[];
  /** `token_endpoint_auth_method`: `client_secret_basic`, or `none` for the public client. */
  public readonly tokenEndpointAuthMethod: string;
  /** `scope`, as a list. */
  public readonly scopes: string[];
  /** The audience that its access tokens must carry to be accepted. */
  public readonly audience: string;
  /**
   * Whether the provider must demand PKCE. RFC 7591 has no word for it, so it is not in `toObject()`.
   *
   * Only SDK and CLI use PKCE; flyteadmin's browser login sends a client secret and `state` (flyteadmin
   * `auth/handlers.go`), and fails where PKCE is demanded of it.
   */
  public readonly requirePkce: boolean;
  /** Whether it authenticates with a client secret. */
  public readonly hasClientSecret: boolean;
  /** The subject (`sub`) of its tokens, as far as it is known; `undefined` for the applications of people. */
  public readonly subject?: string;
  /** @internal */
  public readonly _application: OAuthApplication;

  private constructor(identity: UnionIdentity, application: OAuthApplication) {
    const provider = identity.identityProvider;
    if (application.grantTypes.includes(OAuthGrantType.DEVICE_CODE)) {
      provider._require(ProviderFeature.DEVICE_CODE);
    }
    this._application = application;
    this.id = application.id;
    this.identity = identity;
    this.clientId = application.clientId;
    this.clientName = application.name;
    this.purpose = application.purpose;
    this.type = application.type;
    this.redirectUris = [...application.redirectUris];
    this.postLogoutRedirectUris = [...application.postLogoutRedirectUris];
    this.grantTypes = [...application.grantTypes];
    this.responseTypes = application.grantTypes.includes(OAuthGrantType.AUTHORIZATION_CODE) ? ['code'] : [];
    this.tokenEndpointAuthMethod = application.hasClientSecret ? 'client_secret_basic' : 'none';
    this.scopes = [...application.scopes];
    this.audience = provider.audienceIsClientId ? application.clientId : provider.audience ?? identity.url;
    this.requirePkce = application.requirePkce;
    this.hasClientSecret = application.hasClientSecret;
    this.subject = application.subject;
  }

  /**
   * The environment variable from which software that reads one takes the client secret:
   * `UNION_<ID>_CLIENT_SECRET`.
   */
  public get clientSecretVariable(): string {
    return clientSecretVariable(this.id);
  }

  /** The client metadata of RFC 7591, with `client_id`, for providers that let the caller choose it. */
  public toObject(): { [key: string]: unknown } {
    return {
      client_id: this.clientId,
      client_name: this.clientName,
      application_type: this.type === OAuthApplicationType.NATIVE ? 'native' : 'web',
      redirect_uris: [...this.redirectUris],
      post_logout_redirect_uris: [...this.postLogoutRedirectUris],
      grant_types: [...this.grantTypes],
      response_types: [...this.responseTypes],
      token_endpoint_auth_method: this.tokenEndpointAuthMethod,
      scope: this.scopes.join(' '),
    };
  }
}
