import { oncePerName } from '../../common/data/collections';
import { either } from '../../common/data/texts';

/** A token of a regular expression. */
const TOKEN = either(
  /\(\?[ims]+\)|\\x([0-9a-f]{2})|\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|\((\?[:=!]|\?<[=!]|\?P?<\w+>)?|\)/gi,
  /\||[*+?](?:\?)?|\{\d+(?:,\d*)?\}|[\^$]|([\s\S])/gi,
);

/** An open group: its alternatives so far, and the last match of the current one. */
interface Group {
  readonly texts: string[];
  last: string;
  /** Whether it is zero-width. */
  readonly looks: boolean;
}

/** A request that a regular expression matches: the first alternative of each group. */
export const sampleOf = oncePerName((expression: string): string => sampleAt(expression, 0).text);

/** The same for each alternative: the second of each group that has one, the third, and so on. */
export const samplesOf = oncePerName((expression: string): readonly string[] => {
  const most = Math.min(sampleAt(expression, 0).most, MOST);
  return [...new Set(Array.from({ length: most }, (_, pick) => sampleAt(expression, pick).text))];
});

/** More alternatives than people write by hand. */
const MOST = 32;

function sampleAt(expression: string, pick: number): { readonly text: string; readonly most: number } {
  const groups: Group[] = [{ texts: [''], last: '', looks: false }];
  let most = 1;
  const picked = ({ texts }: Group) => texts[pick] ?? texts[0];
  const put = (text: string) => {
    const group = groups[groups.length - 1];
    if (!group.looks) {
      group.texts[group.texts.length - 1] += text;
      group.last = text;
    }
  };
  for (const [token, hex, escaped, negated, members, look, literal] of expression.matchAll(TOKEN)) {
    const group = groups[groups.length - 1];
    if (token.startsWith('(')) {
      if (!token.endsWith(')')) {
        groups.push({ texts: [''], last: '', looks: /[=!]$/.test(look ?? '') });
      }
    } else if (token === ')') {
      if (groups.length > 1) {
        groups.pop();
        put(group.looks ? '' : picked(group));
      }
    } else if (token === '|') {
      group.texts.push('');
      group.last = '';
      most = Math.max(most, group.looks ? 1 : group.texts.length);
    } else if (/^[*?]/.test(token)) {
      const text = group.texts[group.texts.length - 1];
      group.texts[group.texts.length - 1] = text.slice(0, text.length - group.last.length);
    } else {
      put(literalOf({ hex, escaped, negated, members, literal }));
    }
  }
  return { text: picked(groups[0]), most };
}

type Token = Readonly<Record<'hex' | 'escaped' | 'negated' | 'members' | 'literal', string | undefined>>;

/** A character that a token matches. The dots of names are often not escaped. */
function literalOf({ hex, escaped, negated, members, literal = '' }: Token): string {
  if (hex !== undefined) {
    return String.fromCharCode(parseInt(hex, 16));
  }
  if (escaped !== undefined) {
    return /[dws]/i.test(escaped) ? '1' : escaped;
  }
  const first = members?.[0] === '\\' ? members[1] : members?.[0];
  return negated ? 'x' : first ?? literal;
}
