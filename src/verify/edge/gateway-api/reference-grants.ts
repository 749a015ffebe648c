// Tests: test/verify/edge/gateway-api/gateway.test.ts
import type { JsonObject } from '../../../common/data/json';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { beside, isMadeUp, sameHome } from '../../kube/home';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { EdgeInput } from '../route';

interface Kind {
  readonly group?: string;
  readonly kind: string;
}

/**
 * Allowed references to other namespaces: those in a ReferenceGrant in the namespace of the object.
 *
 * Source: Gateway API, `apis/v1beta1/referencegrant_types.go` (v1 from release 1.5 on): implementations "MUST
 * NOT permit cross-namespace references which have no grant". Envoy Gateway also requires it for backends of
 * SecurityPolicies (`internal/gatewayapi/validate.go`).
 */
export class ReferenceGrants {
  public constructor(private readonly input: EdgeInput) {}

  /** Why a reference to another namespace is refused, if the input has grants; as a phrase. */
  public refusal(from: KubeObject, reference: JsonObject): string | undefined {
    const [group, kind] = [asText(reference.group) ?? '', asText(reference.kind) ?? 'Service'];
    const [name, namespace] = [asText(reference.name), asText(reference.namespace)];
    const home = beside(from, namespace);
    const isFar = namespace !== undefined && from.namespace !== undefined && from.namespace !== namespace;
    const grants = this.input.ofKind(GATEWAY_API_GROUP, 'ReferenceGrant');
    if (!isFar || isMadeUp(from.namespace) || (from.live && grants.length === 0)
      || !this.input.ofKind(group, kind).some((object) => object.name === name && sameHome(object, home))) {
      return undefined;
    }
    const misfits = grants
      .filter((grant) => sameHome(grant, home))
      .map((grant) => misfitOf(grant, from, { group, kind, name }));
    return misfits.includes(undefined)
      ? undefined
      : [
        `in namespace ${namespace}, no ReferenceGrant for ${fromText(from)} to ${kindText({ group, kind })}`,
        ...misfits.slice(0, 1),
      ].join(': ');
  }
}

/** The part of a grant that does not match a reference, as a phrase. */
function misfitOf(
  grant: KubeObject, from: KubeObject, to: Kind & { readonly name?: string },
): string | undefined {
  const [froms, tos] = ['from', 'to'].map((list) => grant.objectsAt('spec', list).map((entry) => ({
    group: asText(entry.group) ?? '',
    kind: asText(entry.kind) ?? '',
    name: asText(entry.name),
    namespace: asText(entry.namespace),
  })));
  if (!froms.some((each) => kindText(each) === kindText(from) && each.namespace === from.namespace)) {
    return `${grant.name} is for ${froms.map(fromText).join(', ') || 'no namespace'}`;
  }
  const fits = tos.some((each) => kindText(each) === kindText(to) && (each.name ?? to.name) === to.name);
  return fits ? undefined : `${grant.name} is to ${tos
    .map((each) => [kindText(each), each.name ?? []].flat().join(' ')).join(', ') || 'nothing'}`;
}

function fromText(from: Kind & { readonly namespace?: string }): string {
  return `${kindText(from)} of namespace ${from.namespace}`;
}

function kindText({ group = '', kind }: Kind): string {
  return group === '' ? kind : `${kind}.${group}`;
}
