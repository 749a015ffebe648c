import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';

/** Ingresses of a control plane that mean to be guarded by annotations. */
function subjectsOf(model: Model): KubeObject[] {
  const objects = new Set(model.unionRoutes.map(({ object }) => object));
  return [...objects].filter((object) => object.kind === 'Ingress' && hasGuardAnnotations(object));
}

export const authAnnotationIgnored = defineRule('auth-annotation-ignored', {
  subjects: subjectsOf,
  notApplicable: 'No Ingress of a control plane in the input has auth annotations.',
  *check(subjects, model) {
    for (const ingress of subjects) {
      for (const { name, expected, found } of ignoredAnnotations(ingress, model.ingressClasses)) {
        yield { at: ingress.annotationField(name), expected, found };
      }
    }
  },
});
