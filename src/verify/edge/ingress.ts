import { isObject } from '../../common/data/json';
import type { PathKind } from '../../common/props/checks';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asObject, asObjects, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { HeaderChange } from './header-changes';
import type { EdgeRoute, EdgeTraits, Guard, OwnAnswer, RouteBackend, Rewriting } from './route';
import { mayBeGuarded } from './unread-parts';

/** How an edge interprets its Ingresses. */
export interface IngressReading {
  readonly edge: EdgeTraits;
  matchOf(pathType: string | undefined, ingress: KubeObject): PathKind;
  guardOf(ingress: KubeObject): Guard;
  changesOf?(ingress: KubeObject, host: string | undefined): readonly HeaderChange[];
  /** Unread settings that may affect requests. */
  unreadOf?(ingress: KubeObject): readonly string[];
  /** Missing objects that change requests. */
  unseenOf?(ingress: KubeObject): readonly string[];
  answerOf?(ingress: KubeObject): OwnAnswer | undefined;
  /** The path that a backend gets instead of the requested one. */
  rewriteOf?(ingress: KubeObject, path: string): Rewriting;
  /** The targets of request copies. */
  mirrorsOf?(ingress: KubeObject): readonly RouteBackend[];
}

export function ingressRoutes(ingresses: readonly KubeObject[], reading: IngressReading): EdgeRoute[] {
  const [canaries, others] = [true, false].map((wanted) => ingresses
    .filter(({ annotations }) => (annotations[NGINX.canary] === 'true') === wanted)
    .flatMap((ingress) => routesOf(ingress, reading)));
  // A canary has the guard and paths of its main Ingress, and also leads to that one's backends.
  return canaries.length === 0 ? others : others.map((route) => {
    const backends = canaries
      .filter(({ host, path }) => host === route.host && path === route.path)
      .flatMap(({ object: { namespace }, backends: own }) =>
        own.map((backend): RouteBackend => ({ namespace, ...backend })));
    return backends.length === 0 ? route : { ...route, backends: [...route.backends, ...backends] };
  });
}

export function hasAnnotations(ingress: KubeObject, prefix: string): boolean {
  return Object.keys(ingress.annotations).some((name) => name.startsWith(prefix));
}

/** Protocols that plain HTTP servers do not support; unknown values count as HTTP. */
const OTHER_PROTOCOLS = new Set(['HTTPS', 'GRPCS', 'FCGI']);

function routesOf(ingress: KubeObject, reading: IngressReading): EdgeRoute[] {
  const { matchOf, changesOf, rewriteOf, mirrorsOf } = reading;
  const common = commonOf(ingress, reading);
  const mirrored = mirrorsOf?.(ingress) ?? [];
  const routes = ingress.objectsAt('spec', 'rules').flatMap((spec, rule) => {
    const host = asText(spec.host) || undefined;
    const headerChanges = changesOf?.(ingress, host) ?? [];
    return asObjects(asObject(spec.http).paths).map(({ path: raw, pathType, backend }, index): EdgeRoute => {
      const path = asText(raw) || '/';
      const { rewritten, unread = [] } = rewriteOf?.(ingress, path) ?? {};
      // V8 copies an object at the end of a literal several times faster than before further keys.
      return {
        rewritten,
        headerChanges,
        field: ingress.field('spec', 'rules', rule, 'http', 'paths', index, 'path'),
        host,
        path,
        match: matchOf(asText(pathType), ingress),
        backends: [...backendOf(backend), ...mirrored],
        ...common,
        unread: unread.length === 0 ? common.unread : [...common.unread, ...unread],
      };
    });
  });
  const fallback = ingress.at('spec', 'defaultBackend');
  return !isObject(fallback) ? routes : [...routes, {
    ...common,
    field: ingress.field('spec', 'defaultBackend'),
    path: '/',
    match: 'start',
    backends: backendOf(fallback),
    headerChanges: changesOf?.(ingress, undefined) ?? [],
  }];
}

function commonOf(ingress: KubeObject, { edge, guardOf, unreadOf, unseenOf, answerOf }: IngressReading) {
  const protocol = ingress.annotations[NGINX.backendProtocol]?.trim().toUpperCase() ?? '';
  const unread = unreadOf?.(ingress) ?? [];
  return {
    edge,
    object: ingress,
    protocol: /^GRPCS?$/.test(protocol) ? 'GRPC' : 'HTTP',
    otherProtocol: OTHER_PROTOCOLS.has(protocol) ? protocol : undefined,
    guard: mayBeGuarded(guardOf(ingress), unread, ingress),
    unread,
    unseen: unseenOf?.(ingress) ?? [],
    ownAnswer: answerOf?.(ingress),
  } as const;
}

function backendOf(raw: unknown): RouteBackend[] {
  const service = asObject(asObject(raw).service);
  const name = asText(service.name);
  const port = asObject(service.port);
  return name === undefined ? [] : [{ service: name, port: asText(port.name) ?? asText(port.number) }];
}
