import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examine, readAnswers } from '../../src/init';

const TEXT = readFileSync(join(__dirname, '..', '..', 'docs', 'without-code.md'), 'utf8');

test('the file of the documentation makes everything, as it is printed', () => {
  const [, yaml] = /```yaml\n([^]*?)```/.exec(TEXT)!;
  const { answers, problems } = readAnswers(yaml);
  expect(problems).toEqual([]);
  expect(examine(answers)).toMatchObject({ problems: [], warnings: [] });
});
