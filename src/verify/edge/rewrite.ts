import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { Expression, Found, readExpression } from './expression';

/** What an edge makes of the path of a request before a backend gets it. */
export interface Rewriting {
  /** Absent where the path stays, or nobody can tell what it becomes. */
  readonly rewritten?: Rewrite;
  /** What of it is not read, each as a phrase. */
  readonly unread: readonly string[];
}

export type Rewrite = (path: string) => string;

/** `rewrite-target` of ingress-nginx: `$1` stands for the first group of the path. */
export function ingressRewrite(target: string | undefined, path: string, ingress: KubeObject): Rewriting {
  if (!target) {
    return { unread: [] };
  }
  const expression = readExpression(`^${path}`, 'PCRE', true);
  return expression === undefined
    ? {
      unread: [
        `rewrite-target of ${ingress.kind} ${ingress.name} for the path ${path}, an expression that is not `
            + 'read',
      ],
    }
    : {
      rewritten: (requested) => {
        const found = expression.find(requested);
        return found === undefined
          ? requested
          : target.replace(/\$(\d)/g, (_, index: string) => found.groups[Number(index)] ?? '');
      },
      unread: [],
    };
}

/** Traefik's middlewares that change the path, in their order. */
export function middlewareRewrite(middlewares: readonly KubeObject[]): Rewriting {
  const all = middlewares.map(stepOf);
  const steps = all.flatMap(({ rewritten }) => rewritten ?? []);
  return {
    ...(steps.length === 0
      ? {}
      : { rewritten: (path: string) => steps.reduce((rewritten, step) => step(rewritten), path) }),
    unread: all.flatMap(({ unread }) => unread),
  };
}

function stepOf(middleware: KubeObject): Rewriting {
  const at = (...path: string[]) => middleware.textAt('spec', ...path);
  const [fixed, prefix] = [at('replacePath', 'path'), at('addPrefix', 'prefix')];
  if (fixed !== undefined) {
    return { rewritten: () => fixed, unread: [] };
  }
  if (prefix !== undefined) {
    return { rewritten: (path) => `${prefix}${path}`, unread: [] };
  }
  return at('replacePathRegex', 'replacement') === undefined ? stripping(middleware) : replacing(middleware);
}

function replacing(middleware: KubeObject): Rewriting {
  const [source = '', replacement = ''] = ['regex', 'replacement'].map((key) =>
    middleware.textAt('spec', 'replacePathRegex', key),
  );
  const expression = readExpression(source, 'RE2');
  return expression === undefined
    ? {
      unread: [`replacePathRegex of Middleware ${middleware.name}, whose expression ${source} is not read`],
    }
    : { rewritten: (path) => replaced(path, expression, replacement), unread: [] };
}

/** Everywhere, as Go does it: `$1`, `${1}` and `${name}` stand for groups. */
function replaced(text: string, expression: Expression, replacement: string): string {
  const filled = ({ groups, named }: Found) =>
    replacement.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return (/^\d+$/.test(name) ? groups[Number(name)] : named[name]) ?? '';
    });
  const found = expression.find(text);
  if (found === undefined || found.end === 0) {
    return found === undefined ? text : filled(found) + text;
  }
  const rest = text.slice(found.end);
  return (
    text.slice(0, found.start) + filled(found) + (rest === '' ? '' : replaced(rest, expression, replacement))
  );
}

function stripping(middleware: KubeObject): Rewriting {
  const starts = asTexts(middleware.at('spec', 'stripPrefix', 'prefixes'));
  const patterns = asTexts(middleware.at('spec', 'stripPrefixRegex', 'regex'))
    .map((source) => ({ source, expression: readExpression(`^(?:${source.replace(/^\^/, '')})`, 'RE2') }));
  const unread = patterns
    .filter(({ expression }) => expression === undefined)
    .map(
      ({ source }) =>
        `stripPrefixRegex of Middleware ${middleware.name}, whose expression ${source} is not read`,
    );
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

/**
 * The URLRewrite filters of a Gateway API rule. A prefix is replaced below the path that the rule matched.
 */
export function filterRewrite(filters: unknown, prefix: string): Rewrite | undefined {
  const path = asList(filters)
    .map((filter) => asObject(asObject(asObject(filter).urlRewrite).path))
    .find(({ type }) => type !== undefined);
  const [whole, start] = [asText(path?.replaceFullPath), asText(path?.replacePrefixMatch)];
  if (whole !== undefined) {
    return () => whole;
  }
  return start === undefined ? undefined : (requested) => (requested.startsWith(prefix)
    ? `${start.replace(/\/$/, '')}/${requested.slice(prefix.length).replace(/^\//, '')}`
    : requested);
}
