import { EventEmitter } from 'node:events';
import { connect, createServer as createPlain, Socket } from 'node:net';
import { createServer, TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { connection, patiently, proven, reached, secured, whereabouts, Wires } from '../../../src/doctor/ask/network';
import { listeners } from '../../_tools/listening';
import { Certificate, certificateFor } from '../_certificate';
import { HOST } from '../_facts';

/** A socket that nothing is behind. */
function socketThat(happens?: (socket: Socket) => void): Socket {
  const socket = Object.assign(new EventEmitter(), { destroy: () => socket }) as unknown as Socket;
  setImmediate(() => happens?.(socket));
  return socket;
}

/** Wires by which some addresses are reached, others refused; and which were tried. */
function wiresWhere(isOpen: (address: string) => boolean, more: Partial<Wires> = {}): { readonly wires: Wires; readonly tried: string[] } {
  const tried: string[] = [];
  const wires: Wires = {
    patience: 60_000,
    lookup: (host) => Promise.resolve([`of ${host}`]),
    connect: (address, port) => {
      tried.push(`${address} ${port}`);
      return socketThat((socket) => (isOpen(address) ? socket.emit('connect') : socket.emit('error', new Error('ECONNREFUSED'))));
    },
    ...more,
  };
  return { wires, tried };
}

const wires = (more: Partial<Wires> = {}) => wiresWhere(() => true, more).wires;
const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];

test.each([
  ['the first address that takes a connection is enough', 0, 1],
  ['if two refuse, the third is tried', 2, 3],
])('%s', async (_, open, many) => {
  const { wires: own, tried } = wiresWhere((address) => ADDRESSES.indexOf(address) >= open);
  expect(await connection(ADDRESSES, 443, own)).not.toBeInstanceOf(Failure);
  expect(tried).toEqual(ADDRESSES.slice(0, many).map((address) => `${address} 443`));
});

test('three unreachable addresses are reported, and no fourth is tried', async () => {
  const { wires: own, tried } = wiresWhere(() => false);
  expect(await connection(ADDRESSES, 443, own)).toEqual(new Failure('connection', ADDRESSES.slice(0, 3).map((address) => `${address} port 443: ECONNREFUSED`).join('; ')));
  expect(tried).toHaveLength(3);
});

describe('where an endpoint is', () => {
  const proxy = () => ({ host: 'proxy.example.com', port: 80, secure: false, name: 'http://proxy.example.com' });
  const at = (host: string) => ({ host, port: 443 });

  test.each<[string, string, Partial<Wires>, readonly string[] | Failure]>([
    ['a name is looked up', HOST, {}, ['of union.example.com']],
    ['an address is not', '192.0.2.1', {}, ['192.0.2.1']],
    ['nor is one in brackets', '[2001:db8::1]', {}, ['2001:db8::1']],
    ['where it leads elsewhere, that is', HOST, { route: () => at('other.example.com') }, ['of other.example.com']],
    ['a proxy looks a name up itself', HOST, { proxy }, []],
    ['and has nothing to look up for an address', '192.0.2.1', { proxy }, ['192.0.2.1']],
    ['it is asked about where it leads', HOST, { route: () => at('192.0.2.9'), proxy: ({ host }) => (host === '192.0.2.9' ? undefined : proxy()) }, ['192.0.2.9']],
    ['a name without an address says why', HOST, { lookup: () => Promise.reject(new Error('ENOTFOUND')) }, new Failure('name', 'ENOTFOUND')],
    ['a name server that says nothing is waited for no longer than agreed', HOST, { patience: 20, lookup: () => new Promise(() => undefined) },
      new Failure('name', 'no answer of the name server in 0.02 s')],
  ])('%s', async (_, host, more, expected) => expect(await whereabouts(at(host), wires(more))).toEqual(expected));

  test.each([[undefined, '10 s'], [1500, '1.5 s']])('a request with a patience of %s ms has %s', async (patience, expected) => {
    const late = jest.fn();
    expect([await patiently(Promise.resolve('in time'), wires({ patience }), late), late.mock.calls]).toEqual(['in time', [[expected]]]);
  });
});

test('an address that says nothing is waited for no longer than agreed', async () => {
  expect(await connection(['192.0.2.1'], 443, wires({ connect: () => socketThat(), patience: 20 })))
    .toEqual(new Failure('connection', '192.0.2.1 port 443: no answer in 0.02 s'));
});

test('the port of where it leads is connected to', async () => {
  const { wires: own, tried } = wiresWhere(() => true, { route: () => ({ host: '192.0.2.1', port: 8443 }) });
  await reached({ host: HOST, port: 443 }, ['192.0.2.1'], own);
  expect(tried).toEqual(['192.0.2.1 8443']);
});

describe('over TLS', () => {
  const listen = listeners();
  const names: string[] = [];
  let certificate: Certificate;
  let port: number;
  beforeEach(() => void (names.length = 0));
  beforeAll(async () => {
    certificate = await certificateFor(HOST);
    const { cert, private: key } = certificate;
    const named = (name: string, done: (error: null) => void) => {
      names.push(name);
      done(null);
    };
    port = await listen(createServer({ cert, key, ALPNProtocols: ['h2', 'http/1.1'], SNICallback: named }));
  });

  async function handshake(host: string, protocols: readonly string[], more: Partial<Wires> = {}) {
    const socket = await secured(connect(port, '127.0.0.1'), host, protocols, wires(more));
    if (socket instanceof Failure) {
      return socket;
    }
    const { alpnProtocol: alpn, authorized } = socket;
    const proof = proven(socket) instanceof Failure;
    socket.destroy();
    return { alpn, authorized, proof };
  }

  test('the name is sent, and the protocols; who is trusted is decided later', async () => {
    expect(await handshake(HOST, ['http/1.1'])).toEqual({ alpn: 'http/1.1', authorized: false, proof: true });
    expect(await handshake(HOST, ['h2'], { authorities: certificate.cert })).toEqual({ alpn: 'h2', authorized: true, proof: false });
    expect(names).toEqual([HOST, HOST]);
  });

  test('an address is not a name, and a certificate for another one proves nothing', async () => {
    expect(await handshake('[::1]', ['h2'], { authorities: certificate.cert })).toMatchObject({ authorized: false, proof: true });
    expect(names).toEqual([]);
  });

  test('an untrusted certificate is reported with the reason', () => {
    const socket = { authorized: false, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT', destroy: () => undefined } as unknown as TLSSocket;
    expect(proven(socket)).toEqual(new Failure('tls', 'a certificate that is not to be trusted: DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  test.each<[string, (socket: Socket) => void, Failure, Partial<Wires>?]>([
    ['closes', (socket) => void socket.end(), new Failure('tls', 'Client network socket disconnected before secure TLS connection was established')],
    ['speaks something else', (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), new Failure('tls', 'wrong version number')],
    ['says nothing', () => undefined, new Failure('silence', 'no TLS handshake in 0.1 s'), { patience: 100 }],
  ])('a server that %s', async (_, act, failure, more = {}) => {
    expect(await secured(connect(await listen(createPlain(act)), '127.0.0.1'), HOST, ['h2'], wires(more))).toEqual(failure);
  });
});
