import { OutgoingHttpHeaders } from 'node:http';
import { ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { REQUEST_ID } from './_backends';
import { frame, GrpcStatus, statusOfHttp, unframed } from './_grpc';

/** One request. Path and headers are sent unchanged. */
export interface Asking {
  readonly path: string;
  /** For the Host header, and for SNI without `serverName`. */
  readonly host: string;
  readonly serverName?: string;
  /** @default GET */
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Answer {
  /** The ID by which backends record the request. */
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface GrpcAsking extends Asking {
  /** Each is sent after the answer to the one before. */
  readonly messages?: readonly string[];
  /**
   * Milliseconds before every message except the first.
   *
   * @default - none
   */
  readonly pause?: number;
}

export interface GrpcAnswer extends Answer {
  /** The status for a gRPC client. */
  readonly code: number;
  readonly messages: readonly string[];
  readonly trailers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A host that no edge serves. */
export const FOREIGN_HOST = 'evil.example';

/** Shared by all clients: backends of one run may serve several. */
let lastId = 0;

/** nginx ends a connection after 1000 requests, even with open streams. */
const MOST_USES = 500;

/** The deadline of every request: longer than any edge waits for the auth service. */
const DEADLINE = 90_000;

/** A TLS client of an edge on the loopback, for HTTP/1.1, HTTP/2, gRPC and WebSockets. */
export class Client {
  public requests = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly sessions = new Map<string, { readonly session: ClientHttp2Session; uses: number }>();
  private readonly retired: ClientHttp2Session[] = [];

  public constructor(private readonly port: number, private readonly certificate: string) {}

  public http1(asking: Asking): Promise<Answer> {
    const { path, host, serverName = host, method = 'GET', body } = asking;
    const id = this.nextId();
    return new Promise((resolve, reject) => {
      const req = httpsRequest({
        host: '127.0.0.1',
        port: this.port,
        servername: serverName,
        ca: this.certificate,
        agent: this.agent,
        path,
        method,
        headers: { Host: host, [REQUEST_ID]: id, ...lengthOf(body), ...asking.headers },
      }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
        res.once('end', () => resolve({ id, status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks).toString() }));
      });
      req.once('error', reject).setTimeout(DEADLINE, () => req.destroy(new Error(`no answer to ${method} ${path}`)));
      req.end(body);
    });
  }

  public async http2(asking: Asking): Promise<Answer> {
    const { code, messages, trailers, ...answer } = await this.stream(asking);
    return answer;
  }

  public grpc(asking: GrpcAsking): Promise<GrpcAnswer> {
    const headers = { 'content-type': 'application/grpc', 'te': 'trailers', ...asking.headers };
    return this.stream({ ...asking, method: 'POST', headers }, asking.messages ?? ['hello'], asking.pause);
  }

  /** Opens a WebSocket and waits for its echo, which is the body of the answer. */
  public webSocket({ path, host, headers = {} }: Asking): Promise<Answer> {
    const id = this.nextId();
    const lines = Object.entries({
      'Host': host, [REQUEST_ID]: id, 'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', ...headers,
    }).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connectTls({ host: '127.0.0.1', port: this.port, servername: host, ca: this.certificate, ALPNProtocols: ['http/1.1'] }, () => {
        socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
      });
      socket.setTimeout(DEADLINE, () => socket.destroy(new Error(`no answer to a WebSocket on ${path}`))).once('error', reject);
      socket.on('data', (chunk: Buffer) => {
        const before = text.includes('\r\n\r\n');
        text += chunk.toString('latin1');
        const [head, body] = text.split('\r\n\r\n');
        // The head may come in parts.
        if (body === undefined) {
          return;
        }
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
        if (status === 101 && !before) {
          socket.write('ping');
        }
        if (status !== 101 || body.length >= 4) {
          socket.destroy();
          resolve({ id, status, headers: headersOf(head), body });
        }
      });
      socket.once('close', () => reject(new Error(`the connection ended without an answer to a WebSocket on ${path}`)));
    });
  }

  public close(): void {
    this.agent.destroy();
    [...this.retired, ...[...this.sessions.values()].map(({ session }) => session)].forEach((session) => session.destroy());
  }

  private stream(asking: Asking, messages?: readonly string[], pause = 0): Promise<GrpcAnswer> {
    const { path, host, serverName = host, method = 'GET', headers, body } = asking;
    const id = this.nextId();
    return new Promise((resolve, reject) => {
      const session = this.session(serverName, reject);
      const stream = session.request(
        { ':method': method, ':path': path, ':authority': host, [REQUEST_ID]: id, ...lengthOf(body), ...headers },
        { endStream: body === undefined && messages === undefined },
      );
      let answered: GrpcAnswer['headers'] = {};
      let trailers: GrpcAnswer['trailers'] = {};
      const chunks: Buffer[] = [];
      const received: string[] = [];
      const left = [...(messages ?? [])];
      const sendNext = (): void => {
        const message = left.shift();
        if (stream.writableEnded) {
          return;
        }
        void (message === undefined ? stream.end(body) : stream.write(frame(message)));
      };
      const onChunk = messages ? unframed((message) => {
        received.push(message);
        setTimeout(sendNext, pause);
      }) : (chunk: Buffer): unknown => chunks.push(chunk);
      // After a complete answer an edge may reset the rest of the request. gRPC clients ignore that.
      let whole = false;
      stream.once('response', (given) => {
        answered = given as GrpcAnswer['headers'];
        whole ||= stream.endAfterHeaders;
      });
      stream.once('trailers', (given) => {
        trailers = given as GrpcAnswer['trailers'];
        whole = true;
      });
      let reset = false;
      stream.on('data', onChunk).once('error', (error: NodeJS.ErrnoException) => {
        const isReset = error.code === 'ERR_HTTP2_STREAM_ERROR';
        reset = isReset && !whole;
        void (isReset || reject(error));
      });
      stream.once('end', () => {
        // A reset stream also ends.
        whole ||= stream.rstCode === constants.NGHTTP2_NO_ERROR;
        // The edge may refuse a call before all its messages are sent.
        stream.end();
      });
      stream.setTimeout(DEADLINE, () => stream.destroy(new Error(`no answer to ${method} ${path}`)));
      stream.once('close', () => {
        const status = Number(answered[':status'] ?? 0);
        const told = trailers['grpc-status'] ?? answered['grpc-status'];
        // gRPC clients take their code from an HTTP status other than 200 as soon as they read it.
        const code = reset && [0, 200].includes(status) ? GrpcStatus.INTERNAL : told !== undefined ? Number(told) : statusOfHttp(status);
        resolve({ id, status, headers: answered, body: Buffer.concat(chunks).toString(), code, messages: received, trailers });
      });
      sendNext();
    });
  }

  /** A session as of a gRPC client, which accepts only HTTP/2 agreed by ALPN. */
  private session(serverName: string, failed: (error: Error) => void): ClientHttp2Session {
    const known = this.sessions.get(serverName);
    if (known && !known.session.closed && !known.session.destroyed && known.uses++ < MOST_USES) {
      return known.session;
    }
    // Closed only at the end: an edge resets the open streams of a session that is closed.
    void (known && this.retired.push(known.session));
    const session = connectHttp2(`https://127.0.0.1:${this.port}`, { servername: serverName, ca: this.certificate, ALPNProtocols: ['h2'] });
    session.on('error', failed).once('connect', (_, socket) => {
      const { alpnProtocol } = socket as TLSSocket;
      if (alpnProtocol !== 'h2') {
        session.destroy(new Error(`no HTTP/2 for ${serverName}: ALPN answered ${alpnProtocol || 'nothing'}`));
      }
    });
    this.sessions.set(serverName, { session, uses: 1 });
    return session;
  }

  private nextId(): string {
    this.requests++;
    return String(++lastId);
  }
}

function lengthOf(body: Asking['body']): OutgoingHttpHeaders {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

function headersOf(head: string): Answer['headers'] {
  const lines = head.split('\r\n').slice(1).map((line) => /^([^:]+):\s*(.*)$/.exec(line)!);
  return Object.fromEntries(lines.map(([, name, value]) => [name.toLowerCase(), value]));
}
