import { sameCluster } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** The class of an Ingress, by its field or the annotation that came before it; empty where it has none. */
export function className(ingress: KubeObject): string {
  return (
    ingress.textAt('spec', 'ingressClassName') ?? ingress.annotations[CLASS_ANNOTATION] ?? ''
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

/** Where the class of an Ingress stands. */
export function classField(ingress: KubeObject): Field {
  return ingress.textAt('spec', 'ingressClassName') === undefined
    ? ingress.annotationField(CLASS_ANNOTATION)
    : ingress.field('spec', 'ingressClassName');
}
