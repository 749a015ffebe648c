import type { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { UNION_AUTHZ } from '../../../contract/union/authorizer';
import { ReasonedRule } from '../../../contract/union/data-plane-access';
import { CLIENT_SECRET_KEY, SECRETS } from '../../../contract/union/secrets';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { ConfigFiles } from '../../settings/config-files';
import { ConfigContext } from '../../settings/context';
import { addRole } from '../rbac';

/** Where the authorizer finds what keeps Union's roles. */
export function unionAuthzUrl({ namespace }: ConfigContext): string {
  return `http://${serviceHost(UNION_AUTHZ.name, namespace)}:${UNION_AUTHZ.port}`;
}

/** A key of a Secret, which it reads from the cluster. */
function secretReference(secret: string, key: string): string {
  return `kube://secrets/${secret}?key=${key}`;
}

/**
 * What it is told besides its database: as whom it lets the authorizer in, and the rest as the chart has it.
 *
 * Source: controlplane `templates/authz/configmap.yaml`, rendered (`contract/union/authorizer.ts` says
 * where).
 */
export function unionAuthzSettings(context: ConfigContext): ConfigFiles {
  const { applicationId, clientId, port, signingKey } = UNION_AUTHZ;
  const itself = `http://localhost:${port}`;
  return new Map([['config.yaml', {
    auth: {
      issuer: unionAuthzUrl(context),
      signingKey: secretReference(signingKey.secret, signingKey.key),
      apps: [{
        id: applicationId,
        name: applicationId,
        credentials: [
          { clientId, clientSecret: secretReference(SECRETS.unionServices.name, CLIENT_SECRET_KEY) },
        ],
      }],
    },
    cache: {
      enabled: true,
      type: 'memory',
      ttl: '60m',
      memory: { maxEntries: 100000, shards: 128, depShards: 128 },
    },
    services: { checkAttributeEndpoint: itself, idpEndpoint: itself, authzEndpoint: itself },
  }]]);
}

/**
 * It reads the client secret and makes its signing key. What else it does with Secrets is not public, so the
 * role is the chart's.
 *
 * Source: controlplane `templates/authz/rbac.yaml`.
 */
export const UNION_AUTHZ_ACCESS: readonly ReasonedRule[] = [{
  apiGroups: [''],
  resources: ['secrets'],
  verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'],
  why: 'reads its client secret and makes its signing key. It sees every Secret of its namespace',
}];

export function unionAuthzAccount(scope: Construct, namespace: string): ServiceAccount {
  const account = new (cdk8sPlus().ServiceAccount)(scope, 'service-account', {
    metadata: { name: UNION_AUTHZ.name, namespace },
    automountToken: true,
  });
  addRole(scope, `${UNION_AUTHZ.name}-secrets`, UNION_AUTHZ_ACCESS, { name: UNION_AUTHZ.name, namespace });
  return account;
}
