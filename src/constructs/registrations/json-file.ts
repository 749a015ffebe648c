import { TextFile } from '../output';

/** A JSON document, indented as people expect it. */
export function jsonFile(content: unknown): TextFile {
  return TextFile._of(`${JSON.stringify(content, undefined, 2)}\n`);
}
