import { Mutation, ofLines, ofText } from './mutation';
import { LINES, VALUES } from './yaml-words';

const indentOf = (line: string) => /^ */.exec(line)![0];

/** Where the lines below a line end that are indented further. */
function endOfBlock(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && (lines[end].trim() === '' || indentOf(lines[end]).length > indentOf(lines[at]).length)) {
    end += 1;
  }
  return end;
}

const KEY = /^(\s*(?:- )*)([^\s:#]+)(:(?=\s|$))(.*)$/;

/** What people and tools do to a line of YAML. */
export const LINE_MUTATIONS: readonly Mutation[] = [
  ofLines((lines, at, random) => { lines[at] = ' '.repeat(1 + random.below(3)) + lines[at]; }),
  ofLines((lines, at, random) => { lines[at] = lines[at].slice(Math.min(1 + random.below(3), indentOf(lines[at]).length)); }),
  ofLines(function moveBlock(lines, at, random) {
    const by = random.pick([-2, -1, 1, 2, 4]);
    for (let line = at; line < endOfBlock(lines, at); line += 1) {
      lines[line] = by > 0 ? ' '.repeat(by) + lines[line] : lines[line].slice(Math.min(-by, indentOf(lines[line]).length));
    }
  }),
  ofLines((lines, at) => { lines.splice(at, 1); }),
  ofLines((lines, at) => { lines.splice(at, endOfBlock(lines, at) - at); }),
  ofLines((lines, at) => { lines.splice(at, 0, ...lines.slice(at, endOfBlock(lines, at))); }),
  ofLines((lines, at, random) => { lines.splice(random.below(lines.length), 0, ...lines.slice(at, endOfBlock(lines, at))); }),
  ofLines(function borrow(lines, at, random, other) {
    const from = random.below(other.length);
    const block = other.slice(from, Math.min(endOfBlock(other, from), from + 60));
    const by = indentOf(lines[at]).length - indentOf(block[0]).length;
    lines.splice(at, 0, ...block.map((line) => (by > 0 ? ' '.repeat(by) + line : line.slice(Math.min(-by, indentOf(line).length)))));
  }),
  ofLines((lines, at, random) => { lines.splice(at, 0, indentOf(lines[at]) + random.pick(LINES)); }),
  ofLines((lines, at, random) => { lines.splice(at, 0, random.pick(LINES)); }),
  ofLines((lines, at, random) => { lines[at] = lines[at].replace(/^(\s*(?:- )*)?([^:]*:)?.*/, (_, lead: string = '', key: string = '') => `${lead}${key} ${random.pick(VALUES)}`); }),
  ofLines((lines, at, random) => { lines[at] = lines[at].replace(KEY, (_, lead: string, key: string, colon: string, rest: string) => `${lead}${random.pick([`"${key}"`, `'${key}'`, `? ${key}\n`, `&k ${key}`, `!t ${key}`, `${key} `, random.pick(VALUES)])}${colon}${rest}`); }),
  ofLines((lines, at, random) => { lines[at] = lines[at].replace(KEY, (_, lead: string, key: string, colon: string, rest: string) => `${lead}${key}${colon} ${random.pick(['&a', '&b', '!t', '!!str', '!!map', '# note\n'])}${rest}`); }),
  ofLines((lines, at, random) => { lines[at] = lines[at].replace(KEY, (_, lead: string, key: string, colon: string) => `${lead}${key}${colon} ${random.pick(['*a', '*b', '[*a]', '{<<: *a}'])}`); }),
  ofLines((lines, at, random) => { lines[at] = lines[at].replace(KEY, (_, lead: string, key: string, colon: string, rest: string) => `${lead}${key}${colon} ${random.pick([`[${rest} ]`, `{a: ${rest} }`, `"${rest}"`, `'${rest}'`, `|\n  ${lead}${rest}`, `>\n  ${lead}${rest}`, `>-\n\n  ${lead}${rest}`, `\n\n${lead}    ${rest}`])}`); }),
  ofLines(function braces(lines, at) {
    const end = endOfBlock(lines, at);
    const inner = lines.slice(at + 1, end).map((line) => line.trim()).filter(Boolean);
    if (end > at + 1 && /:\s*$/.test(lines[at])) {
      lines.splice(at, end - at, `${lines[at]} ${inner.every((line) => line.startsWith('- ')) ? `[${inner.map((line) => line.slice(2)).join(', ')}]` : `{${inner.join(', ')}}`}`);
    }
  }),
  ofLines((lines, at, random) => { lines[at] += random.pick([' # note', ' ', '\t', '\r', ' |', ':', ' #', '#', ',']); }),
  ofLines((lines, at) => { lines[at] = lines[at].replace(/^ +/, (spaces) => '\t'.repeat(spaces.length / 2)); }),
  ofLines((lines, at, random) => { lines.splice(at, 0, ...Array.from({ length: 1 + random.below(4) }, () => random.pick(['', '# note', `${indentOf(lines[at])}# note`, '   ']))); }),
  ofText((text) => (text.includes('\r\n') ? text.replace(/\r\n/g, '\n') : text.replace(/\n/g, '\r\n'))),
  ofText((text, random) => { const mark = random.pick(['\r', '\u2028', '\u0085', '\n\n']); return text.replace(/\n/g, (feed) => (random.oneIn(6) ? mark : feed)); }),
  ofText((text) => text.replace(/\n*$/, '')),
  ofText((text, random, other) => text + random.pick(['---\n', '\n---\n', '', '...\n', '\n']) + other),
];
