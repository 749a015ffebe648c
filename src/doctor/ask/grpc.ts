import { ClientHttp2Stream, connect, IncomingHttpHeaders } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { USER_AGENT } from './endpoint';
import { Failure } from './failure';
import { LONGEST_BODY } from './http';
import { patienceOf, Wires, withinTime } from './network';
import { percentDecoded, quoted } from './remote-text';

/** gRPC status codes that rules use. Source: grpc/grpc, doc/statuscodes.md. */
export const GRPC = {
  OK: 0,
  UNKNOWN: 2,
  PERMISSION_DENIED: 7,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** The gRPC status of clients for an HTTP status. Source: grpc/grpc, doc/http-grpc-status-mapping.md. */
const OF_HTTP: Readonly<Record<number, number>> = {
  400: GRPC.INTERNAL,
  401: GRPC.UNAUTHENTICATED,
  403: GRPC.PERMISSION_DENIED,
  404: GRPC.UNIMPLEMENTED,
  429: GRPC.UNAVAILABLE,
  502: GRPC.UNAVAILABLE,
  503: GRPC.UNAVAILABLE,
  504: GRPC.UNAVAILABLE,
};

export interface GrpcAnswer {
  readonly httpStatus: number;
  /** The code that a client reports. */
  readonly code: number;
  /** Whether a gRPC server sent it, rather than a proxy. */
  readonly native: boolean;
  readonly text: string;
  readonly location?: string;
  /** The only message, if there is one. */
  readonly message?: Buffer;
}

/** A connection on which several methods are called. */
export class GrpcChannel {
  private readonly session;

  public constructor(socket: TLSSocket, private readonly authority: string, private readonly wires: Wires) {
    this.session = connect(`https://${authority}`, { createConnection: () => socket, maxSessionMemory: 4 });
    this.session.on('error', () => undefined);
  }

  /** Servers close connections that are idle for a minute, or reach their limit of calls. */
  public get isOpen(): boolean {
    return !this.session.destroyed && !this.session.closed;
  }

  public close(): void {
    this.session.destroy();
  }

  /** Calls a method with an empty message. */
  public async call(
    path: string, headers: Readonly<Record<string, string>> = {},
  ): Promise<GrpcAnswer | Failure> {
    if (!this.isOpen) {
      return new Failure('garbage', 'the server has closed the HTTP/2 connection');
    }
    const stream = this.session.request({
      ':method': 'POST',
      ':scheme': 'https',
      ':authority': this.authority,
      ':path': path,
      'content-type': 'application/grpc',
      'te': 'trailers',
      'user-agent': USER_AGENT,
      ...headers,
    });
    const { ms, text } = patienceOf(this.wires);
    const outcome = await withinTime(
      answerOn(stream), new Failure('silence', `no whole answer in ${text}`), ms,
    );
    stream.on('error', () => undefined).destroy();
    return outcome;
  }
}

function noAnswer(): Failure {
  return new Failure('garbage', 'the stream was closed without an answer');
}

function answerOf(head: IncomingHttpHeaders, all: IncomingHttpHeaders, body: Buffer): GrpcAnswer {
  const httpStatus = Number(head[':status']);
  const native = httpStatus === 200 && String(head['content-type'] ?? '').startsWith('application/grpc');
  const status = /^\d{1,3}$/.exec(String(all['grpc-status'] ?? ''))?.[0];
  return {
    httpStatus,
    native,
    code: native ? Number(status ?? GRPC.UNKNOWN) : OF_HTTP[httpStatus] ?? GRPC.UNKNOWN,
    text: quoted(percentDecoded(String(all['grpc-message'] ?? ''))),
    location: head.location,
    message: native ? unframed(body) : undefined,
  };
}

/** The first message, if whole and not compressed. Source: grpc/grpc, doc/PROTOCOL-HTTP2.md. */
function unframed(body: Buffer): Buffer | undefined {
  const end = body.length < 5 || body[0] !== 0 ? Infinity : 5 + body.readUInt32BE(1);
  return body.length < end ? undefined : body.subarray(5, end);
}

/** Sends an empty message, and reads the response. */
function answerOn(stream: ClientHttp2Stream): Promise<GrpcAnswer | Failure> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let head: IncomingHttpHeaders = {};
    let tail: IncomingHttpHeaders = {};
    let length = 0;
    const over = () => resolve(head[':status'] === undefined
      ? noAnswer()
      : answerOf(head, { ...head, ...tail }, Buffer.concat(chunks)));
    stream
      .on('response', (received) => (head = received))
      .on('trailers', (received) => (tail = received))
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_BODY) {
          resolve(new Failure('garbage', `an answer of more than ${LONGEST_BODY / 1024} KiB`));
        }
      })
      .once('end', over)
      .once('error', ({ message }) => resolve(new Failure('garbage', quoted(message))))
      .once('close', over);
    // No compression, no length.
    stream.end(Buffer.alloc(5));
  });
}
