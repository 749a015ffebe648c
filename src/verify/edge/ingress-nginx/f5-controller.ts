import {
  F5_ANNOTATIONS_OF_CHART, F5_CONTROLLER, F5_GUARD_ANNOTATIONS, F5_PREFIXES,
} from '../../../contract/upstream/ingress-controllers';
import { NGINX, NGINX_ANNOTATION_PREFIX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { hasAnnotations } from '../ingress';
import { classController, className } from '../ingress-class';
import { Guard, opaque } from '../route';
import type { NginxController } from './nginx-controller';

/**
 * The F5 controller's classes have the same names as those of ingress-nginx, whose annotations it ignores.
 */

/** Whether the F5 controller uses an annotation to decide who has access. */
export function isF5Guard(name: string): boolean {
  return F5_GUARD_ANNOTATIONS.some((guard) => guard === name);
}

/** Whether it has a guard of the F5 controller, and may not be served by ingress-nginx. */
export function mayBeGuardedByF5(ingress: KubeObject, ingressClasses: readonly KubeObject[]): boolean {
  const controller = classController(ingress, ingressClasses);
  return Object.keys(ingress.annotations).some(isF5Guard)
    && (controller === F5_CONTROLLER || !hasAnnotations(ingress, NGINX_ANNOTATION_PREFIX));
}

/** The guard of an Ingress that the F5 controller serves, or may serve; undefined for ingress-nginx. */
export function f5GuardOf(
  ingress: KubeObject, ingressClasses: readonly KubeObject[], nginx: NginxController | undefined,
): Guard | undefined {
  const field = ingress.field('metadata', 'annotations');
  if (mayBeGuardedByF5(ingress, ingressClasses)) {
    return opaque(field, 'a policy of the F5 NGINX Ingress Controller may guard it');
  }
  const meant = Object.keys(ingress.annotations).find(isMeantForF5);
  const isOpen = nginx === undefined && classController(ingress, ingressClasses) === undefined;
  return isOpen && meant !== undefined && ingress.annotations[NGINX.authUrl]?.trim()
    ? opaque(field, doubtOf(className(ingress), meant))
    : undefined;
}

function doubtOf(name: string, annotation: string): string {
  return `Ingresses of class ${name === '' ? '(none)' : name} carry ${annotation}, which only the F5 NGINX `
    + `Ingress Controller reads, and it passes over ${NGINX.authUrl}; no IngressClass in the input shows `
    + 'which controller serves them';
}

function isMeantForF5(name: string): boolean {
  return F5_PREFIXES.some((prefix) => name.startsWith(prefix)) && !F5_ANNOTATIONS_OF_CHART.includes(name);
}
