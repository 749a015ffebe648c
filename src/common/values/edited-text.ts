// Tests: test/constructs/output/merge-over.test.ts
import { Problems } from '../props/problems';
import { SourceText } from './source-text';
import { ValuesEditor } from './values-editor';
import { UnreadableValuesError } from './values-file';

/** A value at a path of keys. */
export interface TextEdit {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Replaces values in a YAML text, and keeps comments, order and layout.
 *
 * @param editsFor returns the edits for the content of the text
 * @param wholeOf returns the full text if there is no document yet
 * @throws InvalidPropsError when the text is not a YAML map, or a place is behind an anchor.
 */
export function editedText(
  subject: string,
  text: string,
  editsFor: (values: Record<string, unknown>) => readonly TextEdit[],
  wholeOf: (edits: readonly TextEdit[]) => string,
): string {
  const editor = new ValuesEditor('existing', new SourceText(text));
  const edits = editsFor(valuesIn(subject, editor));
  if (Object.keys(editor.values).length === 0 && !editor.hasMap) {
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return edits.length === 0 ? text : `${text}${gap}${wholeOf(edits)}`;
  }
  const problems = new Problems(subject);
  for (const { path } of edits.filter((edit) => editor.isEntangled(edit.path))) {
    problems.addUnshown(path.join('.'), 'is behind a YAML anchor, so every reference to it would '
      + 'change; write the value out, or use mergeOver');
  }
  problems.throwIfAny();
  edits.forEach(({ path, value }) => editor.set(path, value));
  return editor.text;
}

function valuesIn(subject: string, editor: ValuesEditor): Record<string, unknown> {
  try {
    return editor.values;
  } catch (error) {
    if (!(error instanceof UnreadableValuesError)) {
      throw error;
    }
    const problems = new Problems(subject);
    error.problems.forEach(({ reason, line }) =>
      problems.addUnshown(line === undefined ? 'existing' : `existing, line ${line}`, reason));
    problems.throwIfAny();
    throw error;
  }
}
