import { createSecureServer, Http2Session, ServerHttp2Stream } from 'node:http2';
import { connect, Socket } from 'node:net';
import { Asker } from '../../../src/doctor/ask/asker';
import { Failure } from '../../../src/doctor/ask/failure';
import type { Wires } from '../../../src/doctor/ask/network';
import { listeners } from '../../_tools/listening';
import { certificateFor } from '../_certificate';

const HOST = 'union.example.com';
const LATER = 60_000;

const listen = listeners();
let port: number;
let sessions: Http2Session[];
let answer: (stream: ServerHttp2Stream) => void;

/** No name is looked up, and no server reached but that of the test. */
const wires = (): Wires => ({ patience: LATER, lookup: () => Promise.resolve(['127.0.0.1']), connect: (address, at) => connect({ host: address, port: at }) });
const asker = (deadline = Date.now() + LATER) => new Asker({ host: HOST, port }, ['127.0.0.1'], wires(), deadline);
const grpc = (stream: ServerHttp2Stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' }, { endStream: true });

beforeAll(async () => {
  const { private: key, cert } = await certificateFor(HOST);
  port = await listen(createSecureServer({ key, cert }).on('session', (session) => sessions.push(session))
    .on('stream', (stream: ServerHttp2Stream) => answer(stream.on('error', () => undefined))));
});

beforeEach(() => {
  sessions = [];
  answer = grpc;
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

test('no credential is sent to a host with an unverified certificate', async () => {
  const asked = jest.fn();
  answer = asked;
  expect(await asker().callAs({ authorization: 'Bearer x' }, '/a')).toMatchObject({ kind: 'tls' });
  expect(asked).not.toHaveBeenCalled();
});

test('a provider without TLS is not asked', async () => {
  expect(await asker().announcedBy(new URL('http://idp.example.com/token'))).toEqual(new Failure('forbidden', 'http: is not a protocol that a provider may use'));
});

test('the time of a person does not count', async () => {
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

test('150 questions are asked, and no other', async () => {
  const asking = asker();
  const answers = await Promise.all(Array.from({ length: 151 }, () => asking.announcedBy(new URL('http://idp.example.com'))));
  const texts = answers.map((each) => each instanceof Failure && each.text);
  expect([new Set(texts.slice(0, 150)), texts[150]]).toEqual([new Set(['http: is not a protocol that a provider may use']), 'not asked: 150 questions are enough']);
});

describe('whom the deployment announces', () => {
  /** Names that lead to addresses; what was looked up, and where a connection was tried. */
  function world(own: readonly string[], names: Readonly<Record<string, readonly string[]>>, more: Partial<Wires> = {}) {
    const lookedUp: string[] = [];
    const tried: string[] = [];
    const refused = (address: string, at: number) => {
      tried.push(`${address} ${at}`);
      const socket = new Socket();
      setImmediate(() => socket.destroy(new Error('ECONNREFUSED')));
      return socket;
    };
    const lookup = (host: string) => {
      lookedUp.push(host);
      return names[host] === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(names[host]);
    };
    const asking = new Asker({ host: HOST, port: 443 }, own, { lookup, connect: refused, ...more }, Date.now() + LATER);
    return { asking, lookedUp, tried, ask: async (url: string) => (await asking.announcedBy(new URL(url)) as Failure).text };
  }
  const IDP = { 'idp.example.com': ['192.0.2.7', '10.0.0.7', '127.0.0.7', '169.254.169.254'] };
  const refusal = (addresses: string, reach: string) => `idp.example.com is ${addresses}, an address that is not followed from a ${reach} deployment`;

  test.each<[string, readonly string[], string[]]>([
    ['public', ['10.0.0.1', '203.0.113.1'], ['192.0.2.7 443']],
    ['private', ['127.0.0.1', '10.0.0.1'], ['192.0.2.7 443', '10.0.0.7 443']],
    ['loopback', ['127.0.0.1'], ['192.0.2.7 443', '10.0.0.7 443', '127.0.0.7 443']],
    ['nowhere', ['169.254.0.1'], []],
    // By a proxy, which looks the name up.
    ['public', [], ['192.0.2.7 443']],
  ])('are asked from a %s deployment at %j at %j', async (reach, own, tried) => {
    const { asking, ask, tried: all } = world(own, IDP);
    await ask('https://idp.example.com/keys');
    expect([asking.reach, all]).toEqual([reach, tried]);
  });

  test('are not, where every address is one of a narrower circle, of which three are named', async () => {
    expect(await world(['203.0.113.1'], { 'idp.example.com': ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] }).ask('https://idp.example.com')).toBe(refusal('10.0.0.1, 10.0.0.2, 10.0.0.3', 'public'));
  });

  test('are looked up once, so that a name cannot lead elsewhere after it was judged', async () => {
    const { ask, lookedUp, tried } = world(['203.0.113.1'], IDP);
    await ask('https://idp.example.com/a');
    await ask('https://idp.example.com:8443/b');
    expect([lookedUp, tried]).toEqual([['idp.example.com'], ['192.0.2.7 443', '192.0.2.7 8443']]);
  });

  test('may be the deployment itself, at its own addresses; at another port it is another server', async () => {
    const { ask, lookedUp, tried } = world(['127.0.0.1'], { [HOST]: ['192.0.2.8'] });
    await ask(`https://${HOST}/a`);
    await ask(`https://${HOST}:8443/a`);
    expect([lookedUp, tried]).toEqual([[HOST], ['127.0.0.1 443', '192.0.2.8 8443']]);
  });

  test('are where the user says that they are, in whatever circle', async () => {
    const { ask, tried } = world(['203.0.113.1'], {}, { route: ({ host }) => (host === 'idp.example.com' ? { host: '10.0.0.9', port: 9443 } : undefined) });
    await ask('https://idp.example.com');
    expect(tried).toEqual(['10.0.0.9 9443']);
  });

  test('are left to a proxy of the user, which knows what may be reached', async () => {
    const { ask, lookedUp } = world(['203.0.113.1'], { 'proxy.example.com': ['10.0.0.3'] }, { proxy: () => ({ host: 'proxy.example.com', port: 3128, secure: false, name: 'http://proxy.example.com:3128' }) });
    expect(await ask('https://idp.example.com')).toBe('the proxy http://proxy.example.com:3128: 10.0.0.3 port 3128: ECONNREFUSED');
    expect(lookedUp).toEqual(['proxy.example.com']);
  });

  test('without an address say so', async () => {
    expect(await world(['203.0.113.1'], {}).ask('https://idp.example.com')).toBe('ENOTFOUND');
  });
});

test('a question that is still open when time is up has no answer', async () => {
  answer = () => undefined;
  const asking = asker(Date.now() + 30);
  expect(await asking.call('/a')).toEqual(new Failure('silence', 'no answer while there was time'));
  await asking.close();
});
