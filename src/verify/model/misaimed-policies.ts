// Tests: test/verify/rules/guards.test.ts
import { oncePer, unique } from '../../common/data/collections';
import type { PathStep } from '../../common/data/json';
import { listed } from '../../common/data/texts';
import { ENVOY_GATEWAY_GROUP, ENVOY_GATEWAY_POLICIES } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { parentsOf } from '../edge/gateway-api/gateway-controller';
import { nearIn } from '../kube/home-index';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import { leadOf } from './lead';
import type { Model } from './model';

/** A policy of Envoy Gateway without a target, because it misspells some of Union's routes or Gateways. */
export interface MisaimedPolicy {
  readonly at: Field;
  readonly targets: readonly KubeObject[];
  readonly expected: string;
  readonly found: string;
}

/** Missing targets that are unlike any of Union's may belong to another team. */
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
    const isMade = (kind: string) =>
      targets.some((target) => target.kind === kind && target instanceof ChartObject);
    const known = lost.filter(({ kind }) => isMade(kind) || model.holds(GATEWAY_API_GROUP, kind, policy));
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

/** A policy in another namespace than its target: one fault. */
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

/** A reference with another kind, or a similar name. */
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

/** The place where a policy refers to an object without effect. */
export function misaimedAt(object: KubeObject, model: Model): Field[] {
  return misaimedPolicies(model).filter(({ targets }) => targets.includes(object)).map(({ at }) => at);
}
