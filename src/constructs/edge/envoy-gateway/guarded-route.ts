import { JsonPatch } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isObject } from '../../../common/data/json';
import { ENVOY_GATEWAY_API_VERSION } from '../../../contract/upstream/envoy-gateway';
import { UnionIdentity } from '../../identity';
import { emittedBy } from '../../objects/emitted-by';
import { emit } from '../emit';
import { guardOfKind, OwnRoute, RouteKind } from '../route-guard';
import { emitHeaderFilters, FILTER_OF_GUARDED } from './envoy-caller-headers';
import { emitSecurityPolicies, GuardedRoute, policyName, targetRef } from './security-policies';

/** What is before a route of your own. */
export interface GatewayGuard {
  readonly identity: UnionIdentity;
  /** Of the policies. */
  readonly namespace: string;
  readonly version?: string;
  /** The Gateway at which identity headers of callers are removed; none where its owner sees to that. */
  readonly gateway?: { readonly name: string; readonly namespace?: string };
  /** Whether a filter of each route takes them, too. */
  readonly filtersHeaders: boolean;
}

/** Streams live for hours; Envoy ends every answer after 15 s otherwise. */
const STREAMS = 'controlplane-streams';

const KINDS = ['HTTPRoute', 'GRPCRoute'];
const GRPC_KINDS = [RouteKind.GRPC, RouteKind.GRPC_STREAMING];

/**
 * Guards a route by the policies below a construct, which name it.
 *
 * @throws InvalidPropsError when it is none, of another namespace, or attached to a Gateway at which callers
 *   may say who they are.
 */
export function guardGatewayRoute(
  scope: Construct, guard: GatewayGuard, route: IConstruct, kind: RouteKind,
): void {
  const own = OwnRoute.of('EnvoyGatewayGuard', route, kind, KINDS);
  const { namespace, identity, version } = guard;
  own.mustBeIn(namespace, 'policies');
  own.problems.check('kind', kind, () => (own.object.kind !== 'GRPCRoute' || GRPC_KINDS.includes(kind)
    ? undefined
    : 'answers gRPC clients with a page; use RouteKind.GRPC or RouteKind.GRPC_STREAMING for a GRPCRoute'));
  mustTakeHeaders(own, guard);
  own.problems.throwIfAny();
  if (own.isGuarded) {
    return;
  }
  const guarded: GuardedRoute = {
    kind: own.object.kind as GuardedRoute['kind'], name: own.object.name, guard: guardOfKind(kind),
  };
  if (!isTargeted(scope, `SecurityPolicy/${policyName(guarded.guard)}`, guarded)) {
    emitSecurityPolicies(scope, namespace, [guarded], version);
  }
  if (guard.filtersHeaders && !isTargeted(scope, `EnvoyExtensionPolicy/${FILTER_OF_GUARDED}`, guarded)) {
    emitHeaderFilters(scope, namespace, [guarded], version);
  }
  if (kind === RouteKind.GRPC_STREAMING && !isTargeted(scope, `BackendTrafficPolicy/${STREAMS}`, guarded)) {
    emit(scope, {
      apiVersion: ENVOY_GATEWAY_API_VERSION,
      kind: 'BackendTrafficPolicy',
      metadata: { name: STREAMS, namespace },
      spec: { targetRefs: [targetRef(guarded)], timeout: { http: { requestTimeout: '0s' } } },
    });
  }
  own.annotate({});
  // Without any, those of the listener.
  own.mustServe(identity, ({ hostnames }) => (Array.isArray(hostnames) ? hostnames.map(String) : []));
}

/** Adds a route to the policy that is there: two of a name would replace each other. */
function isTargeted(scope: Construct, policy: string, route: GuardedRoute): boolean {
  const there = emittedBy(scope).find(({ kind, name }) => `${kind}/${name}` === policy);
  there?.addJsonPatch(JsonPatch.add('/spec/targetRefs/-', targetRef(route)));
  return there !== undefined;
}

/** The guard sets what `/me` answers, and leaves whatever else a caller sends as it is. */
function mustTakeHeaders({ object, spec, problems }: OwnRoute, { namespace, gateway }: GatewayGuard): void {
  if (gateway === undefined) {
    return;
  }
  const parents = Array.isArray(spec.parentRefs) ? spec.parentRefs.filter(isObject) : [];
  const home = gateway.namespace ?? namespace;
  problems.check('spec.parentRefs', parents.length, (count) =>
    (count > 0 ? undefined : 'Gateways are named; attach the route before it is guarded'));
  for (const parent of parents.filter(({ kind = 'Gateway' }) => kind === 'Gateway')) {
    const { name, namespace: its = object.metadata.namespace } = parent;
    const where = `${String(its ?? namespace)}/${String(name)}`;
    problems.check('spec.parentRefs', where, () => (where === `${home}/${gateway.name}`
      ? undefined
      : 'is a Gateway at which callers may send identity headers of their own: this guard takes them at '
        + `${home}/${gateway.name}. Name your Gateway in gateway of an EnvoyGatewayGuard, or give listeners: `
        + '[] where a ClientTrafficPolicy of yours removes them'));
  }
}
