import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SECRETS } from '../../../contract/union/secrets';
import { FLYTEADMIN, GENERATE_SECRETS } from '../../../contract/union/services/flyteadmin';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { leaveOut } from '../../objects/patches';
import { CONFIG_VOLUME } from '../workload';

/** The ServiceAccount of flyteadmin, allowed to add its generated keys to its own Secret and to no other. */
export function flyteadminServiceAccount(scope: Construct, namespace: string): ServiceAccount {
  const { ApiResource, Role, RoleBinding, Secret, ServiceAccount: ServiceAccountClass } = cdk8sPlus();
  const metadata = { name: FLYTEADMIN.name, namespace };
  const account = new ServiceAccountClass(scope, 'service-account', { metadata, automountToken: true });
  const role = new Role(scope, 'role', { metadata: { name: `${FLYTEADMIN.name}-secrets`, namespace } });
  role.allow(['get', 'update', 'patch'], Secret.fromSecretName(scope, 'own-secret', SECRETS.flyteadmin.name));
  // `create` cannot be narrowed to a name; flyteadmin tries it first and falls back to `update`.
  role.allow(['create'], ApiResource.SECRETS);
  // Not `role.bind`, which names it with a hash.
  const binding = new RoleBinding(scope, 'role-binding', { metadata: { name: role.name, namespace }, role });
  binding.addSubjects(account);
  leaveOut(binding, '/subjects/0/apiGroup');
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
