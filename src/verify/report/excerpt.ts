// Tests: test/verify/report/screen.test.ts
import { either } from '../../common/data/texts';
import type { FoundPlace } from '../engine/finding';
import { isUrl, printable } from './printable';

/** Replaces a value that may be secret. */
export const HIDDEN = '(not shown)';

/** A key with a possibly secret value. */
const SECRETIVE =
  /^(\s*(?:- )?["']?([\w.-]*(?:secret|pass|token|credential|key)[\w.-]*)["']?\s*:\s+)(\S.*)$/i;
/** Similar keys with a name, a path or a URL. */
const NAMES = either(
  /(?:name|ref|location|path|url|uri|file|id|policy|store|claims?|scopes?|audience|auth-cache-key)$/i,
  /^(?:secret)?key$/i,
);
/** Harmless values: a path, a URL, a boolean, the start of a block. */
const HARMLESS = /^(?:["']?(?:\/|https?:)|[|>{[]|true$|false$|""$|''$)/;
/** Encoded secrets, with any key. */
const ENCODED = /^(\s*(?:- )?["']?[\w.-]+["']?\s*:\s+)["']?(?=[^\s"']*[0-9=+])[A-Za-z0-9+/=]{12,}["']?$/;

/** The line of a place with its neighbours; undefined if the file is not available, or contains a Secret. */
export function excerptOf(
  { file, line, object }: FoundPlace, lines: readonly string[] | undefined, width: number, indent = '    ',
): string[] {
  if (lines === undefined || isUrl(file) || object.kind === 'Secret' || lines[line - 1] === undefined) {
    return [];
  }
  const isShown = (number: number) => number >= 1 && !/^(?:---)?\s*$/.test(lines[number - 1] ?? '');
  const numbers = [line - 1, line, line + 1].filter(isShown);
  const digits = String(numbers[numbers.length - 1]).length;
  return numbers.map((number) => {
    const content = printable(withoutSecret(lines[number - 1].replace(/\t/g, '  ')));
    const text = `${indent}${number === line ? '>' : ' '} ${String(number).padStart(digits)} | ${content}`;
    return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  });
}

export function withoutSecret(line: string): string {
  const [, start, key = '', value = ''] = SECRETIVE.exec(line) ?? [];
  if (start !== undefined && !NAMES.test(key) && !HARMLESS.test(value)) {
    return `${start}${HIDDEN}`;
  }
  const [, before] = ENCODED.exec(line) ?? [];
  return before === undefined || NAMES.test(before.replace(/["':\s]/g, '')) ? line : `${before}${HIDDEN}`;
}
