import { oncePer } from '../../common/data/once-per';
import { nameSlipOf } from '../../common/props/name-slip';
import { ENVOY_GATEWAY_GROUP, ENVOY_GATEWAY_POLICIES } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { parentsOf } from '../edge/gateway-api/parents';
import { sameCluster, sameHome } from '../kube/home';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import type { Model } from './model';

/** A policy of Envoy Gateway that aims at nothing, by a slip of one of Union's routes or Gateways. */
export interface MisaimedPolicy {
  readonly at: Field;
  /** The object that is meant. */
  readonly target: KubeObject;
  readonly expected: string;
  readonly found: string;
}

/** What is not there and like nothing of Union may be of another team. */
export const misaimedPolicies = oncePer((model: Model): readonly MisaimedPolicy[] => {
  const targets = targetsOf(model);
  const policies = targets.length === 0
    ? []
    : ENVOY_GATEWAY_POLICIES.flatMap((kind) => model.ofKind(ENVOY_GATEWAY_GROUP, kind));
  return policies.flatMap((policy) => referencesOf(policy).flatMap(({ way, kind, name }) => {
    const isThere = model.ofKind(GATEWAY_API_GROUP, kind)
      .some((object) => object.name === name && sameHome(object, policy));
    const aim = isThere ? undefined : aimOf(policy, { kind, name }, targets);
    return aim === undefined ? [] : [{ at: policy.field(...way, aim.key), ...aim }];
  }));
});

/** Union's routes of the Gateway API, and their Gateways. */
function targetsOf(model: Model): KubeObject[] {
  const gateways = model.ofKind(GATEWAY_API_GROUP, 'Gateway');
  const routes = model.unionRoutes.map(({ object }) => object)
    .filter(({ group }) => group === GATEWAY_API_GROUP);
  return [...new Set(routes.flatMap((route) => [
    route, ...parentsOf(route, gateways).map(({ gateway }) => gateway),
  ]))];
}

function referencesOf(policy: KubeObject) {
  const lists = policy.listAt('spec', 'targetRefs').map((each, index) =>
    ({ way: ['spec', 'targetRefs', index] as const, each }));
  const single = policy.at('spec', 'targetRef');
  const named = single === undefined ? [] : [{ way: ['spec', 'targetRef'] as const, each: single }];
  return [...lists, ...named].map(({ way, each }) => {
    const { kind, name } = asObject(each);
    return { way, kind: asText(kind) ?? '', name: asText(name) ?? '' };
  });
}

interface Aim extends Pick<MisaimedPolicy, 'target' | 'expected' | 'found'> {
  readonly key: 'kind' | 'name';
}

/** What a reference is meant for: of another kind, in another namespace, or of nearly the same name. */
function aimOf(
  policy: KubeObject, { kind, name }: { kind: string; name: string }, targets: readonly KubeObject[],
): Aim | undefined {
  const named = targets.filter((target) => target.name === name && sameCluster(target, policy));
  const ofOtherKind = named.find((target) => target.kind !== kind && sameHome(target, policy));
  if (ofOtherKind !== undefined) {
    return {
      target: ofOtherKind,
      key: 'kind',
      expected: ofOtherKind.kind,
      found: `${kind}, and no ${kind} ${name}`,
    };
  }
  const elsewhere = named.find((target) => target.kind === kind && target.namespace !== policy.namespace);
  if (elsewhere !== undefined) {
    return {
      target: elsewhere,
      key: 'name',
      expected: `the policy in namespace ${elsewhere.namespace}, where the ${kind} ${name} is`,
      found: `a policy in namespace ${policy.namespace}, which has no ${kind} ${name}`,
    };
  }
  const beside = targets.filter((target) => target.kind === kind && sameHome(target, policy));
  const meant = nameSlipOf(name, beside.map((target) => target.name));
  const target = beside.find((each) => each.name === meant);
  return target === undefined
    ? undefined
    : { target, key: 'name', expected: `the ${kind} ${target.name}`, found: `${name}, which is not there` };
}

/** Where a policy says that it aims at an object, and does not. */
export function misaimedAt(object: KubeObject, model: Model): Field[] {
  return misaimedPolicies(model).filter(({ target }) => target === object).map(({ at }) => at);
}
