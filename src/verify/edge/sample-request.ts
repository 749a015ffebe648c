import { either } from '../../common/data/either';
import { oncePerName } from '../../common/data/once-per';

/** A token of a regular expression that this file tells apart. */
const TOKEN = either(
  /\(\?[ims]+\)|\\x([0-9a-f]{2})|\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|\((\?[:=!]|\?<[=!]|\?P?<\w+>)?|\)/gi,
  /\||[*+?](?:\?)?|\{\d+(?:,\d*)?\}|[\^$]|([\s\S])/gi,
);

/**
 * A request that a path which is a regular expression is likely to take: the first alternative of each group,
 * nothing for what may be left out. Whoever asks tries it.
 */
export const sampleOf = oncePerName((expression: string): string => {
  // One entry a group that is open: what it holds so far, and whether its first alternative is over or it
  // takes no character.
  const groups: { text: string; closed: boolean; last: string }[] = [{ text: '', closed: false, last: '' }];
  const put = (text: string) => {
    const group = groups[groups.length - 1];
    if (!group.closed) {
      group.text += text;
      group.last = text;
    }
  };
  for (const [token, hex, escaped, negated, members, look, literal] of expression.matchAll(TOKEN)) {
    const group = groups[groups.length - 1];
    if (token.startsWith('(')) {
      if (!token.endsWith(')')) {
        groups.push({ text: '', closed: /[=!]$/.test(look ?? ''), last: '' });
      }
    } else if (token === ')') {
      if (groups.length > 1) {
        groups.pop();
        put(group.text);
      }
    } else if (token === '|') {
      group.closed = true;
    } else if (/^[*?]/.test(token)) {
      group.text = group.closed ? group.text : group.text.slice(0, group.text.length - group.last.length);
    } else if (hex !== undefined) {
      put(String.fromCharCode(parseInt(hex, 16)));
    } else if (escaped !== undefined) {
      put(/[dws]/i.test(escaped) ? '1' : escaped);
    } else if (members !== undefined) {
      const first = members[0] === '\\' ? members[1] : members[0];
      put(negated ? 'x' : first);
    } else if (literal !== undefined) {
      // Nearly nobody escapes the dots of a name.
      put(literal);
    }
  }
  return groups[0].text;
});
