import { spawnSync } from 'node:child_process';
import * as v8 from 'node:v8';
import { setV8Flags } from '../../src/cli/v8-flags';

jest.mock('node:v8', () => ({ setFlagsFromString: jest.fn() }));

const YOUNG_SPACE = '--semi-space-growth-factor=1';

afterEach(() => jest.mocked(v8.setFlagsFromString).mockClear());

test('the V8 of Node 20 is given a larger budget', () => {
  setV8Flags('11.3.244.8-node.38');
  expect(jest.mocked(v8.setFlagsFromString).mock.calls.flat()).toEqual([YOUNG_SPACE, '--interrupt-budget=540672']);
});

test.each(['12.4.254.21-node.33', '13.6.233.10-node.28'])('V8 %s is not: it would complain about the flag', (version) => {
  setV8Flags(version);
  expect(jest.mocked(v8.setFlagsFromString).mock.calls.flat()).toEqual([YOUNG_SPACE]);
});

test('the Node that runs here knows every flag that it is given', () => {
  setV8Flags();
  // V8 takes a flag that it does not know without a word, unless it is on the command line.
  const flags = jest.mocked(v8.setFlagsFromString).mock.calls.flat();
  expect(spawnSync(process.execPath, [...flags, '-e', ''], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
