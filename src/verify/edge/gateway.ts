import type { PathKind } from '../../common/props/path-kind';
import { GUARDED_HEADERS, GUARDED_PREFIXES } from '../../contract/union/caller-headers';
import { beside, sameHome } from '../kube/home';
import { asList, asObject, asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import type { AuthGates } from './auth-gates';
import { backendOf } from './backends';
import { externalAuthGuard } from './external-auth';
import { filterChanges, HeaderChange, middlewareChanges, modifierChanges } from './header-changes';
import { guardOfMiddlewares, Middlewares } from './middlewares';
import { filterAnswer } from './own-answers';
import { filterRewrite } from './rewrite';
import type { EdgeRoute, EdgeTraits, Guard } from './route';
import { SecurityPolicies, targetsOf } from './security-policy';
import { aimsAt, mayBeGuarded, ownLua, unreadExtensions, unreadFilters } from './unread-parts';

/** What may stand before a Gateway API route. */
export interface GatewayContext {
  readonly edge: EdgeTraits;
  readonly gateways: readonly KubeObject[];
  readonly policies: SecurityPolicies;
  /** What Envoy Gateway does to requests before anything else looks at them, and to answers in the end. */
  readonly clientPolicies: readonly KubeObject[];
  readonly middlewares: Middlewares;
  readonly gates: AuthGates;
  /** EnvoyExtensionPolicy objects. */
  readonly extensions: readonly KubeObject[];
  /**
   * Objects that change a gateway in ways that the verifier does not follow (EnvoyPatchPolicy, Istio's
   * AuthorizationPolicy).
   */
  readonly patches: readonly KubeObject[];
}

/** The routes of HTTPRoute and GRPCRoute objects. */
export function gatewayRoutes(routes: readonly KubeObject[], context: GatewayContext): EdgeRoute[] {
  return routes.flatMap((route) => route.listAt('spec', 'rules').flatMap((entry, index) =>
    routesOf(route, asObject(entry), route.field('spec', 'rules', index), context)));
}

function routesOf(
  route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field, context: GatewayContext,
): EdgeRoute[] {
  const hosts = hostsOf(route, context.gateways);
  const ownAnswer = filterAnswer(rule.filters, hosts);
  const redirects = asList(rule.filters).some(
    (filter) => asText(asObject(filter).type) === 'RequestRedirect',
  );
  if (redirects && ownAnswer === undefined && asList(rule.backendRefs).length === 0) {
    // It answers by itself, such as the redirect to https; nobody gets through.
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
    backends: [...asList(rule.backendRefs), ...mirrors(rule)].map((ref) => backendOf(ref, 'Backend')),
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

/** Gateways that a route attaches to. */
export function parentsOf(
  route: KubeObject, gateways: readonly KubeObject[],
): { gateway: KubeObject; section?: string }[] {
  return route.listAt('spec', 'parentRefs').map(asObject).flatMap((ref) => {
    const gateway = gatewayOf(route, ref, gateways);
    return gateway === undefined ? [] : [{ gateway, section: asText(ref.sectionName) }];
  });
}

function gatewayOf(
  route: KubeObject, ref: Readonly<Record<string, unknown>>, gateways: readonly KubeObject[],
): KubeObject | undefined {
  const home = beside(route, asText(ref.namespace) ?? route.namespace);
  return gateways.find((candidate) => candidate.name === asText(ref.name) && sameHome(candidate, home));
}

/** By Envoy Gateway's policies for the listeners that the route attaches to, shown or not. */
function clientChanges(route: KubeObject, { clientPolicies, gateways }: GatewayContext): HeaderChange[] {
  const listeners = route.listAt('spec', 'parentRefs').map(asObject).flatMap((parent) => {
    const gateway = gatewayOf(route, parent, gateways);
    const policies = clientPolicies.filter((policy) =>
      sameHome(policy, beside(route, asText(parent.namespace) ?? route.namespace)),
    );
    const sections =
      asText(parent.sectionName) === undefined
        ? (gateway?.listAt('spec', 'listeners') ?? [undefined]).map((listener) =>
          asText(asObject(listener).name),
        )
        : [asText(parent.sectionName)];
    return sections.map((section) =>
      policiesAt(policies, asText(parent.name), section).flatMap(changesOfClients),
    );
  });
  return listeners.flat().map((change) => {
    const same = ({ header, hop, value }: HeaderChange) =>
      header === change.header && hop === change.hop && value === change.value;
    return listeners.every((each) => each.some(same)) ? change : { ...change, partly: true };
  });
}

/** A policy of a listener stands in for the one of its Gateway. */
function policiesAt(
  policies: readonly KubeObject[], gateway: string | undefined, section: string | undefined,
): readonly KubeObject[] {
  const aiming = (wanted: (sectionName: string | undefined) => boolean) =>
    policies.filter((policy) =>
      targetsOf(policy).some(
        ({ name, sectionName }) => asText(name) === gateway && wanted(asText(sectionName)),
      ),
    );
  const own = aiming(
    (sectionName) => sectionName !== undefined && (section === undefined || sectionName === section),
  );
  return own.length > 0 ? own : aiming((sectionName) => sectionName === undefined);
}

function changesOfClients(policy: KubeObject): HeaderChange[] {
  const of = (list: string, hop: 'before' | 'response') =>
    modifierChanges(policy.at('spec', 'headers', list), hop, policy.field('spec', 'headers', list));
  return [...of('earlyRequestHeaders', 'before'), ...of('lateResponseHeaders', 'response')];
}

/** Our own Lua comes behind the guard. */
function luaChanges(policies: readonly KubeObject[], targets: readonly KubeObject[]): HeaderChange[] {
  return policies
    .filter((policy) => aimsAt(policy, targets))
    .flatMap((policy) =>
      policy.listAt('spec', 'lua').flatMap((entry, index) => {
        const lua = ownLua(entry);
        const taken =
          lua === undefined
            ? []
            : [
              ...GUARDED_PREFIXES.map((prefix) => `${prefix}*`),
              ...(lua === 'takes all' ? GUARDED_HEADERS : []),
            ];
        const except = lua === 'takes unlisted' ? GUARDED_HEADERS.map((name) => name.toLowerCase()) : [];
        return taken.map((header): HeaderChange => ({
          hop: 'after',
          header: header.toLowerCase(),
          value: '',
          except,
          field: policy.field('spec', 'lua', index),
        }));
      }),
    );
}

/** A route's own host names, else those of the listeners that it attaches to, else every host. */
function hostsOf(route: KubeObject, gateways: readonly KubeObject[]): (string | undefined)[] {
  const own = route.listAt('spec', 'hostnames').map(asText).filter((host) => host !== undefined);
  if (own.length > 0) {
    return own;
  }
  const listeners = parentsOf(route, gateways).flatMap(({ gateway, section }) =>
    gateway
      .listAt('spec', 'listeners')
      .map(asObject)
      .filter((listener) => section === undefined || asText(listener.name) === section)
      .map((listener) => asText(listener.hostname)),
  );
  return listeners.length > 0 ? [...new Set(listeners)] : [undefined];
}

type GatewayMatch = Pick<EdgeRoute, 'path' | 'match' | 'field' | 'conditional'>;

function matchesOf(route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field): GatewayMatch[] {
  const matches = asList(rule.matches).map(asObject);
  if (matches.length === 0) {
    return [{ path: '/', match: 'tree', field }];
  }
  return matches.map((match, index) => {
    const looksFurther =
      asList(match.headers).length > 0
      || asList(match.queryParams).length > 0
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
  const [serviceName, methodName] = [asText(service), asText(method)];
  const isRegex = asText(type) === 'RegularExpression';
  if (serviceName === undefined && methodName !== undefined) {
    // A method of whichever service.
    return { path: `/[^/]+/${methodName}${isRegex ? '' : '$'}`, match: 'regex' };
  }
  const wanted = methodName === undefined ? 'tree' : 'exact';
  return {
    path: `/${[serviceName, methodName].filter((name) => name !== undefined).join('/')}`,
    match: isRegex ? 'regex' : wanted,
  };
}

const PATH_KINDS: Readonly<Record<string, PathKind>> = { Exact: 'exact', RegularExpression: 'regex' };

function httpPath({ type, value }: Readonly<Record<string, unknown>>): Pick<GatewayMatch, 'path' | 'match'> {
  return { path: asText(value) ?? '/', match: PATH_KINDS[asText(type) ?? ''] ?? 'tree' };
}

function guardOf(
  route: KubeObject, rule: Readonly<Record<string, unknown>>, field: Field, context: GatewayContext,
): Guard {
  const filters = asList(rule.filters).map(asObject);
  const external = filters.findIndex((filter) => asText(filter.type) === 'ExternalAuth');
  if (external >= 0) {
    return externalAuthGuard(
      asObject(filters[external].externalAuth),
      field.child('filters', external, 'externalAuth'),
      route,
      context.gates,
    );
  }
  const middlewareRefs = middlewareFilters(rule);
  if (middlewareRefs.length > 0) {
    const referred = middlewareRefs.map((name) => ({ name, object: context.middlewares.named(name, route) }));
    return guardOfMiddlewares(referred, field.child('filters'), context.middlewares);
  }
  const parents = parentsOf(route, context.gateways);
  const policy = context.policies.guardFor(route, asText(rule.name), parents);
  if (policy !== undefined) {
    return policy;
  }
  const gateways = parents.map(({ gateway }) => gateway);
  const patch = context.patches.find(
    (candidate) => mayGuard(candidate) && [route, ...gateways].some((near) => sameHome(candidate, near)),
  );
  return patch === undefined
    ? { kind: 'none' }
    : {
      kind: 'opaque',
      field: patch.field('spec'),
      reason: `${patch} may guard it, which the verifier does not follow`,
    };
}

/** Where copies of requests go. */
function mirrors(rule: Readonly<Record<string, unknown>>): unknown[] {
  return asList(rule.filters)
    .map((filter) => asObject(asObject(filter).requestMirror).backendRef)
    .filter((ref) => ref !== undefined);
}

/** Traefik takes its Middlewares as filters. */
function middlewareFilters(rule: Readonly<Record<string, unknown>>): string[] {
  return asList(rule.filters)
    .map((filter) => asObject(asObject(filter).extensionRef))
    .filter(({ kind }) => asText(kind) === 'Middleware')
    .map(({ name }) => asText(name) ?? '');
}

/** A patch of Envoy's configuration that names none of its filters for authorization guards nothing. */
function mayGuard(patch: KubeObject): boolean {
  return (
    patch.kind !== 'EnvoyPatchPolicy'
    || patch.listAt('spec', 'jsonPatches').length === 0
    || /ext_?authz|jwt|oauth2|rbac|lua|wasm|ext_?proc|golang|basic_?auth/i.test(
      JSON.stringify(patch.at('spec') ?? ''),
    )
  );
}
