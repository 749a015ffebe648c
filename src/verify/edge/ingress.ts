import type { PathKind } from '../../common/props/path-kind';
import type { PathStep } from '../../common/yaml/path';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { AuthGates } from './auth-gates';
import { serviceOfHost } from './cluster-name';
import type { HeaderChange } from './header-changes';
import { ingressAnswer } from './own-answers';
import { ingressRewrite } from './rewrite';
import {
  EdgeRoute, EdgeTraits, Guard, hostOfUrl, portOfUrl, RouteBackend, SubrequestGuard,
} from './route';
import { mayBeGuarded } from './unread-parts';

/** How an edge understands the Ingresses that it serves. */
export interface IngressReading {
  readonly edge: EdgeTraits;
  matchOf(pathType: string | undefined, ingress: KubeObject): PathKind;
  guardOf(ingress: KubeObject): Guard;
  /** What becomes of headers. */
  changesOf?(ingress: KubeObject, host: string | undefined): readonly HeaderChange[];
  /** What may decide about requests and is not read. */
  unreadOf?(ingress: KubeObject): readonly string[];
  /** What changes requests and is not in the input. */
  unseenOf?(ingress: KubeObject): readonly string[];
}

/** The routes of Ingress objects. */
export function ingressRoutes(ingresses: readonly KubeObject[], reading: IngressReading): EdgeRoute[] {
  const [canaries, others] = [true, false].map((wanted) =>
    ingresses
      .filter(({ annotations }) => (annotations[NGINX.canary] === 'true') === wanted)
      .flatMap((ingress) => routesOf(ingress, reading)),
  );
  // A canary has the guard and the paths of the Ingress that it is one of, which leads to its backends as
  // well.
  return canaries.length === 0 ? others : others.map((route) => {
    const backends = canaries
      .filter(({ host, path }) => host === route.host && path === route.path)
      .flatMap((canary) =>
        canary.backends.map((backend): RouteBackend => ({ namespace: canary.object.namespace, ...backend })),
      );
    return backends.length === 0 ? route : { ...route, backends: [...route.backends, ...backends] };
  });
}

/** Whether an Ingress carries annotations under a prefix. */
export function hasAnnotations(ingress: KubeObject, prefix: string): boolean {
  return Object.keys(ingress.annotations).some((name) => name.startsWith(prefix));
}

/**
 * Values of backend-protocol that plain HTTP servers do not understand. Others than these and HTTP, GRPC and
 * AUTO_HTTP count for HTTP.
 */
const OTHER_PROTOCOLS = new Set(['HTTPS', 'GRPCS', 'FCGI']);

function routesOf(ingress: KubeObject, reading: IngressReading): EdgeRoute[] {
  const { matchOf, changesOf } = reading;
  const common = commonOf(ingress, reading);
  const mirrored = common.edge.takesSnippets ? mirrorOf(ingress) : [];
  const routes = ingress.listAt('spec', 'rules').flatMap((entry, rule) => {
    const spec = asObject(entry);
    const host = asText(spec.host) || undefined;
    const headerChanges = changesOf?.(ingress, host) ?? [];
    return asList(asObject(spec.http).paths).map((pathEntry, index): EdgeRoute => {
      const { path, pathType, backend } = asObject(pathEntry);
      const rewriting = common.edge.takesSnippets
        ? ingressRewrite(ingress.annotations[NGINX.rewriteTarget], asText(path) || '/', ingress)
        : { unread: [] };
      return {
        ...common,
        ...(rewriting.rewritten === undefined ? {} : { rewritten: rewriting.rewritten }),
        unread: [...common.unread, ...rewriting.unread],
        headerChanges,
        field: ingress.field('spec', 'rules', rule, 'http', 'paths', index, 'path'),
        host,
        path: asText(path) || '/',
        match: matchOf(asText(pathType), ingress),
        backends: [...backendOf(backend), ...mirrored],
      };
    });
  });
  const place: PathStep[] = ['spec', 'defaultBackend'];
  const backends = backendOf(ingress.at(...place));
  const field = ingress.field(...place);
  const headerChanges = changesOf?.(ingress, undefined) ?? [];
  const fallback = { ...common, field, path: '/', match: 'start', backends, headerChanges } as const;
  return ingress.at(...place) === undefined ? routes : [...routes, fallback];
}

/** What all routes of an Ingress have alike. */
function commonOf(ingress: KubeObject, { edge, guardOf, unreadOf, unseenOf }: IngressReading) {
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
    ownAnswer: edge.takesSnippets ? ingressAnswer(ingress) : undefined,
  } as const;
}

/** Where copies of requests go. */
function mirrorOf({ annotations }: KubeObject): RouteBackend[] {
  const url = annotations[NGINX.mirrorTarget];
  const target =
    url === undefined ? undefined : serviceOfHost(hostOfUrl(url.replace(/\$request_uri$/, '')) ?? '');
  return target === undefined ? [] : [{ ...target, port: portOfUrl(url ?? '') }];
}

function backendOf(raw: unknown): RouteBackend[] {
  const service = asObject(asObject(raw).service);
  const name = asText(service.name);
  const port = asObject(service.port);
  return name === undefined ? [] : [{ service: name, port: asText(port.name) ?? asText(port.number) }];
}

/** The guard that the annotations of ingress-nginx set, which others read as well; nothing without them. */
export function annotatedGuard(ingress: KubeObject, gates: AuthGates): Guard | undefined {
  const url = ingress.annotations[NGINX.authUrl];
  const signIn = ingress.annotations[NGINX.authSignin];
  if (url === undefined || url.trim() === '') {
    return url === undefined ? undefined : { kind: 'none' };
  }
  const field = ingress.annotationField(NGINX.authUrl);
  const { foreign, ...gate } = gateBehindUrl(url, ingress, gates);
  if (foreign !== undefined) {
    return { kind: 'opaque', reason: foreign, field };
  }
  return {
    kind: 'subrequest',
    url,
    ...gate,
    field,
    signIn: signIn ? { url: signIn, field: ingress.annotationField(NGINX.authSignin) } : undefined,
    flaw:
      methodFlaw(ingress.annotations[NGINX.authMethod])
      ?? passwordFlaw(ingress.annotations[NGINX.authType])
      ?? gate.flaw,
    refusalReplaced: replacesRefusal(ingress.annotations[NGINX.customHttpErrors])
      ? ingress.annotationField(NGINX.customHttpErrors)
      : undefined,
    failsOpen:
      ingress.annotations[NGINX.satisfy]?.trim() === 'any'
        ? ingress.annotationField(NGINX.satisfy)
        : undefined,
    backendHeaders: headersOf(ingress.annotations[NGINX.authResponseHeaders]),
  };
}

/**
 * What a guard says of the gate that its URL leads to; nothing where there is none. It shows the gate every
 * header.
 */
export function gateBehindUrl(
  url: string, near: KubeObject, gates: AuthGates,
): Pick<SubrequestGuard, 'asks' | 'flaw' | 'gateForwards' | 'assumed'> & { readonly foreign?: string } {
  const tls = /^https:/i.test(url);
  const gate = gates.behind(hostOfUrl(url) ?? '', portOfUrl(url) ?? (tls ? '443' : '80'), near);
  return gate === undefined ? {} : {
    asks: gate.asks,
    flaw: tls ? 'TLS, which the gate does not speak' : gate.flaw,
    gateForwards: gate.forwards,
    assumed: gate.assumed,
    foreign: gate.foreign,
  };
}

function methodFlaw(method: string | undefined): string | undefined {
  return method?.trim() && method.trim().toUpperCase() !== 'GET'
    ? `${method.trim()} instead of GET, the only one that /me answers`
    : undefined;
}

function passwordFlaw(type: string | undefined): string | undefined {
  return type?.trim()
    ? `a password as well (auth-type: ${type.trim()}), which takes the place of a token in Authorization`
    : undefined;
}

/** Whether pages of their own answer 401. */
export function replacesRefusal(statuses = ''): boolean {
  return statuses.split(',').some((status) => status.trim() === '401');
}

/** A comma-separated list of headers. */
export function headersOf(list = ''): string[] {
  return list.split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
}
