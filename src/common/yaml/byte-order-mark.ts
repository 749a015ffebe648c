/** Editors on Windows start UTF-8 files with it. Anywhere else it is a letter. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A text as it reads without the mark at its start. */
export function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
