/**
 * What would do its work twice if two of it ran, and why. The charts run one of each as well.
 *
 * Source: flyteadmin (`scheduler/`) and flytepropeller (`pkg/controller`, leader election is off by default);
 * of the others the `replicas` and `strategy` in unionai/helm-charts.
 */
const RUN_ONCE: Readonly<Record<string, string>> = {
  'flytescheduler': 'would start each scheduled execution once a pod',
  'run-scheduler': 'would start each scheduled run once a pod',
  'leasor': 'would hand out each lease once a pod',
  'union-operator': 'would register the cluster once a pod',
  'flytepropeller': 'would work on each workflow once a pod, without leader election',
  'union-syncresources': 'would write the same objects once a pod',
  'executor': 'would run each task once a pod',
  'leaseworker': 'would run each task once a pod',
};

/** Why a service runs once; nothing where several pods share the work. */
export function runsOnce(service: string): string | undefined {
  return RUN_ONCE[service];
}
