import { BYTE_ORDER_MARK } from '../../common/yaml/byte-order-mark';
import type { InputProblem, ManifestText } from '../../common/yaml/input';
import { ReadDocument, shifted } from '../../common/yaml/read-document';
import { looksLikeJson, readBlocks, readDocuments, readYaml, YamlProblem } from '../../common/yaml/yaml-reader';

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

/** So many texts at most wait for the one before them. */
const BATCH_SIZE = 256;

/** Reads texts as they come; small ones that take the parser together. The outcome for each is that of `readYaml`, in the same order. */
export function* readTexts(inputs: Iterable<ManifestText | InputProblem>): Iterable<ReadText | InputProblem> {
  let batch: (ManifestText | ReadText | InputProblem)[] = [];
  let unread = 0;
  for (const input of inputs) {
    const read = 'text' in input ? readAtOnce(input) : input;
    if (batch.length === 0 && !isUnread(read)) {
      yield read;
      continue;
    }
    batch.push(read);
    unread += isUnread(read) ? read.text.length : 0;
    if (unread === 0 || unread > BATCH_LENGTH || batch.length >= BATCH_SIZE) {
      yield* readTogether(batch);
      batch = [];
      unread = 0;
    }
  }
  yield* readTogether(batch);
}

function isUnread(each: ManifestText | ReadText | InputProblem): each is ManifestText {
  return 'text' in each && !('documents' in each);
}

/** A text that is better read with others stays as it is. */
function readAtOnce(input: ManifestText): ManifestText | ReadText | InputProblem {
  if (input.text.length >= SMALL || looksLikeJson(input.text) || input.text.includes(BYTE_ORDER_MARK)) {
    return readAlone(input);
  }
  const documents = readBlocks(input.text);
  return documents === undefined ? input : { name: input.name, text: input.text, documents };
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
function readTogether(batch: readonly (ManifestText | ReadText | InputProblem)[]): readonly (ReadText | InputProblem)[] {
  const texts = batch.filter(isUnread);
  const read = texts.length === 0 ? [] : joined(texts) ?? texts.map(readAlone);
  let next = 0;
  return batch.map((each) => (isUnread(each) ? read[next++] : each));
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
