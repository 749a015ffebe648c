// Tests: test/verify/edge/ingress.test.ts
import { GCE_INGRESS_ANNOTATION, GCE_SERVICE_ANNOTATION } from '../../contract/upstream/ingress-controllers';
import { sameCluster } from '../kube/home';
import { asObject, asObjects, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import type { Field } from '../read/field';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** The class of an Ingress, by its field or the older annotation; empty if it has none. */
export function className(ingress: KubeObject): string {
  return ingress.textAt('spec', 'ingressClassName') ?? ingress.annotations[CLASS_ANNOTATION] ?? '';
}

/** `spec.controller` of an Ingress's class, if the input has the class. */
export function classController(
  ingress: KubeObject, ingressClasses: readonly KubeObject[],
): string | undefined {
  const name = className(ingress);
  return ingressClasses.find((candidate) => candidate.name === name && sameCluster(candidate, ingress))
    ?.textAt('spec', 'controller');
}

/** Whether an Ingress without a class is for Google Cloud, by its own annotations or those of a Service. */
export function isForGce(ingress: KubeObject, services: Services): boolean {
  const says = (object: KubeObject | undefined, annotation: RegExp) =>
    Object.keys(object?.annotations ?? {}).some((name) => annotation.test(name));
  return className(ingress) === '' && (says(ingress, GCE_INGRESS_ANNOTATION)
    || backendNames(ingress).some((name) =>
      says(services.named(name, ingress)?.object, GCE_SERVICE_ANNOTATION)));
}

function backendNames(ingress: KubeObject): string[] {
  const paths = ingress.objectsAt('spec', 'rules').flatMap(({ http }) => asObjects(asObject(http).paths));
  return [...paths.map(({ backend }) => backend), ingress.at('spec', 'defaultBackend')]
    .flatMap((backend) => asText(asObject(asObject(backend).service).name) ?? []);
}

export function classField(ingress: KubeObject): Field {
  return ingress.textAt('spec', 'ingressClassName') === undefined
    ? ingress.annotationField(CLASS_ANNOTATION)
    : ingress.field('spec', 'ingressClassName');
}
