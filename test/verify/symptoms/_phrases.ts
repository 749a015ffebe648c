import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines of a file of phrases: what each must lead to, and the phrase as people type or paste it. */
function phrasesOf(file: string): [right: string, phrase: string][] {
  return readFileSync(join(__dirname, file), 'utf8').trim().split('\n').map((line) => line.split(' :: ') as [string, string]);
}

/** Phrases with the symptoms, and the rules of causes, of which one must come first. From issues, forums, sources and logs. */
export const PHRASES = phrasesOf('phrases.txt').map(([right, phrase]) => ({ phrase, right: right.split(' ') }));

/** Phrases with the symptoms of which one must come first, and the causes of which one must: a rule, or `~` and words of a cause without a rule; none: any will do. */
export const REPORTED = phrasesOf('reported.txt').map(([right, phrase]) => {
  const [symptoms, causes = ''] = right.split(' | ').map((each) => each.split(', '));
  return { phrase, symptoms, causes: causes === '' ? [] : causes };
});
