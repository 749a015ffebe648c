import { createServer as createHttp1Server, IncomingHttpHeaders, Server as Http1Server, ServerResponse } from 'node:http';
import { createServer as createHttp2Server, Http2Server, ServerHttp2Stream } from 'node:http2';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import type { MetadataAnswer } from './auth-metadata';

/** An answer before it takes the form of its protocol. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** As JSON to HTTP, as a message to gRPC and Connect. */
  readonly answer?: MetadataAnswer;
  /** What a handler writes by itself, over HTTP alone. */
  readonly text?: string;
  /** An error of a gRPC service: its code, and why. */
  readonly error?: { readonly code: number; readonly message: string };
}

/** Source: grpc-gateway v2.19.0, runtime/errors.go, `HTTPStatusFromCode`. */
const HTTP_STATUS: Readonly<Record<number, number>> = { 5: 404, 7: 403, 12: 501, 14: 503, 16: 401 };
/** Read backwards. */
const GRPC_STATUS: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 12, 501: 12 };

export function errorReply(code: number, message: string): Reply {
  return { status: HTTP_STATUS[code] ?? 500, error: { code, message } };
}

type Replying = (url: string, headers: IncomingHttpHeaders, overHttp: boolean) => Promise<Reply>;

/** One port of the loopback that serves HTTP, gRPC and Connect, in the clear. */
export class HttpAndGrpcServer {
  private readonly sockets = new Set<Socket>();
  private readonly http1: Http1Server = createHttp1Server({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    void this.replied(request.url!, request.headers, true).then((reply) => writeHttp(response, reply, request.headers.accept));
  });
  private readonly http2: Http2Server = createHttp2Server().on('stream', (stream, headers) => {
    stream.on('error', () => undefined).resume();
    void this.replied(String(headers[':path']), headers, false).then((reply) => writeHttp2(stream, reply, String(headers['content-type'])));
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

  public constructor(private readonly reply: Replying) {}

  public async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  /** What goes wrong in here is the caller's to see, not a caller's to wait for. */
  private replied(...asked: Parameters<Replying>): Promise<Reply> {
    return this.reply(...asked).catch((error: Error) => errorReply(13, error.stack ?? error.message));
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** As grpc-gateway writes answers of a service, and errors; what a handler writes has the headers that it says. */
function writeHttp(response: ServerResponse, { status, headers, answer, text, error }: Reply, accept: string | undefined): void {
  if (text !== undefined) {
    response.writeHead(status, headers).end(text);
    return;
  }
  const json = { 'content-type': 'application/json' };
  if (error) {
    const challenge = error.code === 16 ? { 'www-authenticate': error.message.replace(/[^\x20-\x7e]/g, '') } : undefined;
    response.writeHead(status, { ...json, ...challenge, ...headers }).end(JSON.stringify({ ...error, details: [] }));
    return;
  }
  const ofService = answer ? { 'grpc-metadata-content-type': 'application/grpc' } : undefined;
  response.writeHead(status, { ...json, ...ofService, ...headers }).end(JSON.stringify(spelled(answer?.json ?? {}, accept)));
}

/** Field names are those of the proto file to whoever asks for JSON, else in camel case. Source: pkg/server/service.go, `newHTTPServer`. */
function spelled(json: Readonly<Record<string, unknown>>, accept: string | undefined): object {
  return accept === 'application/json' ? json : Object.fromEntries(Object.entries(json).map(([name, value]) => [camel(name), value]));
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function writeHttp2(stream: ServerHttp2Stream, { status, answer, error }: Reply, type: string): void {
  if (!type.startsWith('application/grpc')) {
    // Connect: the bare message, and an error as an HTTP status.
    stream.respond({ ':status': status, 'content-type': status === 200 ? type : 'application/json' });
    stream.end(status === 200 ? answer!.message : JSON.stringify({ code: 'unauthenticated' }));
  } else if (status !== 200) {
    const code = String(error?.code ?? GRPC_STATUS[status] ?? 13);
    stream.respond({ ':status': 200, 'content-type': type, 'grpc-status': code, 'grpc-message': encodeURIComponent(error?.message ?? '') }, { endStream: true });
  } else {
    stream.respond({ ':status': 200, 'content-type': type }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(answer!.message.length, 1);
    stream.end(Buffer.concat([head, answer!.message]));
  }
}
