import { identityText, inClusterText } from '../kube/kube-object';
import type { ObjectIdentity } from '../read/object-source';

/**
 * Tells which objects a pattern names: `apps/v1/Deployment union-cp/flyteadmin` as findings write it, or the
 * same without version or namespace. `*` stands for any text.
 */
export function objectPattern(pattern: string): (object: ObjectIdentity) => boolean {
  const regex = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's');
  return (object) => {
    const { kind, name } = object;
    const namespaced = object.namespace === undefined ? name : `${object.namespace}/${name}`;
    return [identityText(object), inClusterText(object), `${kind} ${namespaced}`, `${kind} ${name}`].some(
      (text) => regex.test(text),
    );
  };
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
