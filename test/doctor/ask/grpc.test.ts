import { once } from 'node:events';
import { createServer, ServerHttp2Stream } from 'node:http2';
import { connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { GRPC, GrpcChannel } from '../../../src/doctor/ask/grpc';
import { REAL_WIRES } from '../../../src/doctor/ask/network';
import { listeners } from '../../_tools/listening';

type Act = (stream: ServerHttp2Stream, asked: object) => void;

const listen = listeners();
let port: number;
let act: Act;

beforeAll(async () => {
  port = await listen(createServer().on('stream', (stream: ServerHttp2Stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('end', () => act(stream, { ...Object.fromEntries(Object.entries(headers)), body: Buffer.concat(chunks).toString('hex') }));
  }));
});

async function channel(patience = 60_000): Promise<GrpcChannel> {
  // In clear text: the channel takes whatever connection it is given.
  const socket = connect(port, '127.0.0.1') as TLSSocket;
  await once(socket, 'connect');
  return new GrpcChannel(socket, 'union.example.com', { ...REAL_WIRES, patience });
}

async function called(answer: Act, { headers, patience }: { readonly headers?: Record<string, string>; readonly patience?: number } = {}) {
  act = answer;
  const open = await channel(patience);
  const answered = await open.call('/a.Service/Method', headers);
  open.close();
  return answered;
}

const NATIVE = { ':status': 200, 'content-type': 'application/grpc+proto' };
const OK = { ...NATIVE, 'grpc-status': 0 };
const respond = (headers: Record<string, string | number>, body: ArrayLike<number> = []) => (stream: ServerHttp2Stream) => {
  stream.respond(headers);
  stream.end(Buffer.from(Array.from(body)));
};
const zeros = (length: number) => new Uint8Array(length);

test('the codes of gRPC are those of grpc/grpc, doc/statuscodes.md', () => {
  expect(GRPC).toEqual({ OK: 0, UNKNOWN: 2, PERMISSION_DENIED: 7, UNIMPLEMENTED: 12, INTERNAL: 13, UNAVAILABLE: 14, UNAUTHENTICATED: 16 });
});

test('an empty message is sent, without compression', async () => {
  let asked: object | undefined;
  await called((stream, all) => {
    asked = all;
    respond(NATIVE)(stream);
  }, { headers: { 'flyte-authorization': 'Bearer x' } });
  expect(asked).toEqual({
    ':method': 'POST',
    ':scheme': 'https',
    ':authority': 'union.example.com',
    ':path': '/a.Service/Method',
    'content-type': 'application/grpc',
    'te': 'trailers',
    'user-agent': 'cdk8s-union-auth-doctor',
    'flyte-authorization': 'Bearer x',
    'body': '0000000000',
  });
});

test.each([[400, 13], [401, 16], [403, 7], [404, 12], [429, 14], [502, 14], [503, 14], [504, 14], [500, 2], [302, 2], [200, 2]])('HTTP %i is code %i to a client', async (status, code) => {
  expect(await called(respond({ ':status': status, 'location': '/login', 'grpc-status': '0' }))).toEqual({ httpStatus: status, native: false, code, text: '', location: '/login', message: undefined });
});

test.each<[string, Act, object]>([
  ['a status with its message', respond({ ...NATIVE, 'grpc-status': '16', 'grpc-message': 'no%20token' }), { native: true, code: 16, text: 'no token' }],
  ['no status', respond(NATIVE), { native: true, code: 2, text: '' }],
  ['a status of four digits', respond({ ...NATIVE, 'grpc-status': '1600' }), { native: true, code: 2, text: '' }],
  ['a status of three', respond({ ...NATIVE, 'grpc-status': '160' }), { native: true, code: 160, text: '' }],
  ['a status that is not a number', respond({ ...NATIVE, 'grpc-status': 'x1' }), { native: true, code: 2, text: '' }],
  ['a status at the end, and a message in a frame', (stream) => {
    stream.respond(NATIVE, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 0x61, 0x62, 0x63]));
  }, { code: 0, message: Buffer.from('ab') }],
  ['an empty message', respond(OK, [0, 0, 0, 0, 0]), { message: Buffer.alloc(0) }],
  ['a message that is not whole', respond(OK, [0, 0, 0, 0, 2, 1]), { message: undefined }],
  ['a compressed message', respond(OK, [1, 0, 0, 0, 1, 1]), { message: undefined }],
  ['half a frame', respond(OK, [0, 0, 0, 0]), { message: undefined }],
  ['nothing', respond(OK), { message: undefined }],
  ['a page, which has no message', respond({ ':status': 200, 'content-type': 'text/html' }, zeros(5)), { native: false, message: undefined }],
  ['an error of HTTP, which has none', respond({ ...NATIVE, ':status': 500 }, zeros(5)), { native: false, message: undefined }],
  ['256 KiB', respond(OK, zeros(256 * 1024)), { code: 0 }],
])('%s is read', async (_, answer, expected) => expect(await called(answer)).toEqual(expect.objectContaining(expected)));

test('no more than 256 KiB is read', async () => {
  expect(await called(respond(OK, zeros(256 * 1024 + 1)))).toEqual(new Failure('garbage', 'an answer of more than 256 KiB'));
});

test('a server that says nothing is waited for no longer than agreed', async () => {
  expect(await called(() => undefined, { patience: 200 })).toEqual(new Failure('silence', 'no whole answer in 0.2 s'));
});

test('a channel that was closed asks nothing', async () => {
  const open = await channel();
  expect(open.isOpen).toBe(true);
  open.close();
  expect([open.isOpen, await open.call('/a.Service/Method')]).toEqual([false, new Failure('garbage', 'the server has closed the HTTP/2 connection')]);
});
