import { createServer } from 'node:net';
import { freePort } from './free-port';
import { needing } from './needs';

const onLinux = needing('Linux', process.platform === 'linux').test;

onLinux('a port that a test is given is claimed before a server listens on it, for other runs to see', async () => {
  const port = await freePort();
  const taken = new Promise((resolve) => {
    const other = createServer().once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    other.listen(`\0union-auth-port-${port}`, () => other.close(() => resolve('free')));
  });
  expect(await taken).toBe('EADDRINUSE');
});
