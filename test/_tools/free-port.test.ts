import { createServer } from 'node:net';
import { freePort } from '../../e2e/_support/processes';
import { needing } from './needs';

const onLinux = needing('Linux', process.platform === 'linux').test;

onLinux('a port that the suites are given is claimed before a server listens on it, for other runs to see', async () => {
  const port = await freePort();
  const taken = new Promise((resolve) => {
    const other = createServer().once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    other.listen(`\0union-auth-e2e-port-${port}`, () => other.close(() => resolve('free')));
  });
  expect(await taken).toBe('EADDRINUSE');
});
