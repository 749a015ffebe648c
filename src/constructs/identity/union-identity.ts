import { apiKeyField, clientId as validClientId, filledIn, hostName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import {
  demand, flag, instanceOf, list, oneOf, optional, Shape, struct, text,
} from '../../common/props/prop-types';
import { OFFLINE_ACCESS_SCOPE } from '../../contract/union/flyteadmin';
import { TextFile } from '../output';
import { AuthProfile } from './auth-profile';
import { checkApplications } from './check-applications';
import { checklist } from './checklist';
import {
  DATA_PLANE_APPLICATIONS, DataPlaneApplications, DataPlaneApplicationsProps,
} from './data-plane-applications';
import { Deviation, DEVIATIONS } from './deviations';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication } from './oauth-application';
import { OAuthApplications, OAuthApplicationsProps } from './oauth-applications';
import { PIPELINE_APPLICATION, PipelineApplicationProps } from './pipeline-application';
import { ProviderFeature } from './provider-feature';

/** One identity, stated once. */
export interface UnionIdentityProps {
  /**
   * The host name under which people reach the control plane: lower case, no scheme, port or path
   * (`union.example.com`).
   */
  readonly domain: string;

  /** The identity provider that signs people and services in. */
  readonly identityProvider: IdentityProvider;

  /** The three OAuth applications that every deployment has. */
  readonly applications: OAuthApplicationsProps;

  /**
   * The data planes that have applications of their own. Both planes, registrations, audiences and API keys
   * follow from here: a data plane takes the client of its `clusterName`, the control plane trusts it.
   *
   * @default - none: data planes share the service application
   */
  readonly dataPlanes?: DataPlaneApplicationsProps[];

  /**
   * Pipelines that sign in with client credentials.
   *
   * @default - none
   */
  readonly pipelines?: PipelineApplicationProps[];

  /**
   * Name of your organization, as Union gave it to you. API keys carry it, and the services of both planes
   * are told (`global.UNION_ORG` of the control plane chart, `orgName` of the data plane chart).
   *
   * @default - none: API keys end in a colon, which SDKs accept, and services take the host of a request for
   *   it
   */
  readonly organization?: string;

  /**
   * Further host names of the same control plane. Each is authorized for login, gets a redirect URI and an
   * ingress rule.
   *
   * @default - none
   */
  readonly additionalDomains?: string[];

  /**
   * Client IDs of further clients that call the control plane and are listed nowhere else. They matter where
   * a token's audience is the client ID (Dex, Cognito): flyteadmin accepts theirs, too.
   *
   * @default - none
   */
  readonly additionalClientIds?: string[];

  /**
   * Whether SDK and CLI are given refresh tokens where the provider ties them to the scope `offline_access`
   * and refuses it to client credentials (docs/providers.md, "Refresh tokens or API keys"). flyteadmin offers
   * one list of scopes to people's logins and to API keys, so it is the one or the other.
   *
   * - `false`: API keys work (`EAGER_API_KEY` of eager tasks, `FLYTE_API_KEY` of pipelines). People sign in
   *   again whenever their access token ends (Okta: after an hour, unless the authorization server says
   *   otherwise).
   * - `true`: people sign in once for the life of a refresh token. The provider refuses API keys
   *   (`invalid_scope`), so the planes refuse to be given any. Client files and environments of pipelines,
   *   which name their scopes, still work.
   *
   * Without effect at providers that give both (Keycloak, Cognito, Hydra).
   *
   * @default false
   */
  readonly preferRefreshTokens?: boolean;

  /**
   * How closely the output follows the guide.
   *
   * @default AuthProfile.HARDENED
   */
  readonly profile?: AuthProfile;
}

const UNION_IDENTITY_PROPS: Shape<UnionIdentityProps> = {
  domain: text(filledIn, hostName),
  identityProvider: instanceOf(IdentityProvider),
  applications: struct<OAuthApplicationsProps>({
    webClientId: text(validClientId),
    nativeClientId: text(validClientId),
    serviceClientId: text(validClientId),
    serviceSubject: optional(text(filledIn)),
  }, '{ webClientId: "0oa-web-1", nativeClientId: "0oa-native-2", serviceClientId: "0oa-service-3" }'),
  dataPlanes: optional(list(DATA_PLANE_APPLICATIONS)),
  pipelines: optional(list(PIPELINE_APPLICATION)),
  organization: optional(text(filledIn, apiKeyField)),
  additionalDomains: optional(list(text(filledIn, hostName))),
  additionalClientIds: optional(list(text(validClientId))),
  preferRefreshTokens: optional(flag),
  profile: optional(oneOf('AuthProfile', AuthProfile)),
};

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
 *     webClientId: '0oa-web-1111',
 *     nativeClientId: '0oa-native-2222',
 *     serviceClientId: '0oa-service-3333',
 *   },
 * });
 * identity.checklist.writeTo('oauth-applications.md');
 */
export class UnionIdentity {
  /** The host name of the control plane. */
  public readonly domain: string;
  /** Further host names of the same control plane. */
  public readonly additionalDomains: string[];
  /** The identity provider. */
  public readonly identityProvider: IdentityProvider;
  /**
   * The OAuth applications as they must be registered.
   *
   * @internal
   */
  public readonly _applications: OAuthApplications;
  /** Name of the organization; `undefined` where none was given. */
  public readonly organization?: string;
  /** Client IDs of further clients that call the control plane. */
  public readonly additionalClientIds: string[];
  /** How closely the output follows the guide. */
  public readonly profile: AuthProfile;

  /**
   * @throws when a domain is no bare lower-case host name, a client ID is blank, a placeholder or given
   *   twice, two applications share a name, a secret or a subject, or an application of a data plane is
   *   without a subject where the provider chooses it. The error lists all problems.
   */
  public constructor(props: UnionIdentityProps) {
    demand('UnionIdentity', props, UNION_IDENTITY_PROPS, (problems) => {
      const { domain, additionalDomains = [], identityProvider } = props;
      problems.eachOnce([domain, ...additionalDomains], (i) => `additionalDomains[${i - 1}]`,
        'is given twice; name each host once');
      checkApplications(problems, props, identityProvider);
    });

    this.domain = props.domain;
    this.additionalDomains = [...props.additionalDomains ?? []];
    this.additionalClientIds = [...props.additionalClientIds ?? []];
    this.identityProvider = props.identityProvider;
    this.organization = props.organization;
    this.profile = props.profile ?? AuthProfile.HARDENED;
    this._applications = OAuthApplications._of(props, this.domains, props.identityProvider, {
      refreshTokens: this._mend(DEVIATIONS.refreshTokens, true, false),
      preferRefreshTokens: props.preferRefreshTokens ?? false,
    });
    const problems = new Problems('UnionIdentity');
    this._dataPlanes.forEach(({ eager }, i) => {
      problems.check(
        `dataPlanes[${i}].eager`, eager?.clientId, (clientId) => clientId && this._apiKeysRefused,
      );
    });
    problems.throwIfAny();
  }

  /**
   * The data planes that have applications of their own.
   *
   * @internal
   */
  public get _dataPlanes(): DataPlaneApplications[] {
    return [...this._applications._dataPlanes];
  }

  /**
   * The applications of pipelines.
   *
   * @internal
   */
  public get _pipelines(): OAuthApplication[] {
    return [...this._applications._pipelines];
  }

  /** Every host name of the control plane, the main one first. */
  public get domains(): string[] {
    return [this.domain, ...this.additionalDomains];
  }

  /** The URL of the control plane: what people type, and the default audience of access tokens. */
  public get url(): string {
    return `https://${this.domain}`;
  }

  /** What a person must set up at the identity provider, as a Markdown checklist. */
  public get checklist(): TextFile {
    return TextFile._of(checklist(this, this._applications.all));
  }

  /**
   * The audiences that flyteadmin must accept: the deployment's URL, and what the provider writes instead of
   * it.
   *
   * Source: flyteadmin `auth/authzserver/resource_server.go` compares them to `aud` as exact strings.
   */
  public get allowedAudience(): string[] {
    const { audience, furtherAudiences, audienceIsClientId } = this.identityProvider;
    const { all, web } = this._applications;
    const clientIds = audienceIsClientId
      ? [...all.map(({ clientId }) => clientId), ...this.additionalClientIds]
      : [];
    const api = this.identityProvider._webIsApi ? [web.clientId] : [];
    return [
      ...new Set([
        this.url, ...(audience === undefined ? [] : [audience]), ...furtherAudiences, ...api, ...clientIds,
      ]),
    ];
  }

  /**
   * The audience that clients have to ask for; `undefined` where the provider gives the right one without
   * being asked.
   *
   * flyteadmin hands it to SDK and CLI (`thirdPartyConfig.flyteClient.audience`); services name it in their
   * own settings.
   */
  public get requestedAudience(): string | undefined {
    const { audience, audienceMustBeRequested } = this.identityProvider;
    return audienceMustBeRequested ? audience ?? this.url : undefined;
  }

  /**
   * Where the output departs from the guide: what is emitted instead, unless the guide is wanted to the
   * letter. The profile is asked nowhere else, so every departure is one of `DEVIATIONS`.
   *
   * @internal
   */
  public _mend<T, G = T>(_: Deviation | readonly Deviation[], mended: T, guide: G): T | G {
    return this.profile === AuthProfile.GUIDE ? guide : mended;
  }

  /**
   * Whether flyteadmin accepts the audience in the tokens of this client.
   *
   * @param clientId the client ID of a service application
   */
  public allowsAudienceOf(clientId: string): boolean {
    demand('UnionIdentity.allowsAudienceOf', { clientId }, { clientId: text() });
    return !this.identityProvider.audienceIsClientId || this.allowedAudience.includes(clientId);
  }

  /**
   * Why API keys cannot work here; `undefined` where they can.
   *
   * @internal
   */
  public get _apiKeysRefused(): string | undefined {
    const limit = this.identityProvider._limits.find(
      ({ feature }) => feature === ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS,
    );
    return limit && this._applications.native.scopes.includes(OFFLINE_ACCESS_SCOPE)
      ? 'cannot work with preferRefreshTokens: an API key takes its scopes from flyteadmin, offline_access '
        + `among them, which ${this.identityProvider.name} refuses to client credentials; leave out one of `
        + 'the two'
      : undefined;
  }
}
