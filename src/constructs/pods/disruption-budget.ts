import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * A drained node takes the pods of a service one after the other, and waits for none that does not run
 * anyway.
 */
export function addDisruptionBudget(
  scope: Construct, name: string, namespace: string, matchLabels: Readonly<Record<string, string>>,
): ApiObject {
  return new ApiObject(scope, `PodDisruptionBudget-${name}`, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels: { ...matchLabels } },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
  });
}
