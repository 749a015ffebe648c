// Tests: test/constructs/edge/envoy-gateway/envoy-gateway-edge.test.ts
import { grouped } from '../../../common/data/collections';
import { IDENTITY_HEADERS, METADATA_HEADERS } from '../../../contract/union/caller-headers';
import { RouteGuard, RouteProtocol } from '../../../contract/union/routes';
import { ROUTE_LIMITS } from '../../../contract/upstream/gateway-api';
import { HSTS_VALUE } from '../../../contract/upstream/http';
import { isCatchAll, PathMatch, TableGroup } from '../route-table';
import { serviceReference } from './envoy-policies';

export interface GatewayRule {
  readonly matches: readonly unknown[];
  readonly filters: readonly unknown[];
  readonly backendRefs: readonly unknown[];
}

/**
 * Client headers that must not reach a backend, as no proxy is in front of Envoy. On guarded routes the guard
 * must remove identity headers, as these filters run after it.
 */
function withoutCallers(guard: RouteGuard): Record<string, unknown> {
  const told = METADATA_HEADERS.filter((name) => !IDENTITY_HEADERS.some((stated) => name.endsWith(stated)));
  const remove = ['X-Forwarded-Host', ...told, ...(guard === RouteGuard.OPEN ? IDENTITY_HEADERS : [])];
  return { type: 'RequestHeaderModifier', requestHeaderModifier: { remove } };
}

/** The value of ingress-nginx. */
const WITH_HSTS = {
  type: 'ResponseHeaderModifier',
  responseHeaderModifier: { set: [{ name: 'Strict-Transport-Security', value: HSTS_VALUE }] },
};

/**
 * Sequences that a backend may read as another path: an encoded slash, backslash, dot or percent sign, a
 * backslash, a dot segment.
 */
const AMBIGUOUS = '(.*(%2[EeFf5]|%5[Cc]|\\\\).*|(.*/)?\\.\\.?([;/].*)?)';

/**
 * The rules of a group: for gRPC of a GRPCRoute, otherwise of an HTTPRoute. Envoy Gateway always uses HTTP/2
 * to the backends of a GRPCRoute, and both kinds can share a host.
 *
 * They are packed into as few routes as the limits of the Gateway API allow, with one rule for each backend.
 * The order does not matter: the most specific match wins.
 *
 * `ambiguous` are the open subtrees. Their ambiguous paths go to the catch-all: Envoy Gateway redirects such
 * requests unless a ClientTrafficPolicy sets otherwise, and matches expressions before prefixes.
 */
export function packedRules(
  { routes, protocol, guard }: TableGroup, ambiguous: readonly PathMatch[],
): GatewayRule[][] {
  const notation = protocol === RouteProtocol.GRPC ? grpcMatch : httpMatch;
  const rules = grouped(routes, ({ service, port }) => `${service}:${port}`).flatMap((same) => {
    const matches = same.map(({ match }) => notation(match));
    const taken = same.some(({ match }) => isCatchAll(match)) ? ambiguous.map(ambiguousMatch) : [];
    return chunks([...matches, ...taken], ROUTE_LIMITS.matchesOfRule).map((some): GatewayRule => ({
      matches: some,
      filters: [withoutCallers(guard), ...(protocol === RouteProtocol.GRPC ? [] : [WITH_HSTS])],
      backendRefs: [serviceReference(same[0].service, same[0].port)],
    }));
  });
  return pack(rules);
}

/** The ambiguous paths of the open subtrees. */
export function ambiguousPaths(groups: readonly TableGroup[]): PathMatch[] {
  return groups
    .filter(({ guard }) => guard === RouteGuard.OPEN)
    .flatMap(({ routes }) => routes.map(({ match }) => match))
    .filter(({ kind }) => kind === 'tree');
}

function ambiguousMatch({ path }: PathMatch): unknown {
  return { path: { type: 'RegularExpression', value: `${quoted(path)}/${AMBIGUOUS}` } };
}

/** Only gRPC has matches of a segment. */
function httpMatch({ kind, path }: PathMatch): unknown {
  return { path: { type: kind === 'exact' ? 'Exact' : 'PathPrefix', value: path } };
}

/** `/package.Service` or `/package.Service/Method`. */
function grpcMatch({ kind, path }: PathMatch): unknown {
  const [, service, method] = path.split('/');
  if (kind === 'segment') {
    // One type applies to both, so the service becomes an expression too.
    return { method: { type: 'RegularExpression', service: quoted(service), method: `${method}.*` } };
  }
  return { method: { type: 'Exact', service, ...(method ? { method } : {}) } };
}

function quoted(literal: string): string {
  return literal.replace(/\./g, '\\.');
}

function pack(rules: readonly GatewayRule[]): GatewayRule[][] {
  const packed: GatewayRule[][] = [];
  let matches = Infinity;
  for (const rule of rules) {
    const last = packed[packed.length - 1];
    if (last
      && last.length < ROUTE_LIMITS.rules
      && matches + rule.matches.length <= ROUTE_LIMITS.matchesOfRoute) {
      last.push(rule);
      matches += rule.matches.length;
    } else {
      packed.push([rule]);
      matches = rule.matches.length;
    }
  }
  return packed;
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
