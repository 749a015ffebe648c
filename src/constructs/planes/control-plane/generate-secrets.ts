import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ReasonedRule, rule } from '../../../contract/union/data-plane-access';
import { SECRETS } from '../../../contract/union/secrets';
import { FLYTEADMIN, GENERATE_SECRETS } from '../../../contract/union/services/flyteadmin';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { addRole } from '../rbac';
import { CONFIG_VOLUME } from '../workload';

export const FLYTEADMIN_ACCESS: readonly ReasonedRule[] = [
  {
    ...rule('', ['secrets'], ['get', 'update', 'patch'], 'its init container adds the keys of sessions'),
    resourceNames: [SECRETS.flyteadmin.name],
  },
  rule('', ['secrets'], ['create'], 'flyteadmin tries this first, and `create` cannot be narrowed to a name'),
];

/** The ServiceAccount of flyteadmin, allowed to add its generated keys to its own Secret and to no other. */
export function flyteadminServiceAccount(scope: Construct, namespace: string): ServiceAccount {
  const metadata = { name: FLYTEADMIN.name, namespace };
  const { ServiceAccount: ServiceAccountClass } = cdk8sPlus();
  const account = new ServiceAccountClass(scope, 'service-account', { metadata, automountToken: true });
  addRole(scope, `${FLYTEADMIN.name}-secrets`, FLYTEADMIN_ACCESS, metadata);
  return account;
}

/** Adds the init container that makes the cookie keys. Without them flyteadmin does not start. */
export function addGenerateSecrets(deployment: Deployment, image: string): void {
  const { EnvFieldPaths, EnvValue, Volume } = cdk8sPlus();
  const init = deployment.addInitContainer({
    name: GENERATE_SECRETS.name,
    image,
    command: [...GENERATE_SECRETS.command],
    args: [GENERATE_SECRETS.script],
    // The version is the API server's default: server-side apply takes its absence for a conflict.
    envVariables: {
      [GENERATE_SECRETS.namespaceVariable]: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE, {
        apiVersion: 'v1',
      }),
    },
    resources: {},
  });
  const config = deployment.containers[0].mounts.find(({ volume }) => volume.name === CONFIG_VOLUME)!;
  init.mount(config.path, config.volume, { readOnly: true });
  init.mount(GENERATE_SECRETS.scratchDirectory, Volume.fromEmptyDir(deployment, 'scratch', 'scratch'));
}
