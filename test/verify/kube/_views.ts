import { Container, Workload } from '../../../src/verify/kube/workload';
import { Json, object } from '../_manifests';
import { read } from '../_model';

export { read };

/** A Deployment with this pod spec. */
export function workload(spec: Json, { namespace, podMetadata }: { namespace?: string | null; podMetadata?: Json } = {}): Workload {
  return Workload.of(read(object('apps/v1', 'Deployment', 'app', { spec: { template: { metadata: podMetadata, spec } } }, namespace))[0])!;
}

/** The first container of a Deployment. */
export function container(spec: Json, pod: Json = {}): Container {
  return workload({ containers: [spec], ...pod }).containers[0];
}
