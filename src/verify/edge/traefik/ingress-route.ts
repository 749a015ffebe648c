import { unique } from '../../../common/data/collections';
import type { JsonObject } from '../../../common/data/json';
import { escaped } from '../../../common/data/texts';
import type { PathKind } from '../../../common/props/checks';
import { NO_BACKEND, UNAMBIGUOUS_PATH } from '../../../contract/upstream/traefik';
import { homeOfReference } from '../../kube/home';
import { asObjects, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { backendOf } from '../backends';
import type { EdgeRoute, EdgeTraits } from '../route';
import { isUnevaluated } from '../template';
import { mayBeGuarded } from '../unread-parts';
import {
  middlewareAnswer, middlewareChanges, middlewareRewrite, unreadMiddlewares,
} from './middleware-effects';
import { guardOfMiddlewares, MiddlewareRef, Middlewares } from './middlewares';
import { Matcher, TRAEFIK_SERVICE, TraefikRule, readRule, refusalsIn } from './traefik-rule';

/** Matchers for paths and hosts. */
const PLACES = /^(Host|HostRegexp|Path|PathPrefix|PathRegexp)$/;

/** Matchers with further conditions. */
const CONDITION = /^(Headers?|HeadersRegexp|HeaderRegexp|Query|QueryRegexp|Method|ClientIP)$/;

export function ingressRouteRoutes(
  objects: readonly KubeObject[], edge: EdgeTraits, middlewares: Middlewares,
): EdgeRoute[] {
  const refusalOf = refusalsIn(objects);
  return objects.flatMap((object) => object.objectsAt('spec', 'routes').flatMap((route, index) =>
    (refusalOf(route) === undefined
      ? routesOf(route, object.field('spec', 'routes', index), object, { edge, middlewares })
      : [])));
}

function routesOf(
  spec: JsonObject, field: Field, object: KubeObject,
  { edge, middlewares }: { readonly edge: EdgeTraits; readonly middlewares: Middlewares },
): EdgeRoute[] {
  // Our own negation only excludes path tricks from an open route.
  const rule = (asText(spec.match) ?? '').replace(` && ${UNAMBIGUOUS_PATH}`, '');
  const services = asObjects(spec.services);
  const speaks = (scheme: string) => services.some((service) => asText(service.scheme) === scheme);
  const refs = referredMiddlewares(object, spec, middlewares);
  const { found } = middlewares.unfold(refs);
  const answers = services.some((service) => asText(service.name) === NO_BACKEND.name);
  // If a Middleware answers, such as the redirect to https, no request gets through.
  if (answers && middlewareAnswer(found) === undefined) {
    return [];
  }
  const guard = guardOfMiddlewares(refs, field.child('middlewares'), middlewares);
  const { rewritten, unread: unreadRewrites } = middlewareRewrite(found);
  const read = readRule(rule);
  const common = {
    edge,
    object,
    field: field.child('match'),
    protocol: speaks('h2c') ? 'GRPC' : 'HTTP',
    otherProtocol: speaks('https') ? 'HTTPS' : undefined,
    backends: answers ? [] : services.map((service) => backendOf(service, TRAEFIK_SERVICE)),
    guard: mayBeGuarded(guard, unreadMiddlewares(found), object),
    unread: [...unreadMiddlewares(found), ...unreadRewrites, ...unreadMatchers(read, object)],
    // By default Traefik orders routers by the length of their rule.
    priority: Number(asText(spec.priority)) || (asText(spec.match) ?? '').length,
    headerChanges: middlewareChanges(found),
    ...refusals(read),
    ...(rewritten === undefined ? {} : { rewritten }),
  } as const;
  return alternatives(read).map(({ host, path, match }) =>
    ({ ...common, host, path, match, ownAnswer: middlewareAnswer(found, host) }));
}

/** The Middlewares that a rule of an IngressRoute references, as far as the input has them. */
export function referredMiddlewares(
  object: KubeObject, spec: JsonObject, middlewares: Middlewares,
): MiddlewareRef[] {
  return asObjects(spec.middlewares).map((ref) => {
    const name = asText(ref.name) ?? '';
    // One with an `@` is of another provider.
    const found = name.includes('@')
      ? middlewares.referred(name, object)
      : middlewares.named(name, homeOfReference(ref, object));
    return { name, object: found };
  });
}

/** Paths that a rule excludes, and whether it has further conditions. */
function refusals(
  { matchers, hasAlternatives, negatesMore }: TraefikRule,
): Pick<EdgeRoute, 'except' | 'conditional'> {
  const negated = matchers.filter((matcher) => matcher.negated);
  const everywhere = hasAlternatives ? [] : negated.filter(({ atTop }) => atTop);
  const except = pathsOf(everywhere);
  const conditional = negatesMore
    || everywhere.length < negated.length
    || matchers.some(({ name, values }) => !PLACES.test(name) || values.some(isOldPattern));
  return { ...(except.length > 0 ? { except } : {}), ...(conditional ? { conditional: true } : {}) };
}

function alternatives({ matchers }: TraefikRule): { host?: string; path: string; match: PathKind }[] {
  const positive = matchers.filter(({ negated }) => !negated);
  const hosts = unique(
    positive.filter(({ name }) => name === 'Host' || name === 'HostRegexp').flatMap(({ values }) => values),
  );
  const paths = pathsOf(positive);
  const all = paths.length > 0 ? paths : [{ path: '/', match: 'start' as const }];
  return (hosts.length > 0 ? hosts : [undefined]).flatMap((host) => all.map((path) => ({ host, ...path })));
}

const PATHS: Readonly<Record<string, PathKind>> = { PathPrefix: 'start', PathRegexp: 'regex', Path: 'exact' };

/** Each path once. */
function pathsOf(matchers: readonly Matcher[]): { path: string; match: PathKind }[] {
  const found = matchers.filter(({ name }) => Object.hasOwn(PATHS, name)).flatMap(({ name, values }) =>
    values.map((value) => pathOf(name, value)));
  return [...new Map(found.map((each) => [`${each.match} ${each.path}`, each])).values()];
}

function pathOf(matcher: string, value: string): { path: string; match: PathKind } {
  if (matcher === 'PathRegexp') {
    return { path: fromStart(value), match: 'regex' };
  }
  return isOldPattern(value)
    ? { path: `${fromOldPattern(value)}${matcher === 'Path' ? '$' : ''}`, match: 'regex' }
    : { path: value, match: PATHS[matcher] };
}

/**
 * Traefik 2, and 3 with `ruleSyntax`, read `{name:expression}` in any path. For others it is literal text, so
 * requests may not match.
 *
 * Source: Traefik 2.11, `pkg/muxer/http/mux.go` (pathPrefix, by gorilla/mux); 3.7, `matcher.go`.
 */
function isOldPattern(value: string): boolean {
  return OLD_VARIABLE.test(value) && !isUnevaluated(value);
}

const OLD_VARIABLE = /\{[\w-]+(?::((?:[^{}]|\{[^{}]*\})*))?\}/;

function fromOldPattern(value: string): string {
  const variables = new RegExp(OLD_VARIABLE.source, 'g');
  const plain = value.split(new RegExp(OLD_VARIABLE.source.replace('((?:', '(?:(?:'), 'g')).map(escaped);
  const expressions = [...value.matchAll(variables)].map(([, expression = '[^/]+']) => `(?:${expression})`);
  return plain.map((part, index) => `${part}${expressions[index] ?? ''}`).join('');
}

/** Matchers with unknown semantics. */
function unreadMatchers({ matchers }: TraefikRule, object: KubeObject): string[] {
  return matchers
    .filter(({ name }) => !PLACES.test(name) && !CONDITION.test(name))
    .map(({ name }) => `the matcher ${name} of ${object.kind} ${object.name}, which is not read`);
}

/** The expression of a PathRegexp, anchored at the start of a path. */
function fromStart(expression: string): string {
  const [start, flags = '', anchor] = /^(\(\?[a-z]+\))?(\^)?/.exec(expression) ?? [''];
  const rest = expression.slice(start.length);
  const anywhere = rest.includes('|') ? `.*(?:${rest})` : `.*${rest}`;
  return `${flags}${anchor === undefined ? anywhere : rest}`;
}
