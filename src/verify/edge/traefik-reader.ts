import { NGINX_ANNOTATION_PREFIX } from '../../contract/upstream/ingress-nginx';
import {
  INGRESS_CLASS_PATTERN, INGRESS_MIDDLEWARES, INGRESS_PREFIX, INGRESS_PRIORITY, TRAEFIK_GROUPS,
} from '../../contract/upstream/traefik';
import type { KubeObject } from '../kube/kube-object';
import { EdgeReader } from './edge-reader';
import { middlewareChanges } from './header-changes';
import { annotatedGuard, hasAnnotations, ingressRoutes } from './ingress';
import { className } from './ingress-class';
import { ingressRouteRoutes } from './ingress-route';
import { middlewareGuard, Middlewares } from './middlewares';
import type { EdgeInput, EdgeRoute } from './route';
import { unreadMiddlewares } from './unread-parts';

/**
 * Traefik: IngressRoutes and Ingresses, guarded by middlewares. Its nginx provider reads annotations of
 * ingress-nginx, and remembers no answer.
 */
export class TraefikReader extends EdgeReader {
  public readonly name = 'traefik';
  public override readonly fallsBackToAnyHost = true;

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

function objectsOf(input: EdgeInput, kind: string): KubeObject[] {
  return TRAEFIK_GROUPS.flatMap((group) => input.ofKind(group, kind));
}

/** `<namespace>-<name>@kubernetescrd`, separated by commas. */
function middlewareRefs(ingress: KubeObject): string[] {
  return (ingress.annotations[INGRESS_MIDDLEWARES] ?? '').split(',').map((ref) => ref.trim()).filter(Boolean);
}
