import { oncePer, unique } from '../../common/data/collections';
import type { PathStep } from '../../common/data/json';
import { listed } from '../../common/data/texts';
import {
  ENVOY_GATEWAY_GROUP, ENVOY_GATEWAY_POLICIES, GATEWAY_API_GROUP,
} from '../../contract/upstream/envoy-gateway';
import { parentsOf } from '../edge/gateway-api/gateway-controller';
import { nearIn } from '../kube/home-index';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { leadOf } from './lead';
import type { Model } from './model';

/** A policy of Envoy Gateway that aims at nothing, by a slip of some of Union's routes or Gateways. */
export interface MisaimedPolicy {
  readonly at: Field;
  readonly targets: readonly KubeObject[];
  readonly expected: string;
  readonly found: string;
}

/** What is not there and like nothing of Union may be of another team. */
export const misaimedPolicies = oncePer((model: Model): readonly MisaimedPolicy[] => {
  const targets = targetsOf(model);
  const policies = targets.length === 0
    ? []
    : ENVOY_GATEWAY_POLICIES.flatMap((kind) => model.ofKind(ENVOY_GATEWAY_GROUP, kind));
  return policies.flatMap((policy) => {
    const lost = referencesOf(policy)
      .map((each) => ({ ...each, ...leadOf(each.name, policy, model.ofKind(GATEWAY_API_GROUP, each.kind)) }))
      .filter(({ here }) => here === undefined);
    const meant = unique(lost.flatMap(({ elsewhere }) => elsewhere)).filter((each) => targets.includes(each));
    const known = lost.filter(({ kind }) => model.holds(GATEWAY_API_GROUP, kind, policy));
    return meant.length > 0
      ? [misplaced(policy, meant)]
      : known.flatMap((each) => misnamed(policy, each, targets));
  });
});

function targetsOf(model: Model): KubeObject[] {
  const gateways = model.ofKind(GATEWAY_API_GROUP, 'Gateway');
  const routes = model.routeObjects.filter(({ group }) => group === GATEWAY_API_GROUP);
  return [...new Set(routes.flatMap((route) => [
    route, ...parentsOf(route, gateways).map(({ gateway }) => gateway),
  ]))];
}

interface Reference {
  readonly way: readonly PathStep[];
  readonly kind: string;
  readonly name: string;
}

function referencesOf(policy: KubeObject): Reference[] {
  const lists = policy.listAt('spec', 'targetRefs').map((each, index) =>
    ({ way: ['spec', 'targetRefs', index], each }));
  const single = policy.at('spec', 'targetRef');
  const named = single === undefined ? [] : [{ way: ['spec', 'targetRef'], each: single }];
  return [...lists, ...named].map(({ way, each }) => {
    const { kind, name } = asObject(each);
    return { way, kind: asText(kind) ?? '', name: asText(name) ?? '' };
  });
}

/** A policy in another namespace than what it aims at, whatever that is: one slip. */
function misplaced(policy: KubeObject, meant: readonly KubeObject[]): MisaimedPolicy {
  const [{ namespace }] = meant;
  const there = meant.filter((each) => each.namespace === namespace);
  return {
    at: policy.field('metadata', 'namespace'),
    targets: there,
    expected: `namespace ${namespace}, of ${listed(there.map(({ kind, name }) => `${kind} ${name}`))}`,
    found: `namespace ${policy.namespace}, where a policy finds nothing of that name`,
  };
}

/** A reference to another kind, or nearly to the name. */
function misnamed(
  policy: KubeObject, { way, kind, name, meant }: Reference & { readonly meant?: KubeObject },
  targets: readonly KubeObject[],
): MisaimedPolicy[] {
  const ofOtherKind = nearIn(targets, policy).find((target) => target.name === name);
  if (ofOtherKind !== undefined) {
    return [{
      at: policy.field(...way, 'kind'),
      targets: [ofOtherKind],
      expected: ofOtherKind.kind,
      found: `${kind}, and no ${kind} ${name}`,
    }];
  }
  return meant === undefined || !targets.includes(meant) ? [] : [{
    at: policy.field(...way, 'name'),
    targets: [meant],
    expected: `the ${kind} ${meant.name}`,
    found: `${name}, which is not there`,
  }];
}

/** Where a policy says that it aims at an object, and does not. */
export function misaimedAt(object: KubeObject, model: Model): Field[] {
  return misaimedPolicies(model).filter(({ targets }) => targets.includes(object)).map(({ at }) => at);
}
