import { NGINX_ANNOTATION_PREFIX } from '../../../contract/upstream/ingress-nginx';
import {
  INGRESS_CLASS_PATTERN, INGRESS_MIDDLEWARES, INGRESS_PREFIX, INGRESS_PRIORITY, TRAEFIK_GROUPS,
  TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_TLS_ENTRY_POINT,
} from '../../../contract/upstream/traefik';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { backendOf } from '../backends';
import { EdgeReader } from '../edge-reader';
import { hasAnnotations, ingressRoutes } from '../ingress';
import { className } from '../ingress-class';
import { annotatedGuard } from '../ingress-nginx/annotated-guard';
import type { Door, EdgeInput, EdgeRoute, RawRoute, RefusedRoute } from '../route';
import { ingressRouteRoutes, referredMiddlewares } from './ingress-route';
import { middlewareChanges, unreadMiddlewares } from './middleware-effects';
import { middlewareGuard, Middlewares } from './middlewares';
import { misspeltNames } from './misspelt-names';
import { refusedReferences } from './other-namespaces';
import { isRefused } from './traefik-rule';
import { TRAEFIK_SERVICE } from './traefik-service';

/**
 * Traefik: IngressRoutes and Ingresses, guarded by middlewares. Its nginx provider reads annotations of
 * ingress-nginx, and remembers no answer.
 */
export class TraefikReader extends EdgeReader {
  public readonly name = 'traefik';
  public override readonly fallsBackToAnyHost = true;
  public override readonly leadingKinds = [TRAEFIK_SERVICE];

  public override ingressClaim(): (ingress: KubeObject) => boolean {
    return (ingress) =>
      hasAnnotations(ingress, INGRESS_PREFIX)
      || (INGRESS_CLASS_PATTERN.test(className(ingress))
        && !hasAnnotations(ingress, NGINX_ANNOTATION_PREFIX));
  }

  public override routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[] {
    const middlewares = Middlewares.of(input);
    const referred = (ingress: KubeObject) =>
      middlewares.all(middlewareRefs(ingress).map((ref) => middlewares.referred(ref, ingress)));
    return [
      ...ranked(ingressRoutes(ingresses, {
        edge: this,
        // Its PathPrefix compares characters.
        matchOf: (pathType) => (pathType === 'Exact' ? 'exact' : 'start'),
        guardOf: (ingress) =>
          annotatedGuard(ingress, input.authGates)
          ?? middlewareGuard(
            middlewareRefs(ingress), ingress.annotationField(INGRESS_MIDDLEWARES), middlewares,
          ),
        unreadOf: (ingress) => unreadMiddlewares(referred(ingress)),
        changesOf: (ingress) => middlewareChanges(referred(ingress)),
      })),
      ...ingressRouteRoutes(objectsOf(input, 'IngressRoute'), this, middlewares),
    ];
  }

  /** Without any entry point a route is heard at all of them. */
  public override doors(routes: readonly KubeObject[], input: EdgeInput): Door[] {
    const middlewares = Middlewares.of(input);
    const own = routes.filter((route) => route.kind === 'IngressRoute' && !endsTlsBefore(route, middlewares));
    const usesTls = own.some((route) => entryPoints(route).includes(TRAEFIK_TLS_ENTRY_POINT));
    return !usesTls ? [] : own.map((route) => {
      const index = entryPoints(route).indexOf(TRAEFIK_HTTP_ENTRY_POINT);
      return index < 0 ? { route } : {
        route,
        plain: {
          at: route.field('spec', 'entryPoints', index),
          found: `entry point ${TRAEFIK_HTTP_ENTRY_POINT}`,
        },
      };
    });
  }

  public override rawRoutes(input: EdgeInput): RawRoute[] {
    return objectsOf(input, 'IngressRouteTCP').flatMap((object) =>
      object.listAt('spec', 'routes').map((route, index) => ({
        object,
        field: object.field('spec', 'routes', index),
        backends: asList(asObject(route).services).map((service) => backendOf(service)),
      })));
  }

  public override refusedRoutes(input: EdgeInput): RefusedRoute[] {
    const routes = objectsOf(input, 'IngressRoute');
    const misspelt = misspeltNames({ routes, options: objectsOf(input, 'TLSOption') });
    return [...misspelt, ...routes.flatMap((object) => [
      ...object.listAt('spec', 'routes').flatMap((route, index) => {
        const found = asText(asObject(route).match) ?? '';
        const field = object.field('spec', 'routes', index, 'match');
        return isRefused(found) ? [{ object, field, found, expected: found.replaceAll("'", '`') }] : [];
      }),
      ...refusedReferences(object, input),
    ])];
  }
}

/**
 * Traefik makes a router of each path, and ranks it among all others by the length of its rule unless the
 * Ingress says otherwise.
 */
function ranked(routes: readonly EdgeRoute[]): EdgeRoute[] {
  return routes.map((route) => {
    const { host, path, match, object } = route;
    const matcher = match === 'exact' ? 'Path' : 'PathPrefix';
    const rule = `${host === undefined ? '' : `Host(\`${host}\`) && `}${matcher}(\`${path}\`)`;
    return { ...route, priority: Number(object.annotations[INGRESS_PRIORITY]) || rule.length };
  });
}

/** Whether browsers are told to stay with TLS by whoever sees none: then something in front ends it. */
function endsTlsBefore(route: KubeObject, middlewares: Middlewares): boolean {
  return route.listAt('spec', 'routes').some((rule) => {
    const referred = referredMiddlewares(route, asObject(rule), middlewares).map(({ object }) => object);
    return middlewares.all(referred).some((found) => found.at('spec', 'headers', 'forceSTSHeader') === true);
  });
}

function entryPoints(route: KubeObject): readonly unknown[] {
  return route.listAt('spec', 'entryPoints');
}

function objectsOf(input: EdgeInput, kind: string): KubeObject[] {
  return TRAEFIK_GROUPS.flatMap((group) => input.ofKind(group, kind));
}

/** `<namespace>-<name>@kubernetescrd`, separated by commas. */
function middlewareRefs(ingress: KubeObject): string[] {
  return (ingress.annotations[INGRESS_MIDDLEWARES] ?? '').split(',').map((ref) => ref.trim()).filter(Boolean);
}
