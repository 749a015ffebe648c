import { Check, clientId as validClientId, filledIn, matching, objectName } from '../../common/props/checks';
import { Shape, demand, instanceOf, optional, struct, text } from '../../common/props/prop-types';
import { REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';

/** The kind of an OAuth application, as identity providers name it. */
export enum OAuthApplicationType {
  /** Confidential client with browser login. */
  WEB = 'web',
  /** Public client: SDK and CLI. */
  NATIVE = 'native',
  /** Confidential client without a user. */
  SERVICE = 'service',
}

/** The grant types that the guide's applications use, spelled as in the registration metadata of RFC 7591. */
export enum OAuthGrantType {
  AUTHORIZATION_CODE = 'authorization_code',
  /** RFC 8628. */
  DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code',
  CLIENT_CREDENTIALS = 'client_credentials',
  REFRESH_TOKEN = 'refresh_token',
}

/**
 * One OAuth application to register with the identity provider.
 *
 * Guide: section "Configuring your Identity Provider".
 */
export interface OAuthApplication {
  /**
   * A short name: `web`, `native`, `service`, `operator-<cluster>`, `eager-<cluster>`, or the name of a
   * pipeline.
   */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  readonly type: OAuthApplicationType;
  readonly clientId: string;
  readonly purpose: string;
  /** Where the provider may send the browser after sign-in; empty for service applications. */
  readonly redirectUris: string[];
  /** Where the provider may send the browser after sign-out. */
  readonly postLogoutRedirectUris: string[];
  readonly grantTypes: OAuthGrantType[];
  /** The scopes that the application requests. */
  readonly scopes: string[];
  /** Whether the provider must demand PKCE. */
  readonly requirePkce: boolean;
  /** Whether the application authenticates with a client secret. */
  readonly hasClientSecret: boolean;
  /** Where its client secret is; `undefined` where the delivery says so, or nothing needs it. */
  readonly secret?: RemoteRef;
  /**
   * The subject (`sub`) of its tokens, as services compare it; `undefined` where it is unknown: the
   * provider chooses it and it was not given, or the tokens are people's.
   */
  readonly subject?: string;
}

/** An OAuth application: its client ID, and where its secret is. */
export interface OAuthClient {
  /** Its client ID, such as `0oa-web-1111`. No other application has the same. */
  readonly clientId: string;

  /**
   * Where its client secret is in the store. A reference, never the value. A public client (`native`) has
   * none.
   *
   * @default - not read from a store: a plane whose `SecretDelivery.externalSecrets()` delivers the secret
   *   requires it
   */
  readonly secret?: RemoteRef;

  /**
   * The subject (`sub`) of its tokens, where the provider chooses it, such as
   * `aaaaaaaa-1111-2222-3333-444444444444`. Of the application `service` other services trust the identity
   * headers of the caller that presents it. Required where the provider chooses the subject (Entra ID: the
   * object ID of the service principal), and in a Keycloak realm that was made by hand instead of from
   * `Registrations.files()`: the ID of the service account's user. `IdentityProvider.serviceSubject` has the
   * default.
   *
   * @default - what the provider writes for the client ID
   */
  readonly subject?: string;
}

export const OAUTH_CLIENT: Shape<OAuthClient> = {
  clientId: text(validClientId),
  secret: optional(REMOTE_REF),
  subject: optional(text(filledIn)),
};

/** What people read about a service application, and its short name. */
export type Description = Pick<OAuthApplication, 'id' | 'name' | 'purpose'>;

/** @internal */
export const _shortName = matching(
  /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
  'is not a short name; use lower-case letters, digits and "-", at most 40 characters, starting with a '
    + 'letter',
);

/**
 * A client that the identity lists in `clients`.
 *
 * @internal
 */
export function _describeClient(name: string): Description {
  return { id: name, name: `Union client (${name})`, purpose: 'Pipelines and workloads' };
}

/**
 * Where the API key of eager tasks comes from: the credential with which a task calls back into the control
 * plane.
 *
 * Guide: section "Executor (eager mode)"; the guide names the key, but nothing in it creates the key.
 * Format: base64 of `host:clientId:clientSecret:organization` (flyte-sdk
 * `remote/_client/auth/_auth_utils.py`).
 */
export class EagerApiKey {
  /**
   * The operator fetches it from the control plane and stores it in the data plane
   * (`config.operator.apiKey`); the control plane makes it of the eager client that `UnionIdentity` names for
   * the data plane. With such a client this is the default.
   *
   * Source: unionai/helm-charts, `charts/MIGRATION.md`: "on `CreateKey`", which the operator sends when it
   * mints.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.fromOperator() });
   */
  public static fromOperator(): EagerApiKey {
    return new EagerApiKey(true);
  }

  /**
   * External Secrets Operator encodes it in the cluster: from the eager client that `UnionIdentity` names for
   * the data plane, otherwise from the client credentials of the data plane itself. Needs
   * `SecretDelivery.externalSecrets()`. The client secret must not contain a colon; the template refuses one
   * that does.
   *
   * @param secretName name of the Kubernetes Secret under which Union looks the key up, and the key in it.
   * Union encodes the name of its secrets; copy it from one that `EAGER_API_KEY` was created under.
   * @throws when the name is invalid.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.encoded('eager-api-key') });
   */
  public static encoded(secretName: string): EagerApiKey {
    demand('EagerApiKey.encoded', { secretName }, { secretName: text(filledIn, objectName) });
    return new EagerApiKey(false, secretName);
  }

  /**
   * You or another tool deliver it: nothing is emitted here.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.provisioned() });
   */
  public static provisioned(): EagerApiKey {
    return new EagerApiKey(false);
  }

  private constructor(
    /** Whether the operator fetches the key. */
    public readonly madeByOperator: boolean,
    /** @internal */
    public readonly _encoded?: string,
  ) {}
}

/** The applications that one data plane has of its own. */
export interface DataPlaneClients {
  /** The application with which the operator and the other services of the data plane sign in. */
  readonly operator: OAuthClient;

  /**
   * The application with which eager tasks on this data plane call back into the control plane: the API key
   * `EAGER_API_KEY` holds it.
   *
   * @default - none: `eagerApiKey` says where the API key comes from
   */
  readonly eager?: OAuthClient;

  /**
   * Where the API key of eager tasks comes from. Both planes follow: the control plane seeds none that its
   * operator does not fetch.
   *
   * @default - the operator fetches it from the control plane, which makes it of the eager client; without an
   *   eager client nothing provides it, and a warning says so
   */
  readonly eagerApiKey?: EagerApiKey;
}

/** Room for what names of Secrets and of registered clients have besides, which end at 253 characters. */
const LONGEST_NAME = 200;

const shortEnough: Check = (name) =>
  name.length > LONGEST_NAME
    ? `is too long; names of Secrets and clients are made of it, so take at most ${LONGEST_NAME} characters`
    : undefined;

/** What a cluster may be called, which is a key of `dataPlanes`. */
export const CLUSTER_NAME: readonly Check[] = [filledIn, objectName, shortEnough];

export const DATA_PLANE_CLIENTS = struct<DataPlaneClients>({
  operator: struct(OAUTH_CLIENT, '{ clientId: "0oa-east-4444" }'),
  eager: optional(struct(OAUTH_CLIENT)),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
});

export function describeOperator(clusterName: string): Description {
  return {
    id: shortName('operator', clusterName),
    name: `Union operator (${clusterName})`,
    purpose: `Service-to-service communication of data plane ${clusterName}`,
  };
}

export function describeEager(clusterName: string): Description {
  return {
    id: shortName('eager', clusterName),
    name: `Union eager tasks (${clusterName})`,
    purpose: `API key of eager tasks on data plane ${clusterName}`,
  };
}

/** Names of clusters may have dots, those of objects and variables that are made of it may not. */
function shortName(duty: string, clusterName: string): string {
  return `${duty}-${clusterName.replace(/\./g, '-')}`;
}
