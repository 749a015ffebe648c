import { Problems } from '../_internal/problems';
import { FLYTEADMIN_PATHS, NATIVE_REDIRECT_URIS, OFFLINE_ACCESS_SCOPE } from '../contract/union/flyteadmin';
import { departs, DEVIATIONS } from './deviations';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication, OAuthApplicationType, OAuthGrantType } from './oauth-application';
import { ProviderFeature } from './provider-feature';
import { RefreshTokens } from './providers/provider-description';

/** The client IDs of the guide's three applications. Client secrets are never given here. */
export interface OAuthApplicationsProps {
  /** Client ID of the web application (`OIDC_CLIENT_ID` in the guide). */
  readonly webClientId: string;
  /** Client ID of the native application (`CLI_CLIENT_ID`). */
  readonly nativeClientId: string;
  /** Client ID of the service application (`INTERNAL_CLIENT_ID`, and `AUTH_CLIENT_ID` on the data plane). */
  readonly serviceClientId: string;
}

/** @internal */
export interface Sessions {
  /** The guide asks for none at all. */
  readonly refreshTokens: boolean;
  /** Refresh tokens for SDK and CLI, at the price of API keys where the provider ties the two. */
  readonly preferRefreshTokens: boolean;
}

/** The three OAuth applications, as they must be registered with the identity provider. */
export class OAuthApplications {
  /** @internal */
  public static _of(props: OAuthApplicationsProps, hosts: string[], provider: IdentityProvider, sessions: Sessions): OAuthApplications {
    return new OAuthApplications(props, hosts, provider, sessions);
  }

  /** Browser login. flyteadmin is the relying party; it uses client secret and state, not PKCE. */
  public readonly web: OAuthApplication;
  /** SDK and CLI: a public client, with PKCE. */
  public readonly native: OAuthApplication;
  /** All service-to-service communication. */
  public readonly service: OAuthApplication;

  private constructor(props: OAuthApplicationsProps, hosts: string[], provider: IdentityProvider, sessions: Sessions) {
    const nativeScopes = nativeScopesOf(provider, sessions);
    const deviceCode = provider.supports(ProviderFeature.DEVICE_CODE) ? [OAuthGrantType.DEVICE_CODE] : [];
    this.web = {
      name: 'Union web (browser login)',
      type: OAuthApplicationType.WEB,
      clientId: props.webClientId,
      purpose: 'Console and web UI authentication',
      redirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.callback}`),
      postLogoutRedirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.logout}`),
      grantTypes: [OAuthGrantType.AUTHORIZATION_CODE, ...refreshGrant(provider, sessions, provider.webScopes)],
      scopes: provider.webScopes,
      requirePkce: departs(DEVIATIONS.webWithoutPkce, false),
      hasClientSecret: true,
    };
    this.native = {
      name: 'Union native (SDK and CLI)',
      type: OAuthApplicationType.NATIVE,
      clientId: props.nativeClientId,
      purpose: 'SDK and CLI authentication',
      redirectUris: departs(DEVIATIONS.nativeRedirectUris, [...NATIVE_REDIRECT_URIS]),
      postLogoutRedirectUris: [],
      grantTypes: [OAuthGrantType.AUTHORIZATION_CODE, ...deviceCode, ...refreshGrant(provider, sessions, nativeScopes)],
      scopes: nativeScopes,
      requirePkce: true,
      hasClientSecret: false,
    };
    this.service = {
      name: 'Union service (internal)',
      type: OAuthApplicationType.SERVICE,
      clientId: props.serviceClientId,
      purpose: 'All service-to-service communication',
      redirectUris: [],
      postLogoutRedirectUris: [],
      grantTypes: [OAuthGrantType.CLIENT_CREDENTIALS],
      scopes: serviceScopesOf(provider, sessions),
      requirePkce: false,
      hasClientSecret: true,
    };
  }

  /** The three in the order of the guide. */
  public get all(): OAuthApplication[] {
    return [this.web, this.native, this.service];
  }
}

function nativeScopesOf(provider: IdentityProvider, { refreshTokens, preferRefreshTokens }: Sessions): string[] {
  if (!refreshTokens) {
    return provider.serviceScopes;
  }
  const tied = !provider.supports(ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS);
  return [...provider.nativeScopes, ...(tied && preferRefreshTokens ? [OFFLINE_ACCESS_SCOPE] : [])];
}

/** What services request, and what API keys do: they are service applications, and request what people are told. */
function serviceScopesOf({ serviceScopes, nativeScopes }: IdentityProvider, { refreshTokens }: Sessions): string[] {
  return [...new Set([...serviceScopes, ...(refreshTokens ? nativeScopes : [])])];
}

/** The grant of refresh tokens, for those who are given any. */
function refreshGrant(provider: IdentityProvider, { refreshTokens }: Sessions, scopes: readonly string[]): OAuthGrantType[] {
  const given = provider._refreshTokens === RefreshTokens.ALWAYS || scopes.includes(OFFLINE_ACCESS_SCOPE);
  return given && refreshTokens ? [OAuthGrantType.REFRESH_TOKEN] : [];
}

/** @internal */
export function _checkClientIds(problems: Problems, props: OAuthApplicationsProps): void {
  const ids = Object.entries({ webClientId: props.webClientId, nativeClientId: props.nativeClientId, serviceClientId: props.serviceClientId });
  const owners = new Map<string, string>();
  for (const [prop, id] of ids) {
    problems.check(prop, id, (value) => {
      const owner = owners.get(value);
      return owner && `is also ${owner}; register one application each, they need different grant types`;
    });
    owners.set(id, prop);
  }
}
