import type { PathKind } from '../../common/props/path-kind';
import { NO_BACKEND, UNAMBIGUOUS_PATH } from '../../contract/upstream/traefik';
import { beside } from '../kube/home';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { middlewareChanges } from './header-changes';
import { guardOfMiddlewares, Middlewares } from './middlewares';
import { middlewareAnswer } from './own-answers';
import { middlewareRewrite } from './rewrite';
import type { EdgeRoute, EdgeTraits, RouteBackend } from './route';
import { isRefused, Matcher, readRule, TraefikRule } from './traefik-rule';
import { mayBeGuarded, unreadMiddlewares } from './unread-parts';

/** Matchers that look at more than host and path. */
const CONDITION = /^(Headers?|HeadersRegexp|HeaderRegexp|Query|QueryRegexp|Method|ClientIP)$/;

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
  if (isRefused(rule)) {
    // Traefik makes no router of it.
    return [];
  }
  const services = asList(spec.services).map(asObject);
  const refs = asList(spec.middlewares).map((raw) => {
    const ref = asObject(raw);
    const name = asText(ref.name) ?? '';
    const crossProvider = name.includes('@');
    const home = beside(object, asText(ref.namespace) ?? object.namespace);
    return { name, object: crossProvider ? middlewares.referred(name, object) : middlewares.named(name, home) };
  });
  const guard = guardOfMiddlewares(refs, field.child('middlewares'), middlewares);
  const found = middlewares.all(refs.map(({ object: middleware }) => middleware));
  const answers = services.some((service) => asText(service.name) === NO_BACKEND.name);
  if (answers && middlewareAnswer(found) === undefined) {
    // A middleware answers, such as the redirect to https; nobody gets through.
    return [];
  }
  const { rewritten, unread: unreadRewrites } = middlewareRewrite(found);
  const unread = [...unreadMiddlewares(found), ...unreadRewrites];
  const headerChanges = middlewareChanges(found);
  const backends: RouteBackend[] = answers ? [] : services.map((service) => ({
    service: asText(service.name) ?? '',
    namespace: asText(service.namespace),
    port: asText(service.port),
    ...(asText(service.kind) === 'TraefikService' ? { kind: 'TraefikService' } : {}),
  }));
  const protocol = services.some((service) => asText(service.scheme) === 'h2c') ? 'GRPC' : 'HTTP';
  // Traefik ranks routers by the length of their rule unless told otherwise.
  const priority = Number(asText(spec.priority)) || (asText(spec.match) ?? '').length;
  const read = readRule(rule);
  const refused = refusals(read);
  return alternatives(read).map(({ host, path, match }) => ({
    edge,
    object,
    field: field.child('match'),
    host,
    path,
    match,
    protocol,
    otherProtocol: services.some((service) => asText(service.scheme) === 'https') ? 'HTTPS' : undefined,
    backends,
    guard: mayBeGuarded(guard, unreadMiddlewares(found), object),
    unread,
    priority,
    headerChanges,
    ownAnswer: middlewareAnswer(found, host),
    ...refused,
    ...(rewritten === undefined ? {} : { rewritten }),
  }));
}

/** Paths that a rule refuses, and whether it looks at more than host and path. What is negated in one of several alternatives may be anything. */
function refusals({ matchers, hasAlternatives, negatesMore }: TraefikRule): Pick<EdgeRoute, 'except' | 'conditional'> {
  const negated = matchers.filter((matcher) => matcher.negated);
  const everywhere = hasAlternatives ? [] : negated.filter(({ atTop }) => atTop);
  const except = pathsOf(everywhere);
  const conditional = negatesMore || everywhere.length < negated.length || matchers.some(({ name }) => CONDITION.test(name));
  return {
    ...(except.length > 0 ? { except } : {}),
    ...(conditional ? { conditional: true } : {}),
  };
}

/** Every host with every path of each alternative of a rule. */
function alternatives({ matchers }: TraefikRule): { host?: string; path: string; match: PathKind }[] {
  const positive = matchers.filter(({ negated }) => !negated);
  const hosts = [...new Set(positive.filter(({ name }) => name === 'Host' || name === 'HostRegexp').flatMap(({ values }) => values))];
  const paths = pathsOf(positive);
  const all = paths.length > 0 ? paths : [{ path: '/', match: 'start' as const }];
  return (hosts.length > 0 ? hosts : [undefined]).flatMap((host) => all.map((path) => ({ host, ...path })));
}

const PATHS: Readonly<Record<string, PathKind>> = { PathPrefix: 'start', PathRegexp: 'regex', Path: 'exact' };

/** Each path once. */
function pathsOf(matchers: readonly Matcher[]): { path: string; match: PathKind }[] {
  const found = matchers.filter(({ name }) => Object.hasOwn(PATHS, name)).flatMap(({ name, values }) =>
    values.map((value) => ({ path: name === 'PathRegexp' ? fromStart(value) : value, match: PATHS[name] })));
  return [...new Map(found.map((each) => [`${each.match} ${each.path}`, each])).values()];
}

/** The expression of a PathRegexp, which holds anywhere in a path unless it says where, as one that holds at its start. */
function fromStart(expression: string): string {
  const [start, flags = '', anchor] = /^(\(\?[a-z]+\))?(\^)?/.exec(expression) ?? [''];
  const rest = expression.slice(start.length);
  const anywhere = rest.includes('|') ? `.*(?:${rest})` : `.*${rest}`;
  return `${flags}${anchor === undefined ? anywhere : rest}`;
}
