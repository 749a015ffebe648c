import type { Deployment } from 'cdk8s-plus-28';
import { cdk8sPlus } from '../../objects/cdk8s-plus';

/**
 * The variables by which services of a data plane know their pod and their cluster (dataplane:
 * templates/_helpers.tpl, `global.env`).
 */
export function tellWhoItIs(deployment: Deployment, clusterName: string): void {
  const { EnvFieldPaths, EnvValue } = cdk8sPlus();
  const [{ env }] = deployment.containers;
  // The version is the API server's default: server-side apply takes its absence for a conflict.
  env.addVariable('POD_NAME', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME, { apiVersion: 'v1' }));
  env.addVariable('POD_NAMESPACE', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE, { apiVersion: 'v1' }));
  env.addVariable('CLUSTER_NAME', EnvValue.fromValue(clusterName));
}
