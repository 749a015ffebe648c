import {
  ClientHttp2Session, connect, createServer, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream,
} from 'node:http2';
import { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { errorReply } from '../../test/_tools/flyteadmin/http-and-grpc-server';

/** Services of the second SDK that open-source flyteadmin has under the first SDK's names, with the same messages. */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/^\/flyteidl2\.auth\.(AuthMetadata|Identity)Service\//, '/flyteidl.service.$1Service/'],
];
const WHO_AM_I = '/flyteidl.service.IdentityService/UserInfo';
const GRPC = 'application/grpc';

interface Answered {
  readonly code: number;
  readonly text: string;
  readonly message: Buffer;
}

/**
 * A relay before the gRPC port of an open-source flyteadmin, which lacks the second SDK's services and Connect of Union's own build. It
 * passes gRPC on under the old names, and speaks Connect to callers. Other services of the second SDK answer every caller that flyteadmin
 * identifies with an empty message.
 */
export class Relay {
  public static async start(grpcPort: number): Promise<Relay> {
    const relay = new Relay(connect(`http://127.0.0.1:${grpcPort}`));
    await new Promise<void>((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  private readonly sessions = new Set<{ destroy(): void }>();
  private readonly server = createServer()
    .on('session', (session) => this.sessions.add(session))
    .on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      void this.relay(stream, headers).catch(() => stream.destroy());
    });

  private constructor(private readonly upstream: ClientHttp2Session) {
    upstream.on('error', () => undefined);
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.upstream.destroy();
    this.sessions.forEach((session) => session.destroy());
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async relay(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const asked = String(headers[':path']);
    const path = RENAMED.reduce((name, [from, to]) => name.replace(from, to), asked);
    const isOther = path === asked && asked.startsWith('/flyteidl2.');
    const type = String(headers['content-type'] ?? '');
    const sent = Buffer.concat(await stream.toArray() as Buffer[]);
    const body = headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const isGrpc = type.startsWith(GRPC);
    const message = isOther ? Buffer.alloc(0) : isGrpc ? body.subarray(5) : body;
    const answer = await this.call(isOther ? WHO_AM_I : path, headers, message);
    const given = isOther ? { ...answer, message: Buffer.alloc(0) } : answer;
    (isGrpc ? respondGrpc : respondConnect)(stream, type, given);
  }

  private call(path: string, headers: IncomingHttpHeaders, message: Buffer): Promise<Answered> {
    const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(:|content-|connect-|accept|te$|user-agent)/.test(name)));
    const stream = this.upstream.request({
      ...passed, ':method': 'POST', ':path': path, ':authority': headers[':authority'] ?? headers.host, 'content-type': GRPC, 'te': 'trailers',
    } as OutgoingHttpHeaders);
    return new Promise((resolve, reject) => {
      let said: IncomingHttpHeaders = {};
      const chunks: Buffer[] = [];
      stream
        .on('response', (head) => (said = { ...said, ...head }))
        .on('trailers', (tail) => (said = { ...said, ...tail }))
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () => resolve({
          code: Number(said['grpc-status'] ?? 2), text: String(said['grpc-message'] ?? ''), message: Buffer.concat(chunks).subarray(5),
        }));
      stream.end(framed(message));
    });
  }
}

function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function respondGrpc(stream: ServerHttp2Stream, type: string, { code, text, message }: Answered): void {
  if (code !== 0) {
    stream.respond({ ':status': 200, 'content-type': type, 'grpc-status': String(code), 'grpc-message': text }, { endStream: true });
    return;
  }
  stream.respond({ ':status': 200, 'content-type': type }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(framed(message));
}

/** Source: connectrpc.com/docs/protocol, "Unary request". */
function respondConnect(stream: ServerHttp2Stream, type: string, { code, text, message }: Answered): void {
  const { status } = code === 0 ? { status: 200 } : errorReply(code, text);
  stream.respond({ ':status': status, 'content-type': code === 0 ? type : 'application/json' });
  stream.end(code === 0 ? message : JSON.stringify({ code: 'unauthenticated', message: text }));
}
