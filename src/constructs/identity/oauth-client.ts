// Tests: test/constructs/identity/oauth-applications.test.ts
import { Check, clientId as validClientId, filledIn, matching, objectName } from '../../common/props/checks';
import { Shape, demand, instanceOf, optional, struct, text } from '../../common/props/prop-types';
import { REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';

/** The type of an OAuth application. */
export enum OAuthApplicationType {
  /** Confidential client with browser login. */
  WEB = 'web',
  /** Public client for SDK and CLI. */
  NATIVE = 'native',
  /** Confidential client without a user. */
  SERVICE = 'service',
}

/** The grant types of the guide's applications, as in the registration metadata of RFC 7591. */
export enum OAuthGrantType {
  AUTHORIZATION_CODE = 'authorization_code',
  /** RFC 8628. */
  DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code',
  CLIENT_CREDENTIALS = 'client_credentials',
  REFRESH_TOKEN = 'refresh_token',
}

/**
 * One OAuth application to register at the identity provider.
 *
 * Guide: section "Configuring your Identity Provider".
 */
export interface OAuthApplication {
  /**
   * A short name: `web`, `native`, `service`, `operator-<cluster>`, `eager-<cluster>`, or the name of a
   * pipeline.
   */
  readonly id: string;
  /** Display name. */
  readonly name: string;
  readonly type: OAuthApplicationType;
  readonly clientId: string;
  readonly purpose: string;
  /** URLs to which the provider may redirect the browser after sign-in; empty for service applications. */
  readonly redirectUris: string[];
  /** URLs to which the provider may redirect the browser after sign-out. */
  readonly postLogoutRedirectUris: string[];
  readonly grantTypes: OAuthGrantType[];
  /** The scopes that the application requests. */
  readonly scopes: string[];
  /** Whether the provider must require PKCE. */
  readonly requirePkce: boolean;
  /** Whether the application authenticates with a client secret. */
  readonly hasClientSecret: boolean;
  /** Location of its client secret in the store; `undefined` if the delivery sets it, or none is needed. */
  readonly secret?: RemoteRef;
  /**
   * The subject (`sub`) of its tokens, as services compare it; `undefined` if the provider chooses it and it
   * was not given, or the tokens belong to people.
   */
  readonly subject?: string;
}

/** An OAuth application: its client ID, and the location of its secret. */
export interface OAuthClient {
  /** Its client ID, such as `0oa-web-1111`. It is unique among the applications. */
  readonly clientId: string;

  /**
   * Location of its client secret in the store: a reference, never the value. A public client (`native`) has
   * none.
   *
   * @default - none; required for planes that deliver the secret with `SecretDelivery.externalSecrets()`
   */
  readonly secret?: RemoteRef;

  /**
   * The subject (`sub`) of its tokens, if the provider chooses it, such as
   * `aaaaaaaa-1111-2222-3333-444444444444`. Services trust identity headers of callers with the subject of
   * the application `service`. Required if the provider chooses the subject (Entra ID: the object ID of the
   * service principal), and in a Keycloak realm that was not created from `Registrations.files()`: the ID of
   * the service account's user. `IdentityProvider.serviceSubject` returns the default.
   *
   * @default - the subject that the provider writes for the client ID
   */
  readonly subject?: string;
}

export const OAUTH_CLIENT: Shape<OAuthClient> = {
  clientId: text(validClientId),
  secret: optional(REMOTE_REF),
  subject: optional(text(filledIn)),
};

/** Display name, description and short name of a service application. */
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
 * The source of the API key of eager tasks, with which a task calls back into the control plane.
 *
 * Guide: section "Executor (eager mode)"; the guide mentions the key but does not create it. Format: base64
 * of `host:clientId:clientSecret:organization` (flyte-sdk `remote/_client/auth/_auth_utils.py`).
 */
export class EagerApiKey {
  /**
   * The operator fetches it from the control plane and stores it in the data plane
   * (`config.operator.apiKey`); the control plane creates it for the eager client that `UnionIdentity` has
   * for the data plane. This is the default if there is such a client.
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
   * External Secrets Operator encodes it in the cluster: from the credentials of the eager client that
   * `UnionIdentity` has for the data plane, otherwise from those of the data plane itself. Needs
   * `SecretDelivery.externalSecrets()`. The client secret must not contain a colon; the template fails on
   * one.
   *
   * @param secretName name of the Kubernetes Secret in which Union looks up the API key, and of the key in
   * it. Union encodes the names of its secrets; copy it from the Secret of an existing `EAGER_API_KEY`.
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
   * You or another tool deliver it; the library emits nothing.
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

/** The applications of one data plane. */
export interface DataPlaneClients {
  /** The application with which the operator and the other services of the data plane sign in. */
  readonly operator: OAuthClient;

  /**
   * The application with which eager tasks on this data plane call back into the control plane: the API key
   * `EAGER_API_KEY` contains its credentials.
   *
   * @default - none; `eagerApiKey` sets the source of the API key
   */
  readonly eager?: OAuthClient;

  /**
   * The source of the API key of eager tasks. It affects both planes: the control plane creates a key only if
   * the operator fetches it.
   *
   * @default - with an eager client, the operator fetches it from the control plane; without one there is no
   *   API key, and a warning
   */
  readonly eagerApiKey?: EagerApiKey;
}

/**
 * Leaves room for the rest of the names of Secrets and registered clients, which have at most 253 characters.
 */
const LONGEST_NAME = 200;

const shortEnough: Check = (name) =>
  name.length > LONGEST_NAME
    ? `is too long, as names of Secrets and clients contain it; use at most ${LONGEST_NAME} characters`
    : undefined;

/** A cluster name, which is a key of `dataPlanes`. */
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

/** Names of clusters can have dots; names of objects and variables derived from them cannot. */
function shortName(duty: string, clusterName: string): string {
  return `${duty}-${clusterName.replace(/\./g, '-')}`;
}
