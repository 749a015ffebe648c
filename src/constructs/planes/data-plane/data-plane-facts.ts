import { IConstruct } from 'constructs';
import { warn } from '../../../common/props/construct-props';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../../contract/union/secrets';
import { DataPlaneIdentity, EagerApiKey, UnionIdentity } from '../../identity';
import { OAuthApplication } from '../../identity/oauth-application';
import { SecretDelivery } from '../../secrets';
import { apiKeyTemplate } from '../../secrets/api-key-template';
import { DataPlaneSecretContents } from '../../secrets/data-plane-secrets';
import { SecretSource, clientSecretOf, clientSecretOfPlane } from '../../secrets/secret-target';

/** What a plane's construct is given besides. */
export interface GivenDataPlane {
  readonly dataPlane: DataPlaneIdentity;
  readonly controlPlaneHost?: string;
  readonly secrets: SecretDelivery;
}

/** Who a data plane is, with its defaults. */
export interface DataPlaneFacts {
  readonly clusterName?: string;
  /** The host of the control plane that it calls. */
  readonly controlPlaneHost: string;
  readonly clientId: string;
  /** Its client secret. */
  readonly client: SecretSource;
  /** The application of eager tasks, where they have one of their own. */
  readonly eager?: OAuthApplication;
  readonly eagerApiKey?: EagerApiKey;
}

export function dataPlaneFacts({ dataPlane, controlPlaneHost }: GivenDataPlane): DataPlaneFacts {
  const { identity, clusterName, clientId, _applications: own, _eagerApiKey } = dataPlane;
  return {
    clusterName,
    controlPlaneHost: controlPlaneHost ?? identity.domain,
    clientId,
    client: clientSecretOfPlane(dataPlane),
    eager: own?.eager,
    eagerApiKey: _eagerApiKey ?? (own?.eager && EagerApiKey.fromOperator()),
  };
}

/** Says that eager tasks will fail: task pods read an API key that no one provides. */
export function warnOfMissingApiKey(
  construct: IConstruct, identity: UnionIdentity, plane: DataPlaneFacts, { dataPlane }: ReleaseContract,
): void {
  if (plane.eagerApiKey) {
    return;
  }
  const ways = [
    ...(dataPlane.operatorApiKey
      ? [
        'eager of the data plane in the identity (the control plane makes it of that client, and the '
          + 'operator fetches it)',
      ]
      : []),
    'an eagerApiKey that is provisioned (another tool delivers it)',
    'in an app one that is encoded (External Secrets Operator encodes it)',
  ];
  warn(construct, identity._apiKeysRefused
    ? `task pods read ${EAGER_API_KEY}, which cannot work with preferRefreshTokens: eager tasks `
      + 'fail.'
    : `task pods read ${EAGER_API_KEY}, and nothing provides it: eager tasks fail. Say where it `
      + `comes from: ${ways.join(', or ')}.`);
}

export function secretContents(
  identity: UnionIdentity, { clusterName, clientId, client, eager, eagerApiKey }: DataPlaneFacts,
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
