import type { KubeObject } from '../kube/kube-object';
import { classField, className } from './ingress-class';
import { Guard, opaque } from './route';

/** Unread directives that may guard a route or change its requests, each as a phrase. */

/** Without a known guard, an unread part may be one. */
export function mayBeGuarded(guard: Guard, unread: readonly string[], at: KubeObject): Guard {
  return guard.kind !== 'none' || unread.length === 0 ? guard
    : opaque(at.field('spec'), `${unread[0]}, may guard it`);
}

/** The guard of an Ingress whose controller, or guard, is unknown. */
export function unknownGuard(ingress: KubeObject): Guard {
  const name = className(ingress);
  return opaque(classField(ingress), name === ''
    ? `${named(ingress)} is for Google Cloud, whose guards are not read`
    : `Ingress class ${name} is served by an unknown controller`);
}

export function named({ kind, name }: KubeObject): string {
  return `${kind} ${name}`;
}
