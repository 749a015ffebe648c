import { KubeObject } from '../../../src/verify/kube/kube-object';
import { Container, Workload } from '../../../src/verify/kube/workload';
import { parseManifests } from '../../../src/verify/parse';
import { manifests, object } from '../_manifests';

type Json = Record<string, unknown>;

/** Objects as the verifier reads them. */
export function read(...objects: Json[]): readonly KubeObject[] {
  return parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects;
}

/** A Deployment with this pod spec. */
export function workload(spec: Json, { namespace, podMetadata }: { namespace?: string | null; podMetadata?: Json } = {}): Workload {
  return Workload.of(read(object('apps/v1', 'Deployment', 'app', { spec: { template: { metadata: podMetadata, spec } } }, namespace))[0])!;
}

/** The first container of a Deployment. */
export function container(spec: Json, pod: Json = {}): Container {
  return workload({ containers: [spec], ...pod }).containers[0];
}
