/** A directive of an nginx configuration, with what stands in its braces. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** Absent where it ends in a semicolon. */
  readonly block?: readonly NginxDirective[];
}

/** Quoted texts, comments, the three marks of the grammar, and words; `${name}` is part of a word. */
const TOKEN = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|#[^\n]*|([{};])|((?:\$\{[^}]*\}|\\.|[^\s{};\\])+)/g;

/**
 * What stands in deeper blocks counts as if it stood at this depth: nobody nests them so, and whoever looks
 * into every block pays for each level.
 */
const MAX_DEPTH = 32;

/**
 * Reads an nginx configuration, or a snippet of one. What cannot be read is passed over: a brace too many, a
 * block that never ends.
 *
 * Source: nginx, `src/core/ngx_conf_file.c` (ngx_conf_read_token).
 */
export function readNginx(text: string): readonly NginxDirective[] {
  const root: NginxDirective[] = [];
  const open: NginxDirective[][] = [root];
  let words: string[] = [];
  let tooDeep = 0;
  for (const [token, double, single, mark, word] of text.matchAll(TOKEN)) {
    const current = open[open.length - 1];
    if (mark === '}') {
      words = [];
      if (tooDeep > 0) {
        tooDeep -= 1;
      } else if (open.length > 1) {
        open.pop();
      }
    } else if (mark !== undefined) {
      const [name, ...args] = words;
      words = [];
      if (mark === '{' && open.length > MAX_DEPTH) {
        tooDeep += 1;
        current.push({ name: name ?? '', args });
      } else if (mark === '{') {
        const block: NginxDirective[] = [];
        open.push(block);
        current.push({ name: name ?? '', args, block });
      } else if (name !== undefined) {
        current.push({ name, args });
      }
    } else if (!token.startsWith('#')) {
      words.push(double ?? single ?? word);
    }
  }
  return root;
}

/** What begins a line only as the name of a directive: arguments are values, variables and quoted texts. */
const NAME = /^(?:(?:proxy|grpc|auth|more|add|client|large|limit)_[a-z_]+|set|return|rewrite)$/;

/**
 * Why nginx refuses a text: a directive that nothing ends, or braces that do not pair. Code of other
 * languages in it is not judged.
 */
export function syntaxFault(text: string): string | undefined {
  if (/_by_lua_block\b/.test(text)) {
    return undefined;
  }
  let depth = 0;
  let directive: string | undefined;
  for (const { 0: token, 3: mark, index } of text.matchAll(TOKEN)) {
    const beginsLine = text.slice(text.lastIndexOf('\n', index - 1) + 1, index).trim() === '';
    if (directive !== undefined && (mark === '}' || (beginsLine && NAME.test(token)))) {
      return endless(directive);
    }
    if (mark !== undefined) {
      directive = undefined;
      depth += { '{': 1, '}': -1 }[mark] ?? 0;
    } else if (!token.startsWith('#')) {
      directive ??= token;
    }
    if (depth < 0) {
      return 'a brace that closes nothing';
    }
  }
  if (directive !== undefined) {
    return endless(directive);
  }
  return depth > 0 ? 'a brace that nothing closes' : undefined;
}

function endless(directive: string): string {
  return `${directive} without the semicolon that ends it`;
}

/** Every directive of a configuration, those in blocks included. */
export function allDirectives(directives: readonly NginxDirective[]): NginxDirective[] {
  const all: NginxDirective[] = [];
  const rest = [...directives].reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    all.push(next);
    // One by one: the stack has no room for the arguments of a call with a hundred thousand.
    [...next.block ?? []].reverse().forEach((inner) => rest.push(inner));
  }
  return all;
}
