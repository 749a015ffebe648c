import { groupsByKey } from '../../common/data/collections';
import {
  FLYTEADMIN_PATHS, NATIVE_REDIRECT_URIS, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import { _entryOf, RemoteRef } from '../../contract/upstream/remote-ref';
import { IdentityProvider } from './identity-provider';
import {
  DataPlaneClients, Description, OAuthApplication, OAuthApplicationType, OAuthClient, OAuthGrantType,
  _describeClient, describeEager, describeOperator,
} from './oauth-client';
import { ProviderFeature, RefreshTokens } from './providers/provider-description';

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
   * The service application (`INTERNAL_CLIENT_ID`, and also `AUTH_CLIENT_ID` if `UnionIdentity` lists no data
   * planes).
   */
  readonly service: OAuthClient;
}

/** @internal */
export interface Sessions {
  /** The guide configures none. */
  readonly refreshTokens: boolean;
  /** Refresh tokens for SDK and CLI instead of API keys, if the provider supports only one of the two. */
  readonly preferRefreshTokens: boolean;
}

/** All checked props that define applications. */
export interface ApplicationsOfIdentity {
  readonly applications: Applications;
  readonly dataPlanes?: Readonly<Record<string, DataPlaneClients>>;
  readonly clients?: Readonly<Record<string, OAuthClient>>;
}

/** The purpose of an application. */
export enum Duty {
  WEB = 'web',
  NATIVE = 'native',
  SERVICE = 'service',
  OPERATOR = 'operator',
  EAGER = 'eager',
  CLIENT = 'client',
}

/** An application in the props, with its description. */
export interface StatedApplication extends Description {
  readonly duty: Duty;
  readonly client: OAuthClient;
  /** Its path in the props: `dataPlanes.east.operator`. */
  readonly prop: string;
  /** The source of its short name, and the path of that in the props. */
  readonly key: string;
  readonly keyProp: string;
}

/** Every application: the guide's in its order, then those of each data plane, then further clients. */
export function statedIn(
  { applications, dataPlanes = {}, clients = {} }: ApplicationsOfIdentity,
): StatedApplication[] {
  const planes = Object.entries(dataPlanes);
  const ofGuide = [
    { ...WEB, duty: Duty.WEB, client: applications.web },
    { ...NATIVE, duty: Duty.NATIVE, client: applications.native },
    { ...describeService(planes.length > 0), duty: Duty.SERVICE, client: applications.service },
  ];
  const ofPlanes = planes.flatMap(([cluster, { operator, eager }]) => [
    { ...describeOperator(cluster), duty: Duty.OPERATOR, client: operator, cluster },
    { ...describeEager(cluster), duty: Duty.EAGER, client: eager, cluster },
  ]);
  return [
    ...ofGuide.map((each) =>
      ({ ...each, prop: `applications.${each.id}`, key: each.id, keyProp: 'applications' })),
    ...ofPlanes.map(({ cluster, ...each }) => {
      const keyProp = `dataPlanes.${cluster}`;
      return { ...each, prop: `${keyProp}.${each.duty}`, key: cluster, keyProp };
    }),
    ...Object.entries(clients).map(([key, client]) => {
      const prop = `clients.${key}`;
      return { ..._describeClient(key), duty: Duty.CLIENT, client, prop, key, keyProp: prop };
    }),
  ].filter((each): each is StatedApplication => each.client !== undefined);
}

/** The OAuth applications of a deployment, as they must be registered at the identity provider. */
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
  /** All service-to-service calls that no other application makes. */
  public readonly service: OAuthApplication;
  /**
   * By name.
   *
   * @internal
   */
  public readonly _clients: ReadonlyMap<string, OAuthApplication>;
  /**
   * The scopes that SDK and CLI request.
   *
   * @internal
   */
  public readonly _nativeScopes: readonly string[];
  /**
   * Applications with one purpose each, besides the three of the guide.
   *
   * @internal
   */
  public readonly _further: readonly OAuthApplication[];
  /**
   * Client IDs of applications whose subject was given, not computed.
   *
   * @internal
   */
  public readonly _statedSubjects: ReadonlySet<string>;
  private readonly byProp: ReadonlyMap<string, OAuthApplication>;
  /** An index: each data plane of a fleet looks up its own. */
  private readonly byEntry: ReadonlyMap<string, readonly OAuthApplication[]>;

  private constructor(
    props: ApplicationsOfIdentity, hosts: string[], provider: IdentityProvider, sessions: Sessions,
  ) {
    this._nativeScopes = nativeScopesOf(provider, sessions);
    const serviceScopes = serviceScopesOf(provider, sessions);
    const made = statedIn(props).map((stated) => {
      const { duty, client, id, name, purpose } = stated;
      const registered = {
        [Duty.WEB]: () => webApplication(client, hosts, provider, sessions),
        [Duty.NATIVE]: () => nativeApplication(client, provider, sessions, this._nativeScopes),
        ...{} as Partial<Record<Duty, () => Registered>>,
      }[duty] ?? (() => serviceApplication(client, provider, serviceScopes));
      return { ...stated, application: { id, name, purpose, ...registered() } };
    });
    this.byProp = new Map(made.map(({ prop, application }) => [prop, application]));
    this.web = this._at('applications.web');
    this.native = this._at('applications.native');
    this.service = this._at('applications.service')!;
    this._clients = new Map(made.filter(({ duty }) => duty === Duty.CLIENT)
      .map(({ key, application }) => [key, application]));
    this._further = made.filter(({ duty }) => [Duty.OPERATOR, Duty.EAGER, Duty.CLIENT].includes(duty))
      .map(({ application }) => application);
    this.byEntry = groupsByKey(this.all, ({ secret }) => secret && _entryOf(secret));
    this._statedSubjects = new Set(
      made.flatMap(({ client: { clientId, subject } }) => (subject === undefined ? [] : [clientId])),
    );
  }

  /**
   * The application of a prop of the identity: `dataPlanes.east.operator`.
   *
   * @internal
   */
  public _at(prop: string): OAuthApplication | undefined {
    return this.byProp.get(prop);
  }

  /**
   * All applications: web, native and service in the order of the guide, then operator and eager client of
   * each data plane, then further clients.
   */
  public get all(): OAuthApplication[] {
    return [...this._ofPeople, this.service, ...this._further];
  }

  /**
   * The applications with which people sign in, if any.
   *
   * @internal
   */
  public get _ofPeople(): OAuthApplication[] {
    return [this.web, this.native].filter((application) => application !== undefined);
  }

  /**
   * The applications of one purpose whose secret is in this entry.
   *
   * @internal
   */
  public _withSecretIn(remote: RemoteRef): readonly OAuthApplication[] {
    return this.byEntry.get(_entryOf(remote)) ?? [];
  }
}

const WEB: Description = {
  id: 'web', name: 'Union web (browser login)', purpose: 'Console and web UI authentication',
};

const NATIVE: Description = {
  id: 'native', name: 'Union native (SDK and CLI)', purpose: 'SDK and CLI authentication',
};

function describeService(planesHaveTheirOwn: boolean): Description {
  const purpose = planesHaveTheirOwn
    ? 'Service-to-service communication of the control plane'
    : 'All service-to-service communication';
  return { id: 'service', name: 'Union service (internal)', purpose };
}

/** The registration of an application, without its names. */
type Registered = Omit<OAuthApplication, keyof Description>;

/** All service applications have the same registration. */
function serviceApplication(
  { clientId, secret, subject }: OAuthClient, provider: IdentityProvider, scopes: string[],
): Registered {
  return {
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
  };
}

/** Why API keys cannot work; undefined if they can. */
export function apiKeysRefused(provider: IdentityProvider, sessions: Sessions): string | undefined {
  return !provider._supports(ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS)
    && nativeScopesOf(provider, sessions).includes(OFFLINE_ACCESS_SCOPE)
    ? 'conflicts with preferRefreshTokens: an API key gets its scopes from flyteadmin, offline_access '
      + `included, which ${provider.name} refuses for client credentials; leave out one of the two`
    : undefined;
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

/** The scopes of services. API keys request those of people, as they get them from flyteadmin. */
function serviceScopesOf(
  { serviceScopes, nativeScopes }: IdentityProvider, { refreshTokens }: Sessions,
): string[] {
  return [...new Set([...serviceScopes, ...(refreshTokens ? nativeScopes : [])])];
}

/** The refresh token grant, for applications that get refresh tokens. */
function refreshGrant(
  provider: IdentityProvider, { refreshTokens }: Sessions, scopes: readonly string[],
): OAuthGrantType[] {
  const isGiven = provider._description.refreshTokens === RefreshTokens.ALWAYS
    || scopes.includes(OFFLINE_ACCESS_SCOPE);
  return isGiven && refreshTokens ? [OAuthGrantType.REFRESH_TOKEN] : [];
}

function webApplication(
  { clientId, secret }: OAuthClient, hosts: readonly string[], provider: IdentityProvider, sessions: Sessions,
): Registered {
  return {
    type: OAuthApplicationType.WEB,
    clientId,
    redirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.callback}`),
    postLogoutRedirectUris: hosts.map((host) => `https://${host}${FLYTEADMIN_PATHS.logout}`),
    grantTypes: [
      OAuthGrantType.AUTHORIZATION_CODE, ...refreshGrant(provider, sessions, provider.webScopes),
    ],
    scopes: [...provider.webScopes, ...provider._description.webIsApi?.(clientId) ?? []],
    // Departs from the guide: DEVIATIONS.webWithoutPkce.
    requirePkce: false,
    hasClientSecret: true,
    secret,
  };
}

function nativeApplication(
  { clientId }: OAuthClient, provider: IdentityProvider, sessions: Sessions, scopes: readonly string[],
): Registered {
  const deviceCode = provider._supports(ProviderFeature.DEVICE_CODE) ? [OAuthGrantType.DEVICE_CODE] : [];
  return {
    type: OAuthApplicationType.NATIVE,
    clientId,
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
