import { filledIn } from '../../common/props/checks';
import { demand, instanceOf, text } from '../../common/props/prop-types';
import { suggestion } from '../../common/props/suggestion';
import { TextFile } from '../output/text-file';
import { checkApplications } from './check-applications';
import { checklist } from './checklist';
import { Deviation, DEVIATIONS } from './deviations';
import { IdentityProvider } from './identity-provider';
import { apiKeysRefused, OAuthApplications, Sessions } from './oauth-applications';
import { EagerApiKey, OAuthApplication } from './oauth-client';
import {
  AuthProfile, UNION_IDENTITY_PROPS, UNLISTED_DATA_PLANE, UnionIdentityProps, UnlistedDataPlaneOptions,
} from './union-identity-props';

/**
 * The identity of one Union deployment: its domain, its identity provider, its applications.
 *
 * Validated once, immutable, shared by both planes.
 *
 * @example
 * const identity = new UnionIdentity({
 *   domain: 'union.example.com',
 *   organization: 'acme',
 *   identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
 *   applications: {
 *     web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
 *     native: { clientId: '0oa-native-2222' },
 *     service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
 *   },
 * });
 * identity.checklist.writeTo(app, 'oauth-applications.md');
 */
export class UnionIdentity {
  /** The host name of the control plane. */
  public readonly domain: string;
  /** Additional host names of the control plane. */
  public readonly additionalDomains: string[];
  /** The identity provider. */
  public readonly identityProvider: IdentityProvider;
  /**
   * The OAuth applications as they must be registered.
   *
   * @internal
   */
  public readonly _applications: OAuthApplications;
  /** Name of the organization; `undefined` if none was given. */
  public readonly organization?: string;
  /** Client IDs of additional clients that call the control plane. */
  public readonly additionalClientIds: string[];
  /** Whether the output follows the guide or fixes its faults. */
  public readonly profile: AuthProfile;
  private readonly sessions: Sessions;
  private readonly dataPlanes: ReadonlyMap<string, DataPlaneIdentity>;

  /**
   * @throws when a domain is not a bare lower-case host name, a client ID is empty, a placeholder or given
   *   twice, a name is invalid, two applications share a name, a secret or a subject, or an application of a
   *   data plane has no subject although the provider chooses it. The error lists all problems.
   */
  public constructor(props: UnionIdentityProps) {
    this.profile = props?.profile ?? AuthProfile.HARDENED;
    const sessions = {
      refreshTokens: this._mend(DEVIATIONS.refreshTokens, true, false),
      preferRefreshTokens: props?.preferRefreshTokens ?? false,
    };
    demand('UnionIdentity', props, UNION_IDENTITY_PROPS, (problems) => {
      const { domain, additionalDomains = [], identityProvider } = props;
      problems.eachOnce([domain, ...additionalDomains], (i) => `additionalDomains[${i - 1}]`,
        'is given twice; list each host once');
      checkApplications(problems, props, identityProvider, sessions);
    });

    this.domain = props.domain;
    this.additionalDomains = [...props.additionalDomains ?? []];
    this.additionalClientIds = [...props.additionalClientIds ?? []];
    this.identityProvider = props.identityProvider;
    this.organization = props.organization;
    this.sessions = sessions;
    this._applications = OAuthApplications._of(props, this.domains, props.identityProvider, sessions);
    this.dataPlanes = new Map(Object.entries(props.dataPlanes ?? {}).map(([clusterName, { eagerApiKey }]) =>
      [clusterName, DataPlaneIdentity._listed(this, { clusterName, eagerApiKey })]));
  }

  /**
   * A data plane with its own applications, to pass to `DataPlaneAuth` or `DataPlane`.
   *
   * @param clusterName its key in `dataPlanes`
   * @throws when `dataPlanes` does not list it.
   */
  public dataPlane(clusterName: string): DataPlaneIdentity {
    demand('UnionIdentity.dataPlane', { clusterName }, {
      clusterName: text(filledIn, (name) => unknownName(name, 'dataPlanes', [...this.dataPlanes.keys()])),
    });
    return this.dataPlanes.get(clusterName)!;
  }

  /**
   * A data plane without its own applications. It signs in with the service application of the control plane.
   *
   * @throws when `dataPlanes` is not empty, since each data plane then needs its own, or when a name is
   * invalid.
   */
  public unlistedDataPlane(options: UnlistedDataPlaneOptions = {}): DataPlaneIdentity {
    demand('UnionIdentity.unlistedDataPlane', options, UNLISTED_DATA_PLANE, (problems) => {
      const names = [...this.dataPlanes.keys()];
      if (names.length > 0) {
        problems.addUnshown('dataPlanes', `lists ${names.join(', ')}, and each data plane then needs `
          + 'its own applications; list this one too, and use dataPlane(…)');
      }
    });
    return DataPlaneIdentity._unlisted(this, options);
  }

  /**
   * An additional client, such as a pipeline, to pass to `WorkloadClient`.
   *
   * @param name its key in `clients`
   * @throws when `clients` does not list it.
   */
  public client(name: string): ClientIdentity {
    const { _clients: listed } = this._applications;
    demand('UnionIdentity.client', { name }, {
      name: text(filledIn, (given) => unknownName(given, 'clients', [...listed.keys()])),
    });
    return ClientIdentity._of(this, listed.get(name)!);
  }

  /**
   * The data planes with their own applications.
   *
   * @internal
   */
  public get _dataPlanes(): DataPlaneIdentity[] {
    return [...this.dataPlanes.values()];
  }

  /**
   * The applications of additional clients.
   *
   * @internal
   */
  public get _clients(): OAuthApplication[] {
    return [...this._applications._clients.values()];
  }

  /**
   * Client IDs that the control plane accepts besides the guide's: those of data planes and pipelines.
   *
   * @internal
   */
  public get _trustedClientIds(): string[] {
    return this._applications._further.map(({ clientId }) => clientId);
  }

  /** All host names of the control plane, the main one first. */
  public get domains(): string[] {
    return [this.domain, ...this.additionalDomains];
  }

  /** The URL of the control plane, and default audience of access tokens. */
  public get url(): string {
    return `https://${this.domain}`;
  }

  /** The setup of the identity provider, as a Markdown checklist. */
  public get checklist(): TextFile {
    return TextFile._of(checklist(this, this._applications.all));
  }

  /**
   * The audiences that flyteadmin must accept: the deployment's URL, and the audiences that the provider
   * writes instead.
   *
   * Source: flyteadmin `auth/authzserver/resource_server.go` compares them to `aud` as exact strings.
   */
  public get allowedAudience(): string[] {
    const { audience, furtherAudiences, audienceIsClientId } = this.identityProvider;
    const { all, web } = this._applications;
    const clientIds = audienceIsClientId
      ? [...all.map(({ clientId }) => clientId), ...this.additionalClientIds]
      : [];
    const api = web && this.identityProvider._description.webIsApi ? [web.clientId] : [];
    return [
      ...new Set([
        this.url, ...(audience === undefined ? [] : [audience]), ...furtherAudiences, ...api, ...clientIds,
      ]),
    ];
  }

  /**
   * The audience that clients must request; `undefined` if the provider writes it without a request.
   *
   * SDK and CLI get it from flyteadmin (`thirdPartyConfig.flyteClient.audience`); services have it in their
   * own settings.
   */
  public get requestedAudience(): string | undefined {
    const { audience, audienceMustBeRequested } = this.identityProvider;
    return audienceMustBeRequested ? audience ?? this.url : undefined;
  }

  /**
   * A departure from the guide: returns the guide's value under `AuthProfile.GUIDE`, otherwise ours. Nothing
   * else reads the profile, so every departure is one of `DEVIATIONS`.
   *
   * @internal
   */
  public _mend<T, G = T>(_: Deviation | readonly Deviation[], mended: T, guide: G): T | G {
    return this.profile === AuthProfile.GUIDE ? guide : mended;
  }

  /**
   * Whether flyteadmin accepts the audience of this client's tokens.
   *
   * @param clientId the client ID of a service application
   */
  public allowsAudienceOf(clientId: string): boolean {
    demand('UnionIdentity.allowsAudienceOf', { clientId }, { clientId: text() });
    return !this.identityProvider.audienceIsClientId || this.allowedAudience.includes(clientId);
  }

  /**
   * Why API keys cannot work; `undefined` if they can.
   *
   * @internal
   */
  public get _apiKeysRefused(): string | undefined {
    return apiKeysRefused(this.identityProvider, this.sessions);
  }
}

/**
 * One data plane of a deployment, with its identity, cluster and applications, for `DataPlaneAuth` and
 * `DataPlane`. `UnionIdentity.dataPlane` and `UnionIdentity.unlistedDataPlane` return it.
 */
export class DataPlaneIdentity {
  /** @internal */
  public static _listed(identity: UnionIdentity, options: UnlistedDataPlaneOptions): DataPlaneIdentity {
    return new DataPlaneIdentity(identity, options, `dataPlanes.${options.clusterName}`);
  }

  /** @internal */
  public static _unlisted(identity: UnionIdentity, options: UnlistedDataPlaneOptions): DataPlaneIdentity {
    return new DataPlaneIdentity(identity, options);
  }

  /** The cluster name with which it registers; `undefined` if the chart sets it. */
  public readonly clusterName?: string;
  /** Client ID with which its services sign in: that of the operator, or of the service application. */
  public readonly clientId: string;
  /**
   * The operator's application, which all services of the data plane share, or the service application.
   *
   * @internal
   */
  public readonly _operator: OAuthApplication;
  /**
   * The application of eager tasks, if they have their own.
   *
   * @internal
   */
  public readonly _eager?: OAuthApplication;
  /**
   * The source of the API key of eager tasks; absent if there is none.
   *
   * @internal
   */
  public readonly _eagerApiKey?: EagerApiKey;

  private constructor(
    /** The identity of the deployment. */
    public readonly identity: UnionIdentity,
    { clusterName, eagerApiKey }: UnlistedDataPlaneOptions,
    private readonly prop?: string,
  ) {
    const { _applications: applications } = identity;
    this.clusterName = clusterName;
    this._operator = applications._at(`${prop}.operator`) ?? applications.service;
    this._eager = applications._at(`${prop}.eager`);
    this._eagerApiKey = eagerApiKey ?? (this._eager && EagerApiKey.fromOperator());
    this.clientId = this._operator.clientId;
  }

  /**
   * Whether the operator fetches the API key of eager tasks from the control plane.
   *
   * @internal
   */
  public get _fetchesApiKey(): boolean {
    return this._eagerApiKey?.madeByOperator === true;
  }

  /**
   * Whether the identity lists it, with its own operator.
   *
   * @internal
   */
  public get _isListed(): boolean {
    return this.prop !== undefined;
  }

  /**
   * Path of its prop, starting at the plane: `identity.dataPlanes.east.operator`.
   *
   * @internal
   */
  public _propOf(what: 'operator' | 'eager' | 'eagerApiKey'): string {
    if (this.prop !== undefined) {
      return `identity.${this.prop}.${what}`;
    }
    return what === 'operator' ? 'identity.applications.service' : what;
  }
}

/** The type of a prop with a data plane. */
export const DATA_PLANE = instanceOf(
  DataPlaneIdentity, 'write identity.dataPlane(\'…\') with its cluster name, or identity.unlistedDataPlane()',
);

/**
 * One client of a deployment that belongs neither to Union nor to a data plane, such as a pipeline.
 * `UnionIdentity.client` returns it.
 */
export class ClientIdentity {
  /** @internal */
  public static _of(identity: UnionIdentity, application: OAuthApplication): ClientIdentity {
    return new ClientIdentity(identity, application);
  }

  /** Its name in `UnionIdentity`. */
  public readonly name: string;
  /** Its client ID. */
  public readonly clientId: string;

  private constructor(
    /** The identity of the deployment. */
    public readonly identity: UnionIdentity,
    /** @internal */
    public readonly _application: OAuthApplication,
  ) {
    this.name = _application.id;
    this.clientId = _application.clientId;
  }
}

function unknownName(name: string, prop: string, known: readonly string[]): string | undefined {
  return known.includes(name) ? undefined : `is not in ${prop} of UnionIdentity; ${suggestion(name, known)}`;
}
