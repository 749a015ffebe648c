import type { PathKind } from '../../_internal/path-kind';
import { NO_BACKEND, UNAMBIGUOUS_PATH } from '../../contract/upstream/traefik';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { guardOfMiddlewares, Middlewares } from './middlewares';
import { middlewareRewrite } from './rewrite';
import type { EdgeRoute, EdgeTraits, RouteBackend } from './route';

/** What stands in the parentheses of a matcher: quoted texts may hold parentheses of their own. */
const ARGUMENTS = /\(((?:`[^`]*`|"[^"]*"|'[^']*'|[^)`"'])*)\)/.source;
const HOST = new RegExp(`\\bHost(?:Regexp)?${ARGUMENTS}`, 'g');
const PATH = new RegExp(`\\b(PathPrefix|PathRegexp|Path)${ARGUMENTS}`, 'g');
const NEGATED = new RegExp(`!\\s*\\w+${ARGUMENTS}`, 'g');
/** Matchers that look at more than host and path. */
const CONDITION = /\b(Headers?|HeadersRegexp|HeaderRegexp|Query|QueryRegexp|Method|ClientIP)\(/;

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
  const refs = asList(spec.middlewares).map((raw) => {
    const ref = asObject(raw);
    const name = asText(ref.name) ?? '';
    const crossProvider = name.includes('@');
    return { name, object: crossProvider ? middlewares.referred(name) : middlewares.named(name, asText(ref.namespace) ?? object.namespace) };
  });
  const guard = guardOfMiddlewares(refs, field.child('middlewares'), middlewares);
  const found = refs.flatMap((ref) => (ref.object === undefined ? [] : middlewares.unfold(ref.object).found));
  const rewritten = middlewareRewrite(found);
  const changedHeaders = found.flatMap((middleware) => Object.keys(middleware.objectAt('spec', 'headers', 'customRequestHeaders')))
    .map((name) => name.toLowerCase());
  const backends: RouteBackend[] = services.map((service) => ({
    service: asText(service.name) ?? '',
    namespace: asText(service.namespace),
    port: asText(service.port),
    ...(asText(service.kind) === 'TraefikService' ? { kind: 'TraefikService' } : {}),
  }));
  const protocol = services.some((service) => asText(service.scheme) === 'h2c') ? 'GRPC' : 'HTTP';
  // Traefik ranks routers by the length of their rule unless told otherwise.
  const priority = Number(asText(spec.priority)) || rule.length;
  return alternatives(rule).map(({ host, path, match }) => ({
    edge,
    object,
    field: field.child('match'),
    host,
    path,
    match,
    protocol,
    backends,
    guard,
    priority,
    changedHeaders,
    ...refusals(rule),
    ...(rewritten === undefined ? {} : { rewritten }),
  }));
}

/** Paths that a rule refuses, and whether it looks at more than host and path. What is negated in one of several alternatives may be anything. */
function refusals(rule: string): Pick<EdgeRoute, 'except' | 'conditional'> {
  const negated = [...rule.matchAll(NEGATED)];
  const plain = rule.replace(NEGATED, '');
  const everywhere = negated.filter(({ index }) => depthAt(rule, index) === 0 && !/\|\|/.test(atDepthZero(plain)));
  const except = everywhere.flatMap(([matcher]) => pathsIn(matcher));
  return {
    ...(except.length > 0 ? { except } : {}),
    ...(CONDITION.test(rule) || plain.includes('!') || everywhere.length < negated.length ? { conditional: true } : {}),
  };
}

/** How many parentheses are open at a position, those in quoted texts left out. */
function depthAt(rule: string, end: number): number {
  const before = rule.slice(0, end).replace(/`[^`]*`|"[^"]*"|'[^']*'/g, '');
  return before.split('(').length - before.split(')').length;
}

/** A rule without what stands in parentheses. */
function atDepthZero(rule: string): string {
  let rest = rule.replace(/`[^`]*`|"[^"]*"|'[^']*'/g, '');
  for (let next = rest.replace(/\([^()]*\)/g, ''); next !== rest; next = rest.replace(/\([^()]*\)/g, '')) {
    rest = next;
  }
  return rest;
}

/** Every host with every path of each alternative of a rule. */
function alternatives(rule: string): { host?: string; path: string; match: PathKind }[] {
  const positive = rule.replace(NEGATED, '');
  const hosts = [...positive.matchAll(HOST)].flatMap((match) => quoted(match[1]));
  const paths = pathsIn(positive);
  const all = paths.length > 0 ? paths : [{ path: '/', match: 'start' as const }];
  return (hosts.length > 0 ? hosts : [undefined]).flatMap((host) => all.map((path) => ({ host, ...path })));
}

function pathsIn(rule: string): { path: string; match: PathKind }[] {
  return [...rule.matchAll(PATH)].flatMap((match) => quoted(match[2]).map((path) => ({
    path: match[1] === 'PathRegexp' ? path.replace(/^\^/, '') : path,
    match: ({ PathPrefix: 'start', PathRegexp: 'regex', Path: 'exact' } as const)[match[1] as 'Path'] as PathKind,
  })));
}

function quoted(list: string): string[] {
  return [...list.matchAll(/[`"']([^`"']*)[`"']/g)].map((match) => match[1]);
}
