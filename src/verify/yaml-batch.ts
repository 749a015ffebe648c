import { looksLikeJson, readDocuments, ReadDocument, readYaml, shifted, YamlProblem } from './yaml-reader';

/** What a text was read as, or why it cannot be read. */
export type ReadText = readonly ReadDocument[] | YamlProblem;

/** The reader takes longer to start than to read a text shorter than this. */
const SMALL = 16 * 1024;

/** About so many characters are read together; with more, the garbage collector has more to keep. */
const BATCH_LENGTH = 32 * 1024;

/** What stands behind the marker of a document's end is read as if it stood alone. */
const DOCUMENT_END = '...\n';

/** Reads many texts, small ones together. The outcome for each is that of `readYaml`. */
export function readTexts(texts: readonly string[]): readonly ReadText[] {
  const results = new Map<number, ReadText>();
  let batch: number[] = [];
  let length = 0;
  const finish = () => {
    readTogether(batch.map((index) => texts[index])).forEach((result, position) => results.set(batch[position], result));
    batch = [];
    length = 0;
  };
  texts.forEach((text, index) => {
    if (text.length > SMALL || looksLikeJson(text)) {
      results.set(index, readAlone(text));
      return;
    }
    batch.push(index);
    length += text.length;
    if (length > BATCH_LENGTH) {
      finish();
    }
  });
  finish();
  return texts.map((_, index) => results.get(index) ?? []);
}

function readAlone(text: string): ReadText {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlProblem) {
      return error;
    }
    throw error;
  }
}

/** One bad text spoils the batch, so each is then read alone and the right one blamed. */
function readTogether(texts: readonly string[]): readonly ReadText[] {
  return joined(texts) ?? texts.map(readAlone);
}

/** Nothing where the texts do not read together. */
function joined(texts: readonly string[]): readonly ReadText[] | undefined {
  const ended = texts.map((text) => (text === '' || /[\r\n]$/.test(text) ? `${text}${DOCUMENT_END}` : `${text}\n${DOCUMENT_END}`));
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
  return ended.map((text, index) => {
    const start = end;
    end += text.length;
    const first = next;
    while (next < documents.length && starts[next] < end) {
      next += 1;
    }
    return documents.slice(first, next).map((document) => shifted(document, -start, texts[index].length));
  });
}
