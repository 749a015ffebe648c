import { join } from 'node:path';
import { causeOf } from './outcome';
import { LIMITS, Watcher } from './watcher';

const watchers = [LIMITS, { ...LIMITS, time: 500 }].map((limits) => new Watcher(join(__dirname, '_misbehaving.ts'), limits));
const [patient, hasty] = watchers;

afterAll(() => watchers.forEach((watcher) => watcher.stop()));

test.each([
  ['throws', 'fault', /^TypeError: Cannot read properties of undefined/],
  ['breaks', 'fault', /^what it promised is not so$/],
  ['hangs', 'hang', /^gives no answer within 500 ms$/],
  ['hoards', 'memory', /^holds \d{4} MiB$/],
  ['exhausts', 'death', /^ends with SIG\w+: FATAL ERROR: .*heap/],
  ['dies', 'death', /^ends with 7: /],
])('a target that %s is noticed, and the next input is run', async (target, kind, message) => {
  const watcher = target === 'hangs' ? hasty : patient;
  expect(await watcher.run(target, Buffer.from('ab'))).toEqual({ kind, message: expect.stringMatching(message) as string });
  expect(await watcher.run('behaves', Buffer.from('ab'))).toEqual({ kind: 'fine', signature: '2 bytes' });
});

test('failures that differ in what they quote have one cause', () => {
  const cause = (message: string) => causeOf({ kind: 'fault', message });
  expect(cause('TypeError: "a" is 1\n    at one (a.ts:1:2)')).toBe(cause('TypeError: "b" is 22\n    at one (a.ts:1:2)'));
  expect(cause('TypeError: "a" is 1\n    at one (a.ts:1:2)')).not.toBe(cause('TypeError: "a" is 1\n    at two (a.ts:1:2)'));
});
