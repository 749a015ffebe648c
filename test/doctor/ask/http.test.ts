import { once } from 'node:events';
import { connect, createServer, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { askHttp, headerOf, HttpQuestion } from '../../../src/doctor/ask/http';
import { REAL_WIRES } from '../../../src/doctor/ask/network';
import { listeners } from '../../_tools/listening';

type Answer = string | ((socket: Socket) => void);

const listen = listeners();
const URL_ASKED = new URL('https://union.example.com:8443/a?b=c');
const OK = 'HTTP/1.1 200 OK\r\n';
const CUT = `${OK}Content-Length: 5\r\n\r\nabc`;
let port: number;
let received: string;
let reply: (socket: Socket) => void;

beforeAll(async () => {
  port = await listen(createServer((socket) => {
    received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
      if (/\r\n\r\n(grant_type=.*)?$/.test(received)) {
        reply(socket);
      }
    });
  }));
});

async function ask(answer: Answer, question: HttpQuestion = {}, patience = 60_000) {
  reply = typeof answer === 'string' ? (socket) => void socket.end(answer) : answer;
  // In clear text: the question goes over whatever connection it is given.
  const socket = connect(port, '127.0.0.1') as TLSSocket;
  await once(socket, 'connect');
  return askHttp(socket, URL_ASKED, question, { ...REAL_WIRES, patience });
}

async function sent(question: HttpQuestion): Promise<string[]> {
  await ask(`${OK}\r\n`, question);
  return received.trimEnd().split('\r\n').map((line) => line.replace(/^[\w-]+:/, (name) => name.toLowerCase()));
}

test('a question names its host with the port, and who asks', async () => {
  expect(await sent({})).toEqual([
    'GET /a?b=c HTTP/1.1', 'host: union.example.com:8443', 'user-agent: cdk8s-union-auth-doctor', 'accept: application/json', 'connection: close',
  ]);
});

test('its own headers come before these', async () => {
  expect((await sent({ headers: { host: 'doctor.invalid', accept: 'text/html' } })).slice(1, 4))
    .toEqual(['host: doctor.invalid', 'user-agent: cdk8s-union-auth-doctor', 'accept: text/html']);
});

test('a form is posted, with its length in bytes', async () => {
  const [first, ...headers] = await sent({ form: new URLSearchParams({ grant_type: 'é b' }) });
  expect(first).toBe('POST /a?b=c HTTP/1.1');
  expect(headers).toEqual(expect.arrayContaining(['content-type: application/x-www-form-urlencoded', 'content-length: 19', 'grant_type=%C3%A9+b']));
});

test('an answer is read whole, a redirect is one', async () => {
  expect(await ask('HTTP/1.1 302 Found\r\nLocation: /login\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nbody é'))
    .toEqual({ url: URL_ASKED, status: 302, headers: { 'location': '/login', 'set-cookie': ['a=1', 'b=2'] }, body: 'body é' });
});

const body = (length: number) => `${OK}Content-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
const head = (length: number) => `${OK}X-Long: ${'x'.repeat(length)}\r\n\r\n`;
const text = (part: string) => expect.stringContaining(part) as string;

test.each<[string, Answer, object, number?]>([
  ['256 KiB of a body are read', body(256 * 1024), { status: 200, body: 'x'.repeat(256 * 1024) }],
  ['more than 256 KiB are not', body(256 * 1024 + 1), { kind: 'garbage', text: 'an answer of more than 256 KiB' }],
  ['a head of 60 KiB is read', head(60 * 1024), { status: 200 }],
  ['a head of 70 KiB is not', head(70 * 1024), { kind: 'garbage', text: text('Header overflow') }],
  ['no HTTP is no answer', 'hello\r\n\r\n', { kind: 'garbage', text: text('Parse Error') }],
  ['nor is one without its end', CUT, { kind: 'garbage', text: text('aborted') }],
  ['silence has its limit', () => undefined, { kind: 'silence', text: 'no whole answer in 0.2 s' }, 200],
  ['so has half an answer', (socket) => void socket.write(CUT), { kind: 'silence', text: 'no whole answer in 0.2 s' }, 200],
])('%s', async (_, answer, expected, patience = 60_000) => {
  const answered = await ask(answer, {}, patience);
  expect(answered instanceof Failure).toBe('kind' in expected);
  expect(answered).toMatchObject(expected);
});

test('a header that came more than once is one text', () => {
  const headers = { 'set-cookie': ['a', 'b'], 'x-user-subject': 'ada' };
  expect(['set-cookie', 'x-user-subject', 'x-none'].map((name) => headerOf({ headers }, name))).toEqual(['a, b', 'ada', undefined]);
});
