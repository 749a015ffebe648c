import { filledIn, httpsUrl } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { ALL_SCOPE, OAUTH_METADATA_PATH, OFFLINE_ACCESS_SCOPE } from '../contract/flyteadmin';

/** An OpenID Connect provider that has no factory of its own. */
export interface OidcProviderProps {
  /**
   * The issuer identifier, exactly as the provider writes it into the `iss` claim: `https`, no query, no fragment.
   *
   * Guide: section "Authorization server setup", "Issuer URI".
   */
  readonly issuer: string;

  /**
   * The token endpoint. Services present their client credentials here.
   *
   * Guide: section "Authorization server setup", "Token endpoint".
   */
  readonly tokenEndpoint: string;

  /**
   * Where the provider publishes its metadata, relative to the issuer. flyteadmin fetches it when it starts, and does
   * not start without it.
   *
   * Source: flyteadmin `auth/authzserver/resource_server.go`.
   *
   * @default ".well-known/oauth-authorization-server" (RFC 8414)
   */
  readonly metadataPath?: string;

  /**
   * The audience (`aud`) of the access tokens that the provider issues.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;

  /**
   * The scopes that services request with their client credentials.
   *
   * @default ["all"]
   */
  readonly serviceScopes?: string[];
}

/** An Okta organization. */
export interface OktaProviderProps {
  /** The URL of the organization: `https://acme.okta.com`. */
  readonly orgUrl: string;

  /**
   * The id of the custom authorization server. The organization's own authorization server cannot issue a custom scope.
   *
   * @default "default"
   */
  readonly authorizationServerId?: string;

  /**
   * The audience that the authorization server is configured with (Security, API, Authorization Servers).
   *
   * @default "api://default" for the authorization server `default`, else `https://<domain>`
   */
  readonly audience?: string;
}

/**
 * The identity provider: whom flyteadmin sends browsers to, and who issues the tokens that services present.
 *
 * Immutable.
 */
export class IdentityProvider {
  /**
   * Any OpenID Connect provider, by its endpoints.
   *
   * @throws when the issuer or the token endpoint is no `https` URL, or is a placeholder.
   */
  public static oidc(props: OidcProviderProps): IdentityProvider {
    return new IdentityProvider('IdentityProvider.oidc', props);
  }

  /**
   * Okta with a custom authorization server.
   *
   * Source: Okta, "Authorization servers": issuer `<orgUrl>/oauth2/<id>`, token endpoint `<issuer>/v1/token`.
   *
   * @throws when `orgUrl` is no `https` URL without a path, or the authorization server id is blank.
   */
  public static okta(props: OktaProviderProps): IdentityProvider {
    const server = props.authorizationServerId ?? 'default';
    const origin = props.orgUrl.replace(/\/$/, '');
    new Problems('IdentityProvider.okta')
      .check('orgUrl', props.orgUrl, filledIn, httpsUrl, onlyOrigin)
      .check('authorizationServerId', server, filledIn, (id) => (/^[\w-]+$/.test(id) ? undefined : 'is no authorization server id; copy it from the issuer URI, after /oauth2/'))
      .throwIfAny();
    const issuer = `${origin}/oauth2/${server}`;
    return new IdentityProvider('IdentityProvider.okta', {
      issuer,
      tokenEndpoint: `${issuer}/v1/token`,
      audience: props.audience ?? (server === 'default' ? 'api://default' : undefined),
    });
  }

  /** The issuer identifier (`iss`). */
  public readonly issuer: string;
  /** The token endpoint. */
  public readonly tokenEndpoint: string;
  /** Where the provider publishes its metadata, relative to the issuer. */
  public readonly metadataPath: string;
  /** The audience of the provider's access tokens; `undefined` where it is the deployment's own URL. */
  public readonly audience?: string;
  /** The scopes that services request. */
  public readonly serviceScopes: string[];
  /** The scopes that SDK and CLI request: the service scopes, and refresh tokens. */
  public readonly nativeScopes: string[];
  /** The scopes that flyteadmin requests at a browser's login. */
  public readonly webScopes: string[];

  private constructor(subject: string, props: OidcProviderProps) {
    new Problems(subject)
      .check('issuer', props.issuer, filledIn, httpsUrl)
      .check('tokenEndpoint', props.tokenEndpoint, filledIn, httpsUrl)
      .check('metadataPath', props.metadataPath ?? OAUTH_METADATA_PATH, filledIn, relativePath)
      .check('audience', props.audience ?? 'https://', filledIn)
      .throwIfAny();
    this.issuer = props.issuer;
    this.tokenEndpoint = props.tokenEndpoint;
    this.metadataPath = props.metadataPath ?? OAUTH_METADATA_PATH;
    this.audience = props.audience;
    this.serviceScopes = [...(props.serviceScopes ?? [ALL_SCOPE])];
    this.nativeScopes = [...this.serviceScopes, OFFLINE_ACCESS_SCOPE];
    this.webScopes = ['profile', 'openid', OFFLINE_ACCESS_SCOPE];
  }
}

function onlyOrigin(value: string): string | undefined {
  return new URL(value).pathname === '/' ? undefined : 'has a path; write the organization URL alone, such as https://acme.okta.com';
}

function relativePath(value: string): string | undefined {
  return value.startsWith('/') || value.includes('://') ? 'is not relative to the issuer; write it without scheme, host and leading "/"' : undefined;
}
