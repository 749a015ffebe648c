import { JsonPatch } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isObject, JsonObject } from '../../../common/data/json';
import { text } from '../../../common/props/prop-types';
import { GATE_PORTS, SIGN_IN_GATE } from '../../../contract/edges/known-edges';
import {
  CREDENTIAL_HEADERS, GUARDED_HEADERS, GUARDED_PREFIXES, TAKES_ALL, TAKES_UNLISTED,
} from '../../../contract/union/caller-headers';
import { RouteGuard } from '../../../contract/union/routes';
import {
  ALPN_PROTOCOLS, ENVOY_GATEWAY_API_VERSION, ENVOY_GATEWAY_FIELDS, LUA_OFF_SINCE, OLDEST_ENVOY_GATEWAY,
  STATUS_ON_AUTH_ERROR,
} from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { UnionIdentity } from '../../identity';
import { emit, emittedBy } from '../../objects/api-objects';
import { guardOfKind, OwnRoute, RouteKind } from '../route-guard';

/** A version of Envoy Gateway: `1.8` or `1.8.2`. */
export const ENVOY_GATEWAY_VERSION = text((value) => {
  if (!/^v?1\.\d+(\.\d+)?$/.test(value)) {
    return 'is not an Envoy Gateway version; write 1.8 or 1.8.2';
  }
  return minorOf(value) < minorOf(OLDEST_ENVOY_GATEWAY)
    ? `is not supported; use ${OLDEST_ENVOY_GATEWAY} or later`
    : undefined;
});

export function emitPolicy(
  scope: Construct,
  kind: 'BackendTrafficPolicy' | 'ClientTrafficPolicy' | 'EnvoyExtensionPolicy' | 'SecurityPolicy',
  { namespace, name }: { readonly namespace: string; readonly name: string },
  spec: Record<string, unknown>,
): void {
  emit(scope, { apiVersion: ENVOY_GATEWAY_API_VERSION, kind, metadata: { name, namespace }, spec });
}

/** Whether a version has a field; if no version is given, whether all supported versions have it. */
export function hasField(
  field: keyof typeof ENVOY_GATEWAY_FIELDS, version: string = OLDEST_ENVOY_GATEWAY,
): boolean {
  return minorOf(version) >= minorOf(ENVOY_GATEWAY_FIELDS[field]);
}

/** Whether a version accepts Lua by default; an unknown version may not. */
export function takesLua(version: string | undefined): boolean {
  return version !== undefined && minorOf(version) < minorOf(LUA_OFF_SINCE);
}

function minorOf(version: string): number {
  return Number(version.replace(/^v/, '').split('.')[1]);
}

/** A reference as the API server stores it. */
export type StoredReference = Readonly<Record<string, string | number | undefined>>;

/*
 * References are in atomic lists, so the API server's defaults are written out. Otherwise each client-side
 * apply finds a change, server-side apply a conflict, and Argo CD drift.
 *
 * Source: defaults of the CRDs of Gateway API 1.4 and Envoy Gateway 1.8.
 */

export function serviceReference(name: string, port: number): StoredReference {
  return { group: '', kind: 'Service', name, port, weight: 1 };
}

export function parentReference(gateway: {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}): StoredReference {
  return { group: GATEWAY_API_GROUP, kind: 'Gateway', ...gateway };
}

export function certificateReference(secretName: string | undefined): StoredReference {
  return { group: '', kind: 'Secret', name: secretName };
}

/** A route that a policy guards, in the policy's own namespace. */
export interface GuardedRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly guard: RouteGuard.SIGN_IN | RouteGuard.UNAUTHORIZED;
}

const POLICIES = [
  { guard: RouteGuard.SIGN_IN, name: 'controlplane-sign-in', port: GATE_PORTS.signIn },
  { guard: RouteGuard.UNAUTHORIZED, name: 'controlplane-unauthorized', port: GATE_PORTS.unauthorized },
] as const;

const policyName = (guard: GuardedRoute['guard']): string =>
  POLICIES.find((policy) => policy.guard === guard)!.name;

/**
 * Guards routes with the auth gate: one SecurityPolicy for each answer to anonymous callers.
 *
 * @param version of Envoy Gateway; by default only features of all supported versions
 */
export function emitSecurityPolicies(
  scope: Construct, namespace: string, routes: readonly GuardedRoute[], version?: string,
): void {
  for (const { guard, name, port } of POLICIES) {
    const targets = routes.filter((route) => route.guard === guard);
    if (targets.length > 0) {
      const spec = { targetRefs: targets.map(targetRef), extAuth: extAuth(port, version) };
      emitPolicy(scope, 'SecurityPolicy', { namespace, name }, spec);
    }
  }
}

export function targetRef({ kind, name }: Pick<GuardedRoute, 'kind' | 'name'>): Record<string, string> {
  return { group: GATEWAY_API_GROUP, kind, name };
}

function extAuth(port: number, version: string | undefined): Record<string, unknown> {
  const { weight, ...unweighted } = serviceReference(SIGN_IN_GATE, port);
  return {
    // Explicit: if the gate does not answer, the request is refused.
    failOpen: false,
    ...(hasField('statusOnError', version) ? { statusOnError: STATUS_ON_AUTH_ERROR } : {}),
    // Envoy sends an HTTP auth service only the client headers listed here, and Authorization.
    headersToExtAuth: [...CREDENTIAL_HEADERS, 'Accept'].map((name) => name.toLowerCase()),
    http: {
      backendRefs: [{ ...unweighted, ...(hasField('weight', version) ? { weight } : {}) }],
      headersToBackend: GUARDED_HEADERS.map((name) => name.toLowerCase()),
    },
  };
}

/** Headers that callers must not send, removed before any other filter: `earlyRequestHeaders`. */
function notOfCallers(version: string | undefined): Record<string, unknown> {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  const [prefixes, names] = [lower(GUARDED_PREFIXES), lower(GUARDED_HEADERS)];
  return hasField('removeOnMatch', version) ? {
    remove: names.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix))),
    removeOnMatch: prefixes.map((value) => ({ type: 'Prefix', value })),
  } : { remove: names };
}

export interface GuardOfRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly guard: RouteGuard;
}

const FILTER_OF_GUARDED = 'controlplane-guarded-headers';

const FILTERS = [
  { name: FILTER_OF_GUARDED, guarded: true, lua: TAKES_UNLISTED },
  { name: 'controlplane-open-headers', guarded: false, lua: TAKES_ALL },
] as const;

/**
 * Removes headers by prefix with Lua, which runs after the guard: for versions whose Gateways match headers
 * by name only, and for existing Gateways. Emits nothing for an unknown version, since an Envoy Gateway with
 * Lua disabled answers every request of such a route with 500.
 */
export function emitHeaderFilters(
  scope: Construct, namespace: string, routes: readonly GuardOfRoute[], version: string | undefined,
): void {
  if (!takesLua(version)) {
    return;
  }
  for (const { name, guarded, lua } of FILTERS) {
    const targetRefs = routes.filter(({ guard }) => (guard !== RouteGuard.OPEN) === guarded).map(targetRef);
    if (targetRefs.length > 0) {
      const spec = { targetRefs, lua: [{ type: 'Inline', inline: lua }] };
      emitPolicy(scope, 'EnvoyExtensionPolicy', { namespace, name }, spec);
    }
  }
}

export interface Listening {
  readonly name: string;
  readonly sectionName?: string;
}

/** The spec of a ClientTrafficPolicy: what listeners must allow, and which headers they remove. */
export function clientTraffic(
  targets: readonly Listening[], version: string | undefined,
): Record<string, unknown> {
  return {
    targetRefs: targets.map(({ name, sectionName }) => ({
      group: GATEWAY_API_GROUP,
      kind: 'Gateway',
      name,
      ...(sectionName === undefined ? {} : { sectionName }),
    })),
    // Otherwise listeners whose certificates overlap lose HTTP/2, and gRPC with it.
    tls: { alpnProtocols: [...ALPN_PROTOCOLS] },
    // By default idle streams are cut after 5 minutes, and watches are idle for longer.
    timeout: { http: { requestReceivedTimeout: '0s', streamIdleTimeout: '0s' } },
    // Explicit: no path with an encoded slash reaches a route.
    path: { escapedSlashesAction: 'UnescapeAndRedirect' },
    headers: { earlyRequestHeaders: notOfCallers(version) },
  };
}

export interface GatewayGuard {
  readonly identity: UnionIdentity;
  /** Namespace of the policies. */
  readonly namespace: string;
  readonly version?: string;
  /** The Gateway at which identity headers of callers are removed; none if its owner removes them. */
  readonly gateway?: { readonly name: string; readonly namespace?: string };
  /** Whether a filter of each route removes them, too. */
  readonly filtersHeaders: boolean;
}

const STREAMS = 'controlplane-streams';

const KINDS = ['HTTPRoute', 'GRPCRoute'];
const GRPC_KINDS = [RouteKind.GRPC, RouteKind.GRPC_STREAMING];

/**
 * Guards a route: adds it to the policies below a construct.
 *
 * @throws InvalidPropsError when it is not a route, is in another namespace, or is attached to a Gateway at
 *   which callers can send identity headers.
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
  const guarded: GuardedRoute = {
    kind: own.object.kind as GuardedRoute['kind'], name: own.object.name, guard: guardOfKind(kind),
  };
  // Without hosts of its own, those of the listener.
  const hostsOf = ({ hostnames }: JsonObject) => (Array.isArray(hostnames) ? hostnames.map(String) : []);
  own.guard(identity, hostsOf, () => {
    if (!isTargeted(scope, `SecurityPolicy/${policyName(guarded.guard)}`, guarded)) {
      emitSecurityPolicies(scope, namespace, [guarded], version);
    }
    if (guard.filtersHeaders && !isTargeted(scope, `EnvoyExtensionPolicy/${FILTER_OF_GUARDED}`, guarded)) {
      emitHeaderFilters(scope, namespace, [guarded], version);
    }
    if (kind === RouteKind.GRPC_STREAMING && !isTargeted(scope, `BackendTrafficPolicy/${STREAMS}`, guarded)) {
      emitPolicy(scope, 'BackendTrafficPolicy', { namespace, name: STREAMS }, withoutTimeout([guarded]));
    }
  });
}

/** By default Envoy ends every response after 15 s, streams too. nginx has no such limit. */
export function withoutTimeout(routes: readonly Pick<GuardedRoute, 'kind' | 'name'>[]) {
  return { targetRefs: routes.map(targetRef), timeout: { http: { requestTimeout: '0s' } } };
}

/** Adds a route to the existing policy: two policies of one name would replace each other. */
function isTargeted(scope: Construct, policy: string, route: GuardedRoute): boolean {
  const there = emittedBy(scope).find(({ kind, name }) => `${kind}/${name}` === policy);
  there?.addJsonPatch(JsonPatch.add('/spec/targetRefs/-', targetRef(route)));
  return there !== undefined;
}

/** The guard sets the headers of `/me`'s answer, and leaves all other headers of a caller unchanged. */
function mustTakeHeaders({ object, spec, problems }: OwnRoute, { namespace, gateway }: GatewayGuard): void {
  if (gateway === undefined) {
    return;
  }
  const parents = Array.isArray(spec.parentRefs) ? spec.parentRefs.filter(isObject) : [];
  const home = gateway.namespace ?? namespace;
  problems.check('spec.parentRefs', parents.length, (count) =>
    (count > 0 ? undefined : 'has no Gateway; attach the route before you guard it'));
  for (const parent of parents.filter(({ kind = 'Gateway' }) => kind === 'Gateway')) {
    const { name, namespace: its = object.metadata.namespace } = parent;
    const where = `${String(its ?? namespace)}/${String(name)}`;
    problems.check('spec.parentRefs', where, () => (where === `${home}/${gateway.name}`
      ? undefined
      : 'is a Gateway at which callers can send identity headers: this guard removes them at '
        + `${home}/${gateway.name}. Give your Gateway in gateway of an EnvoyGatewayGuard, or give listeners: `
        + '[] where a ClientTrafficPolicy of yours removes them'));
  }
}
