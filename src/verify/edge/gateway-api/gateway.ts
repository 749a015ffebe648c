import { unique } from '../../../common/data/collections';
import type { PathKind } from '../../../common/props/checks';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { backendOf } from '../backends';
import { askingThrough } from '../gate-guard';
import { headerNames } from '../header-changes';
import type { EdgeRoute, EdgeTraits, Guard, RouteBackend } from '../route';
import { middlewareChanges } from '../traefik/middleware-effects';
import { guardOfMiddlewares, Middlewares } from '../traefik/middlewares';
import { mayBeGuarded } from '../unread-parts';
import { ENVOY_BACKEND, clientChanges, luaChanges, unreadExtensions } from './envoy-policies';
import { filterAnswer, filterChanges, filterRewrite, unreadFilters } from './filters';
import { OtherController, otherController, parentsOf } from './gateway-controller';
import type { ReferenceGrants } from './reference-grants';
import { flawOfDirect, SecurityPolicies, serviceName } from './security-policy';

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
    return route.listAt('spec', 'rules').flatMap((entry, index) =>
      routesOf(route, asObject(entry), route.field('spec', 'rules', index), own));
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
  route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field, context: RouteContext,
): EdgeRoute[] {
  const hosts = hostsOf(route, context.gateways);
  const ownAnswer = filterAnswer(rule.filters, hosts);
  const redirects = filtersOf(rule).some(({ type }) => asText(type) === 'RequestRedirect');
  if (redirects && ownAnswer === undefined && asList(rule.backendRefs).length === 0) {
    // It answers itself, such as with a redirect to https, so no request gets through.
    return [];
  }
  const parents = parentsOf(route, context.gateways).map(({ gateway }) => gateway);
  const unread = [
    ...unreadFilters(rule, route), ...unreadExtensions(context.extensions, [route, ...parents]),
  ];
  const middlewares = context.middlewares.all(
    middlewareFilters(rule).map((name) => context.middlewares.named(name, route)),
  );
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
    const rewritten = filterRewrite(rule.filters, match.path);
    return hosts.map((host): EdgeRoute => ({
      ...common, host, ...match, ...(rewritten === undefined ? {} : { rewritten }),
    }));
  });
}

/** A copy of a request that is refused leaves its answer alone. */
function backendsOf(
  route: KubeObject, rule: Readonly<Record<string, unknown>>, grants: ReferenceGrants,
): RouteBackend[] {
  return [
    ...asList(rule.backendRefs).map((ref) => ({
      ...backendOf(ref, ENVOY_BACKEND), refused: grants.refusal(route, asObject(ref)),
    })),
    ...mirrors(rule).map((ref) => backendOf(ref, ENVOY_BACKEND)),
  ];
}

/** A route's own host names, otherwise those of its listeners, otherwise every host. */
function hostsOf(route: KubeObject, gateways: readonly KubeObject[]): (string | undefined)[] {
  const own = route.listAt('spec', 'hostnames').map(asText).filter((host) => host !== undefined);
  if (own.length > 0) {
    return own;
  }
  const listeners = parentsOf(route, gateways).flatMap(({ gateway, section }) =>
    gateway.listAt('spec', 'listeners').map(asObject)
      .filter(({ name }) => section === undefined || asText(name) === section)
      .map(({ hostname }) => asText(hostname)));
  return listeners.length > 0 ? unique(listeners) : [undefined];
}

type GatewayMatch = Pick<EdgeRoute, 'path' | 'match' | 'field' | 'conditional'>;

function matchesOf(route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field): GatewayMatch[] {
  const matches = asList(rule.matches).map(asObject);
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

function grpcPath(
  { service, method, type }: Readonly<Record<string, unknown>>,
): Pick<GatewayMatch, 'path' | 'match'> {
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

function httpPath({ type, value }: Readonly<Record<string, unknown>>): Pick<GatewayMatch, 'path' | 'match'> {
  return { path: asText(value) ?? '/', match: PATH_KINDS[asText(type) ?? ''] ?? 'tree' };
}

function guardOf(
  route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field, context: RouteContext,
): Guard {
  const filters = filtersOf(rule);
  const external = filters.findIndex((filter) => asText(filter.type) === 'ExternalAuth');
  if (external >= 0) {
    const at = field.child('filters', external, 'externalAuth');
    return externalAuthGuard(asObject(filters[external].externalAuth), at, route, context);
  }
  const middlewareRefs = middlewareFilters(rule);
  if (middlewareRefs.length > 0) {
    const referred = middlewareRefs.map((name) => ({ name, object: context.middlewares.named(name, route) }));
    return guardOfMiddlewares(referred, field.child('filters'), context.middlewares);
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
    const reason = `${patch} may guard it, which the verifier does not follow`;
    return { kind: 'opaque', field: patch.field('spec'), reason };
  }
  const unseen = context.other === undefined ? context.policies.unseenFor(route) : undefined;
  return unseen === undefined
    ? guardOfOther(context.other)
    : { kind: 'opaque', field: route.field('spec'), reason: unseen };
}

/** A policy of Envoy Gateway on a route of another controller. */
function unreadPolicy(
  { field: { object } }: Exclude<Guard, { kind: 'none' }>, { name }: OtherController,
): Guard {
  const policy = `${object.kind} ${object.name}`;
  return { kind: 'none', unread: `${policy} aims at them, and ${name}, which serves them, does not read it` };
}

function guardOfOther(other: OtherController | undefined): Guard {
  return other === undefined || other.isRead ? { kind: 'none' } : {
    kind: 'opaque',
    field: other.field,
    reason: `${other.name} serves routes of a Gateway, and its guards are not read`,
  };
}

/** A patch of Envoy's configuration without an authorization filter guards nothing. */
function mayGuard(patch: KubeObject): boolean {
  const guards = /ext_?authz|jwt|oauth2|rbac|lua|wasm|ext_?proc|golang|basic_?auth/i;
  return patch.kind !== 'EnvoyPatchPolicy'
    || patch.listAt('spec', 'jsonPatches').length === 0
    || guards.test(JSON.stringify(patch.at('spec')));
}

function filtersOf({ filters }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  return asList(filters).map(asObject);
}

function mirrors(rule: Readonly<Record<string, unknown>>): unknown[] {
  return filtersOf(rule).map(({ requestMirror }) => asObject(requestMirror).backendRef)
    .filter((ref) => ref !== undefined);
}

/** Traefik uses Middlewares as filters. */
function middlewareFilters(rule: Readonly<Record<string, unknown>>): string[] {
  return filtersOf(rule)
    .map(({ extensionRef }) => asObject(extensionRef))
    .filter(({ kind }) => asText(kind) === 'Middleware')
    .map(({ name }) => asText(name) ?? '');
}

/** ExternalAuth sends the caller's method, and prepends a path to that of the request (GEP-1494). */
function externalAuthGuard(
  spec: Readonly<Record<string, unknown>>, field: Field, route: KubeObject,
  { gates, grants }: { readonly gates: AuthGates; readonly grants: ReferenceGrants },
): Guard {
  if (asText(spec.protocol) === 'GRPC') {
    return { kind: 'other', field };
  }
  const backend = asObject(spec.backendRef);
  const { port } = backend;
  const http = asObject(spec.http);
  const service = serviceName(backend);
  const path = asText(http.path) ?? '/';
  const forwarded = ['authorization', ...headerNames(http.allowedHeaders)];
  const gate = gates.behind(service, asText(port), route, forwarded);
  return askingThrough(gate, {
    kind: 'subrequest',
    url: `http://${service}${port === undefined ? '' : `:${asText(port)}`}${path}`,
    flaw: grants.refusal(route, backend) ?? (gate === undefined ? flawOfDirect(undefined, path) : undefined),
    field,
    signIn: gate?.signInUrl === undefined ? undefined : { url: gate.signInUrl, field },
    backendHeaders: headerNames(http.allowedResponseHeaders),
    forwardedHeaders: forwarded,
  });
}
