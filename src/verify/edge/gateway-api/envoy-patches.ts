import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';

/** A change of Envoy's configuration that takes the guard away. */
export interface GuardPatch {
  readonly field: Field;
  readonly found: string;
}

/** The filters of a listener, all of them or one by its place. */
const FILTERS = /http_filters(?:\/\d+|\[[^\]]*\])?$/;

/**
 * What an EnvoyPatchPolicy does to the filter that asks guards (ext_authz): removes it, turns it off, or lets
 * failures pass.
 */
export function guardPatches(policy: KubeObject): GuardPatch[] {
  return policy
    .listAt('spec', 'jsonPatches')
    .map((patch) => asObject(asObject(patch).operation))
    .flatMap(({ op, path, jsonPath, value }, index): GuardPatch[] => {
      const place = asText(path) ?? asText(jsonPath) ?? '';
      const content = `${place} ${JSON.stringify(value) ?? ''}`;
      const field = policy.field('spec', 'jsonPatches', index, 'operation');
      if (op === 'remove' && /ext_authz/.test(place)) {
        return [{ field, found: 'a patch that removes ext_authz' }];
      }
      if (FILTERS.test(place) && (op === 'remove' || (op === 'replace' && !/ext_authz/.test(content)))) {
        return [
          {
            field,
            found: 'a patch that takes HTTP filters away by their place, of which ext_authz may be one',
          },
        ];
      }
      if (/failure_mode_allow"?:? ?true/.test(content)) {
        return [{ field, found: 'a patch that lets requests pass while the guard does not answer' }];
      }
      return /ext_authz/i.test(content) && /"?disabled"?:? ?true/.test(content)
        ? [{ field, found: 'a patch that turns ext_authz off' }]
        : [];
    });
}

/** A patch of Envoy's configuration that names none of its filters for authorization guards nothing. */
export function mayGuard(patch: KubeObject): boolean {
  return (
    patch.kind !== 'EnvoyPatchPolicy'
    || patch.listAt('spec', 'jsonPatches').length === 0
    || /ext_?authz|jwt|oauth2|rbac|lua|wasm|ext_?proc|golang|basic_?auth/i.test(
      JSON.stringify(patch.at('spec') ?? ''),
    )
  );
}
