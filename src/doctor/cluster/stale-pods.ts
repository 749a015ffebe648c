import { JsonObject, valueAt } from '../../common/data/json';
import { asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { Workload } from '../../verify/kube/workload';
import { asKube } from './fault';
import type { SecretOutline } from './secrets';

/** A pod that started before a Secret that it reads was last written. */
export interface StalePod {
  readonly namespace: string;
  readonly pod: string;
  readonly started: Date;
  /** What it may have the old values of, the latest first. */
  readonly secrets: readonly { readonly name: string; readonly written: Date }[];
}

/** Services read their secrets once, when they start. */
export function stalePods(pods: readonly JsonObject[], secrets: readonly SecretOutline[]): StalePod[] {
  const written = new Map(secrets.map((secret) => [`${secret.namespace}/${secret.name}`, secret.written]));
  return pods.flatMap((raw): StalePod[] => {
    const pod = asKube(raw);
    const started = startOf(pod);
    if (started === undefined) {
      return [];
    }
    const names = new Set(Workload.of(pod)?.secretNames.map(({ text }) => text));
    const newer = [...names].flatMap((name) => {
      const time = written.get(`${pod.namespace}/${name}`);
      return time !== undefined && time > started ? [{ name, written: time }] : [];
    });
    const latest = newer.sort((a, b) => b.written.getTime() - a.written.getTime());
    return latest.length === 0
      ? []
      : [{ namespace: pod.namespace ?? '', pod: pod.name, started, secrets: latest }];
  });
}

/**
 * When the first of its containers started: a pod waits for its Secrets before that, and its init containers
 * may write one, as flyteadmin's do.
 */
function startOf(pod: KubeObject): Date | undefined {
  const times = pod.listAt('status', 'containerStatuses')
    .flatMap((status) => asText(valueAt(status, ['state', 'running', 'startedAt'])) ?? []);
  return times.length === 0 || pod.textAt('status', 'phase') !== 'Running'
    ? undefined
    : new Date(times.sort()[0]);
}
