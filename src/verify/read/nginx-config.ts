export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** Absent if it ends with a semicolon. */
  readonly block?: readonly NginxDirective[];
}

/** Quoted texts, comments, punctuation, and words; `${name}` is part of a word. */
const TOKEN = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|#[^\n]*|([{};])|((?:\$\{[^}]*\}|\\.|[^\s{};\\])+)/g;

/** Deeper blocks are treated as this deep: each level costs time in every search. */
const MAX_DEPTH = 32;

/**
 * Parses an nginx configuration, or a snippet of one. Errors are skipped: an extra brace, an unclosed block.
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

/** All directives of a configuration, including those in blocks. */
export function allDirectives(directives: readonly NginxDirective[]): NginxDirective[] {
  const all: NginxDirective[] = [];
  const rest = [...directives].reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    all.push(next);
    // One by one: a call with a hundred thousand arguments exceeds the stack.
    [...next.block ?? []].reverse().forEach((inner) => rest.push(inner));
  }
  return all;
}
