import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { safeRegex } from './safe-regex';

/** What an edge makes of the path of a request before a backend gets it. */
export type Rewrite = (path: string) => string;

/** `rewrite-target` of ingress-nginx: `$1` stands for the first group of the path. */
export function ingressRewrite(target: string | undefined, path: string): Rewrite | undefined {
  const expression = target === undefined ? undefined : safeRegex(`^${path}`, 'i');
  return target && expression ? (requested) => {
    const groups = expression.exec(requested);
    return groups === null ? requested : target.replace(/\$(\d)/g, (_, index: string) => groups[Number(index)] ?? '');
  } : undefined;
}

/** Traefik's middlewares that change the path, in their order. */
export function middlewareRewrite(middlewares: readonly KubeObject[]): Rewrite | undefined {
  const steps = middlewares.flatMap((middleware) => stepOf(middleware) ?? []);
  return steps.length === 0 ? undefined : (path) => steps.reduce((rewritten, step) => step(rewritten), path);
}

function stepOf(middleware: KubeObject): Rewrite | undefined {
  const at = (...path: string[]) => middleware.textAt('spec', ...path);
  const [fixed, replacement, prefix] = [at('replacePath', 'path'), at('replacePathRegex', 'replacement'), at('addPrefix', 'prefix')];
  const expression = safeRegex(at('replacePathRegex', 'regex') ?? '', '');
  const stripped = asTexts(middleware.at('spec', 'stripPrefix', 'prefixes'));
  const patterns = asTexts(middleware.at('spec', 'stripPrefixRegex', 'regex')).map((pattern) => safeRegex(`^(?:${pattern.replace(/^\^/, '')})`, ''));
  if (fixed !== undefined) {
    return () => fixed;
  }
  if (replacement !== undefined && expression !== undefined) {
    return (path) => path.replace(expression, replacement.replace(/\$\{(\w+)\}/g, '$$$1'));
  }
  if (prefix !== undefined) {
    return (path) => `${prefix}${path}`;
  }
  const strip = (path: string, length: number) => `/${path.slice(length).replace(/^\/+/, '')}`;
  return stripped.length + patterns.length === 0 ? undefined : (path) => {
    const found = stripped.find((candidate) => path.startsWith(candidate))?.length
      ?? patterns.map((pattern) => pattern?.exec(path)?.[0].length).find(Boolean);
    return found === undefined ? path : strip(path, found);
  };
}

/** The URLRewrite filters of a Gateway API rule. A prefix is replaced below the path that the rule matched. */
export function filterRewrite(filters: unknown, prefix: string): Rewrite | undefined {
  const path = asList(filters).map((filter) => asObject(asObject(asObject(filter).urlRewrite).path)).find(({ type }) => type !== undefined);
  const [whole, start] = [asText(path?.replaceFullPath), asText(path?.replacePrefixMatch)];
  if (whole !== undefined) {
    return () => whole;
  }
  return start === undefined ? undefined : (requested) => (requested.startsWith(prefix)
    ? `${start.replace(/\/$/, '')}/${requested.slice(prefix.length).replace(/^\//, '')}`
    : requested);
}
