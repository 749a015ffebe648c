import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { askHttp, headerOf, HttpQuestion } from '../../../src/doctor/ask/http';
import { REAL_WIRES } from '../../../src/doctor/ask/network';

let server: Server;
let received: string;
let reply: (socket: Socket) => void;

beforeAll(async () => {
  server = createServer((socket) => {
    received = '';
    socket.on('error', () => undefined).on('data', (chunk) => {
      received += String(chunk);
      if (/\r\n\r\n(grant_type=.*)?$/.test(received)) {
        reply(socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(answer: string | ((socket: Socket) => void), question: HttpQuestion = {}, url = 'https://union.example.com:8443/a?b=c') {
  reply = typeof answer === 'string' ? (socket) => void socket.end(answer) : answer;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  // In clear text: the question goes over whatever connection it is given.
  return askHttp(socket as TLSSocket, new URL(url), question, { ...REAL_WIRES, patience: 200 });
}

const linesOf = (text: string) => text.trimEnd().split('\r\n').map((line) => line.replace(/^[\w-]+:/, (name) => name.toLowerCase()));
const OK = 'HTTP/1.1 200 OK\r\n';

test('a question names its host with the port, and who asks', async () => {
  await ask(`${OK}\r\n`);
  expect(linesOf(received)).toEqual([
    'GET /a?b=c HTTP/1.1', 'host: union.example.com:8443', 'user-agent: cdk8s-union-auth-doctor', 'accept: application/json', 'connection: close',
  ]);
});

test('its own headers come before these', async () => {
  await ask(`${OK}\r\n`, { headers: { host: 'doctor.invalid', accept: 'text/html' } });
  expect(linesOf(received).slice(1, 4)).toEqual(['host: doctor.invalid', 'user-agent: cdk8s-union-auth-doctor', 'accept: text/html']);
});

test('a form is posted, with its length in bytes', async () => {
  await ask(`${OK}\r\n`, { form: new URLSearchParams({ grant_type: 'é b' }) });
  const [first, ...headers] = linesOf(received);
  expect(first).toBe('POST /a?b=c HTTP/1.1');
  expect(headers).toEqual(expect.arrayContaining(['content-type: application/x-www-form-urlencoded', 'content-length: 19', 'grant_type=%C3%A9+b']));
});

test('an answer is read whole, a redirect is one', async () => {
  expect(await ask('HTTP/1.1 302 Found\r\nLocation: /login\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nbody é')).toEqual({
    url: new URL('https://union.example.com:8443/a?b=c'), status: 302, headers: { 'location': '/login', 'set-cookie': ['a=1', 'b=2'] }, body: 'body é',
  });
});

test('as much as 256 KiB of a body is read, and no more', async () => {
  const most = 256 * 1024;
  const body = (length: number) => `${OK}Content-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
  expect(await ask(body(most))).toMatchObject({ status: 200, body: 'x'.repeat(most) });
  expect(await ask(body(most + 1))).toEqual(new Failure('garbage', 'an answer of more than 256 KiB'));
});

test('a head of 60 KiB is read, one of 70 KiB is not', async () => {
  const head = (length: number) => `${OK}X-Long: ${'x'.repeat(length)}\r\n\r\n`;
  expect(await ask(head(60 * 1024))).toMatchObject({ status: 200 });
  expect(await ask(head(70 * 1024))).toMatchObject({ kind: 'garbage', text: expect.stringContaining('Header overflow') as string });
});

test.each<[string, string | ((socket: Socket) => void), string, string]>([
  ['no HTTP', 'hello\r\n\r\n', 'garbage', 'Parse Error'],
  ['an answer without its end', `${OK}Content-Length: 5\r\n\r\nabc`, 'garbage', 'aborted'],
  ['silence', () => undefined, 'silence', 'no whole answer in 0.2 s'],
  ['half an answer', (socket) => void socket.write(`${OK}Content-Length: 5\r\n\r\nabc`), 'silence', 'no whole answer in 0.2 s'],
])('%s is no answer', async (_, answer, kind, text) => {
  expect(await ask(answer)).toMatchObject({ kind, text: expect.stringContaining(text) as string });
});

test('a header that came more than once is one text', () => {
  const headers = { 'set-cookie': ['a', 'b'], 'x-user-subject': 'ada' };
  expect(['set-cookie', 'x-user-subject', 'x-none'].map((name) => headerOf({ headers }, name))).toEqual(['a, b', 'ada', undefined]);
});
