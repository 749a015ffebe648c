import { RE2JS } from 're2js';
import { oncePerName } from '../../common/data/collections';

/** The match of an expression in a text, with its groups. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** The whole match, then the groups in order. */
  readonly groups: readonly (string | undefined)[];
  readonly named: Readonly<Record<string, string | undefined>>;
}

export interface Expression {
  test(text: string): boolean;
  /** The first match. */
  find(text: string): Found | undefined;
}

/** RE2: Traefik and Envoy; PCRE, which adds look-ahead: nginx. */
export type ExpressionSyntax = 'RE2' | 'PCRE';

/** Longer ones would take seconds; a path has a few dozen characters. */
const MAX_LENGTH = 4096;

/**
 * Compiled with RE2, in linear time; undefined for other expressions, which callers must treat as "may
 * match".
 */
export function readExpression(
  source: string, syntax: ExpressionSyntax, ignoresCase = false,
): Expression | undefined {
  if (source.length > MAX_LENGTH) {
    return undefined;
  }
  return compiled(source, ignoresCase) ?? (syntax === 'PCRE' ? lookingAhead(source, ignoresCase) : undefined);
}

function compiled(source: string, ignoresCase: boolean): Expression | undefined {
  return (ignoresCase ? COMPILED.ignoringCase : COMPILED.exactly)(source);
}

/** Cached: RE2 in JavaScript is slow, and rules match the same expressions with the same paths. */
const COMPILED = {
  exactly: oncePerName((source) => compile(source, 0)),
  ignoringCase: oncePerName((source) => compile(source, RE2JS.CASE_INSENSITIVE)),
};

function compile(source: string, flags: number): Expression | undefined {
  try {
    const expression = RE2JS.compile(source, flags);
    const names = Object.entries(expression.namedGroups());
    return {
      test: oncePerName((text) => expression.test(text)),
      find(text) {
        const matcher = expression.matcher(text);
        if (!matcher.find()) {
          return undefined;
        }
        const length = matcher.groupCount() + 1;
        const groups = Array.from({ length }, (_, index) => matcher.group(index) ?? undefined);
        const named = Object.fromEntries(names.map(([name, index]) => [name, groups[index]]));
        return { start: matcher.start(), end: matcher.end(), groups, named };
      },
    };
  } catch {
    return undefined;
  }
}

/** Syntax that JavaScript parses differently from PCRE, or that can take exponential time. */
const OTHERWISE = /\)[*+{]|\[\[:|\\[^\W\dbBdDfnrsStvwWx]|\\[1-9]|\(\?[^:=!]/;

/**
 * The rest must be RE2, without repeated groups and with few repetitions, so that it cannot take exponential
 * time.
 */
function lookingAhead(source: string, ignoresCase: boolean): Expression | undefined {
  const repeated = source.match(/[*+}]/g)?.length ?? 0;
  if (OTHERWISE.test(source)
    || repeated > 6
    || compiled(source.replace(/\(\?[=!]/g, '(?:'), false) === undefined) {
    return undefined;
  }
  const expression = new RegExp(source, ignoresCase ? 'i' : '');
  return {
    test: (text) => expression.test(text),
    find(text) {
      const found = expression.exec(text);
      return found === null
        ? undefined
        : { start: found.index, end: found.index + found[0].length, groups: [...found], named: {} };
    },
  };
}
