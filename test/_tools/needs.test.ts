import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS, toolMissedBy } from './needs';

const TESTS = join(__dirname, '..');

test('nothing is skipped but by needing(), which says what would bring the tool', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && file !== join('_tools', 'needs.ts'));
  const marks = ['skip', 'todo'].flatMap((way) => ['describe', 'test', 'it'].map((name) => `${name}.${way}`));
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => file !== join('_tools', 'needs.test.ts') && marks.some((mark) => readFileSync(join(TESTS, file), 'utf8').includes(mark)))).toEqual([]);
});

test.each(Object.keys(TOOLS))('the name of a skipped test says that it needs %s', (tool) => {
  expect(toolMissedBy(`a suite (needs ${tool}) a test`)).toBe(tool);
  expect(toolMissedBy('a test')).toBeUndefined();
});
