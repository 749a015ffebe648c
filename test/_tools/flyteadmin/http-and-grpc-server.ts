import { createServer as createHttp1Server, IncomingHttpHeaders, Server as Http1Server } from 'node:http';
import { createServer as createHttp2Server, Http2Server } from 'node:http2';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import type { MetadataAnswer } from './auth-metadata';

/** An answer before it takes the form of its protocol. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** As JSON to HTTP, as a message to gRPC and Connect. */
  readonly answer?: MetadataAnswer;
}

/** Source: grpc-gateway v2, runtime/errors.go, `HTTPStatusFromCode`, read backwards. */
const GRPC_STATUS: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 12, 501: 12 };

/** One port of the loopback that serves HTTP, gRPC and Connect, in the clear. */
export class HttpAndGrpcServer {
  private readonly sockets = new Set<Socket>();
  private readonly http1: Http1Server = createHttp1Server({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    void this.reply(request.url!, request.headers, true).then(({ status, headers, answer }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer?.json ?? {}));
    });
  });
  private readonly http2: Http2Server = createHttp2Server().on('stream', (stream, headers) => {
    stream.on('error', () => undefined).resume();
    void this.reply(String(headers[':path']), headers, false).then(({ status, answer }) => {
      const type = String(headers['content-type']);
      if (!type.startsWith('application/grpc')) {
        // Connect: the bare message, and an error as an HTTP status.
        stream.respond({ ':status': status, 'content-type': status === 200 ? type : 'application/json' });
        stream.end(status === 200 ? answer!.message : JSON.stringify({ code: 'unauthenticated' }));
      } else if (status !== 200) {
        stream.respond({ ':status': 200, 'content-type': type, 'grpc-status': String(GRPC_STATUS[status] ?? 13) }, { endStream: true });
      } else {
        stream.respond({ ':status': 200, 'content-type': type }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        const head = Buffer.alloc(5);
        head.writeUInt32BE(answer!.message.length, 1);
        stream.end(Buffer.concat([head, answer!.message]));
      }
    });
  });
  private readonly server: Server = createServer((socket) => {
    this.sockets.add(socket.once('close', () => this.sockets.delete(socket)).on('error', () => undefined));
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first) {
        socket.unshift(first);
        (first.toString('latin1').startsWith('PRI ') ? this.http2 : this.http1).emit('connection', socket);
      }
    });
  });

  public constructor(private readonly reply: (url: string, headers: IncomingHttpHeaders, overHttp: boolean) => Promise<Reply>) {}

  public async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}
