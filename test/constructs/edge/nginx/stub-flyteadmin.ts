import { createServer, IncomingHttpHeaders, request } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { AddressInfo, Server } from 'node:net';

/** What a stub saw of one request. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on the loopback interface that remembers what it was asked. */
export interface Stub {
  readonly port: number;
  readonly seen: SeenRequest[];
  stop(): Promise<void>;
}

/** Credentials that the stub accepts, and whom each belongs to. */
export const COOKIE = 'flyte_at=alices-session';
export const TOKEN = 'Bearer bobs-token';

/** With a session, `/me` states the subject of the user info that the request brings; the caller's own comes first (grpc-gateway 2.19). */
export const FORGED_USER_INFO = { 'Grpc-Metadata-Userinfo-Bin': Buffer.from('{"subject":"admin"}').toString('base64') };

/** A token that the HTTP port hands on as metadata. */
export const HIDDEN_TOKEN = { 'Grpc-Metadata-Authorization': TOKEN };

/** `/me` as flyteadmin 1.16.1 answers it: GET only, 401 without a credential, identity headers with one, metadata believed. */
export function stubFlyteadmin(): Promise<Stub> {
  return stub(({ method, url, headers }): ReturnType<Answering> => {
    if (url !== '/me' || method !== 'GET') {
      return { status: 501 };
    }
    if (headers.cookie?.includes(COOKIE)) {
      const told = headers['grpc-metadata-userinfo-bin'];
      const { subject } = told === undefined ? { subject: 'alice' } : JSON.parse(Buffer.from(String(told), 'base64').toString());
      return { status: 200, headers: { 'X-User-Subject': subject, 'X-User-Claim-Preferred-Username': 'alice@example.com' } };
    }
    if ([headers['flyte-authorization'], headers.authorization, headers['grpc-metadata-authorization']].includes(TOKEN)) {
      return { status: 200, headers: { 'X-User-Subject': 'bob', 'X-User-Token': 'bobs' } };
    }
    return { status: 401 };
  });
}

/** `/me` of a flyteadmin that is not well: it answers with this status, or never. */
export function stubSickFlyteadmin(status: number | 'never'): Promise<Stub> {
  return stub(() => (status === 'never' ? undefined : { status }));
}

/** A backend: answers 200 and remembers the headers that reached it. */
export function stubBackend(): Promise<Stub> {
  return stub(() => ({ status: 200 }));
}

/** The same over HTTP/2 in the clear, as gRPC servers speak it. */
export async function stubGrpcBackend(): Promise<Stub> {
  const seen: SeenRequest[] = [];
  const server = createHttp2Server((req, res) => {
    seen.push({ method: req.method, url: req.url, headers: req.headers });
    req.resume();
    req.once('end', () => {
      res.writeHead(200, { 'content-type': 'application/grpc' });
      res.end();
    });
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  return listening(server, seen, () => sessions.forEach((session) => session.destroy()));
}

type Answering = (seen: SeenRequest) => { status: number; headers?: Record<string, string> } | undefined;

function stub(answer: Answering): Promise<Stub> {
  const seen: SeenRequest[] = [];
  const server = createServer((req, res) => {
    const asked = { method: req.method!, url: req.url!, headers: req.headers };
    seen.push(asked);
    const given = answer(asked);
    // Not before the whole request is there, as servers do that read what they are sent.
    req.resume().once('end', () => given && res.writeHead(given.status, given.headers).end('{}'));
  });
  return listening(server, seen, () => server.closeAllConnections());
}

async function listening(server: Server, seen: SeenRequest[], disconnect: () => void): Promise<Stub> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** One HTTP/1.1 request, with the path exactly as it is given. */
export function ask(port: number, path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers, body } = options;
    const req = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      res.resume();
      res.once('end', () => resolve({ status: res.statusCode!, headers: res.headers }));
    });
    req.once('error', reject);
    req.end(body);
  });
}
