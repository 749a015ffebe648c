import type { PathKind } from '../../_internal/path-kind';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { PathStep } from '../read/path';
import { ingressRewrite } from './rewrite';
import type { EdgeRoute, EdgeTraits, Guard, RouteBackend } from './route';

/** How an edge understands the Ingresses that it serves. */
export interface IngressReading {
  readonly edge: EdgeTraits;
  matchOf(pathType: string | undefined, ingress: KubeObject): PathKind;
  guardOf(ingress: KubeObject): Guard;
}

/** The routes of Ingress objects. */
export function ingressRoutes(ingresses: readonly KubeObject[], reading: IngressReading): EdgeRoute[] {
  // A canary takes over the guard and the paths of the Ingress that it is one of.
  return ingresses.filter(({ annotations }) => annotations[NGINX.canary] !== 'true').flatMap((ingress) => routesOf(ingress, reading));
}

/** Whether an Ingress carries annotations under a prefix. */
export function hasAnnotations(ingress: KubeObject, prefix: string): boolean {
  return Object.keys(ingress.annotations).some((name) => name.startsWith(prefix));
}

function routesOf(ingress: KubeObject, { edge, matchOf, guardOf }: IngressReading): EdgeRoute[] {
  const protocol = /^GRPCS?$/i.test(ingress.annotations[NGINX.backendProtocol] ?? '') ? 'GRPC' : 'HTTP';
  const guard = guardOf(ingress);
  const common = { edge, object: ingress, protocol, guard } as const;
  const routes = ingress.listAt('spec', 'rules').flatMap((entry, rule) => {
    const spec = asObject(entry);
    const host = asText(spec.host) || undefined;
    return asList(asObject(spec.http).paths).map((pathEntry, index): EdgeRoute => {
      const path = asObject(pathEntry);
      const rewritten = edge.takesSnippets ? ingressRewrite(ingress.annotations[NGINX.rewriteTarget], asText(path.path) || '/') : undefined;
      return {
        ...common,
        ...(rewritten === undefined ? {} : { rewritten }),
        field: ingress.field('spec', 'rules', rule, 'http', 'paths', index, 'path'),
        host,
        path: asText(path.path) || '/',
        match: matchOf(asText(path.pathType), ingress),
        backends: backendOf(path.backend),
      };
    });
  });
  const fallback: PathStep[] = ['spec', 'defaultBackend'];
  return ingress.at(...fallback) === undefined ? routes : [
    ...routes,
    { ...common, field: ingress.field(...fallback), path: '/', match: 'start', backends: backendOf(ingress.at(...fallback)) },
  ];
}

function backendOf(raw: unknown): RouteBackend[] {
  const service = asObject(asObject(raw).service);
  const name = asText(service.name);
  const port = asObject(service.port);
  return name === undefined ? [] : [{ service: name, port: asText(port.name) ?? asText(port.number) }];
}

/** The guard that the annotations of ingress-nginx set, which others read as well; nothing without them. */
export function annotatedGuard(ingress: KubeObject): Guard | undefined {
  const url = ingress.annotations[NGINX.authUrl];
  const signIn = ingress.annotations[NGINX.authSignin];
  if (url === undefined || url.trim() === '') {
    return url === undefined ? undefined : { kind: 'none' };
  }
  return {
    kind: 'subrequest',
    url,
    field: ingress.annotationField(NGINX.authUrl),
    signIn: signIn ? { url: signIn, field: ingress.annotationField(NGINX.authSignin) } : undefined,
    flaw: methodFlaw(ingress.annotations[NGINX.authMethod]),
    failsOpen: ingress.annotations[NGINX.satisfy]?.trim() === 'any' ? ingress.annotationField(NGINX.satisfy) : undefined,
    backendHeaders: headersOf(ingress.annotations[NGINX.authResponseHeaders]),
  };
}

function methodFlaw(method: string | undefined): string | undefined {
  return method?.trim() && method.trim().toUpperCase() !== 'GET' ? `${method.trim()} instead of GET, the only one that /me answers` : undefined;
}

/** A comma-separated list of headers. */
export function headersOf(list = ''): string[] {
  return list.split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
}
