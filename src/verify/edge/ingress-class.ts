import { sameCluster } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';

/** The class of an Ingress, by its field or the annotation that came before it; empty where it has none. */
export function className(ingress: KubeObject): string {
  return (
    ingress.textAt('spec', 'ingressClassName') ?? ingress.annotations['kubernetes.io/ingress.class'] ?? ''
  );
}

/** `spec.controller` of the class of an Ingress, where the input shows that class. */
export function classController(
  ingress: KubeObject, ingressClasses: readonly KubeObject[],
): string | undefined {
  const name = className(ingress);
  return ingressClasses
    .find((candidate) => candidate.name === name && sameCluster(candidate, ingress))
    ?.textAt('spec', 'controller');
}
