import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

/** Source: grpc/grpc, doc/statuscodes.md. */
export const GrpcStatus = { OK: 0, UNKNOWN: 2, PERMISSION_DENIED: 7, UNIMPLEMENTED: 12, INTERNAL: 13, UNAVAILABLE: 14, UNAUTHENTICATED: 16 } as const;

/** The gRPC status for an answer without one. Source: grpc/grpc, doc/http-grpc-status-mapping.md. */
export function statusOfHttp(status: number): number {
  const known: Readonly<Record<number, number>> = { 400: GrpcStatus.INTERNAL, 401: 16, 403: 7, 404: 12, 429: 14, 502: 14, 503: 14, 504: 14 };
  return known[status] ?? GrpcStatus.UNKNOWN;
}

/** One message, not compressed. Source: grpc/grpc, doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message". */
export function frame(message: string): Buffer {
  const body = Buffer.from(message);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** Collects chunks, and calls back for each complete message. */
export function unframed(onMessage: (message: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      onMessage(rest.subarray(5, end).toString());
      rest = rest.subarray(end);
    }
  };
}

/** Headers that tell the echo service how to answer. */
export const WANTED_STATUS = 'x-e2e-status';
export const WANTED_REPLIES = 'x-e2e-replies';
export const TRAILER = 'x-e2e-trailer';
/** Milliseconds before the first answer, for gRPC and HTTP. */
export const WANTED_DELAY = 'x-e2e-delay';

/** An echo service: returns every message as often as requested, then status and trailers. */
export function answerGrpc(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const status = String(headers[WANTED_STATUS] ?? GrpcStatus.OK);
  const replies = Number(headers[WANTED_REPLIES] ?? 1);
  const trailers = { 'grpc-status': status, ...(status === '0' ? {} : { 'grpc-message': 'as%20asked' }), [TRAILER]: 'end' };
  if (replies === 0) {
    // Headers and trailers in one, as from a server that fails at once.
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
    return;
  }
  setTimeout(() => {
    if (stream.destroyed) {
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.on('data', unframed((message) => {
      for (let i = 0; i < replies; i++) {
        stream.write(frame(message));
      }
    }));
    stream.once('end', () => stream.end());
  }, Number(headers[WANTED_DELAY] ?? 0));
}
