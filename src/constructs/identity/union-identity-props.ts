import { apiKeyField, clientId as validClientId, filledIn, hostName } from '../../common/props/checks';
import {
  Shape, distinct, flag, instanceOf, list, map, oneOf, optional, struct, text,
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
  /** Works and is safe: the guide, with its known faults fixed. */
  HARDENED = 'hardened',
  /** The guide to the letter, faults included: to compare with it, or to reproduce an installation. */
  GUIDE = 'guide',
}

/** The identity of a Union deployment. */
export interface UnionIdentityProps {
  /**
   * Host name of the control plane, without `https://`: `union.example.com`. In lower case, without port or
   * path.
   */
  readonly domain: string;

  /** The identity provider for people and services. */
  readonly identityProvider: IdentityProvider;

  /**
   * The OAuth applications of the guide, each with the location of its secret. An app that only deploys a
   * data plane needs only `service`.
   */
  readonly applications: Applications;

  /**
   * The data planes with their own applications, by the cluster name with which each registers. Both planes,
   * registrations, audiences and API keys follow from it. Pass `dataPlane(clusterName)` to a data plane; the
   * control plane trusts all of them.
   *
   * @default - none; data planes share the service application
   */
  readonly dataPlanes?: { [clusterName: string]: DataPlaneClients };

  /**
   * Additional clients that sign in with client credentials, such as pipelines, by a short name: lower-case
   * letters, digits and `-`, at most 40 characters. Names of emitted objects and environment variables
   * contain it.
   *
   * @default - none
   */
  readonly clients?: { [name: string]: OAuthClient };

  /**
   * The name of your organization, as assigned by Union: `acme`. API keys contain it, and the services of
   * both planes get it (`global.UNION_ORG` of the control plane chart, `orgName` of the data plane chart).
   *
   * @default - none; API keys end in a colon, which SDKs accept, and services use the host of a request
   *   instead
   */
  readonly organization?: string;

  /**
   * Additional host names of the control plane, such as `union.corp.example.com`. Each gets a redirect URI,
   * an ingress rule, and is authorized for login.
   *
   * @default - none
   */
  readonly additionalDomains?: string[];

  /**
   * Client IDs of clients that call the control plane and are not in the other props. Needed if the audience
   * of a token is the client ID (Dex, Cognito), so that flyteadmin accepts their tokens.
   *
   * @default - none
   */
  readonly additionalClientIds?: string[];

  /**
   * Whether to prefer refresh tokens for SDK and CLI over API keys, if the provider does not support both. It
   * then issues refresh tokens only for the scope `offline_access`, and refuses that scope for client
   * credentials (docs/providers.md, "Refresh tokens or API keys"). flyteadmin gives logins and API keys the
   * same scopes, so you must choose.
   *
   * - `false`: API keys work (`EAGER_API_KEY` of eager tasks, `FLYTE_API_KEY` of pipelines). People sign in
   *   again when their access token expires (Okta: after an hour by default).
   * - `true`: people sign in once for the lifetime of a refresh token. The provider refuses API keys
   *   (`invalid_scope`), so the planes reject props that configure one. Config files and environments of
   *   pipelines list their scopes, and still work.
   *
   * No effect with providers that support both (Keycloak, Cognito, Hydra).
   *
   * @default false
   */
  readonly preferRefreshTokens?: boolean;

  /**
   * Whether the output follows the guide or fixes its faults.
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
  additionalClientIds: optional(distinct(text(validClientId), 'is given twice; list each client once')),
  preferRefreshTokens: optional(flag),
  profile: optional(oneOf('AuthProfile', AuthProfile)),
};

/** A data plane that `UnionIdentity` does not list. */
export interface UnlistedDataPlaneOptions {
  /**
   * The cluster name with which the data plane registers at the control plane.
   *
   * @default - that of the chart; in plain YAML the namespace of the plane
   */
  readonly clusterName?: string;

  /**
   * The source of the API key of eager tasks. Task pods always refer to it, even if it does not exist.
   *
   * @default - none, with a warning: eager tasks fail
   */
  readonly eagerApiKey?: EagerApiKey;
}

export const UNLISTED_DATA_PLANE: Shape<UnlistedDataPlaneOptions> = {
  clusterName: optional(text(...CLUSTER_NAME)),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
};
