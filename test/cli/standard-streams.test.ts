import { standardOutput } from '../../src/cli/standard-streams';

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');

afterEach(() => jest.restoreAllMocks());

test('what standard output does not take at once goes to the stream, and all that follows after it', () => {
  const taken: string[] = [];
  jest.spyOn(fs, 'writeSync').mockImplementationOnce((_, bytes) => {
    taken.push(String(bytes).slice(0, 3));
    return 3;
  }).mockImplementationOnce(() => {
    throw Object.assign(new Error('busy'), { code: 'EAGAIN' });
  });
  const streamed: string[] = [];
  jest.spyOn(process.stdout, 'on').mockReturnThis();
  jest.spyOn(process.stdout, 'write').mockImplementation((bytes) => {
    streamed.push(Buffer.from(bytes as Buffer).toString());
    return true;
  });

  const write = standardOutput();
  write('abcdéf');
  write('g');
  expect({ taken, streamed }).toEqual({ taken: ['abc'], streamed: ['déf', 'g'] });
});
