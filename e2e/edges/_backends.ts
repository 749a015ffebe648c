import { createServer as createHttp1Server, IncomingHttpHeaders, IncomingMessage, Server as Http1Server, ServerResponse } from 'node:http';
import { createServer as createHttp2Server, Http2Server, ServerHttp2Stream } from 'node:http2';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerGrpc, WANTED_DELAY } from './_grpc';

/** A request as it reached a backend. */
export interface Reached {
  /** `service:port`. */
  readonly backend: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  readonly method: string;
  /** Path and query, not decoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body so far. */
  received: number;
}

/** The header with the ID that the client gives each request. */
export const REQUEST_ID = 'x-e2e-request';

/**
 * A stand-in for the Services of a control plane, with one loopback port for each of their ports, which speaks HTTP/1.1, WebSocket, and
 * HTTP/2 without TLS with gRPC. It answers and records every request.
 */
export class Backends {
  public static async start(names: readonly string[]): Promise<Backends> {
    const backends = new Backends();
    for (const name of names) {
      backends.ports.set(name, await backends.listen(name));
    }
    return backends;
  }

  private readonly ports = new Map<string, number>();
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly seen = new Map<string, Reached[]>();

  private constructor() {}

  /** All backends, as `service:port`. */
  public get names(): string[] {
    return [...this.ports.keys()];
  }

  /** The loopback port of `service:port`. */
  public portOf(name: string): number {
    const port = this.ports.get(name);
    if (port === undefined) {
      throw new Error(`no Service ${name}; there are ${this.names.join(', ')}`);
    }
    return port;
  }

  /** How and where a request reached backends. */
  public reachedBy(id: string): readonly Reached[] {
    return this.seen.get(id) ?? [];
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(name: string): Promise<number> {
    const [http1, http2] = [this.http1(name), this.http2(name)];
    // An edge speaks HTTP/1.1 or HTTP/2 to the same port, depending on the route's group.
    const server = createServer((socket) => {
      this.sockets.add(socket.once('close', () => this.sockets.delete(socket)).on('error', () => undefined));
      socket.once('readable', () => {
        const first = socket.read() as Buffer | null;
        if (first) {
          socket.unshift(first);
          (first.toString('latin1').startsWith('PRI ') ? http2 : http1).emit('connection', socket);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  private http1(name: string): Http1Server {
    // No timeout, as in Go: an edge may reuse a connection just when Node would close it.
    return createHttp1Server({ keepAliveTimeout: 0, maxHeaderSize: 128 * 1024 }, (request, response) => {
      const reached = this.remember(name, 'HTTP/1.1', request.method!, request.url!, request.headers);
      answerHttp(reached, request, response);
    }).on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      this.remember(name, 'HTTP/1.1', request.method!, request.url!, request.headers);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.pipe(socket);
    });
  }

  private http2(name: string): Http2Server {
    return createHttp2Server({ settings: { maxHeaderListSize: 128 * 1024 } }).on('session', (session) => session.on('error', () => undefined))
      .on('stream', (stream: ServerHttp2Stream, headers) => {
        const reached = this.remember(name, 'HTTP/2', String(headers[':method']), String(headers[':path']), headers);
        stream.on('error', () => undefined);
        if (headers['content-type']?.startsWith('application/grpc')) {
          answerGrpc(stream, headers);
        } else {
          stream.on('data', (chunk: Buffer) => (reached.received += chunk.length));
          stream.once('end', () => stream.end(JSON.stringify({ backend: name })));
          stream.respond({ ':status': 200, 'content-type': 'application/json' });
        }
      });
  }

  private remember(backend: string, protocol: Reached['protocol'], method: string, path: string, headers: IncomingHttpHeaders): Reached {
    const reached: Reached = { backend, protocol, method, path, headers, received: 0 };
    const id = String(headers[REQUEST_ID]);
    this.seen.set(id, [...this.reachedBy(id), reached]);
    return reached;
  }
}

function answerHttp(reached: Reached, request: IncomingMessage, response: ServerResponse): void {
  request.on('data', (chunk: Buffer) => (reached.received += chunk.length));
  request.once('end', () => setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ backend: reached.backend }));
  }, Number(request.headers[WANTED_DELAY] ?? 0)));
}
