import { groupsByKey } from '../../common/data/collections';
import {
  FLYTEADMIN_PATHS, NATIVE_REDIRECT_URIS, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import { _entryOf, RemoteRef } from '../../contract/upstream/remote-ref';
import {
  DataPlaneApplications, DataPlaneClients, describeEager, describeOperator,
} from './data-plane-clients';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication, OAuthApplicationType, OAuthGrantType } from './oauth-application';
import { Description, OAuthClient, _describeClient } from './oauth-client';
import { ProviderFeature } from './provider-feature';
import { RefreshTokens } from './providers/provider-description';

/** The guide's three applications. */
export interface Applications {
  /**
   * The web application, with which flyteadmin signs people in (`OIDC_CLIENT_ID` in the guide).
   *
   * @default - none: a control plane and `Registrations` require it
   */
  readonly web?: OAuthClient;

  /**
   * The native application of SDK and CLI (`CLI_CLIENT_ID`), a public client.
   *
   * @default - none: a control plane and `Registrations` require it
   */
  readonly native?: OAuthClient;

  /**
   * The service application (`INTERNAL_CLIENT_ID`, and `AUTH_CLIENT_ID` where `UnionIdentity` lists no data
   * planes).
   */
  readonly service: OAuthClient;
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
  readonly applications: Applications;
  readonly dataPlanes?: Readonly<Record<string, DataPlaneClients>>;
  readonly clients?: Readonly<Record<string, OAuthClient>>;
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
  public readonly web?: OAuthApplication;
  /** SDK and CLI: a public client, with PKCE. */
  public readonly native?: OAuthApplication;
  /** All service-to-service communication, as far as no other application does it. */
  public readonly service: OAuthApplication;
  /**
   * By the name of the cluster.
   *
   * @internal
   */
  public readonly _dataPlanes: ReadonlyMap<string, DataPlaneApplications>;
  /**
   * By name.
   *
   * @internal
   */
  public readonly _clients: ReadonlyMap<string, OAuthApplication>;
  /**
   * What SDK and CLI request.
   *
   * @internal
   */
  public readonly _nativeScopes: readonly string[];
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
    const { applications: { web, native, service: internal }, dataPlanes = {}, clients = {} } = props;
    const service = serviceApplications(provider, serviceScopesOf(provider, sessions));
    const named = Object.entries(dataPlanes);
    this._nativeScopes = nativeScopesOf(provider, sessions);
    this.web = web && webApplication(web, hosts, provider, sessions);
    this.native = native && nativeApplication(native, provider, sessions, this._nativeScopes);
    this.service = service(describeService(named.length > 0), internal);
    this._dataPlanes = new Map(named.map(([clusterName, { operator, eager, eagerApiKey }]) => [clusterName, {
      clusterName,
      operator: service(describeOperator(clusterName), operator),
      eager: eager && service(describeEager(clusterName), eager),
      eagerApiKey,
    }]));
    this._clients = new Map(Object.entries(clients).map(([name, client]) =>
      [name, service(_describeClient(name), client)]));
    this._further = [
      ...[...this._dataPlanes.values()].flatMap(({ operator, eager }) =>
        (eager ? [operator, eager] : [operator])),
      ...this._clients.values(),
    ];
    this.byEntry = groupsByKey(this.all, ({ secret }) => secret && _entryOf(secret));
    const stated = [
      internal,
      ...named.flatMap(([, { operator, eager }]) => (eager ? [operator, eager] : [operator])),
      ...Object.values(clients),
    ];
    this._statedSubjects = new Set(
      stated.filter(({ subject }) => subject !== undefined).map(({ clientId }) => clientId),
    );
  }

  /**
   * Every application: web, native and service in the order of the guide, then operator and eager client of
   * each data plane, then further clients.
   */
  public get all(): OAuthApplication[] {
    return [...this._ofPeople, this.service, ...this._further];
  }

  /**
   * Those with which people sign in, as far as there are any.
   *
   * @internal
   */
  public get _ofPeople(): OAuthApplication[] {
    return [this.web, this.native].filter((application) => application !== undefined);
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
    description: Description, { clientId, secret, subject }: OAuthClient,
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
  { clientId, secret }: OAuthClient, hosts: readonly string[], provider: IdentityProvider, sessions: Sessions,
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
    secret,
  };
}

function nativeApplication(
  { clientId }: OAuthClient, provider: IdentityProvider, sessions: Sessions, scopes: readonly string[],
): OAuthApplication {
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
    scopes: [...scopes],
    requirePkce: true,
    hasClientSecret: false,
  };
}
