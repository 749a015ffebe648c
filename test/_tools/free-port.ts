import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, of which one might take it before its server does. */
const LOWEST_PORT = 15_000;
const PORTS = 15_000;

const given = new Set<number>();

/** A port of the loopback that nobody listens on; none is given twice, by no run on this machine. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    if (!given.has(port) && await isFree(port) && await isClaimed(port)) {
      given.add(port);
      return port;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Longer than most servers take until they listen. */
const CLAIM_ENDS_AFTER = 5 * 60_000;

/**
 * Keeps other runs from a port whose server does not listen yet: they would talk to each other's servers. The claim is a socket with a
 * name and no file, which ends with this process; systems that have none go without.
 */
function isClaimed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = createServer().unref().once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE'));
    claim.listen(`\0union-auth-port-${port}`, () => {
      setTimeout(() => claim.close(), CLAIM_ENDS_AFTER).unref();
      resolve(true);
    });
  });
}
