// Tests: test/verify/edge/traefik/ingress-route.test.ts
import { grouped, unique } from '../../../common/data/collections';
import type { JsonObject } from '../../../common/data/json';
import { nameSlipOf } from '../../../common/props/suggestion';
import { NGINX_ANNOTATION_PREFIX } from '../../../contract/upstream/ingress-nginx';
import {
  CROSS_NAMESPACE_FLAG, INGRESS_CLASS_PATTERN, INGRESS_MIDDLEWARES, INGRESS_PREFIX, INGRESS_PRIORITY,
  TRAEFIK_API_VERSION, TRAEFIK_GROUPS, TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_TLS_ENTRY_POINT,
} from '../../../contract/upstream/traefik';
import { beside, elsewhereText, isMadeUp, sameCluster, sameHome } from '../../kube/home';
import { asObjects, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Container } from '../../kube/workload';
import { EdgeReader } from '../edge-reader';
import { hasAnnotations, ingressRoutes } from '../ingress';
import { className } from '../ingress-class';
import { annotatedGuard } from '../ingress-nginx/annotated-guard';
import type { Door, EdgeInput, EdgeRoute, RawRoute, RefusedRoute } from '../route';
import { ingressRouteRoutes, referredMiddlewares } from './ingress-route';
import { middlewareChanges, unreadMiddlewares } from './middleware-effects';
import { guardOfMiddlewares, Middlewares } from './middlewares';
import { TRAEFIK_SERVICE, refusalsIn } from './traefik-rule';

/** Traefik: middlewares guard. Its nginx provider reads annotations of ingress-nginx, without a cache. */
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
    const refsOf = (ingress: KubeObject) =>
      middlewareNames(ingress).map((name) => ({ name, object: middlewares.referred(name, ingress) }));
    const referred = (ingress: KubeObject) => middlewares.unfold(refsOf(ingress)).found;
    return [
      ...ranked(ingressRoutes(ingresses, {
        edge: this,
        // PathPrefix of Traefik compares characters.
        matchOf: (pathType) => (pathType === 'Exact' ? 'exact' : 'start'),
        guardOf: (ingress) => annotatedGuard(ingress, input.authGates)
          ?? guardOfMiddlewares(refsOf(ingress), ingress.annotationField(INGRESS_MIDDLEWARES), middlewares),
        unreadOf: (ingress) => unreadMiddlewares(referred(ingress)),
        changesOf: (ingress) => middlewareChanges(referred(ingress)),
      })),
      ...ingressRouteRoutes(objectsOf(input, 'IngressRoute'), this, middlewares),
    ];
  }

  /** Without entry points, a route is served at all of them. */
  public override doors(routes: readonly KubeObject[], input: EdgeInput): Door[] {
    const middlewares = Middlewares.of(input);
    const own = routes.filter((route) => route.kind === 'IngressRoute' && !endsTlsBefore(route, middlewares));
    const usesTls = own.some((route) => entryPoints(route).includes(TRAEFIK_TLS_ENTRY_POINT));
    return !usesTls ? [] : own.map((route) => {
      const index = entryPoints(route).indexOf(TRAEFIK_HTTP_ENTRY_POINT);
      return index < 0 ? { route } : {
        route,
        plain: {
          at: route.field('spec', 'entryPoints', index), found: `entry point ${TRAEFIK_HTTP_ENTRY_POINT}`,
        },
      };
    });
  }

  public override rawRoutes(input: EdgeInput): RawRoute[] {
    return this.rawRoutesIn(objectsOf(input, 'IngressRouteTCP'), 'routes', 'services');
  }

  public override refusedRoutes(input: EdgeInput): RefusedRoute[] {
    const routes = objectsOf(input, 'IngressRoute');
    const refusalOf = refusalsIn(routes);
    const misspelt = misspeltNames({ routes, options: objectsOf(input, 'TLSOption') });
    return [...leftovers(input), ...misspelt, ...routes.flatMap((object) => [
      ...object.objectsAt('spec', 'routes').flatMap((route, index) => {
        const expected = refusalOf(route);
        const [field, found] = [object.field('spec', 'routes', index, 'match'), asText(route.match) ?? ''];
        return expected === undefined ? [] : [{ object, field, found, expected }];
      }),
      ...refusedReferences(object, input),
    ])];
  }
}

/** A router for each path, ordered by the length of its rule unless the Ingress sets a priority. */
function ranked(routes: readonly EdgeRoute[]): EdgeRoute[] {
  return routes.map((route) => {
    const { host, path, match, object } = route;
    const matcher = match === 'exact' ? 'Path' : 'PathPrefix';
    const rule = `${host === undefined ? '' : `Host(\`${host}\`) && `}${matcher}(\`${path}\`)`;
    return { ...route, priority: Number(object.annotations[INGRESS_PRIORITY]) || rule.length };
  });
}

/** Whether HSTS is set without TLS: then something in front ends TLS. */
function endsTlsBefore(route: KubeObject, middlewares: Middlewares): boolean {
  return route.objectsAt('spec', 'routes').some((rule) => {
    const { found } = middlewares.unfold(referredMiddlewares(route, rule, middlewares));
    return found.some((each) => each.at('spec', 'headers', 'forceSTSHeader') === true);
  });
}

/** Objects of version 2 next to those of version 3, which reads only its own API group. */
function leftovers(input: EdgeInput): RefusedRoute[] {
  const [group, old] = TRAEFIK_GROUPS;
  const isServed = input.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')
    .some((definition) => definition.textAt('spec', 'group') === old);
  const kinds = ['IngressRoute', 'Middleware'];
  const isMixed = !isServed && kinds.some((kind) => input.ofKind(group, kind).length > 0);
  return (isMixed ? kinds : []).flatMap((kind) => input.ofKind(old, kind)).map((object) => ({
    object,
    field: object.field('apiVersion'),
    found: object.apiVersion,
    expected: `${TRAEFIK_API_VERSION}, which the other objects have`,
  }));
}

function entryPoints(route: KubeObject): readonly unknown[] {
  return route.listAt('spec', 'entryPoints');
}

function objectsOf(input: EdgeInput, kind: string): KubeObject[] {
  return TRAEFIK_GROUPS.flatMap((group) => input.ofKind(group, kind));
}

/** `<namespace>-<name>@kubernetescrd`, separated by commas. */
function middlewareNames(ingress: KubeObject): string[] {
  return (ingress.annotations[INGRESS_MIDDLEWARES] ?? '').split(',').map((ref) => ref.trim()).filter(Boolean);
}

/** Traefik's own names in IngressRoutes: entry points, and TLS options. */
interface NamedInTraefik {
  readonly routes: readonly KubeObject[];
  readonly options: readonly KubeObject[];
}

/**
 * Misspelt entry points, at which Traefik does not listen; and missing TLS options if others exist. Traefik
 * creates no router for either.
 *
 * Source: traefik 3.7, `pkg/server/aggregator.go` and `pkg/tls/tlsmanager.go`.
 */
function misspeltNames({ routes, options }: NamedInTraefik): RefusedRoute[] {
  const named = routes.flatMap((object) => entryPoints(object).flatMap((raw, index) => {
    const [found, field] = [asText(raw), object.field('spec', 'entryPoints', index)];
    return found === undefined ? [] : [{ object, field, found }];
  }));
  const several = grouped(named, ({ found }) => found).filter(({ length }) => length > 1)
    .map(([{ found }]) => found);
  const known = unique([TRAEFIK_TLS_ENTRY_POINT, TRAEFIK_HTTP_ENTRY_POINT, ...several]);
  return [
    ...named.flatMap((each) => {
      const expected = known.includes(each.found) ? undefined : nameSlipOf(each.found, known);
      return expected === undefined ? [] : [{ ...each, expected }];
    }),
    ...routes.flatMap((object) => missingOption(object, options)),
  ];
}

function missingOption(object: KubeObject, options: readonly KubeObject[]): RefusedRoute[] {
  const name = object.textAt('spec', 'tls', 'options', 'name');
  const home = beside(object, object.textAt('spec', 'tls', 'options', 'namespace') ?? object.namespace);
  const there = options.filter((each) => sameCluster(each, object) && sameHome(each, home));
  const isOther = name === undefined || name === '' || name === 'default' || name.includes('@');
  return isOther || there.length === 0 || there.some((each) => each.name === name) ? [] : [{
    object,
    field: object.field('spec', 'tls', 'options', 'name'),
    expected: `a TLSOption of the namespace: ${there.map((each) => each.name).join(', ')}`,
    found: `${name}, which is not there${elsewhereText(options.filter((each) => each.name === name), home)}`,
  }];
}

/**
 * References of an IngressRoute's rules to other namespaces, if every Traefik of the cluster in the input
 * refuses them: it creates no router for such a rule. Ingresses can reference Middlewares of any namespace.
 *
 * Source: traefik 3.7, `pkg/provider/kubernetes/crd/kubernetes_http.go` (resolveReference, nameAndService).
 */
function refusedReferences(object: KubeObject, { workloads }: EdgeInput): RefusedRoute[] {
  const controllers = workloads.filter((workload) => sameCluster(workload, object))
    .flatMap(({ containers }) => containers)
    .filter(isTraefik);
  // Releases with other defaults also read resources of version 2.
  const refuses = object.group === TRAEFIK_GROUPS[0] && controllers.length > 0
    && !controllers.some(mayTakeOthers);
  return !refuses ? [] : object.objectsAt('spec', 'routes').flatMap((route, index) =>
    ['middlewares', 'services'].flatMap((list) => asObjects(route[list]).flatMap((reference, position) => {
      const found = foreign(reference, object);
      return found === undefined ? [] : [{
        object,
        field: object.field('spec', 'routes', index, list, position),
        found: `${found}, and Traefik without ${CROSS_NAMESPACE_FLAG}`,
        expected: `one of namespace ${object.namespace}`,
      }];
    })));
}

/** The part of a reference outside of its namespace, as a phrase. */
function foreign(reference: JsonObject, from: KubeObject): string | undefined {
  const [name = '', namespace] = [asText(reference.name), asText(reference.namespace)];
  if (name.includes('@')) {
    return name.endsWith('@kubernetescrd') ? name : undefined;
  }
  const isHere = namespace === undefined || from.namespace === undefined || isMadeUp(from.namespace)
    || namespace === from.namespace;
  return isHere ? undefined : `${name} of namespace ${namespace}`;
}

/** Only by its flags: a config file would replace them. */
function isTraefik({ commandLine }: Container): boolean {
  return commandLine.some((part) => /^--providers\.kubernetescrd\b/i.test(part));
}

function mayTakeOthers({ commandLine, mounts }: Container): boolean {
  return commandLine.some((part) => /^--configfile\b/i.test(part) || isTaking(part))
    || mounts.some(({ mountPath }) => mountPath.startsWith('/etc/traefik'));
}

function isTaking(part: string): boolean {
  const [flag, value = 'true'] = part.split('=');
  return flag.toLowerCase() === CROSS_NAMESPACE_FLAG.toLowerCase() && value !== 'false';
}
