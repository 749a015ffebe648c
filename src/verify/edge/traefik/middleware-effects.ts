import { oncePer } from '../../../common/data/collections';
import { asTexts } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { Expression, Found, readExpression } from '../expression';
import { HeaderChange, headerChange, Hop } from '../header-changes';
import type { OwnAnswer, Rewriting } from '../route';
import { named } from '../unread-parts';

/** Changes of requests and responses by Traefik's Middlewares other than guards. */

/** Traefik's headers Middlewares in order; those before the guard run before it. */
export function middlewareChanges(middlewares: readonly KubeObject[]): HeaderChange[] {
  const guard = middlewares.findIndex((middleware) => middleware.at('spec', 'forwardAuth') !== undefined);
  return middlewares.flatMap((middleware, index) =>
    changesOf(middleware)[index < guard ? 'before' : 'after']);
}

/** The changes of a headers Middleware, before and after a guard. */
const changesOf = oncePer((middleware: KubeObject) => {
  const of = (map: string, hop: Hop) =>
    Object.entries(middleware.objectAt('spec', 'headers', map)).map(([name, value]) =>
      headerChange(hop, name, value, middleware.field('spec', 'headers', map, name)));
  const response = of('customResponseHeaders', 'response');
  const request = (hop: Hop) => [...of('customRequestHeaders', hop), ...response];
  return { before: request('before'), after: request('after') };
});

/** Redirects by Traefik's Middlewares, except to https. */
export function middlewareAnswer(middlewares: readonly KubeObject[], host = 'host'): OwnAnswer | undefined {
  const textsAt = (kind: string, key: string) =>
    middlewares.flatMap((middleware) => middleware.textAt('spec', kind, key) ?? []);
  const patterns = textsAt('redirectRegex', 'regex')
    .map((pattern) => ({ pattern, expression: readExpression(pattern, 'RE2') }));
  const scheme = textsAt('redirectScheme', 'scheme').find((found) => found !== 'https');
  return patterns.length === 0 && scheme === undefined ? undefined : (path) => {
    const found = patterns.find(({ expression }) => expression?.test(`https://${host}${path}`) !== false);
    return found === undefined ? scheme && `a redirect to ${scheme}` : `a redirect of ${found.pattern}`;
  };
}

/** Traefik's Middlewares that change the path, in order. */
export function middlewareRewrite(middlewares: readonly KubeObject[]): Rewriting {
  const all = middlewares.map(stepOf);
  const steps = all.flatMap(({ rewritten }) => rewritten ?? []);
  const rewritten = (path: string) => steps.reduce((changed, step) => step(changed), path);
  return { ...(steps.length === 0 ? {} : { rewritten }), unread: all.flatMap(({ unread }) => unread) };
}

const stepOf = oncePer((middleware: KubeObject): Rewriting => {
  const at = (...path: string[]) => middleware.textAt('spec', ...path);
  const [fixed, prefix] = [at('replacePath', 'path'), at('addPrefix', 'prefix')];
  if (fixed !== undefined) {
    return { rewritten: () => fixed, unread: [] };
  }
  if (prefix !== undefined) {
    return { rewritten: (path) => `${prefix}${path}`, unread: [] };
  }
  return at('replacePathRegex', 'replacement') === undefined ? stripping(middleware) : replacing(middleware);
});

function replacing(middleware: KubeObject): Rewriting {
  const [source = '', replacement = ''] = ['regex', 'replacement'].map((key) =>
    middleware.textAt('spec', 'replacePathRegex', key));
  const expression = readExpression(source, 'RE2');
  return expression === undefined
    ? { unread: [unreadText(middleware, 'replacePathRegex', source)] }
    : { rewritten: (path) => replaced(path, expression, replacement), unread: [] };
}

function unreadText({ name }: KubeObject, kind: string, expression: string): string {
  return `${kind} of Middleware ${name}, whose expression ${expression} is not read`;
}

/** Replaces all matches, as Go does: `$1`, `${1}` and `${name}` are groups. */
function replaced(text: string, expression: Expression, replacement: string): string {
  const filled = ({ groups, named: names }: Found) =>
    replacement.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return (/^\d+$/.test(name) ? groups[Number(name)] : names[name]) ?? '';
    });
  const found = expression.find(text);
  if (found === undefined || found.end === 0) {
    return found === undefined ? text : filled(found) + text;
  }
  const rest = text.slice(found.end);
  const after = rest === '' ? '' : replaced(rest, expression, replacement);
  return text.slice(0, found.start) + filled(found) + after;
}

function stripping(middleware: KubeObject): Rewriting {
  const starts = asTexts(middleware.at('spec', 'stripPrefix', 'prefixes'));
  const patterns = asTexts(middleware.at('spec', 'stripPrefixRegex', 'regex'))
    .map((source) => ({ source, expression: readExpression(`^(?:${source.replace(/^\^/, '')})`, 'RE2') }));
  const unread = patterns.filter(({ expression }) => expression === undefined)
    .map(({ source }) => unreadText(middleware, 'stripPrefixRegex', source));
  const strip = (path: string, length: number) => `/${path.slice(length).replace(/^\/+/, '')}`;
  return starts.length + patterns.length === 0 ? { unread } : {
    rewritten: (path) => {
      const length = starts.find((start) => path.startsWith(start))?.length
        ?? patterns.map(({ expression }) => expression?.find(path)?.end).find(Boolean);
      return length === undefined ? path : strip(path, length);
    },
    unread,
  };
}

/** Middlewares that are read, or affect neither access nor requests. */
const KNOWN_MIDDLEWARES = new Set([
  'addPrefix', 'basicAuth', 'buffering', 'chain', 'circuitBreaker', 'compress', 'contentType', 'digestAuth',
  'encodedCharacters', 'errors', 'forwardAuth', 'grpcWeb', 'headers', 'inFlightReq', 'ipAllowList',
  'ipWhiteList', 'passTLSClientCert', 'rateLimit', 'redirectRegex', 'redirectScheme', 'replacePath',
  'replacePathRegex', 'retry', 'stripPrefix', 'stripPrefixRegex',
]);

export function unreadMiddlewares(middlewares: readonly KubeObject[]): string[] {
  return middlewares.flatMap((middleware) => Object.keys(middleware.objectAt('spec'))
    .filter((kind) => !KNOWN_MIDDLEWARES.has(kind))
    .map((kind) => (kind === 'plugin' ? 'a plugin' : `a middleware of the kind ${kind}`))
    .map((what) => `${named(middleware)}, ${what}, which is not read`));
}
