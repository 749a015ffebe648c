import { ClientHttp2Stream, connect, IncomingHttpHeaders } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { USER_AGENT } from './endpoint';
import { Failure } from './failure';
import { bodyOf, wholeAnswer } from './http';
import type { Wires } from './network';
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
    const outcome = await wholeAnswer(answerOn(stream), this.wires);
    stream.on('error', () => undefined).destroy();
    return outcome;
  }
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
async function answerOn(stream: ClientHttp2Stream): Promise<GrpcAnswer | Failure> {
  let head: IncomingHttpHeaders = {};
  let tail: IncomingHttpHeaders = {};
  stream.on('response', (received) => (head = received)).on('trailers', (received) => (tail = received));
  const body = bodyOf(stream);
  // No compression, no length.
  stream.end(Buffer.alloc(5));
  const received = await body;
  if (received instanceof Failure) {
    return received;
  }
  return head[':status'] === undefined
    ? new Failure('garbage', 'the stream was closed without an answer')
    : answerOf(head, { ...head, ...tail }, received);
}
