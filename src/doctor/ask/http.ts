import { IncomingHttpHeaders, IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { USER_AGENT } from './endpoint';
import { Failure, reasonOf } from './failure';
import { patiently, Wires } from './network';
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
const LONGEST_BODY = 256 * 1024;
const LONGEST_HEAD = 64 * 1024;

/** One request on its own connection. Redirects are not followed. */
export async function askHttp(
  socket: TLSSocket, url: URL, { headers, form }: HttpQuestion, wires: Wires,
): Promise<HttpAnswer | Failure> {
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
  const outcome = await wholeAnswer(answer, wires);
  asked.destroy();
  socket.destroy();
  return outcome;
}

/** An answer, if it is complete in the time for one request. */
export function wholeAnswer<T>(answer: Promise<T | Failure>, wires: Wires): Promise<T | Failure> {
  return patiently(answer, wires, (time) => new Failure('silence', `no whole answer in ${time}`));
}

async function answerOf(response: IncomingMessage, url: URL): Promise<HttpAnswer | Failure> {
  const body = await bodyOf(response);
  return body instanceof Failure
    ? body
    : { url, status: response.statusCode!, headers: response.headers, body: body.toString('utf8') };
}

/** Everything that a stream has. */
export function bodyOf(stream: Readable): Promise<Buffer | Failure> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const over = () => resolve(Buffer.concat(chunks));
    stream
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_BODY) {
          resolve(new Failure('garbage', `an answer of more than ${LONGEST_BODY / 1024} KiB`));
          stream.destroy();
        }
      })
      .once('end', over)
      .once('error', ({ message }) => resolve(new Failure('garbage', quoted(message))))
      .once('close', over);
  });
}

/** A header that may have come more than once, as one text. */
export function headerOf(
  { headers }: { readonly headers: IncomingHttpHeaders }, name: string,
): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
