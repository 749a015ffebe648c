import type { KubeObject } from '../kube/kube-object';
import { classField, className } from './ingress-class';
import type { Guard } from './route';

/** What may be before a route or change its requests and is not read, each as a phrase. */

/** Where no guard is to be seen, what is not read may be one. */
export function mayBeGuarded(guard: Guard, unread: readonly string[], at: KubeObject): Guard {
  return guard.kind !== 'none' || unread.length === 0 ? guard
    : { kind: 'opaque', field: at.field('spec'), reason: `${unread[0]}, may guard it` };
}

/** The guard of an Ingress of which no one here knows who serves it, or what guards there. */
export function unknownGuard(ingress: KubeObject): Guard {
  const name = className(ingress);
  const reason = name === '' ? `Ingress ${ingress.name} is for Google Cloud, whose guards are not read`
    : `Ingress class ${name} is served by an unknown controller`;
  return { kind: 'opaque', field: classField(ingress), reason };
}

export function named({ kind, name }: KubeObject): string {
  return `${kind} ${name}`;
}
