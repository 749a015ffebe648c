import { IConstruct } from 'constructs';
import { filledIn, hostName, objectName } from '../../../common/props/checks';
import { Shape, instanceOf, optional, text } from '../../../common/props/prop-types';
import { warn } from '../../../common/props/warning';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../../contract/union/secrets';
import { EagerApiKey, UnionIdentity } from '../../identity';
import { DataPlaneApplications } from '../../identity/data-plane-applications';
import { OAuthApplication } from '../../identity/oauth-application';
import { SecretDelivery } from '../../secrets';
import { apiKeyTemplate } from '../../secrets/api-key-template';
import { DataPlaneSecretContents } from '../../secrets/data-plane-secrets';
import { SecretSource, clientSecretOf } from '../../secrets/secret-target';

/**
 * Who a data plane is.
 *
 * @internal
 */
export interface DataPlaneIdentityProps {
  /**
   * Name of the cluster under which the data plane registers with the control plane. A data plane that
   * `UnionIdentity` lists under this name takes its applications from there: client IDs, where their secrets
   * lie, and where the API key of eager tasks comes from. Where `UnionIdentity` lists none, it is the service
   * application that the control plane uses.
   *
   * @default - the chart's; in plain YAML the namespace of the plane
   */
  readonly clusterName?: string;

  /**
   * The host name under which this data plane reaches the control plane: one of those that `UnionIdentity`
   * names, such as one within the cluster or the private network. Its certificate must name it. The chart
   * makes the host names of apps of it, too; `ingress.serving.hostOverride` of its values takes another one.
   *
   * @default - the domain of the deployment
   */
  readonly controlPlaneHost?: string;

  /**
   * Where the API key of eager tasks comes from, on a data plane that `UnionIdentity` does not list; of
   * others it says so itself. Task pods are told to read it, whether there is one or not.
   *
   * @default - as `UnionIdentity` says; otherwise nobody provides it, and a warning says so: eager tasks fail
   */
  readonly eagerApiKey?: EagerApiKey;
}

export const DATA_PLANE_IDENTITY_PROPS: Shape<DataPlaneIdentityProps> = {
  clusterName: optional(text(filledIn, objectName)),
  controlPlaneHost: optional(text(filledIn, hostName)),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
};

/** What a plane's construct is given besides. */
export type GivenIdentity = DataPlaneIdentityProps & {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
};

/** The data plane of the identity that goes by this name; `undefined` where it lists none of it. */
export function listedDataPlane({ identity, clusterName }: GivenIdentity): DataPlaneApplications | undefined {
  return identity._dataPlanes.find((listed) => listed.clusterName === clusterName);
}

/** The prop of `UnionIdentity` in which that data plane stands. */
export function listedProp({ identity, clusterName }: GivenIdentity): string {
  const index = identity._dataPlanes.findIndex((listed) => listed.clusterName === clusterName);
  return `identity.dataPlanes[${index}]`;
}

/** The same, with its defaults. */
export interface DataPlaneIdentity {
  readonly clusterName?: string;
  /** The host of the control plane that it calls. */
  readonly controlPlaneHost: string;
  readonly clientId: string;
  /** Its client secret, where it is not the delivery's own. */
  readonly client: SecretSource;
  /** The application of eager tasks, where they have one of their own. */
  readonly eager?: OAuthApplication;
  readonly eagerApiKey?: EagerApiKey;
}

export function dataPlaneIdentity(props: GivenIdentity): DataPlaneIdentity {
  const { identity, clusterName, controlPlaneHost = identity.domain } = props;
  const { operator, eager, eagerApiKey = props.eagerApiKey } = listedDataPlane(props) ?? {};
  return {
    clusterName,
    controlPlaneHost,
    clientId: (operator ?? identity._applications.service).clientId,
    client: operator ? clientSecretOf(operator) : {},
    eager,
    eagerApiKey: eagerApiKey ?? (eager && EagerApiKey.fromOperator()),
  };
}

/** Says that eager tasks will fail: task pods read an API key that nobody provides. */
export function warnOfMissingApiKey(
  construct: IConstruct, identity: UnionIdentity, plane: DataPlaneIdentity, { dataPlane }: ReleaseContract,
): void {
  if (plane.eagerApiKey) {
    return;
  }
  const ways = [
    ...(dataPlane.operatorApiKey
      ? [
        'eager of the data plane in UnionIdentity (the control plane makes it of that client, and the '
          + 'operator fetches it)',
      ]
      : []),
    'eagerApiKey: EagerApiKey.encoded(…) (External Secrets Operator encodes it)',
    'eagerApiKey: EagerApiKey.provisioned() (somebody else delivers it)',
  ];
  warn(construct, identity._apiKeysRefused
    ? `task pods are told to read ${EAGER_API_KEY}, which cannot work with preferRefreshTokens: eager tasks `
      + 'fail.'
    : `task pods are told to read ${EAGER_API_KEY}, and nobody provides it: eager tasks fail. Say where it `
      + `comes from: ${ways.join(', or ')}.`);
}

export function secretContents(
  identity: UnionIdentity, { clusterName, clientId, client, eager, eagerApiKey }: DataPlaneIdentity,
): DataPlaneSecretContents {
  const encoded = eagerApiKey?._encoded;
  return {
    clusterName,
    client,
    encodedApiKey: encoded && {
      secretName: encoded.secretName,
      apiKeys: {
        [encoded.secretKey ?? encoded.secretName]: apiKeyTemplate({
          host: identity.domain,
          clientId: eager?.clientId ?? clientId,
          organization: identity.organization ?? '',
          secretKey: CLIENT_SECRET_KEY,
        }),
      },
      client: eager ? clientSecretOf(eager) : client,
    },
  };
}
