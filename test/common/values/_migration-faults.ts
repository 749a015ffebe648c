import { isDeepStrictEqual } from 'node:util';
import { Lexer, parseAllDocuments } from 'yaml';
import { isBlank, JsonObject, valueAt } from '../../../src/common/data/json';
import { MigrateOptions, Migration, migrateValues } from '../../../src/common/values/migrate';
import { UnreadableValuesError, ValuesFile } from '../../../src/common/values/values-file';
import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { migratedData } from './_migrated-data';
import { WrittenValues } from './_written-values';

/** What a migration of a text breaks of its promises; nothing where the text is refused. */
export function migrationFaults(written: WrittenValues, to: ChartVersion): string[] | undefined {
  const { text, chart } = written;
  const options: MigrateOptions = { from: ChartVersion.V2026_6, to, chart };
  let migration: Migration;
  try {
    migration = migrateValues({ name: 'a', text }, options);
  } catch (error) {
    if (error instanceof UnreadableValuesError) {
      return undefined;
    }
    throw error;
  }
  const after = migration.text;
  const before = read(text);
  const { controlPlane, dataPlane } = to._contract;
  const contract = chart === 'controlplane' ? controlPlane.values : dataPlane.values;
  const isLeft = text.includes('&') ? /by hand$|: set it/ : /by hand$/;
  const byHand = new Set(migration.left.filter(({ message }) => isLeft.test(message)).map(({ message }) => message.split(':')[0]));
  const faults: string[] = [];
  let values: JsonObject;
  try {
    values = read(after);
  } catch (error) {
    return [`no YAML: ${String(error)}`];
  }
  const wanted = migratedData(before, contract, byHand);
  if (!isDeepStrictEqual(values, wanted)) {
    faults.push(`data\n${JSON.stringify(values)}\n${JSON.stringify(wanted)}`);
  }
  if (parseAllDocuments(after, { version: '1.1', merge: true }).some(({ errors }) => errors.length > 0)) {
    faults.push('another reader refuses it');
  }
  const again = migrateValues({ name: 'a', text: after }, options);
  if (byHand.size === 0 && (again.text !== after || again.changed.length > 0)) {
    faults.push(`again\n${again.changed.map(({ message }) => message).join('\n')}`);
  }
  if (migration.changed.length === 0 && after !== text) {
    faults.push('changes what it does not say');
  }
  if (text.startsWith('\ufeff') !== after.startsWith('\ufeff') || (text.includes('\r\n') && /[^\r]\n/.test(after))) {
    faults.push('other marks or line ends');
  }
  return [...faults, ...wordFaults(written, before, migration)];
}

function read(text: string) {
  return ValuesFile.read({ name: 'a', text }).values;
}

/** What became of comments, and of what is not one of ours. */
function wordFaults({ text, words, inBraces }: WrittenValues, before: JsonObject, { text: after, changed }: Migration): string[] {
  const values = read(after);
  const moved = changed.flatMap(({ message }) => /^(?:moved|turned) (\S+)/.exec(message)?.[1] ?? []);
  const isMoved = (path: string) => moved.some((top) => path === top || path.startsWith(`${top}.`));
  const isGone = (path: string) => path !== '' && valueAt(values, path) === undefined;
  const isFilled = (path: string) => path !== '' && isBlank(valueAt(before, path)) && changed.some(({ message }) => message.includes(path));
  const faults: string[] = [];
  for (const [word, path] of words) {
    const [was, is] = [text, after].map((each) => each.split(new RegExp(`\\b${word}\\b`)).length - 1);
    if (word.startsWith('c') && is !== was && !(is < was && isGone(path) && !isMoved(path))) {
      faults.push(`${is < was ? 'lost' : 'twice'} comment\n${word} of ${path}`);
    }
  }
  const comments = commentsOf(after);
  const broken = commentsOf(text).filter((comment) => after.includes(comment) && !comments.includes(comment));
  faults.push(...broken.map((comment) => `no comment any more\n${comment}`));
  // What an alias says may be written out.
  const isKept = (word: string) => ![isGone, isMoved, isFilled].some((is) => is(words.get(word)!)) && !(word.startsWith('v') && text.includes('*'));
  const [was, is] = [text, after].map((each) => wordsIn(each, words).filter(({ word }) => isKept(word)));
  const odd = was.findIndex((each, i) => !isDeepStrictEqual(each, is[i]));
  if (odd >= 0) {
    faults.push(`another neighbour\n${JSON.stringify(was[odd])} ${JSON.stringify(is[odd])}`);
  }
  return [...faults, ...byteFaults(text, after, (word) => words.has(word) && isKept(word) && !inBraces.has(word))];
}

function wordsIn(text: string, words: ReadonlyMap<string, string>) {
  return text.split(/\r?\n/).flatMap((line) => [...line.matchAll(/[ckv]\d+/g)].filter(([word]) => words.has(word)).map(({ 0: word, index }) => ({
    word, isAlone: line.slice(0, index).trim() === '#',
  })));
}

function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text.replace(/^\ufeff/, ''))].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
}

/** Lines that hold nothing but what a migration has no business with. A comment may move to the column of what stood above it. */
function byteFaults(text: string, after: string, isForeign: (word: string) => boolean): string[] {
  const [was, is] = [text, after].map((each) => each.replace(/^\ufeff/, '').split(/\r?\n/).map((line) => line.replace(/^ +(?=#)/, '')));
  const isOdd = (line: string) => {
    const all = line.match(/[a-zA-Z_]\w*/g) ?? [];
    return !/[{}]/.test(line) && all.length > 0 && all.every(isForeign) && !is.includes(line);
  };
  return was.filter(isOdd).map((line) => `another line\n${JSON.stringify(line)}`);
}
