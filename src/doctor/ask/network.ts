import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, Socket } from 'node:net';
import { connect as connectTls, createSecureContext, rootCertificates, TLSSocket } from 'node:tls';
import { oncePerName } from '../../common/data/collections';
import { bareHost, Endpoint } from './endpoint';
import { Failure, reasonOf } from './failure';
import { Proxy, tunnel } from './proxy';
import { quoted } from './remote-text';

/** Access to the network. Tests replace it. */
export interface Wires {
  /** Certificates to trust besides those of Node, as PEM. */
  readonly authorities?: string;
  /** Milliseconds for one request. @default 10000 */
  readonly patience?: number;
  lookup(host: string): Promise<readonly string[]>;
  connect(address: string, port: number): Socket;
  /** The user's address of an endpoint; by default that of its name. */
  route?(endpoint: Endpoint): Endpoint | undefined;
  /** The proxy of an endpoint. @default none */
  proxy?(endpoint: Endpoint): Proxy | undefined;
}

export const REAL_WIRES: Wires = {
  lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: (address, port) => connectTcp({ host: address, port }),
};

/** Default milliseconds for one request, from the first byte sent to the last received. */
const PATIENCE = 10_000;

/** The value, or another one after the time for one request. */
export function patiently<T, L>(
  value: Promise<T>, { patience = PATIENCE }: Wires, late: (time: string) => L,
): Promise<T | L> {
  return withinTime(value, late(`${patience / 1000} s`), patience);
}

/** The addresses of a host, which can itself be an address. */
async function addressesOf(host: string, wires: Wires): Promise<readonly string[] | Failure> {
  const bare = bareHost(host);
  if (isIP(bare)) {
    return [bare];
  }
  try {
    return await patiently(wires.lookup(bare), wires, (time) =>
      new Failure('name', `no answer of the name server in ${time}`));
  } catch (error) {
    return new Failure('name', quoted((error as Error).message));
  }
}

/** The user's address of an endpoint. */
export function routed(endpoint: Endpoint, wires: Wires): Endpoint {
  return wires.route?.(endpoint) ?? endpoint;
}

/** The addresses of an endpoint; none if a proxy resolves its name. */
export async function whereabouts(endpoint: Endpoint, wires: Wires): Promise<readonly string[] | Failure> {
  const there = routed(endpoint, wires);
  const isNamed = isIP(bareHost(there.host)) === 0;
  return isNamed && wires.proxy?.(there) !== undefined ? [] : addressesOf(there.host, wires);
}

/** A connection to an endpoint, through its proxy if it has one. */
export async function reached(
  endpoint: Endpoint, addresses: readonly string[], wires: Wires,
): Promise<Socket | Failure> {
  const there = routed(endpoint, wires);
  const proxy = wires.proxy?.(there);
  if (proxy === undefined) {
    return connection(addresses, there.port, wires);
  }
  const socket = await toProxy(proxy, wires);
  const failed = (why: string) => new Failure('proxy', `the proxy ${proxy.name}: ${why}`);
  return socket instanceof Failure
    ? failed(socket.text)
    : patiently(tunnel(socket, proxy, there), wires, (time) => failed(`no answer in ${time}`));
}

async function toProxy(proxy: Proxy, wires: Wires): Promise<Socket | Failure> {
  const addresses = await addressesOf(proxy.host, wires);
  const socket = addresses instanceof Failure ? addresses : await connection(addresses, proxy.port, wires);
  return socket instanceof Failure || !proxy.secure
    ? socket
    : proven(await secured(socket, proxy.host, ['http/1.1'], wires));
}

/** The connection, if its certificate is trusted and for the host. */
export function proven(socket: TLSSocket | Failure): TLSSocket | Failure {
  if (socket instanceof Failure || socket.authorized) {
    return socket;
  }
  socket.destroy();
  return new Failure(
    'tls', `a certificate that is not to be trusted: ${quoted(String(socket.authorizationError))}`,
  );
}

/** A TCP connection to the first address that accepts one. */
export async function connection(
  addresses: readonly string[], port: number, wires: Wires,
): Promise<Socket | Failure> {
  const refusals: string[] = [];
  for (const address of addresses.slice(0, 3)) {
    const socket = wires.connect(address, port);
    const refusal = await patiently(
      new Promise<string | undefined>((resolve) =>
        socket.once('connect', () => resolve(undefined)).once('error', ({ message }) => resolve(message))),
      wires, (time) => `no answer in ${time}`,
    );
    if (refusal === undefined) {
      return socket;
    }
    socket.on('error', () => undefined).destroy();
    refusals.push(`${address} port ${port}: ${quoted(refusal)}`);
  }
  return new Failure('connection', refusals.join('; '));
}

/** By additional trusted certificates. Cached, as it contains every authority of Node. */
const contextOf = oncePerName((authorities) =>
  createSecureContext(authorities === '' ? {} : { ca: [...rootCertificates, authorities] }));

/** TLS with any certificate; the caller decides whether to trust it. */
export async function secured(
  socket: Socket, host: string, protocols: readonly string[], wires: Wires,
): Promise<TLSSocket | Failure> {
  const bare = bareHost(host);
  const tls = connectTls({
    socket,
    servername: isIP(bare) ? undefined : bare,
    host: bare,
    ALPNProtocols: [...protocols],
    rejectUnauthorized: false,
    secureContext: contextOf(wires.authorities ?? ''),
  });
  const failure = await patiently(
    new Promise<Failure | undefined>((resolve) => tls
      .once('secureConnect', () => resolve(undefined))
      .once('error', (error) => resolve(new Failure('tls', quoted(reasonOf(error)))))
      .once('close', () => resolve(new Failure('tls', 'the connection was closed during the handshake')))),
    wires, (time) => new Failure('silence', `no TLS handshake in ${time}`),
  );
  tls.on('error', () => undefined);
  if (failure !== undefined) {
    tls.destroy();
  }
  return failure ?? tls;
}

/** The value, or another one after a timeout. */
export async function withinTime<T, L>(value: Promise<T>, late: L, patience: number): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<L>((resolve) => (timer = setTimeout(() => resolve(late), patience)));
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
