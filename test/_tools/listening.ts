import type { AddressInfo, Server, Socket } from 'node:net';

/** A server that listens, and how it ends. */
export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/** Has a server listen on a free port of the loopback; `stop` ends it with all its connections. */
export async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** The same for a file of tests, after which all are stopped; returns the port. */
export function listeners(): (server: Server) => Promise<number> {
  const started: Listening[] = [];
  afterAll(() => Promise.all(started.map(({ stop }) => stop())));
  return async (server) => {
    const each = await listening(server);
    started.push(each);
    return each.port;
  };
}
