import type { PathKind } from '../../_internal/path-kind';
import { NO_BACKEND, UNAMBIGUOUS_PATH } from '../../contract/upstream/traefik';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { guardOfMiddlewares, Middlewares } from './middlewares';
import type { EdgeRoute, EdgeTraits, Guard, RouteBackend } from './route';

const HOST = /\bHost\(([^)]*)\)/g;
const NEGATED = /!\s*\w+\([^)]*\)/g;
const PATH = /\b(PathPrefix|PathRegexp|Path)\(([^)]*)\)/g;

/** The routes of Traefik's IngressRoute objects. */
export function ingressRouteRoutes(objects: readonly KubeObject[], edge: EdgeTraits, middlewares: Middlewares): EdgeRoute[] {
  return objects.flatMap((object) => object.listAt('spec', 'routes').flatMap((entry, index) =>
    routesOf(object, asObject(entry), object.field('spec', 'routes', index), edge, middlewares)));
}

function routesOf(
  object: KubeObject, spec: Readonly<Record<string, unknown>>, field: Field, edge: EdgeTraits, middlewares: Middlewares,
): EdgeRoute[] {
  // Our own negation only keeps path tricks out of an open route.
  const rule = (asText(spec.match) ?? '').replace(` && ${UNAMBIGUOUS_PATH}`, '');
  const services = asList(spec.services).map(asObject);
  if (services.some((service) => asText(service.name) === NO_BACKEND.name)) {
    // A middleware answers, such as the redirect to https; nobody gets through.
    return [];
  }
  const guard: Guard = rule.includes('!')
    ? { kind: 'opaque', field: field.child('match'), reason: 'the rule holds a negation, which the verifier does not follow' }
    : guardOfMiddlewares(asList(spec.middlewares).map((raw) => {
      const ref = asObject(raw);
      const name = asText(ref.name) ?? '';
      const crossProvider = name.includes('@');
      return { name, object: crossProvider ? middlewares.referred(name) : middlewares.named(name, asText(ref.namespace) ?? object.namespace) };
    }), field.child('middlewares'), middlewares);
  const backends: RouteBackend[] = services.map((service) => ({
    service: asText(service.name) ?? '',
    namespace: asText(service.namespace),
    port: asText(service.port),
  }));
  const protocol = services.some((service) => asText(service.scheme) === 'h2c') ? 'GRPC' : 'HTTP';
  // Traefik ranks routers by the length of their rule unless told otherwise.
  const priority = Number(asText(spec.priority)) || rule.length;
  return alternatives(rule).map(({ host, path, match }) => ({
    edge, object, field: field.child('match'), host, path, match, protocol, backends, guard, priority,
  }));
}

/** Every host with every path of each alternative of a rule. */
function alternatives(rule: string): { host?: string; path: string; match: PathKind }[] {
  const positive = rule.replace(NEGATED, '');
  const hosts = [...positive.matchAll(HOST)].flatMap((match) => quoted(match[1]));
  const paths = [...positive.matchAll(PATH)].flatMap((match) => quoted(match[2]).map((path) => ({
    path: match[1] === 'PathRegexp' ? path.replace(/^\^/, '') : path,
    match: ({ PathPrefix: 'start', PathRegexp: 'regex', Path: 'exact' } as const)[match[1] as 'Path'] as PathKind,
  })));
  const all = paths.length > 0 ? paths : [{ path: '/', match: 'start' as const }];
  return (hosts.length > 0 ? hosts : [undefined]).flatMap((host) => all.map((path) => ({ host, ...path })));
}

function quoted(list: string): string[] {
  return [...list.matchAll(/[`"']([^`"']*)[`"']/g)].map((match) => match[1]);
}
