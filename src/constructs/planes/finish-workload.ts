import { ApiObject } from 'cdk8s';
import { DEFAULT_RESOURCES, DEFAULT_RUN_AS } from '../../contract/union/workloads';
import { cdk8sPlus } from '../objects/cdk8s-plus';
import { put } from '../objects/patches';
import { resourceRequirements, ServiceResources } from '../pods/container-resources';
import { addDisruptionBudget } from '../pods/disruption-budget';
import { containerSecurityContext, podSecurityContext } from '../pods/pod-security';
import { Health, probedPort, probesOf, ServiceProbes } from '../pods/probes';
import { OWN_NODE_WEIGHT, prefersOwnNode, Scheduling, schedulingOf } from '../pods/scheduling';
import { ServiceSecurity } from '../pods/service-security';
import { Workload } from './workload';

/** How the pods of one service run. */
export interface PodSettings {
  readonly resources?: ServiceResources;
  readonly probes?: ServiceProbes;
  readonly security?: ServiceSecurity;
  readonly scheduling?: Scheduling;
}

/**
 * Everything that a reviewer asks of the pods of a service, at the one place that every container passes:
 * those that others have added to the Deployment by then as well.
 */
export function finishWorkload(
  workload: Workload, namespace: string, { resources, probes = {}, security = {}, scheduling }: PodSettings,
): void {
  const { deployment, contract, replicas, selector } = workload;
  const pod = '/spec/template/spec';
  const { user, group } = contract.runAs ?? DEFAULT_RUN_AS;
  const runAs = { user: security.user ?? user, group: security.group ?? group };
  // A patch of a cdk8s-plus object speaks in the types of its imports.
  const { Topology, k8s: { IntOrString, Quantity } } = cdk8sPlus();
  const requirements = resourceRequirements(contract.resources ?? DEFAULT_RESOURCES, resources, (quantity) =>
    Quantity.fromString(quantity));
  const context = containerSecurityContext(runAs, security.writableRootFilesystem);
  const eachContainer = (field: string, count: number) => Array.from({ length: count }, (_, i) => [
    put(`${pod}/${field}/${i}/securityContext`, context),
    put(`${pod}/${field}/${i}/resources`, requirements),
  ]).flat();
  const health = healthOf(workload);
  const asked = probedPort(health, probes);
  if (asked !== undefined && !contract.ports.some(({ containerPort }) => containerPort === asked)) {
    deployment.containers[0].addPort({ name: 'health', number: asked });
  }
  const setting = (path: string, fields: object) =>
    Object.entries(fields).map(([field, value]) => put(`${path}/${field}`, value));

  ApiObject.of(deployment).addJsonPatch(
    ...setting(`${pod}/securityContext`, { ...podSecurityContext(runAs), fsGroup: runAs.group }),
    ...eachContainer('containers', deployment.containers.length),
    ...eachContainer('initContainers', deployment.initContainers.length),
    // The first is the service; others are sidecars.
    ...setting(`${pod}/containers/0`, probesOf(health, probes, (port) => IntOrString.fromNumber(port))),
    ...setting(pod, schedulingOf(selector, replicas, scheduling)),
  );
  if (prefersOwnNode(replicas, scheduling)) {
    deployment.scheduling.spread({ topology: Topology.HOSTNAME, weight: OWN_NODE_WEIGHT });
  }
  if (replicas > 1) {
    addDisruptionBudget(workload, contract.name, namespace, selector);
  }
}

/** An open port where no one knows a path. */
function healthOf({ contract: { health, ports } }: Workload): Health | undefined {
  return health
    ?? (ports.some(({ servicePort }) => servicePort !== undefined)
      ? { port: ports[0].containerPort }
      : undefined);
}
