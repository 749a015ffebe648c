import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../../../src/common/yaml/yaml-reader';

/** A text, and what sigs.k8s.io/yaml makes of it, with which helm and kubectl read; test/_tools/go-yaml writes it down. */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly value?: unknown;
  readonly error?: string;
}

const CASES = JSON.parse(readFileSync(join(__dirname, 'go-yaml.json'), 'utf8')) as Case[];
const valueOf = (text: string): unknown => JSON.parse(JSON.stringify(readYaml(text).documents[0].value)) as unknown;

/** What Go refuses and we take: such a text never reaches a cluster. */
const MORE_THAN_GO: readonly string[] = ['a null key', 'a block text with a tab', 'escapes', 'infinity'];

test.each(CASES.filter(({ error }) => error === undefined).map((each) => [each.name, each] as const))('%s reads as in Go', (_, { text, value }) => {
  expect(valueOf(text)).toEqual(value);
});

test.each(CASES.filter(({ error }) => error !== undefined).map((each) => [each.name, each] as const))('%s is refused, as in Go', (name, { text }) => {
  if (MORE_THAN_GO.includes(name)) {
    expect(() => readYaml(text)).not.toThrow();
  } else {
    expect(() => readYaml(text)).toThrow();
  }
});
