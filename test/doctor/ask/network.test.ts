import { EventEmitter } from 'node:events';
import { AddressInfo, connect, createServer as createPlain, Socket } from 'node:net';
import { createServer, Server, TLSSocket } from 'node:tls';
import { Failure } from '../../../src/doctor/ask/failure';
import { connection, patienceOf, proven, reached, secured, whereabouts, Wires } from '../../../src/doctor/ask/network';
import { Certificate, certificateFor } from '../_certificate';

/** A socket that nothing is behind: it connects, or is refused. */
function socketThat(connects: boolean): Socket {
  const socket = Object.assign(new EventEmitter(), { destroy: () => socket }) as unknown as Socket;
  setImmediate(() => (connects ? socket.emit('connect') : socket.emit('error', new Error('ECONNREFUSED'))));
  return socket;
}

function wiresWhere(open: (address: string) => boolean): { readonly wires: Wires; readonly tried: string[] } {
  const tried: string[] = [];
  const wires: Wires = {
    lookup: () => Promise.reject(new Error('not asked')),
    connect: (address, port) => {
      tried.push(`${address} ${port}`);
      return socketThat(open(address));
    },
  };
  return { wires, tried };
}

const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];

test('the first address that takes a connection is enough', async () => {
  const { wires, tried } = wiresWhere(() => true);
  expect(await connection(ADDRESSES, 443, wires)).not.toBeInstanceOf(Failure);
  expect(tried).toEqual(['192.0.2.1 443']);
});

test('where two take none, the third is tried', async () => {
  const { wires, tried } = wiresWhere((address) => address === '192.0.2.3');
  expect(await connection(ADDRESSES, 443, wires)).not.toBeInstanceOf(Failure);
  expect(tried).toEqual(['192.0.2.1 443', '192.0.2.2 443', '192.0.2.3 443']);
});

test('three unreachable addresses are reported, and no fourth is tried', async () => {
  const { wires, tried } = wiresWhere(() => false);
  const refused = (address: string) => `${address} port 443: ECONNREFUSED`;
  expect(await connection(ADDRESSES, 443, wires)).toEqual(new Failure('connection', ADDRESSES.slice(0, 3).map(refused).join('; ')));
  expect(tried).toHaveLength(3);
});

describe('where an endpoint is', () => {
  const wires = (more: Partial<Wires> = {}): Wires => ({ ...wiresWhere(() => true).wires, lookup: (host) => Promise.resolve([`of ${host}`]), ...more });
  const proxy = () => ({ host: 'proxy.example.com', port: 80, secure: false, name: 'http://proxy.example.com' });
  const at = (host: string) => ({ host, port: 443 });

  test.each<[string, string, Partial<Wires>, readonly string[]]>([
    ['a name is looked up', 'union.example.com', {}, ['of union.example.com']],
    ['an address is not', '192.0.2.1', {}, ['192.0.2.1']],
    ['nor is one in brackets', '[2001:db8::1]', {}, ['2001:db8::1']],
    ['where it leads elsewhere, that is', 'union.example.com', { route: () => at('other.example.com') }, ['of other.example.com']],
    ['a proxy looks a name up itself', 'union.example.com', { proxy }, []],
    ['and has nothing to look up for an address', '192.0.2.1', { proxy }, ['192.0.2.1']],
    ['it is asked about where it leads', 'union.example.com', { route: () => at('192.0.2.9'), proxy: ({ host }) => (host === '192.0.2.9' ? undefined : proxy()) }, ['192.0.2.9']],
  ])('%s', async (_, host, more, addresses) => {
    expect(await whereabouts(at(host), wires(more))).toEqual(addresses);
  });

  test('a name without an address says why', async () => {
    expect(await whereabouts(at('union.example.com'), wires({ lookup: () => Promise.reject(new Error('ENOTFOUND')) }))).toEqual(new Failure('name', 'ENOTFOUND'));
  });

  test('a name server that says nothing is waited for no longer than agreed', async () => {
    expect(await whereabouts(at('union.example.com'), wires({ patience: 20, lookup: () => new Promise(() => undefined) }))).toEqual(new Failure('name', 'no answer of the name server in 0.02 s'));
  });

  test('ten seconds are agreed, unless the user says otherwise', () => {
    expect([patienceOf(wires()), patienceOf(wires({ patience: 1500 }))]).toEqual([{ ms: 10_000, text: '10 s' }, { ms: 1500, text: '1.5 s' }]);
  });
});

test('an address that says nothing is waited for no longer than agreed', async () => {
  const silent = Object.assign(new EventEmitter(), { destroy: () => silent }) as unknown as Socket;
  expect(await connection(['192.0.2.1'], 443, { lookup: () => Promise.reject(new Error()), connect: () => silent, patience: 20 }))
    .toEqual(new Failure('connection', '192.0.2.1 port 443: no answer in 0.02 s'));
});

test('the port of where it leads is connected to', async () => {
  const { wires, tried } = wiresWhere(() => true);
  await reached({ host: 'union.example.com', port: 443 }, ['192.0.2.1'], { ...wires, route: () => ({ host: '192.0.2.1', port: 8443 }) });
  expect(tried).toEqual(['192.0.2.1 8443']);
});

describe('over TLS', () => {
  let server: Server;
  let certificate: Certificate;
  const names: string[] = [];
  beforeEach(() => void (names.length = 0));
  beforeAll(async () => {
    certificate = await certificateFor('union.example.com');
    server = createServer({
      cert: certificate.cert,
      key: certificate.private,
      ALPNProtocols: ['h2', 'http/1.1'],
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    }).on('secureConnection', (socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function handshake(host: string, protocols: readonly string[], more: Partial<Wires> = {}) {
    const wires = { ...wiresWhere(() => true).wires, ...more };
    const socket = await secured(connect((server.address() as AddressInfo).port, '127.0.0.1'), host, protocols, wires);
    if (socket instanceof Failure) {
      return socket;
    }
    const { alpnProtocol: alpn, authorized } = socket;
    const proof = proven(socket) instanceof Failure;
    socket.destroy();
    return { alpn, authorized, proof };
  }

  test('the name is sent, and the protocols; who is trusted is decided later', async () => {
    expect(await handshake('union.example.com', ['http/1.1'])).toEqual({ alpn: 'http/1.1', authorized: false, proof: true });
    expect(await handshake('union.example.com', ['h2'], { authorities: certificate.cert })).toEqual({ alpn: 'h2', authorized: true, proof: false });
    expect(names).toEqual(['union.example.com', 'union.example.com']);
  });

  test('an address is no name, and a certificate for another one proves nothing', async () => {
    expect(await handshake('[::1]', ['h2'], { authorities: certificate.cert })).toMatchObject({ authorized: false, proof: true });
    expect(names).toEqual([]);
  });

  test('an untrusted certificate is reported with the reason', async () => {
    const socket = { authorized: false, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT', destroy: () => undefined } as unknown as TLSSocket;
    expect(proven(socket)).toEqual(new Failure('tls', 'a certificate that is not to be trusted: DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  test.each<[string, (socket: Socket) => void, Failure]>([
    ['closes', (socket) => void socket.end(), new Failure('tls', 'Client network socket disconnected before secure TLS connection was established')],
    ['speaks something else', (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), new Failure('tls', 'wrong version number')],
    ['says nothing', () => undefined, new Failure('silence', 'no TLS handshake in 0.1 s')],
  ])('a server that %s', async (_, act, failure) => {
    const sockets: Socket[] = [];
    const plain = createPlain((socket) => {
      sockets.push(socket.on('error', () => undefined));
      act(socket);
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const outcome = await secured(connect((plain.address() as AddressInfo).port, '127.0.0.1'), 'union.example.com', ['h2'], { ...wiresWhere(() => true).wires, patience: 100 });
    expect(outcome).toEqual(failure);
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => plain.close(resolve));
  });
});
