import { grouped, groupsByKey, oncePer } from '../../common/data/collections';
import { GUARDED_PREFIXES, METADATA_PREFIX } from '../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { HTTP_SNIPPET } from '../../contract/upstream/ingress-nginx';
import { readExpression } from '../edge/expression';
import { servesUnion } from '../edge/guarded-paths';
import { changes, isChosenByCaller, isFixed } from '../edge/header-changes';
import { controllerFor } from '../edge/ingress-nginx/nginx-controller';
import { EdgeRoute, SubrequestGuard, isOwnGuarded, subrequests } from '../edge/route';
import { sameHome } from '../kube/home';
import { asObject } from '../kube/json-access';
import { Field, placeKey } from '../read/field';
import type { Model } from './model';
import { isStray } from './open-paths';

export interface GuardedRoutes {
  /** The routes of the guard. */
  readonly routes: readonly EdgeRoute[];
  readonly guard: SubrequestGuard;
  readonly backendHeaders: readonly string[];
}

/** The guards of routes to Union's services with a known list of headers. */
export const guardedRoutes = oncePer((model: Model): readonly GuardedRoutes[] =>
  model.unionServers.flatMap(({ routes }) => {
    const serving = routes.filter((route) => servesUnion(route) || isOwnGuarded(route));
    const byGuard = groupsByKey(serving, ({ guard }): EdgeRoute['guard'] => guard);
    return subrequests(serving).flatMap(({ guard, guard: { backendHeaders, asksNobody } }) =>
      backendHeaders === undefined || asksNobody || isStray(guard, model)
        ? []
        : [{ routes: byGuard.get(guard) ?? [], guard, backendHeaders }],
    );
  }));

/** Headers that are removed or set on each of the routes. */
export function strippedEverywhere(routes: readonly EdgeRoute[]): (header: string) => boolean {
  const each = routes.map(strippedHeaders);
  return (header) => each.every((stripped) => stripped(header));
}

/** The list of the guard, or the guard that lacks it. */
export function listOf({ guard }: GuardedRoutes): Field {
  return guard.backendHeadersAt ?? guard.field;
}

/** Headers of the client that are removed or set by something other than the guard's list. */
export function strippedHeaders({ headerChanges, guard }: EdgeRoute): (header: string) => boolean {
  const taking = headerChanges.filter(
    (change) =>
      change.partly !== true
      && (change.hop === 'before' || change.hop === 'after')
      && !isFixed(change)
      && !isChosenByCaller(change),
  );
  const set = setByExpression({ guard });
  return (header) => taking.some((change) => changes(change, header)) || set(header);
}

/** Headers that ForwardAuth copies from the answer by an expression. */
export function setByExpression({ guard }: Pick<EdgeRoute, 'guard'>): (header: string) => boolean {
  const pattern =
    guard.kind === 'subrequest'
      ? guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex')
      : undefined;
  const expression = pattern ? readExpression(pattern, 'RE2', true) : undefined;
  return (header) => expression?.test(header) === true;
}

/** Whether a header of the caller reaches `/me` unchanged. The name in lower case. */
export function reachesMe({ headerChanges }: EdgeRoute, guard: SubrequestGuard, header: string): boolean {
  const { forwardedHeaders, gateForwards } = guard;
  const changed = headerChanges.some(
    (change) =>
      change.partly !== true
      && (change.hop === 'guard' || change.hop === 'before')
      && changes(change, header)
      && !isChosenByCaller(change),
  );
  return !changed && forwardedHeaders?.includes(header) !== false && gateForwards?.(header) !== false;
}

/** The headers of claims, with one that is on no list. */
export const CLAIM_HEADERS = GUARDED_PREFIXES.filter((prefix) => prefix !== METADATA_PREFIX)
  .map((prefix) => ({ family: `${prefix}*`, unlisted: `${prefix.toLowerCase()}on-no-list` }));

/** Whether unlisted claims reach the services behind guards. */
interface UnlistedClaims {
  /** The place where they can be removed; absent if it is not in the input. */
  readonly at?: Field;
  readonly guarded: readonly GuardedRoutes[];
  /** The header families that are not removed from requests. */
  readonly reaching: readonly string[];
}

/** Grouped by the place that can remove them. */
export const unlistedClaims = oncePer((model: Model): readonly UnlistedClaims[] => {
  const places = guardedRoutes(model).map((guarded) => ({ guarded, at: placeFor(guarded, model) }));
  return grouped(places, ({ at }) => (at === undefined ? '' : placeKey(at))).map((together) => {
    const stripped = strippedEverywhere(together.flatMap(({ guarded }) => guarded.routes));
    return {
      at: together[0].at,
      guarded: together.map(({ guarded }) => guarded),
      reaching: CLAIM_HEADERS.filter(({ unlisted }) => !stripped(unlisted)).map(({ family }) => family),
    };
  });
});

/** The one policy of the namespace that could remove clients' headers for these routes. */
function policyFor({ routes: [{ object }] }: GuardedRoutes, model: Model): Field | undefined {
  const [policy, ...others] = object.group !== GATEWAY_API_GROUP ? []
    : model.ofKind(ENVOY_GATEWAY_GROUP, 'ClientTrafficPolicy').filter((each) => sameHome(each, object));
  const gateways = object.listAt('spec', 'parentRefs').map((parent) => asObject(parent).name);
  const targets = policy?.listAt('spec', 'targetRefs').map((target) => asObject(target).name);
  const isAimed = targets?.some((name) => gateways.includes(name));
  return others.length > 0 ? undefined : policy?.field('spec', ...isAimed === false ? ['targetRefs'] : []);
}

/** ingress-nginx removes header families only through its controller's ConfigMap, others at their guard. */
function placeFor(guarded: GuardedRoutes, model: Model): Field | undefined {
  const [{ edge, object }] = guarded.routes;
  const mayHidePolicy = object.live && object.group === GATEWAY_API_GROUP
    && !model.holds(ENVOY_GATEWAY_GROUP, 'ClientTrafficPolicy', object);
  if (mayHidePolicy) {
    return undefined;
  }
  return !edge.takesSnippets
    ? policyFor(guarded, model) ?? listOf(guarded)
    : controllerFor(object, model.nginxControllers, model.ingressClasses)?.configMap.field(
      'data', HTTP_SNIPPET,
    );
}
