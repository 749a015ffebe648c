import { IConstruct } from 'constructs';
import { clientId as validClientId, filledIn, objectName } from '../../_internal/checks';
import { Shape, instanceOf, optional, text } from '../../_internal/kinds';
import { Problems } from '../../_internal/problems';
import { warn } from '../../_internal/warning';
import { ReleaseContract } from '../../contract/union/release-contract';
import { CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../contract/union/secrets';
import { REMOTE_SECRET } from '../../contract/upstream/remote-secret';
import { UnionAuth } from '../../identity';
import { RemoteSecret, SecretDelivery } from '../../secrets';
import { DataPlaneSecretContents } from '../../secrets/data-plane-secrets';
import { EagerApiKey } from './eager-api-key';

/** Who a data plane is. */
export interface DataPlaneIdentityProps {
  /**
   * Name of the cluster under which the data plane registers with the control plane.
   *
   * @default - the chart's; in plain YAML the namespace of the plane
   */
  readonly clusterName?: string;

  /**
   * Client ID of the data plane's own service application. With several data planes give each its own: a shared client may
   * manage every cluster, and rotating its secret for one breaks the others. List it in `dataPlanes` of the control plane.
   *
   * @default - the service application that the control plane uses
   */
  readonly clientId?: string;

  /**
   * Where the secret of that client lies.
   *
   * @default - `serviceClientSecret` of the delivery
   */
  readonly clientSecret?: RemoteSecret;

  /**
   * Where the API key of eager tasks comes from. Task pods are told to read it, whether there is one or not.
   *
   * @default - nobody provides it, and a warning says so: eager tasks fail
   */
  readonly eagerApiKey?: EagerApiKey;
}

export const DATA_PLANE_IDENTITY_PROPS: Shape<DataPlaneIdentityProps> = {
  clusterName: optional(text(filledIn, objectName)),
  clientId: optional(text(validClientId)),
  clientSecret: optional(REMOTE_SECRET),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
};

/** The same, with its defaults. */
export interface DataPlaneIdentity {
  readonly clusterName?: string;
  readonly clientId: string;
  readonly clientSecret?: RemoteSecret;
  readonly eagerApiKey?: EagerApiKey;
}

export function dataPlaneIdentity(props: Given): DataPlaneIdentity {
  return {
    clusterName: props.clusterName,
    clientId: props.clientId ?? props.auth.applications.service.clientId,
    clientSecret: props.clientSecret,
    eagerApiKey: props.eagerApiKey,
  };
}

/** What a plane's construct is given besides. */
type Given = DataPlaneIdentityProps & { readonly auth: UnionAuth; readonly secrets: SecretDelivery };

export function checkDataPlaneIdentity(problems: Problems, props: Given, { dataPlane }: ReleaseContract): void {
  const { auth, secrets, clientId, clientSecret, eagerApiKey } = props;
  const { service, ...others } = { service: auth.applications.service, web: auth.applications.web, native: auth.applications.native };
  if (clientId !== undefined) {
    problems.check('clientId', clientId, (id) => {
      const taken = Object.values(others).find((application) => application.clientId === id);
      return taken && `is the ${taken.type} application's; a data plane needs a service application`;
    });
  }
  if (clientSecret) {
    secrets._checkOwn(problems, 'clientSecret', clientSecret);
    const other = secrets._propOf(clientSecret);
    if (other !== undefined && !(other === 'serviceClientSecret' && (clientId ?? service.clientId) === service.clientId)) {
      problems.add('clientSecret', clientSecret, `is the entry of ${other} of the delivery; client ${clientId ?? service.clientId} has a secret of its own, name its entry`);
    }
  } else if (clientId !== undefined && clientId !== service.clientId && secrets._readsStore) {
    problems.add('clientSecret', undefined, `name where the secret of client ${clientId} lies; the delivery's own is that of ${service.clientId}`);
  }
  if (eagerApiKey && auth._apiKeysRefused) {
    problems.add('eagerApiKey', 'EAGER_API_KEY', auth._apiKeysRefused);
  }
  if (eagerApiKey?.madeByOperator && !dataPlane.operatorApiKey) {
    problems.add('eagerApiKey', 'fromOperator', 'is not read by this chart release; use EagerApiKey.encoded, or a release whose operator makes the key');
  }
  if (eagerApiKey?._encoded && !secrets._readsStore) {
    problems.add('eagerApiKey', 'encoded', 'is computed by External Secrets Operator; use it with SecretDelivery.externalSecrets');
  }
}

/** Says that eager tasks will fail: task pods read an API key that nobody provides. */
export function warnOfMissingApiKey(construct: IConstruct, auth: UnionAuth, props: DataPlaneIdentityProps, { dataPlane }: ReleaseContract): void {
  if (props.eagerApiKey) {
    return;
  }
  const ways = [
    ...(dataPlane.operatorApiKey ? ['EagerApiKey.fromOperator() (the operator makes it)'] : []),
    'EagerApiKey.encoded(…) (External Secrets Operator encodes it)',
    'EagerApiKey.provisioned() (the control plane makes it, by seedApiKeys, or somebody else delivers it)',
  ];
  warn(construct, auth._apiKeysRefused
    ? `task pods are told to read ${EAGER_API_KEY}, which cannot work with preferRefreshTokens: eager tasks fail.`
    : `task pods are told to read ${EAGER_API_KEY}, and nobody provides it: eager tasks fail. Say where it comes from with eagerApiKey: ${ways.join(', or ')}.`);
}

export function secretContents(auth: UnionAuth, { clusterName, clientId, clientSecret, eagerApiKey }: DataPlaneIdentity): DataPlaneSecretContents {
  const encoded = eagerApiKey?._encoded;
  return {
    clusterName,
    clientSecret,
    encodedApiKey: encoded && { secretName: encoded.secretName, apiKeys: eagerApiKey!._template(auth.domain, clientId, CLIENT_SECRET_KEY)! },
  };
}
