import { SECRETS } from './secrets';
import { map, ValueKey } from './values-contract';

/**
 * A Deployment of a chart whose pods mount delivered Secrets, as the chart renders it. A release lists all of
 * them.
 */
export interface SecretReader {
  /** Name of the Deployment. */
  readonly workload: string;
  readonly secrets: readonly string[];
  /**
   * The values whose annotations reach its pods; absent where the chart takes none. One of them only: two
   * would be one key twice.
   */
  readonly podAnnotations?: string;
  /** The values that take the place of `podAnnotations` for it, where they are set. */
  readonly ownPodAnnotations?: string;
}

/** Annotations of every service of the control plane chart that has none of its own. */
export const SERVICE_POD_ANNOTATIONS = 'podAnnotations';

/**
 * Annotations of all pods of the data plane. A workload's own are rendered beside them, so a key may be in
 * one of the two.
 */
export const DATA_PLANE_POD_ANNOTATIONS = 'additionalPodAnnotations';

/** A union service (controlplane: templates/deployment.yaml). */
export function serviceReader(workload: string): SecretReader {
  return {
    workload,
    secrets: [SECRETS.unionServices.name],
    podAnnotations: SERVICE_POD_ANNOTATIONS,
    ownPodAnnotations: `services.${workload}.podAnnotations`,
  };
}

/** flyte-scheduler, which the chart leaves out by default (flyte-core: `workflow_scheduler.enabled`). */
export const SCHEDULER_READER: SecretReader = {
  workload: 'flytescheduler',
  secrets: [SECRETS.scheduler.name],
  podAnnotations: 'flyte.flytescheduler.podAnnotations',
};

/** A workload of the data plane, with the values that hold its own annotations. */
export function dataPlaneReader(workload: string, values: string): SecretReader {
  return {
    workload,
    secrets: [SECRETS.dataPlane.name],
    podAnnotations: `${values}.podAnnotations`,
  };
}

/** The keys of the values that take the annotations. */
export function podAnnotationKeys(readers: readonly SecretReader[]): ValueKey[] {
  const described = readers.flatMap(({ workload, podAnnotations, ownPodAnnotations }) => [
    ...(podAnnotations
      ? [
        {
          path: podAnnotations,
          of: podAnnotations === SERVICE_POD_ANNOTATIONS ? 'every union service' : workload,
        },
      ]
      : []),
    ...(ownPodAnnotations
      ? [{ path: ownPodAnnotations, of: `${workload}, in the place of ${podAnnotations}` }]
      : []),
  ]);
  const byPath = described.map(({ path, of }) =>
    [path, map(path, `Annotations of the pods of ${of}`)] as const);
  return [...new Map(byPath).values()];
}
