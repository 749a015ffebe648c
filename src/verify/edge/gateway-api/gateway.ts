import { unique } from '../../../common/data/collections';
import type { JsonObject } from '../../../common/data/json';
import type { PathKind } from '../../../common/props/checks';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { sameHome } from '../../kube/home';
import { asList, asObject, asObjects, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { backendOf } from '../backends';
import { askingThrough } from '../gate-guard';
import { headerNames } from '../header-changes';
import { EdgeRoute, EdgeTraits, Guard, opaque, RouteBackend } from '../route';
import { middlewareChanges } from '../traefik/middleware-effects';
import { guardOfMiddlewares, MiddlewareRef, Middlewares } from '../traefik/middlewares';
import { mayBeGuarded } from '../unread-parts';
import { ENVOY_BACKEND, clientChanges, luaChanges, unreadExtensions } from './envoy-policies';
import { filterAnswer, filterChanges, filterRewrite, filtersOf, unreadFilters } from './filters';
import { OtherController, otherController, parentsOf } from './gateway-controller';
import type { ReferenceGrants } from './reference-grants';
import { SecurityPolicies, subrequestTo } from './security-policy';

/** The objects that can affect a Gateway API route. */
export interface GatewayContext {
  readonly edge: EdgeTraits;
  readonly gateways: readonly KubeObject[];
  readonly gatewayClasses: readonly KubeObject[];
  readonly policies: SecurityPolicies;
  /** Envoy Gateway's first changes of requests, and last changes of responses. */
  readonly clientPolicies: readonly KubeObject[];
  readonly middlewares: Middlewares;
  readonly gates: AuthGates;
  readonly grants: ReferenceGrants;
  readonly extensions: readonly KubeObject[];
  /** Objects that may guard a Gateway in unsupported ways (Envoy's patches, Istio's policies). */
  readonly patches: readonly KubeObject[];
}

interface RouteContext extends GatewayContext {
  readonly other?: OtherController;
}

export function gatewayRoutes(routes: readonly KubeObject[], context: GatewayContext): EdgeRoute[] {
  return routes.flatMap((route) => {
    const own = contextOf(route, context);
    return route.objectsAt('spec', 'rules').flatMap((rule, index) =>
      routesOf(route, rule, route.field('spec', 'rules', index), own));
  });
}

/** A controller other than Envoy Gateway reads none of its policies. */
function contextOf(route: KubeObject, context: GatewayContext): RouteContext {
  const other = otherController(route, context.gateways, context.gatewayClasses);
  return other === undefined ? context : {
    ...context,
    other,
    clientPolicies: [],
    extensions: [],
    patches: context.patches.filter(({ group }) => group !== ENVOY_GATEWAY_GROUP),
  };
}

function routesOf(
  route: KubeObject, rule: JsonObject, field: Field, context: RouteContext,
): EdgeRoute[] {
  const hosts = hostsOf(route, context.gateways);
  const ownAnswer = filterAnswer(rule, hosts);
  const redirects = filtersOf(rule).some(({ type }) => asText(type) === 'RequestRedirect');
  if (redirects && ownAnswer === undefined && asList(rule.backendRefs).length === 0) {
    // It answers itself, such as with a redirect to https, so no request gets through.
    return [];
  }
  const parents = parentsOf(route, context.gateways).map(({ gateway }) => gateway);
  const unread = [
    ...unreadFilters(rule, route), ...unreadExtensions(context.extensions, [route, ...parents]),
  ];
  const middlewares = context.middlewares.unfold(middlewareRefs(rule, route, context)).found;
  const common = {
    edge: context.edge,
    object: route,
    protocol: route.kind === 'GRPCRoute' ? 'GRPC' : 'HTTP',
    backends: backendsOf(route, rule, context.grants),
    guard: mayBeGuarded(guardOf(route, rule, field, context), unread, route),
    headerChanges: [
      ...clientChanges(route, context), ...luaChanges(context.extensions, [route, ...parents]),
      ...filterChanges(rule, field), ...middlewareChanges(middlewares),
    ],
    ownAnswer,
    unread,
  } as const;
  return matchesOf(route, rule, field).flatMap((match) => {
    const rewritten = filterRewrite(rule, match.path);
    return hosts.map((host): EdgeRoute => ({
      ...common, host, ...match, ...(rewritten === undefined ? {} : { rewritten }),
    }));
  });
}

/** A copy of a request that is refused leaves its answer alone. */
function backendsOf(route: KubeObject, rule: JsonObject, grants: ReferenceGrants): RouteBackend[] {
  return [
    ...asObjects(rule.backendRefs).map((ref) =>
      ({ ...backendOf(ref, ENVOY_BACKEND), refused: grants.refusal(route, ref) })),
    ...filtersOf(rule).map(({ requestMirror }) => asObject(requestMirror).backendRef)
      .filter((ref) => ref !== undefined).map((ref) => backendOf(ref, ENVOY_BACKEND)),
  ];
}

/** A route's own host names, otherwise those of its listeners, otherwise every host. */
function hostsOf(route: KubeObject, gateways: readonly KubeObject[]): (string | undefined)[] {
  const own = route.listAt('spec', 'hostnames').map(asText).filter((host) => host !== undefined);
  if (own.length > 0) {
    return own;
  }
  const listeners = parentsOf(route, gateways).flatMap(({ gateway, section }) =>
    gateway.objectsAt('spec', 'listeners')
      .filter(({ name }) => section === undefined || asText(name) === section)
      .map(({ hostname }) => asText(hostname)));
  return listeners.length > 0 ? unique(listeners) : [undefined];
}

type GatewayMatch = Pick<EdgeRoute, 'path' | 'match' | 'field' | 'conditional'>;

function matchesOf(route: KubeObject, rule: JsonObject, field: Field): GatewayMatch[] {
  const matches = asObjects(rule.matches);
  if (matches.length === 0) {
    return [{ path: '/', match: 'tree', field }];
  }
  return matches.map((match, index) => {
    const looksFurther = [match.headers, match.queryParams].some((each) => asList(each).length > 0)
      || (route.kind === 'HTTPRoute' && match.method !== undefined);
    return {
      ...(route.kind === 'GRPCRoute' ? grpcPath(asObject(match.method)) : httpPath(asObject(match.path))),
      field: field.child('matches', index),
      ...(looksFurther ? { conditional: true } : {}),
    };
  });
}

function grpcPath({ service, method, type }: JsonObject): Pick<GatewayMatch, 'path' | 'match'> {
  const [grpcService, methodName] = [asText(service), asText(method)];
  const isRegex = asText(type) === 'RegularExpression';
  if (grpcService === undefined && methodName !== undefined) {
    // A method of any service.
    return { path: `/[^/]+/${methodName}${isRegex ? '' : '$'}`, match: 'regex' };
  }
  const wanted = methodName === undefined ? 'tree' : 'exact';
  return {
    path: `/${[grpcService, methodName].filter((name) => name !== undefined).join('/')}`,
    match: isRegex ? 'regex' : wanted,
  };
}

const PATH_KINDS: Readonly<Record<string, PathKind>> = { Exact: 'exact', RegularExpression: 'regex' };

function httpPath({ type, value }: JsonObject): Pick<GatewayMatch, 'path' | 'match'> {
  return { path: asText(value) ?? '/', match: PATH_KINDS[asText(type) ?? ''] ?? 'tree' };
}

function guardOf(
  route: KubeObject, rule: JsonObject, field: Field, context: RouteContext,
): Guard {
  const filters = filtersOf(rule);
  const external = filters.findIndex((filter) => asText(filter.type) === 'ExternalAuth');
  if (external >= 0) {
    const at = field.child('filters', external, 'externalAuth');
    return externalAuthGuard(asObject(filters[external].externalAuth), at, route, context);
  }
  const refs = middlewareRefs(rule, route, context);
  if (refs.length > 0) {
    return guardOfMiddlewares(refs, field.child('filters'), context.middlewares);
  }
  const parents = parentsOf(route, context.gateways);
  const policy = context.policies.guardFor(route, asText(rule.name), parents);
  if (policy !== undefined && context.other === undefined) {
    return policy;
  }
  if (policy !== undefined && policy.kind !== 'none' && context.other !== undefined) {
    return unreadPolicy(policy, context.other);
  }
  const gateways = parents.map(({ gateway }) => gateway);
  const patch = context.patches.find(
    (candidate) => mayGuard(candidate) && [route, ...gateways].some((near) => sameHome(candidate, near)),
  );
  if (patch !== undefined) {
    return opaque(patch.field('spec'), `${patch} may guard it, which the verifier does not follow`);
  }
  const unseen = context.other === undefined ? context.policies.unseenFor(route) : undefined;
  return unseen === undefined ? guardOfOther(context.other) : opaque(route.field('spec'), unseen);
}

/** A policy of Envoy Gateway on a route of another controller. */
function unreadPolicy(
  { field: { object } }: Exclude<Guard, { kind: 'none' }>, { name }: OtherController,
): Guard {
  const policy = `${object.kind} ${object.name}`;
  return { kind: 'none', unread: `${policy} aims at them, and ${name}, which serves them, does not read it` };
}

function guardOfOther(other: OtherController | undefined): Guard {
  return other === undefined || other.isRead
    ? { kind: 'none' }
    : opaque(other.field, `${other.name} serves routes of a Gateway, and its guards are not read`);
}

/** A patch of Envoy's configuration without an authorization filter guards nothing. */
function mayGuard(patch: KubeObject): boolean {
  const guards = /ext_?authz|jwt|oauth2|rbac|lua|wasm|ext_?proc|golang|basic_?auth/i;
  return patch.kind !== 'EnvoyPatchPolicy'
    || patch.listAt('spec', 'jsonPatches').length === 0
    || guards.test(JSON.stringify(patch.at('spec')));
}

/** Traefik uses Middlewares as filters. */
function middlewareRefs(
  rule: JsonObject, route: KubeObject, { middlewares }: GatewayContext,
): MiddlewareRef[] {
  return filtersOf(rule).map(({ extensionRef }) => asObject(extensionRef))
    .filter(({ kind }) => asText(kind) === 'Middleware')
    .map((ref) => asText(ref.name) ?? '')
    .map((name) => ({ name, object: middlewares.named(name, route) }));
}

/** ExternalAuth sends the caller's method, and prepends a path to that of the request (GEP-1494). */
function externalAuthGuard(
  spec: JsonObject, field: Field, route: KubeObject, context: Pick<GatewayContext, 'gates' | 'grants'>,
): Guard {
  if (asText(spec.protocol) === 'GRPC') {
    return { kind: 'other', field };
  }
  const { path, allowedHeaders, allowedResponseHeaders } = asObject(spec.http);
  const asked = { backend: asObject(spec.backendRef), path, field, forwarded: allowedHeaders };
  const { gate, guard } = subrequestTo(asked, route, context);
  return askingThrough(gate, { ...guard, backendHeaders: headerNames(allowedResponseHeaders) });
}
