import { grouped, oncePer } from '../../common/data/collections';
import { GUARDED_PREFIXES, METADATA_PREFIX } from '../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { HTTP_SNIPPET } from '../../contract/upstream/ingress-nginx';
import { controllerFor } from '../edge/ingress-nginx/nginx-controller';
import { sameHome } from '../kube/home';
import { asObject } from '../kube/json-access';
import { Field, placeKey } from '../read/field';
import { GuardedRoutes, guardedRoutes, listOf, strippedEverywhere } from './header-rewrites';
import type { Model } from './model';

/** The headers of claims, and one of them that is on nobody's list. */
export const CLAIM_HEADERS = GUARDED_PREFIXES.filter((prefix) => prefix !== METADATA_PREFIX)
  .map((prefix) => ({ family: `${prefix}*`, unlisted: `${prefix.toLowerCase()}on-no-list` }));

/** Whether claims that are on no list reach the services behind guards. */
export interface UnlistedClaims {
  /** Where they can be taken away; absent where that is not in the input. */
  readonly at?: Field;
  readonly guarded: readonly GuardedRoutes[];
  /** The families that nobody takes from the request. */
  readonly reaching: readonly string[];
}

/** Together for all guards whose callers one place can take claims from. */
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

/** The one policy of the namespace that could take headers of clients away for these routes. */
function policyFor({ routes: [{ object }] }: GuardedRoutes, model: Model): Field | undefined {
  const [policy, ...others] = object.group !== GATEWAY_API_GROUP ? []
    : model.ofKind(ENVOY_GATEWAY_GROUP, 'ClientTrafficPolicy').filter((each) => sameHome(each, object));
  const gateways = object.listAt('spec', 'parentRefs').map((parent) => asObject(parent).name);
  const targets = policy?.listAt('spec', 'targetRefs').map((target) => asObject(target).name);
  const isAimed = targets?.some((name) => gateways.includes(name));
  return others.length > 0 ? undefined : policy?.field('spec', ...isAimed === false ? ['targetRefs'] : []);
}

/** ingress-nginx takes whole families by the ConfigMap of its controller alone, others beside their guard. */
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
