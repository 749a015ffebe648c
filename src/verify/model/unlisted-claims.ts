import { grouped, oncePer } from '../../common/data/collections';
import { GUARDED_PREFIXES, METADATA_PREFIX } from '../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { HTTP_SNIPPET } from '../../contract/upstream/ingress-nginx';
import { controllerFor } from '../edge/ingress-nginx/nginx-controller';
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

/** ingress-nginx takes whole families by the ConfigMap of its controller alone, others beside their guard. */
function placeFor(guarded: GuardedRoutes, model: Model): Field | undefined {
  const [{ edge, object }] = guarded.routes;
  const mayHidePolicy = object.live && object.group === GATEWAY_API_GROUP
    && !model.holds(ENVOY_GATEWAY_GROUP, 'ClientTrafficPolicy', object);
  if (mayHidePolicy) {
    return undefined;
  }
  return !edge.takesSnippets
    ? listOf(guarded)
    : controllerFor(object, model.nginxControllers, model.ingressClasses)?.configMap.field(
      'data', HTTP_SNIPPET,
    );
}
