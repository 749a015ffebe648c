import {
  F5_ANNOTATIONS_OF_CHART, F5_CONTROLLER, F5_GUARD_ANNOTATIONS, F5_PREFIXES,
} from '../../../contract/upstream/ingress-controllers';
import { NGINX, NGINX_ANNOTATION_PREFIX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { hasAnnotations } from '../ingress';
import { classController, className } from '../ingress-class';
import type { Guard } from '../route';
import type { NginxController } from './nginx-controller';

/** The F5 controller's classes are called like ingress-nginx's, whose annotations it ignores. */

/** Whether an annotation decides who gets in, to the F5 controller. */
export function isF5Guard(name: string): boolean {
  return F5_GUARD_ANNOTATIONS.some((guard) => guard === name);
}

/** Whether it is guarded in the F5 controller's way, and ingress-nginx is not known to serve it. */
export function mayBeGuardedByF5(ingress: KubeObject, ingressClasses: readonly KubeObject[]): boolean {
  const controller = classController(ingress, ingressClasses);
  return Object.keys(ingress.annotations).some(isF5Guard)
    && (controller === F5_CONTROLLER || !hasAnnotations(ingress, NGINX_ANNOTATION_PREFIX));
}

/** What guards an Ingress that the F5 controller serves, or may; nothing where ingress-nginx does. */
export function f5GuardOf(
  ingress: KubeObject, ingressClasses: readonly KubeObject[], nginx: NginxController | undefined,
): Guard | undefined {
  const field = ingress.field('metadata', 'annotations');
  if (mayBeGuardedByF5(ingress, ingressClasses)) {
    return { kind: 'opaque', field, reason: 'a policy of the F5 NGINX Ingress Controller may guard it' };
  }
  const meant = Object.keys(ingress.annotations).find(isMeantForF5);
  const isOpen = nginx === undefined && classController(ingress, ingressClasses) === undefined;
  return isOpen && meant !== undefined && ingress.annotations[NGINX.authUrl]?.trim()
    ? { kind: 'opaque', field, reason: doubtOf(className(ingress), meant) }
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
