import * as v8 from 'node:v8';
import { compileLess } from '../../src/cli/compiler-effort';

jest.mock('node:v8', () => ({ setFlagsFromString: jest.fn() }));

afterEach(() => jest.mocked(v8.setFlagsFromString).mockClear());

test('the V8 of Node 20 is given a larger budget', () => {
  compileLess('11.3.244.8-node.38');
  expect(v8.setFlagsFromString).toHaveBeenCalledWith('--interrupt-budget=540672');
});

test.each(['12.4.254.21-node.33', '13.6.233.10-node.28'])('V8 %s is left alone: it would complain about the flag', (version) => {
  compileLess(version);
  expect(v8.setFlagsFromString).not.toHaveBeenCalled();
});
