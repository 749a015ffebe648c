import { IConstruct } from 'constructs';
import { clientId as validClientId, filledIn, objectName } from '../../../common/props/checks';
import { Shape, instanceOf, optional, text } from '../../../common/props/prop-types';
import { warn } from '../../../common/props/warning';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../../contract/union/secrets';
import { REMOTE_SECRET } from '../../../contract/upstream/remote-secret';
import { OAuthApplication, UnionAuth } from '../../identity';
import { RemoteSecret, SecretDelivery } from '../../secrets';
import { DataPlaneSecretContents } from '../../secrets/data-plane-secrets';
import { SecretSource, clientSecretOf } from '../../secrets/secret-target';
import { compareKeyMakers } from '../eager-key-makers';
import { EagerApiKey } from './eager-api-key';
import { listedDataPlane } from './listed-data-plane';

/** Who a data plane is. */
export interface DataPlaneIdentityProps {
  /**
   * Name of the cluster under which the data plane registers with the control plane. A data plane that `UnionAuth` lists under this name takes
   * its applications from there: client IDs, and where their secrets lie.
   *
   * @default - the chart's; in plain YAML the namespace of the plane
   */
  readonly clusterName?: string;

  /**
   * Client ID of the service application of a data plane that `UnionAuth` does not list. With several data planes give each its own: a shared
   * client may manage every cluster, and rotating its secret for one breaks the others.
   *
   * @default - the operator's in `UnionAuth`; without data planes there, the service application that the control plane uses
   */
  readonly clientId?: string;

  /**
   * Where the secret of that client lies.
   *
   * @default - as `UnionAuth` says of the operator; without data planes there, `serviceClientSecret` of the delivery
   */
  readonly clientSecret?: RemoteSecret;

  /**
   * Where the API key of eager tasks comes from. Task pods are told to read it, whether there is one or not.
   *
   * @default - the operator fetches it from the control plane, which makes it from the eager client in `UnionAuth`; without an eager client
   * nobody provides it, and a warning says so: eager tasks fail
   */
  readonly eagerApiKey?: EagerApiKey;
}

export const DATA_PLANE_IDENTITY_PROPS: Shape<DataPlaneIdentityProps> = {
  clusterName: optional(text(filledIn, objectName)),
  clientId: optional(text(validClientId)),
  clientSecret: optional(REMOTE_SECRET),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
};

/** What a plane's construct is given besides. */
export type GivenIdentity = DataPlaneIdentityProps & { readonly auth: UnionAuth; readonly secrets: SecretDelivery };

/** The same, with its defaults. */
export interface DataPlaneIdentity {
  readonly clusterName?: string;
  readonly clientId: string;
  /** Its client secret, where it is not the delivery's own. */
  readonly client: SecretSource;
  /** The application of eager tasks, where they have one of their own. */
  readonly eager?: OAuthApplication;
  readonly eagerApiKey?: EagerApiKey;
}

export function dataPlaneIdentity(props: GivenIdentity): DataPlaneIdentity {
  const { auth, clusterName, clientId, clientSecret, eagerApiKey } = props;
  const { operator, eager } = listedDataPlane(props) ?? {};
  return {
    clusterName,
    clientId: operator?.clientId ?? clientId ?? auth.applications.service.clientId,
    client: operator ? { ...clientSecretOf(operator), remote: operator.secret ?? clientSecret } : { remote: clientSecret },
    eager,
    eagerApiKey: eagerApiKey ?? (eager && EagerApiKey.fromOperator()),
  };
}

/** Says that eager tasks will fail: task pods read an API key that nobody provides. */
export function warnOfMissingApiKey(construct: IConstruct, auth: UnionAuth, identity: DataPlaneIdentity, { dataPlane }: ReleaseContract): void {
  if (identity.eagerApiKey) {
    return;
  }
  const ways = [
    ...(dataPlane.operatorApiKey ? ['eager of the data plane in UnionAuth (the control plane makes it of that client, and the operator fetches it)'] : []),
    'eagerApiKey: EagerApiKey.encoded(…) (External Secrets Operator encodes it)',
    'eagerApiKey: EagerApiKey.provisioned() (somebody else delivers it)',
  ];
  warn(construct, auth._apiKeysRefused
    ? `task pods are told to read ${EAGER_API_KEY}, which cannot work with preferRefreshTokens: eager tasks fail.`
    : `task pods are told to read ${EAGER_API_KEY}, and nobody provides it: eager tasks fail. Say where it comes from: ${ways.join(', or ')}.`);
}

/** Holds what the data plane counts on, or does itself, against what the control plane does for its eager client. */
export function compareEagerKey(construct: IConstruct, { auth, clusterName, eagerApiKey }: GivenIdentity, identity: DataPlaneIdentity): void {
  const countsOnIt = identity.eagerApiKey?.madeByOperator === true;
  if (clusterName !== undefined && identity.eager && (countsOnIt || eagerApiKey?._encoded)) {
    compareKeyMakers(construct, { auth, clusterName, saidBy: 'data plane', isControlPlane: countsOnIt });
  }
}

export function secretContents(auth: UnionAuth, { clusterName, clientId, client, eager, eagerApiKey }: DataPlaneIdentity): DataPlaneSecretContents {
  const encoded = eagerApiKey?._encoded;
  const fields = { host: auth.domain, clientId: eager?.clientId ?? clientId, organization: auth.organization, secretKey: CLIENT_SECRET_KEY };
  return {
    clusterName,
    client,
    encodedApiKey: encoded && {
      secretName: encoded.secretName,
      apiKeys: eagerApiKey!._template(fields)!,
      client: eager ? clientSecretOf(eager) : client,
    },
  };
}
