import type { InputProblem, ManifestText } from '../../common/yaml/input';
import type { ReadDocument } from '../../common/yaml/read-document';
import { readYaml, YamlProblem } from '../../common/yaml/yaml-reader';

/** A text and the documents in it. */
export interface ReadText extends ManifestText {
  readonly documents: readonly ReadDocument[];
}

/** Reads texts as they come, so that none waits in memory for the others. */
export function* readTexts(inputs: Iterable<ManifestText | InputProblem>): Iterable<ReadText | InputProblem> {
  for (const input of inputs) {
    yield 'text' in input ? readText(input) : input;
  }
}

function readText({ name, text }: ManifestText): ReadText | InputProblem {
  try {
    return { name, ...readYaml(text) };
  } catch (error) {
    if (error instanceof YamlProblem) {
      return {
        file: name,
        line: error.line,
        reason: error.reason,
        ...(error.exhausting ? {} : { content: text }),
      };
    }
    throw error;
  }
}
