import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { ingressAnnotation, kubectl } from '../running/cluster-looks';
import { anonymous } from '../running/edge-looks';

/** Ingresses of a control plane that mean to be guarded by annotations. */
function subjectsOf(model: Model): KubeObject[] {
  const objects = new Set(model.unionRoutes.map(({ object }) => object));
  return [...objects].filter((object) => object.kind === 'Ingress' && hasGuardAnnotations(object));
}

export const authAnnotationIgnored = defineRule({
  id: 'auth-annotation-ignored',
  severity: 'error',
  area: 'the edge',
  title: 'The controller takes the auth annotations as they are meant.',
  symptom: 'The annotation is there, and the routes are open to everybody; or they answer 503, with a word '
    + 'about it in the controller\'s log only.',
  explanation: 'An empty auth-url is none to ingress-nginx, and over an invalid duration or flag beside it '
    + 'the whole guard, or the location, is given up. It passes over names that it does not know and '
    + 'everything of the F5 NGINX Ingress Controller (nginx.org/*), while other controllers pass over '
    + 'nginx.ingress.kubernetes.io/*. Harmless annotations of another controller, such as '
    + 'nginx.org/websocket-services, do not count. Where others of nginx.org stand beside auth-url, and '
    + 'nothing in the input tells which of the two controllers serves the class, the guard is not judged.',
  remediation: 'Correct the name or value, or move the Ingress to a class that ingress-nginx serves; on '
    + 'another controller use its own guard (Traefik: a ForwardAuth middleware, F5: a Policy with '
    + 'externalAuth).',
  see: [
    anonymous(
      '/api/v1/projects',
      '200, 501 or 503 although the annotation is there. 401, or a redirect to /login, is right.',
    ),
    kubectl('get ingressclass', 'The class of the Ingresses must belong to k8s.io/ingress-nginx.'),
    ingressAnnotation('auth-url', 'An empty value guards nothing.'),
  ],
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
