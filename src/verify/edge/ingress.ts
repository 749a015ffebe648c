import { NGINX, NGINX_CONFIG } from '../../contract/upstream/ingress-nginx';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { PathStep } from '../read/path';
import { mayBeGuardedByF5 } from './ignored-annotations';
import { className } from './ingress-class';
import { controllerFor, NginxController } from './nginx-controller';
import type { EdgeKind, EdgeRoute, Guard, PathMatch, RouteBackend } from './route';
import { middlewareGuard, Middlewares } from './traefik-middleware';

const TRAEFIK_MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';
const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';
const TRAEFIK_PREFIX = 'traefik.ingress.kubernetes.io/';

/** What may stand before the routes of an Ingress besides its own annotations. */
export interface IngressContext {
  readonly middlewares: Middlewares;
  readonly controllers: readonly NginxController[];
  readonly ingressClasses: readonly KubeObject[];
}

/** The routes of Ingress objects, whatever controller serves them. */
export function ingressRoutes(ingresses: readonly KubeObject[], context: IngressContext): EdgeRoute[] {
  const nginxClasses = new Set([
    ...ingresses.filter((ingress) => hasPrefix(ingress, NGINX_PREFIX)).map(className),
    ...context.controllers.map(({ ingressClass }) => ingressClass).filter((name) => name !== undefined),
  ]);
  return ingresses.flatMap((ingress) => routesOf(ingress, controllerOf(ingress, nginxClasses), context));
}

/** Whether an Ingress turns the paths of its hosts into regular expressions. */
export function usesRegex(ingress: KubeObject): boolean {
  return ingress.annotations[NGINX.useRegex] === 'true';
}

/** A class whose Ingresses carry ingress-nginx annotations, or that a controller of the input names, is served by it. */
function controllerOf(ingress: KubeObject, nginxClasses: ReadonlySet<string>): EdgeKind {
  const name = className(ingress);
  if (hasPrefix(ingress, TRAEFIK_PREFIX) || (/traefik/i.test(name) && !hasPrefix(ingress, NGINX_PREFIX))) {
    return 'traefik';
  }
  return name === '' || /nginx/i.test(name) || nginxClasses.has(name) ? 'ingress-nginx' : 'other';
}

function hasPrefix(ingress: KubeObject, prefix: string): boolean {
  return Object.keys(ingress.annotations).some((name) => name.startsWith(prefix));
}

function routesOf(ingress: KubeObject, edge: EdgeKind, context: IngressContext): EdgeRoute[] {
  const protocol = /^GRPCS?$/i.test(ingress.annotations[NGINX.backendProtocol] ?? '') ? 'GRPC' : 'HTTP';
  const guard = guardOf(ingress, edge, context);
  const common = { edge, object: ingress, protocol, guard } as const;
  const routes = ingress.listAt('spec', 'rules').flatMap((entry, rule) => {
    const spec = asObject(entry);
    const host = asText(spec.host) || undefined;
    return asList(asObject(spec.http).paths).map((pathEntry, index): EdgeRoute => {
      const path = asObject(pathEntry);
      return {
        ...common,
        field: ingress.field('spec', 'rules', rule, 'http', 'paths', index, 'path'),
        host,
        path: asText(path.path) || '/',
        match: matchOf(asText(path.pathType), ingress, edge),
        backends: backendOf(path.backend),
      };
    });
  });
  const fallback: PathStep[] = ['spec', 'defaultBackend'];
  return ingress.at(...fallback) === undefined ? routes : [
    ...routes,
    { ...common, field: ingress.field(...fallback), path: '/', match: 'literal', backends: backendOf(ingress.at(...fallback)) },
  ];
}

function matchOf(pathType: string | undefined, ingress: KubeObject, edge: EdgeKind): PathMatch {
  if (edge === 'ingress-nginx' && usesRegex(ingress)) {
    return 'regex';
  }
  if (pathType === 'Exact') {
    return 'exact';
  }
  // Traefik's PathPrefix and ingress-nginx's ImplementationSpecific both compare characters.
  return edge === 'traefik' || (edge === 'ingress-nginx' && pathType !== 'Prefix') ? 'literal' : 'prefix';
}

function backendOf(raw: unknown): RouteBackend[] {
  const service = asObject(asObject(raw).service);
  const name = asText(service.name);
  const port = asObject(service.port);
  return name === undefined ? [] : [{ service: name, port: asText(port.name) ?? asText(port.number) }];
}

function guardOf(ingress: KubeObject, edge: EdgeKind, context: IngressContext): Guard {
  const url = ingress.annotations[NGINX.authUrl];
  if (url !== undefined && edge !== 'other') {
    return url.trim() === '' ? { kind: 'none' } : nginxGuard(ingress, url);
  }
  if (edge === 'traefik') {
    return middlewareGuard(middlewareRefs(ingress), ingress.annotationField(TRAEFIK_MIDDLEWARES), context.middlewares);
  }
  if (edge === 'other') {
    return { kind: 'opaque', field: ingress.field('spec', 'ingressClassName'), reason: `Ingress class ${className(ingress)} is served by an unknown controller` };
  }
  if (mayBeGuardedByF5(ingress)) {
    return { kind: 'opaque', field: ingress.field('metadata', 'annotations'), reason: 'a policy of the F5 NGINX Ingress Controller may guard it' };
  }
  return globalGuard(ingress, context) ?? { kind: 'none' };
}

/** The guard that the controller's ConfigMap sets for every Ingress that does not refuse it. */
function globalGuard(ingress: KubeObject, { controllers, ingressClasses }: IngressContext): Guard | undefined {
  const controller = controllers.length === 0 || ingress.annotations[NGINX.enableGlobalAuth] === 'false'
    ? undefined
    : controllerFor(className(ingress), controllers, ingressClasses);
  const url = controller?.settings[NGINX_CONFIG.globalAuthUrl];
  if (controller === undefined || !url) {
    return undefined;
  }
  const field = (key: string) => controller.configMap.field('data', key);
  const signIn = controller.settings[NGINX_CONFIG.globalAuthSignin];
  return {
    kind: 'subrequest',
    url,
    field: field(NGINX_CONFIG.globalAuthUrl),
    signIn: signIn ? { url: signIn, field: field(NGINX_CONFIG.globalAuthSignin) } : undefined,
    backendHeaders: headersOf(controller.settings[NGINX_CONFIG.globalAuthResponseHeaders]),
  };
}

function headersOf(list = ''): string[] {
  return list.split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
}

function nginxGuard(ingress: KubeObject, url: string): Guard {
  const signIn = ingress.annotations[NGINX.authSignin];
  return {
    kind: 'subrequest',
    url,
    field: ingress.annotationField(NGINX.authUrl),
    signIn: signIn ? { url: signIn, field: ingress.annotationField(NGINX.authSignin) } : undefined,
    backendHeaders: headersOf(ingress.annotations[NGINX.authResponseHeaders]),
  };
}

/** `<namespace>-<name>@kubernetescrd`, separated by commas. */
function middlewareRefs(ingress: KubeObject): string[] {
  return (ingress.annotations[TRAEFIK_MIDDLEWARES] ?? '').split(',').map((ref) => ref.trim()).filter(Boolean);
}
