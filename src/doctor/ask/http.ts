import { IncomingHttpHeaders, IncomingMessage, request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { USER_AGENT } from './endpoint';
import { Failure, reasonOf } from './failure';
import { patienceOf, Wires, withinTime } from './network';
import { quoted } from './remote-text';

export interface HttpAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpQuestion {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with POST; everything else is sent with GET. */
  readonly form?: URLSearchParams;
}

/** The headers of a browser that requests a page. */
export const BROWSER = { accept: 'text/html,application/xhtml+xml' };

/** Far more than the longest expected response. */
export const LONGEST_BODY = 256 * 1024;
const LONGEST_HEAD = 64 * 1024;

/** One request on its own connection. Redirects are not followed. */
export async function askHttp(
  socket: TLSSocket, url: URL, { headers, form }: HttpQuestion, wires: Wires,
): Promise<HttpAnswer | Failure> {
  const patience = patienceOf(wires);
  const body = form?.toString();
  const asked = request({
    createConnection: () => socket,
    method: body === undefined ? 'GET' : 'POST',
    path: url.pathname + url.search,
    maxHeaderSize: LONGEST_HEAD,
    headers: {
      'host': url.host,
      'user-agent': USER_AGENT,
      'accept': 'application/json',
      'connection': 'close',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      ...headers,
    },
  });
  const answer = new Promise<HttpAnswer | Failure>((resolve) => {
    asked
      .on('error', (error) => resolve(new Failure('garbage', quoted(reasonOf(error)))))
      .once('response', (response) => void answerOf(response, url).then(resolve))
      .end(body);
  });
  const outcome = await withinTime(
    answer, new Failure('silence', `no whole answer in ${patience.text}`), patience.ms,
  );
  asked.destroy();
  socket.destroy();
  return outcome;
}

async function answerOf(response: IncomingMessage, url: URL): Promise<HttpAnswer | Failure> {
  const body = await readBody(response);
  return typeof body === 'string'
    ? { url, status: response.statusCode!, headers: response.headers, body }
    : body;
}

function readBody(response: IncomingMessage): Promise<string | Failure> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    response
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_BODY) {
          resolve(new Failure('garbage', `an answer of more than ${LONGEST_BODY / 1024} KiB`));
          response.destroy();
        }
      })
      .once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      .once('error', ({ message }) => resolve(new Failure('garbage', quoted(message))));
  });
}

/** A header that may have come more than once, as one text. */
export function headerOf(
  { headers }: { readonly headers: IncomingHttpHeaders }, name: string,
): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
