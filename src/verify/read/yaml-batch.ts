import type { InputProblem, ManifestText } from './input';
import { looksLikeJson, readDocuments, ReadDocument, readYaml, shifted, YamlProblem } from './yaml-reader';

/** A text and the documents in it. */
export interface ReadText extends ManifestText {
  readonly documents: readonly ReadDocument[];
}

/** The reader takes longer to start than to read a text shorter than this. */
const SMALL = 16 * 1024;

/** About so many characters are read together; with more, the garbage collector has more to keep. */
const BATCH_LENGTH = 32 * 1024;

/** What stands behind the marker of a document's end is read as if it stood alone. */
const DOCUMENT_END = '...\n';

/** Reads texts as they come, small ones together. The outcome for each is that of `readYaml`, in the same order. */
export function* readTexts(inputs: Iterable<ManifestText | InputProblem>): Iterable<ReadText | InputProblem> {
  let batch: ManifestText[] = [];
  let length = 0;
  for (const input of inputs) {
    const isSmall = 'text' in input && input.text.length < SMALL && !looksLikeJson(input.text);
    if (isSmall) {
      batch.push(input);
      length += input.text.length;
    }
    if (!isSmall || length > BATCH_LENGTH) {
      yield* readTogether(batch);
      batch = [];
      length = 0;
    }
    if (!isSmall) {
      yield 'text' in input ? readAlone(input) : input;
    }
  }
  yield* readTogether(batch);
}

function readAlone({ name, text }: ManifestText): ReadText | InputProblem {
  try {
    return { name, ...readYaml(text) };
  } catch (error) {
    if (error instanceof YamlProblem) {
      return { file: name, line: error.line, reason: error.reason, ...error.exhausting ? {} : { content: text } };
    }
    throw error;
  }
}

/** One bad text spoils the batch, so each is then read alone and the right one blamed. */
function readTogether(texts: readonly ManifestText[]): readonly (ReadText | InputProblem)[] {
  return joined(texts) ?? texts.map(readAlone);
}

/** Nothing where the texts do not read together. */
function joined(texts: readonly ManifestText[]): readonly ReadText[] | undefined {
  const ended = texts.map(({ text }) => (/^$|[\r\n]$/.test(text.slice(-1)) ? `${text}${DOCUMENT_END}` : `${text}\n${DOCUMENT_END}`));
  const whole = ended.join('');
  let documents: readonly ReadDocument[];
  try {
    documents = readDocuments(whole);
  } catch {
    return undefined;
  }
  const starts = documents.map(({ span }) => span?.start ?? 0);
  // A document without content has the place of the next one, so nothing tells whose it is.
  if (starts.some((start, index) => start >= (starts[index + 1] ?? whole.length))) {
    return undefined;
  }
  let end = 0;
  let next = 0;
  return texts.map(({ name, text: { length } }, index) => {
    const start = end;
    end += ended[index].length;
    const first = next;
    while (next < documents.length && starts[next] < end) {
      next += 1;
    }
    // Values are views of the batch. With the text a view, too, nothing is kept twice.
    const text = whole.slice(start, start + length);
    return { name, text, documents: documents.slice(first, next).map((document) => shifted(document, -start, length)) };
  });
}
