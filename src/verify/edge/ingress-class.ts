import type { KubeObject } from '../kube/kube-object';

/** The class of an Ingress, by its field or the annotation that came before it; empty where it has none. */
export function className(ingress: KubeObject): string {
  return (
    ingress.textAt('spec', 'ingressClassName') ?? ingress.annotations['kubernetes.io/ingress.class'] ?? ''
  );
}
