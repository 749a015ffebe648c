import { createServer, Http2Server, ServerHttp2Stream } from 'node:http2';
import { AddressInfo, connect, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { GRPC, GrpcChannel } from '../../../src/doctor/ask/grpc';
import { REAL_WIRES } from '../../../src/doctor/ask/network';

let server: Http2Server;
let channel: GrpcChannel;
let act: (stream: ServerHttp2Stream, asked: unknown) => void;

beforeAll(async () => {
  server = createServer().on('stream', (stream: ServerHttp2Stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => act(stream, { ...Object.fromEntries(Object.entries(headers)), body: Buffer.concat(chunks).toString('hex') }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(async () => {
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  // In clear text: the channel takes whatever connection it is given.
  channel = new GrpcChannel(socket as TLSSocket, 'union.example.com', { ...REAL_WIRES, patience: 200 });
});
afterEach(() => channel.close());
afterAll(() => new Promise((resolve) => server.close(resolve)));

const NATIVE = { ':status': 200, 'content-type': 'application/grpc+proto' };
const respond = (headers: Record<string, string | number>, body = Buffer.alloc(0)) => (stream: ServerHttp2Stream) => {
  stream.respond(headers);
  stream.end(body);
};

async function called(answer: typeof act, headers?: Record<string, string>) {
  act = answer;
  return channel.call('/a.Service/Method', headers);
}

test('the codes of gRPC are those of grpc/grpc, doc/statuscodes.md', () => {
  expect(GRPC).toEqual({ OK: 0, UNKNOWN: 2, PERMISSION_DENIED: 7, UNIMPLEMENTED: 12, INTERNAL: 13, UNAVAILABLE: 14, UNAUTHENTICATED: 16 });
});

test('an empty message is sent, without compression', async () => {
  let asked: unknown;
  await called((stream, all) => {
    asked = all;
    respond(NATIVE)(stream);
  }, { 'flyte-authorization': 'Bearer x' });
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

test.each<[number, number]>([[400, 13], [401, 16], [403, 7], [404, 12], [429, 14], [502, 14], [503, 14], [504, 14], [500, 2], [302, 2], [200, 2]])('HTTP %i is code %i to a client', async (status, code) => {
  expect(await called(respond({ ':status': status, 'location': '/login', 'grpc-status': '0' }))).toEqual({ httpStatus: status, native: false, code, text: '', location: '/login', message: undefined });
});

test.each<[string, Record<string, string | number>, number, string]>([
  ['16', { 'grpc-status': '16', 'grpc-message': 'no%20token' }, 16, 'no token'],
  ['none', {}, 2, ''],
  ['of four digits', { 'grpc-status': '1600' }, 2, ''],
  ['of three', { 'grpc-status': '160' }, 160, ''],
  ['that is no number', { 'grpc-status': 'x1' }, 2, ''],
])('the status of a server: %s', async (_, headers, code, text) => {
  expect(await called(respond({ ...NATIVE, ...headers }))).toMatchObject({ native: true, code, text });
});

test('a status at the end counts, and the message is taken out of its frame', async () => {
  const answer = await called((stream) => {
    stream.respond(NATIVE, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 0x61, 0x62, 0x63]));
  });
  expect(answer).toMatchObject({ code: 0, message: Buffer.from('ab') });
});

test.each<[string, number[], Buffer | undefined]>([
  ['an empty message', [0, 0, 0, 0, 0], Buffer.alloc(0)],
  ['one that is not whole', [0, 0, 0, 0, 2, 1], undefined],
  ['one that is compressed', [1, 0, 0, 0, 1, 1], undefined],
  ['no frame', [0, 0, 0, 0], undefined],
  ['nothing', [], undefined],
])('%s', async (_, bytes, message) => {
  expect(await called(respond({ ...NATIVE, 'grpc-status': 0 }, Buffer.from(bytes)))).toMatchObject({ message });
});

test('pages have no message', async () => {
  expect(await called(respond({ ':status': 200, 'content-type': 'text/html' }, Buffer.alloc(5)))).toMatchObject({ native: false, message: undefined });
  expect(await called(respond({ ...NATIVE, ':status': 500 }, Buffer.alloc(5)))).toMatchObject({ native: false, message: undefined });
});

test('as much as 256 KiB is read, and no more', async () => {
  const most = 256 * 1024;
  expect(await called(respond({ ...NATIVE, 'grpc-status': 0 }, Buffer.alloc(most)))).toMatchObject({ code: 0 });
  expect(await called(respond({ ...NATIVE, 'grpc-status': 0 }, Buffer.alloc(most + 1)))).toEqual(new Failure('garbage', 'an answer of more than 256 KiB'));
});

test('a server that says nothing is waited for no longer than agreed', async () => {
  expect(await called(() => undefined)).toEqual(new Failure('silence', 'no whole answer in 0.2 s'));
});

test('a channel that was closed asks nothing', async () => {
  expect(channel.isOpen).toBe(true);
  channel.close();
  expect([channel.isOpen, await called(respond(NATIVE))]).toEqual([false, new Failure('garbage', 'the server has closed the HTTP/2 connection')]);
});
