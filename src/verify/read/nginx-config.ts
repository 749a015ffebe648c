export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** Absent where it ends in a semicolon. */
  readonly block?: readonly NginxDirective[];
}

/** Quoted texts, comments, the three marks of the grammar, and words; `${name}` is part of a word. */
const TOKEN = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|#[^\n]*|([{};])|((?:\$\{[^}]*\}|\\.|[^\s{};\\])+)/g;

/** Deeper blocks count as this deep: each level costs those who look into every block. */
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
