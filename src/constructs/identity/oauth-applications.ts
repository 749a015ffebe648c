import { groupsByKey } from '../../common/data/grouped';
import {
  FLYTEADMIN_PATHS, NATIVE_REDIRECT_URIS, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import { RemoteRef, _entryOf } from '../../contract/upstream/remote-ref';
import {
  DataPlaneApplications, DataPlaneApplicationsProps, describeEager, describeOperator,
} from './data-plane-applications';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication, OAuthApplicationType, OAuthGrantType } from './oauth-application';
import { PipelineApplicationProps, _describePipeline } from './pipeline-application';
import { ProviderFeature } from './provider-feature';
import { RefreshTokens } from './providers/provider-description';
import { Description, ServiceApplicationProps } from './service-application';

/** The guide's three applications. Client secrets are never given here. */
export interface OAuthApplicationsProps {
  /** Client ID of the web application (`OIDC_CLIENT_ID` in the guide). */
  readonly webClientId: string;
  /** Client ID of the native application (`CLI_CLIENT_ID`). */
  readonly nativeClientId: string;
  /**
   * Client ID of the service application (`INTERNAL_CLIENT_ID`, and `AUTH_CLIENT_ID` where `UnionIdentity`
   * lists no data planes).
   */
  readonly serviceClientId: string;

  /**
   * Subject (`sub`) of the service application's tokens. Services trust the identity headers of whoever
   * presents it. Providers whose ids nobody can know before need it (Entra ID: the object ID of the service
   * principal), and so does a Keycloak realm that was made by hand instead of from `Registrations.files()`:
   * the id of the service account's user.
   *
   * @default - what the provider writes for the client ID, `IdentityProvider.serviceSubject`
   */
  readonly serviceSubject?: string;
}

/** @internal */
export interface Sessions {
  /** The guide asks for none at all. */
  readonly refreshTokens: boolean;
  /** Refresh tokens for SDK and CLI, at the price of API keys where the provider ties the two. */
  readonly preferRefreshTokens: boolean;
}

/** Everything that says which applications there are, checked. */
export interface ApplicationsOfIdentity {
  readonly applications: OAuthApplicationsProps;
  readonly dataPlanes?: readonly DataPlaneApplicationsProps[];
  readonly pipelines?: readonly PipelineApplicationProps[];
}

/** The OAuth applications of a deployment, as they must be registered with the identity provider. */
export class OAuthApplications {
  /** @internal */
  public static _of(
    props: ApplicationsOfIdentity, hosts: string[], provider: IdentityProvider, sessions: Sessions,
  ): OAuthApplications {
    return new OAuthApplications(props, hosts, provider, sessions);
  }

  /** Browser login. flyteadmin is the relying party; it uses client secret and state, not PKCE. */
  public readonly web: OAuthApplication;
  /** SDK and CLI: a public client, with PKCE. */
  public readonly native: OAuthApplication;
  /** All service-to-service communication, as far as no other application does it. */
  public readonly service: OAuthApplication;
  /** @internal */
  public readonly _dataPlanes: readonly DataPlaneApplications[];
  /** @internal */
  public readonly _pipelines: readonly OAuthApplication[];
  /**
   * Those that have one duty each, beside the three of the guide.
   *
   * @internal
   */
  public readonly _further: readonly OAuthApplication[];
  /**
   * Client IDs of those whose subject was given, and not computed.
   *
   * @internal
   */
  public readonly _statedSubjects: ReadonlySet<string>;
  /** Each data plane of a fleet asks for its own. */
  private readonly byEntry: ReadonlyMap<string, readonly OAuthApplication[]>;

  private constructor(
    props: ApplicationsOfIdentity, hosts: string[], provider: IdentityProvider, sessions: Sessions,
  ) {
    const { applications, dataPlanes = [], pipelines = [] } = props;
    const service = serviceApplications(provider, serviceScopesOf(provider, sessions));
    this.web = webApplication(applications.webClientId, hosts, provider, sessions);
    this.native = nativeApplication(applications.nativeClientId, provider, sessions);
    this.service = service(describeService(dataPlanes.length > 0), {
      clientId: applications.serviceClientId,
      subject: applications.serviceSubject,
    });
    this._dataPlanes = dataPlanes.map(({ clusterName, operator, eager, eagerApiKey }) => ({
      clusterName,
      operator: service(describeOperator(clusterName), operator),
      eager: eager && service(describeEager(clusterName), eager),
      eagerApiKey,
    }));
    this._pipelines = pipelines.map((pipeline) => service(_describePipeline(pipeline.name), pipeline));
    this._further = [
      ...this._dataPlanes.flatMap(({ operator, eager }) => (eager ? [operator, eager] : [operator])),
      ...this._pipelines,
    ];
    this.byEntry = groupsByKey(this._further, ({ secret }) => secret && _entryOf(secret));
    const stated = [
      { clientId: applications.serviceClientId, subject: applications.serviceSubject },
      ...dataPlanes.flatMap(({ operator, eager }) => (eager ? [operator, eager] : [operator])),
      ...pipelines,
    ];
    this._statedSubjects = new Set(
      stated.filter(({ subject }) => subject !== undefined).map(({ clientId }) => clientId),
    );
  }

  /**
   * Every application: web, native and service in the order of the guide, then operator and eager client of
   * each data plane, then pipelines.
   */
  public get all(): OAuthApplication[] {
    return [this.web, this.native, this.service, ...this._further];
  }

  /**
   * Those of one duty whose secret lies in this entry.
   *
   * @internal
   */
  public _withSecretIn(remote: RemoteRef): readonly OAuthApplication[] {
    return this.byEntry.get(_entryOf(remote)) ?? [];
  }
}

function describeService(planesHaveTheirOwn: boolean): Description {
  const purpose = planesHaveTheirOwn
    ? 'Service-to-service communication of the control plane'
    : 'All service-to-service communication';
  return { id: 'service', name: 'Union service (internal)', purpose };
}

/** Service applications are registered alike, whatever their duty. */
function serviceApplications(provider: IdentityProvider, scopes: string[]) {
  return (
    description: Description, { clientId, secret, subject }: ServiceApplicationProps,
  ): OAuthApplication => ({
    ...description,
    type: OAuthApplicationType.SERVICE,
    clientId,
    redirectUris: [],
    postLogoutRedirectUris: [],
    grantTypes: [OAuthGrantType.CLIENT_CREDENTIALS],
    scopes,
    requirePkce: false,
    hasClientSecret: true,
    secret,
    subject: subject ?? provider.serviceSubject(clientId),
  });
}

function nativeScopesOf(
  provider: IdentityProvider, { refreshTokens, preferRefreshTokens }: Sessions,
): string[] {
  if (!refreshTokens) {
    return provider.serviceScopes;
  }
  const tied = !provider._supports(ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS);
  return [...provider.nativeScopes, ...(tied && preferRefreshTokens ? [OFFLINE_ACCESS_SCOPE] : [])];
}

/**
 * What services request, and what API keys do: they are service applications, and request what people are
 * told.
 */
function serviceScopesOf(
  { serviceScopes, nativeScopes }: IdentityProvider, { refreshTokens }: Sessions,
): string[] {
  return [...new Set([...serviceScopes, ...(refreshTokens ? nativeScopes : [])])];
}

/** The grant of refresh tokens, for those who are given any. */
function refreshGrant(
  provider: IdentityProvider, { refreshTokens }: Sessions, scopes: readonly string[],
): OAuthGrantType[] {
  const given = provider._refreshTokens === RefreshTokens.ALWAYS || scopes.includes(OFFLINE_ACCESS_SCOPE);
  return given && refreshTokens ? [OAuthGrantType.REFRESH_TOKEN] : [];
}

function webApplication(
  clientId: string, hosts: readonly string[], provider: IdentityProvider, sessions: Sessions,
): OAuthApplication {
  return {
    id: 'web',
    name: 'Union web (browser login)',
    type: OAuthApplicationType.WEB,
    clientId,
    purpose: 'Console and web UI authentication',
    redirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.callback}`),
    postLogoutRedirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.logout}`),
    grantTypes: [
      OAuthGrantType.AUTHORIZATION_CODE, ...refreshGrant(provider, sessions, provider.webScopes),
    ],
    scopes: [...provider.webScopes, ...provider._webIsApi?.(clientId) ?? []],
    // Departs from the guide: DEVIATIONS.webWithoutPkce.
    requirePkce: false,
    hasClientSecret: true,
  };
}

function nativeApplication(
  clientId: string, provider: IdentityProvider, sessions: Sessions,
): OAuthApplication {
  const scopes = nativeScopesOf(provider, sessions);
  const deviceCode = provider._supports(ProviderFeature.DEVICE_CODE) ? [OAuthGrantType.DEVICE_CODE] : [];
  return {
    id: 'native',
    name: 'Union native (SDK and CLI)',
    type: OAuthApplicationType.NATIVE,
    clientId,
    purpose: 'SDK and CLI authentication',
    // Departs from the guide: DEVIATIONS.nativeRedirectUris.
    redirectUris: [...NATIVE_REDIRECT_URIS],
    postLogoutRedirectUris: [],
    grantTypes: [
      OAuthGrantType.AUTHORIZATION_CODE, ...deviceCode, ...refreshGrant(provider, sessions, scopes),
    ],
    scopes,
    requirePkce: true,
    hasClientSecret: false,
  };
}
