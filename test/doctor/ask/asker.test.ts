import { createSecureServer, Http2SecureServer, Http2Session, ServerHttp2Stream } from 'node:http2';
import { AddressInfo, connect } from 'node:net';
import { Asker } from '../../../src/doctor/ask/asker';
import { Failure } from '../../../src/doctor/ask/failure';
import type { Wires } from '../../../src/doctor/ask/network';
import { Certificate, certificateFor } from '../_deployment';

const HOST = 'union.example.com';
const LATER = 60_000;

let certificate: Certificate;
let server: Http2SecureServer;
let sessions: Http2Session[];
let answer: (stream: ServerHttp2Stream) => void;
const port = () => (server.address() as AddressInfo).port;

/** Nobody is looked up or reached but the server of the test. */
const wires = (): Wires => ({ patience: 2000, lookup: () => Promise.resolve(['127.0.0.1']), connect: (address, at) => connect({ host: address, port: at }) });
const asker = (deadline = Date.now() + LATER) => new Asker({ host: HOST, port: port() }, ['127.0.0.1'], wires(), deadline);
const grpc = (stream: ServerHttp2Stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' }, { endStream: true });

beforeAll(async () => {
  certificate = await certificateFor(HOST);
});

beforeEach(async () => {
  sessions = [];
  answer = grpc;
  server = createSecureServer({ key: certificate.private, cert: certificate.cert })
    .on('session', (session) => sessions.push(session)).on('stream', (stream: ServerHttp2Stream) => answer(stream.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  sessions.forEach((session) => session.destroy());
  await new Promise((resolve) => server.close(resolve));
});

test('several calls have one connection, and another after the server has closed it', async () => {
  const asking = asker();
  const codes = await Promise.all([asking.call('/a'), asking.call('/b')]);
  expect([codes.map((each) => 'code' in each && each.code), sessions.length]).toEqual([[0, 0], 1]);
  await new Promise((resolve) => {
    sessions[0].once('close', resolve);
    sessions[0].close();
  });
  expect([await asking.call('/c'), sessions.length]).toEqual([expect.objectContaining({ code: 0, native: true }), 2]);
  await asking.close();
});

test.each<[string, (stream: ServerHttp2Stream) => void, string]>([
  ['closes the stream', (stream) => stream.close(), 'the stream was closed without an answer'],
  ['answers without end', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.end(Buffer.alloc(512 * 1024));
  }, 'an answer of more than 256 KiB'],
])('a server that %s gives no answer', async (_, act, text) => {
  answer = act;
  const asking = asker();
  expect(await asking.call('/a')).toEqual(new Failure('garbage', text));
  await asking.close();
});

test('a credential is sent to nobody whose certificate is not proven', async () => {
  const asked = jest.fn();
  answer = asked;
  expect(await asker().callAs({ authorization: 'Bearer x' }, '/a')).toMatchObject({ kind: 'tls' });
  expect(asked).not.toHaveBeenCalled();
});

test('a provider without TLS is not asked', async () => {
  expect(await asker().announcedBy(new URL('http://idp.example.com/token'))).toEqual(new Failure('forbidden', 'http: is not a protocol that a provider may use'));
});

test('who takes their time takes none from the questions', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(0);
  const asking = asker(100);
  await asking.untimed(() => Promise.resolve(now.mockReturnValue(150)));
  const late = [249, 250].map((time) => {
    now.mockReturnValue(time);
    return asking.late;
  });
  now.mockRestore();
  expect(late).toEqual([false, true]);
});

test('after many questions no other is asked', async () => {
  const asking = asker(0);
  const answers = await Promise.all(Array.from({ length: 151 }, () => asking.announcedBy(new URL('http://idp.example.com'))));
  expect(answers.map((each) => each instanceof Failure && each.text).slice(-1)).toEqual(['not asked: 150 questions are enough']);
});
