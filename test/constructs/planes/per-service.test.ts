import { Problems } from '../../../src/common/props/problems';
import { checkProps } from '../../../src/common/props/prop-types';
import { IMAGES, Images } from '../../../src/constructs/planes/per-service';

function refused(props: Partial<Images>): string[] {
  const problems = new Problems('It');
  checkProps(problems, { registry: 'registry.example.com/union', tag: '1', ...props }, IMAGES);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace('  - ', ''));
  }
}

test.each(['2026.8.3', 'v1_a-B', 'x'.repeat(128), `1@sha256:${'0'.repeat(64)}`])('a tag: %s', (tag) => expect(refused({ tag })).toEqual([]));

test.each(['-a', 'a/b', 'a:b', 'pässwörd', 'x'.repeat(129), 'https://registry.example.com'])('no tag: %s', (tag) => {
  expect(refused({ tag })).toEqual([expect.stringMatching(/ is not a tag; use at most 128 letters, digits, "-", "_" and "\."$/)]);
});

test('an image must not contain credentials', () => {
  const remedy = 'contains credentials; remove them, and deliver them in a Secret';
  expect(refused({ registry: 'user:hunter2@registry.example.com' })).toEqual([`registry: "…@registry.example.com" ${remedy}`]);
});
