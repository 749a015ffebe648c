import { createServer, IncomingHttpHeaders, request, Server } from 'node:http';

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

/** `/me` as flyteadmin answers it: GET only, 401 without a credential, identity headers with one. */
export function stubFlyteadmin(port = 0): Promise<Stub> {
  return stub(port, ({ method, url, headers }) => {
    if (url !== '/me' || method !== 'GET') {
      return { status: 501 };
    }
    if (headers.cookie?.includes(COOKIE)) {
      return { status: 200, headers: { 'X-User-Subject': 'alice', 'X-User-Claim-Preferred-Username': 'alice@example.com' } };
    }
    if (headers['flyte-authorization'] === TOKEN || headers.authorization === TOKEN) {
      return { status: 200, headers: { 'X-User-Subject': 'bob', 'X-User-Token': 'bobs' } };
    }
    return { status: 401 };
  });
}

/** A backend: answers 200 and remembers the headers that reached it. */
export function stubBackend(port = 0): Promise<Stub> {
  return stub(port, () => ({ status: 200 }));
}

async function stub(
  port: number,
  answer: (seen: SeenRequest) => { status: number; headers?: Record<string, string> },
): Promise<Stub> {
  const seen: SeenRequest[] = [];
  const server: Server = createServer((req, res) => {
    const asked = { method: req.method!, url: req.url!, headers: req.headers };
    seen.push(asked);
    req.resume();
    const { status, headers } = answer(asked);
    res.writeHead(status, headers).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
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
