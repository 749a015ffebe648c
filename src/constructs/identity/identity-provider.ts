import { filledIn } from '../../common/props/checks';
import { demand, text } from '../../common/props/prop-types';
import { Auth0ProviderProps, describeAuth0 } from './providers/auth0';
import { AuthentikProviderProps, describeAuthentik } from './providers/authentik';
import { CognitoProviderProps, describeCognito } from './providers/cognito';
import { DexProviderProps, describeDex } from './providers/dex';
import { EntraIdProviderProps, describeEntraId } from './providers/entra-id';
import { HydraProviderProps, describeHydra } from './providers/hydra';
import { KeycloakProviderProps, describeKeycloak } from './providers/keycloak';
import { OidcProviderProps, describeOidc } from './providers/oidc';
import { OktaProviderProps, describeOkta } from './providers/okta';
import {
  ProviderDescription, ProviderFeature, ProviderLimit, RefreshTokens, Registrar, SERVICE_SCOPES,
  nativeScopes, refreshTokensOrApiKeys, webScopes,
} from './providers/provider-description';

export type { Auth0ProviderProps } from './providers/auth0';
export type { AuthentikProviderProps } from './providers/authentik';
export type { CognitoProviderProps } from './providers/cognito';
export type { DexProviderProps } from './providers/dex';
export type { EntraIdProviderProps } from './providers/entra-id';
export type { HydraProviderProps } from './providers/hydra';
export type { KeycloakProviderProps } from './providers/keycloak';
export type { OidcProviderProps } from './providers/oidc';
export type { OktaProviderProps } from './providers/okta';

/**
 * The identity provider, to which flyteadmin redirects browsers, and which issues the tokens of services.
 *
 * Immutable. `docs/providers.md` describes the setup of each provider.
 */
export class IdentityProvider {
  /**
   * Any OpenID Connect provider, by its endpoints.
   *
   * @throws when the issuer or an endpoint is not an `https` URL or is a placeholder, when the token endpoint
   * is on another host than the issuer and `tokenEndpointOnOtherHost` is not set, and when the provider is
   * Google, which is not supported.
   *
   * @example
   * IdentityProvider.oidc({
   *   issuer: 'https://idp.example.com',
   *   tokenEndpoint: 'https://idp.example.com/oauth2/token',
   * });
   */
  public static oidc(props: OidcProviderProps): IdentityProvider {
    return new IdentityProvider(describeOidc(props));
  }

  /**
   * Okta with a custom authorization server.
   *
   * Source: Okta, "Authorization servers" and "OpenID Connect & OAuth 2.0 API": issuer
   * `<orgUrl>/oauth2/<id>`, endpoints under `<issuer>/v1`.
   *
   * @throws when `orgUrl` is not an `https` URL without a path, or the authorization server ID is empty.
   *
   * @example
   * IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' });
   */
  public static okta(props: OktaProviderProps): IdentityProvider {
    return new IdentityProvider(describeOkta(props));
  }

  /**
   * Microsoft Entra ID, single tenant. One app registration represents the deployment's API: the web
   * application, unless `apiClientId` names another one.
   *
   * Source: Microsoft identity platform, "OpenID Connect on the Microsoft identity platform" (endpoints),
   * "Scopes and permissions" (`/.default`), "Access token claims reference" (`aud`, `idtyp`); Union's
   * documentation of self-hosted authentication (scopes of each application).
   *
   * @throws when the tenant is not a UUID, or the application ID URI is one that Entra ID cannot put into a
   *   token.
   *
   * @example
   * IdentityProvider.entraId({ tenantId: '11111111-2222-3333-4444-555555555555' });
   */
  public static entraId(props: EntraIdProviderProps): IdentityProvider {
    return new IdentityProvider(describeEntraId(props));
  }

  /**
   * A realm of Keycloak, 25 or later.
   *
   * The realm needs a client scope `all` that writes the claims `scp` (as a list) and `aud`: Keycloak puts a
   * `client_id` into the tokens of service accounts, and flyteadmin then requires `all` in `scp`, which
   * Keycloak does not write by default. The realm of `Registrations.files()` has this scope.
   *
   * Source: Keycloak, "Securing applications and services with OpenID Connect" (endpoints), "Protocol
   * mappers"; flyteadmin `auth/authzserver/claims_verifier.go`.
   *
   * @throws when `serverUrl` is not an `https` URL, or the realm's name cannot be in a URL path.
   *
   * @example
   * IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union' });
   */
  public static keycloak(props: KeycloakProviderProps): IdentityProvider {
    return new IdentityProvider(describeKeycloak(props));
  }

  /**
   * An authentik server, 2024.4 or later. Each application is its own issuer. flyteadmin gets that of the web
   * application, and accepts the tokens of the others because all sign with one key.
   *
   * Source: authentik, "OAuth 2.0 provider" (endpoints, issuer mode), "Machine-to-machine authentication" (a
   * client secret creates its own service account since 2024.4); flyteadmin
   * `auth/authzserver/resource_server.go`. Not tried.
   *
   * @throws when `serverUrl` is not an `https` URL or names an application, or the slug is invalid.
   *
   * @example
   * IdentityProvider.authentik({ serverUrl: 'https://auth.example.com', webSlug: 'union-web' });
   */
  public static authentik(props: AuthentikProviderProps): IdentityProvider {
    return new IdentityProvider(describeAuthentik(props));
  }

  /**
   * An Auth0 tenant with one API that represents the deployment, whose JSON Web Token profile is "Auth0".
   *
   * Source: Auth0, "Access token profiles" (claims), "Get access tokens" (`audience`), "Device authorization
   * flow".
   *
   * @throws when the domain is not a bare host name, or the audience is one of Auth0's own APIs.
   *
   * @example
   * IdentityProvider.auth0({ domain: 'acme.eu.auth0.com' });
   */
  public static auth0(props: Auth0ProviderProps): IdentityProvider {
    return new IdentityProvider(describeAuth0(props));
  }

  /**
   * An Amazon Cognito user pool of the Essentials or Plus plan.
   *
   * The pool needs a pre token generation trigger, event version `V3_0`, that adds the claims `scp: ["all"]`
   * and `aud: <client ID>`: Cognito's access tokens have neither, but always a `client_id`.
   * `docs/providers.md` shows it. Cognito has no device code grant, no scope `offline_access`, and only the
   * client ID as audience.
   *
   * Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger", "User pool endpoints".
   *
   * @throws when the user pool ID or the domain is invalid.
   *
   * @example
   * IdentityProvider.cognito({
   *   userPoolId: 'us-east-2_aaaaaaaaa',
   *   domain: 'acme.auth.us-east-2.amazoncognito.com',
   * });
   */
  public static cognito(props: CognitoProviderProps): IdentityProvider {
    return new IdentityProvider(describeCognito(props));
  }

  /**
   * A Dex server, with the connectors of your people.
   *
   * Dex writes the client ID into `aud`, and has neither a scope `all` nor a `client_id` claim. Services
   * request `openid`, which flyteadmin accepts.
   *
   * Source: Dex `server/oauth2.go` (scopes, subject), `server/grants/clientcredentials.go`.
   *
   * @throws when the issuer is not an `https` URL, or a scope is one that Dex refuses.
   *
   * @example
   * IdentityProvider.dex({ issuer: 'https://dex.example.com' });
   */
  public static dex(props: DexProviderProps): IdentityProvider {
    return new IdentityProvider(describeDex(props));
  }

  /**
   * An Ory Hydra server that issues JWT access tokens (`strategies.access_token: jwt`).
   *
   * Source: Ory Hydra, "JSON Web Tokens", "OAuth 2.0 audience", `driver/config/provider.go` (endpoints).
   *
   * @throws when the issuer is not an `https` URL.
   *
   * @example
   * IdentityProvider.hydra({ issuer: 'https://hydra.example.com' });
   */
  public static hydra(props: HydraProviderProps): IdentityProvider {
    return new IdentityProvider(describeHydra(props));
  }

  /** Display name of the provider. */
  public readonly name: string;
  /** The issuer identifier (`iss`). */
  public readonly issuer: string;
  /** The token endpoint. */
  public readonly tokenEndpoint: string;
  /** The authorization endpoint; `undefined` if unknown. */
  public readonly authorizationEndpoint?: string;
  /** The device authorization endpoint (RFC 8628); `undefined` if there is none or it is unknown. */
  public readonly deviceAuthorizationEndpoint?: string;
  /** Path of the provider's metadata, relative to the issuer. */
  public readonly metadataPath: string;
  /**
   * The audience of the provider's access tokens; `undefined` if it is the deployment's own URL, or the
   * client ID.
   */
  public readonly audience?: string;
  /** Other audiences that its access tokens can have instead. */
  public readonly furtherAudiences: string[];
  /** Whether the audience of each access token is the ID of the requesting client. */
  public readonly audienceIsClientId: boolean;
  /** Whether clients must request the audience to get a token for it. */
  public readonly audienceMustBeRequested: boolean;
  /** The scopes that services request. */
  public readonly serviceScopes: string[];
  /**
   * The scopes that flyteadmin's public client config offers to SDK, CLI and API keys: the service scopes,
   * and `offline_access` if refresh tokens need it and client credentials may request it.
   */
  public readonly nativeScopes: string[];
  /**
   * The scopes that flyteadmin requests for a browser login. With Entra ID and the web application as the
   * API, it also requests that of the API.
   */
  public readonly webScopes: string[];
  /** Claims that identify a token of a service: name of the claim to the values that mean a service. */
  public readonly identityTypeClaimsForApps: { [claim: string]: string[] };
  /** The claims with the caller's subject; the first that is not empty applies. */
  public readonly subjectClaimNames: string[];
  /**
   * Features that the provider lacks.
   *
   * @internal
   */
  public readonly _limits: ProviderLimit[];

  private constructor(
    /** @internal */
    public readonly _description: ProviderDescription,
  ) {
    const { refreshTokens, serviceScopes = SERVICE_SCOPES } = _description;
    this.name = _description.name;
    this.issuer = _description.issuer;
    this.tokenEndpoint = _description.tokenEndpoint;
    this.authorizationEndpoint = _description.authorizationEndpoint;
    this.deviceAuthorizationEndpoint = _description.deviceAuthorizationEndpoint;
    this.metadataPath = _description.metadataPath;
    this.audience = _description.audience;
    this.furtherAudiences = [..._description.furtherAudiences ?? []];
    this.audienceIsClientId = _description.audienceIsClientId ?? false;
    this.audienceMustBeRequested = _description.audienceMustBeRequested ?? false;
    this.serviceScopes = [...serviceScopes];
    this.nativeScopes = [..._description.nativeScopes ?? nativeScopes(serviceScopes, refreshTokens)];
    this.webScopes = [..._description.webScopes ?? webScopes(refreshTokens)];
    this.identityTypeClaimsForApps = { ..._description.identityTypeClaimsForApps };
    this.subjectClaimNames = [..._description.subjectClaimNames ?? ['sub']];
    this._limits = limitsOf(_description);
  }

  /**
   * Creates the registration files of the provider.
   *
   * @internal
   */
  public get _registrar(): Registrar {
    return this._description.registrar ?? {};
  }

  /**
   * How to find the subject of a service, if the provider chooses it.
   *
   * @internal
   */
  public get _subjectRemedy(): string {
    return this._description.subjectRemedy
      ?? `${this.name} writes its own ID there; decode a token of the application and copy its "sub"`;
  }

  /**
   * Whether the provider chooses the subject of a service, so that it cannot be computed.
   *
   * @internal
   */
  public get _choosesSubjects(): boolean {
    return this._description.serviceSubject === undefined;
  }

  /**
   * The URL of the provider's metadata, resolved as flyteadmin resolves it
   * (`auth/authzserver/resource_server.go`).
   */
  public get metadataUrl(): string {
    return `${this.issuer.replace(/\/$/, '')}/${this.metadataPath}`;
  }

  /**
   * Whether the provider has the feature.
   *
   * @internal
   */
  public _supports(feature: ProviderFeature): boolean {
    return !this._limits.some((limit) => limit.feature === feature);
  }

  /**
   * Throws unless the provider has the feature.
   *
   * @throws with the reason and an alternative.
   *
   * @internal
   */
  public _require(feature: ProviderFeature): void {
    const limit = this._limits.find((candidate) => candidate.feature === feature);
    if (limit) {
      throw new Error(`${limit.reason}.`);
    }
  }

  /**
   * The subject (`sub`) in the tokens of a service; `undefined` if the provider chooses it (Entra ID: the
   * object ID of the service principal). For Keycloak it is the ID of the service account's user in the
   * emitted realm; a realm created by hand has another. For `IdentityProvider.oidc` it is the client ID, as
   * RFC 9068 recommends: compare it with the `sub` of a token.
   *
   * @param clientId the client ID of the service application
   */
  public serviceSubject(clientId: string): string | undefined {
    demand('IdentityProvider.serviceSubject', { clientId }, { clientId: text(filledIn) });
    return this._description.serviceSubject?.(clientId);
  }
}

function limitsOf({ name, limits = [], refreshTokens }: ProviderDescription): ProviderLimit[] {
  const said = limits.some(({ feature }) => feature === ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS);
  return refreshTokens === RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES && !said
    ? [...limits, refreshTokensOrApiKeys(name)]
    : [...limits];
}
