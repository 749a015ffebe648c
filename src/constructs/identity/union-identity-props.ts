import { apiKeyField, clientId as validClientId, filledIn, hostName } from '../../common/props/checks';
import {
  Shape, flag, instanceOf, list, map, oneOf, optional, struct, text,
} from '../../common/props/prop-types';
import { IdentityProvider } from './identity-provider';
import { Applications } from './oauth-applications';
import {
  CLUSTER_NAME, DATA_PLANE_CLIENTS, DataPlaneClients, EagerApiKey, OAUTH_CLIENT, OAuthClient,
} from './oauth-client';

/**
 * How closely the output follows the authentication guide.
 *
 * Every difference between the two is a row in `docs/deviations.md`.
 */
export enum AuthProfile {
  /** What works and is safe: the guide, with its known faults mended. */
  HARDENED = 'hardened',
  /** The guide to the letter, faults included: to compare against it, or to reproduce an installation. */
  GUIDE = 'guide',
}

/** One identity, stated once. */
export interface UnionIdentityProps {
  /**
   * The host name under which people reach the control plane, without `https://`: `union.example.com`. It is
   * in lower case, without port or path.
   */
  readonly domain: string;

  /** The identity provider that signs people and services in. */
  readonly identityProvider: IdentityProvider;

  /**
   * The OAuth applications of the guide, each with the place of its secret. What only deploys a data plane
   * needs `service` alone.
   */
  readonly applications: Applications;

  /**
   * The data planes that have applications of their own, by the name of the cluster under which each
   * registers. Both planes, registrations, audiences and API keys follow from here: `dataPlane(clusterName)`
   * is what a data plane gets, and the control plane trusts it.
   *
   * @default - none: data planes share the service application
   */
  readonly dataPlanes?: { [clusterName: string]: DataPlaneClients };

  /**
   * Further clients that sign in with client credentials, such as pipelines, each by a short name of your
   * own: lower-case letters, digits and `-`, at most 40 characters. Names of emitted objects and of
   * environment variables come from it.
   *
   * @default - none
   */
  readonly clients?: { [name: string]: OAuthClient };

  /**
   * The name of your organization, as Union gave it to you: `acme`. API keys carry it, and the services of
   * both planes get it (`global.UNION_ORG` of the control plane chart, `orgName` of the data plane chart).
   *
   * @default - none: API keys end in a colon, which SDKs accept, and services take the host of a request for
   *   it
   */
  readonly organization?: string;

  /**
   * Further host names of the same control plane, such as `union.corp.example.com`. Each is authorized for
   * login, gets a redirect URI and an ingress rule.
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
   * Whether SDK and CLI get refresh tokens at the price of API keys, where the provider ties the two. It does
   * so where refresh tokens need the scope `offline_access`, which it refuses to client credentials
   * (docs/providers.md, "Refresh tokens or API keys"). flyteadmin offers one list of scopes to people's
   * logins and to API keys, so it is the one or the other.
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

export const UNION_IDENTITY_PROPS: Shape<UnionIdentityProps> = {
  domain: text(filledIn, hostName),
  identityProvider: instanceOf(IdentityProvider),
  applications: struct<Applications>({
    web: optional(struct(OAUTH_CLIENT)),
    native: optional(struct(OAUTH_CLIENT)),
    service: struct(OAUTH_CLIENT, '{ clientId: "0oa-service-3" }'),
  }, '{ web: { clientId: … }, native: { clientId: … }, service: { clientId: "0oa-service-3" } }'),
  dataPlanes: optional(map(DATA_PLANE_CLIENTS)),
  clients: optional(map(struct(OAUTH_CLIENT))),
  organization: optional(text(filledIn, apiKeyField)),
  additionalDomains: optional(list(text(filledIn, hostName))),
  additionalClientIds: optional(list(text(validClientId))),
  preferRefreshTokens: optional(flag),
  profile: optional(oneOf('AuthProfile', AuthProfile)),
};

/** A data plane that `UnionIdentity` does not list. */
export interface UnlistedDataPlaneOptions {
  /**
   * Name of the cluster under which the data plane registers with the control plane.
   *
   * @default - the chart's; in plain YAML the namespace of the plane
   */
  readonly clusterName?: string;

  /**
   * Where the API key of eager tasks comes from. Task pods read it, whether it exists or not.
   *
   * @default - nothing provides it, and a warning says so: eager tasks fail
   */
  readonly eagerApiKey?: EagerApiKey;
}

export const UNLISTED_DATA_PLANE: Shape<UnlistedDataPlaneOptions> = {
  clusterName: optional(text(...CLUSTER_NAME)),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
};
