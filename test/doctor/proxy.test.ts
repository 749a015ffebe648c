import { createServer as createHttpServer, IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { run } from '../../src/cli/cli';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import type { Wires } from '../../src/doctor/ask/network';
import { proxiesIn, ProxyError } from '../../src/doctor/ask/proxy';
import { diagnose } from '../../src/doctor/diagnose';
import { Certificate, certificateFor, HOST } from './_deployment';

const PROXY = 'http://grace:pass%40word@proxy.example.com:3128';
const PASSWORD = 'pass@word';

describe('by which proxy an endpoint is reached', () => {
  const byProxy = (noProxy: string, host: string, port = 443) => proxiesIn({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy })({ host, port }) !== undefined;

  test.each<[string, string, number, boolean]>([
    ['', HOST, 443, true],
    ['*', HOST, 443, false],
    ['example.com', HOST, 443, false],
    ['example.com', 'example.com', 443, false],
    ['example.com', 'notexample.com', 443, true],
    ['.example.com', HOST, 443, false],
    ['*.example.com', HOST, 443, false],
    ['.example.com', 'example.com', 443, true],
    [' UNION.example.com , x', HOST, 443, false],
    [`${HOST}:443`, HOST, 443, false],
    [`${HOST}:8443`, HOST, 443, true],
    ['10.0.0.0/8', '10.1.2.3', 443, false],
    ['10.0.0.0/8', '11.1.2.3', 443, true],
    ['10.0.0.0/99', '10.1.2.3', 443, true],
    ['2001:db8::/129', '[2001:db8::1]', 443, true],
    ['10.1.2.3', '10.1.2.3', 443, false],
    ['2001:db8::/32', '[2001:db8::1]', 443, false],
    ['[2001:db8::1]:443', '2001:db8::1', 443, false],
    ['2', '10.1.2.2', 443, true],
    // Wherever the proxy is, this machine itself is not asked by it.
    ['', 'localhost', 443, false],
    ['', '127.0.0.1', 443, false],
    ['', '[::1]', 443, false],
    // An address that many servers listen on, and that Go dials: no exception of its own.
    ['', '0.0.0.0', 443, true],
    ['0.0.0.0', '0.0.0.0', 443, false],
  ])('NO_PROXY=%j, %s:%d: %s', (noProxy, host, port, expected) => {
    expect(byProxy(noProxy, host, port)).toBe(expected);
  });

  test('from the variables of every size, the large ones first', () => {
    const name = (env: Record<string, string>) => proxiesIn(env)({ host: HOST, port: 443 })?.name;
    expect(name({})).toBeUndefined();
    expect(name({ HTTP_PROXY: PROXY })).toBeUndefined();
    expect(name({ HTTPS_PROXY: '' })).toBeUndefined();
    expect(name({ https_proxy: 'proxy.example.com:8080' })).toBe('http://proxy.example.com:8080');
    expect(name({ HTTPS_PROXY: PROXY, https_proxy: 'http://other.example.com' })).toBe('http://proxy.example.com:3128');
    expect(name({ HTTPS_PROXY: PROXY, no_proxy: HOST })).toBeUndefined();
  });

  test('a password may hold a sign of percent that escapes nothing', () => {
    const proxy = proxiesIn({ HTTPS_PROXY: 'http://grace:100%@proxy.example.com' })({ host: HOST, port: 443 });
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from('grace:100%').toString('base64')}`);
  });

  test.each(['socks5://proxy.example.com', 'http://', 'http://x:y z@'])('%s is none', (value) => {
    expect(() => proxiesIn({ HTTPS_PROXY: value })).toThrow(ProxyError);
  });

  test('what is none is told without its password', async () => {
    let err = '';
    const io = { env: { HTTPS_PROXY: `socks5://grace:${PASSWORD}@proxy.example.com` }, stdoutIsTerminal: false, stderrIsTerminal: false };
    const code = await run(['doctor', HOST], { ...io, stdin: () => Buffer.alloc(0), stdout: () => undefined, stderr: (text) => (err += text) });
    expect({ code, err }).toEqual({ code: 2, err: 'HTTPS_PROXY names no proxy by http:// or https://\n' });
  });
});

describe('a deployment behind a proxy', () => {
  let certificate: Certificate;
  const servers: Server[] = [];
  const connected: string[] = [];
  const sockets = new Set<Duplex>();

  beforeAll(async () => {
    certificate = await certificateFor(HOST);
  });
  beforeEach(() => void (connected.length = 0));
  afterAll(async () => {
    sockets.forEach((socket) => socket.destroy());
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  async function listening(server: Server): Promise<number> {
    servers.push(server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const deployed = () => listening(createHttpsServer({ cert: certificate.cert, key: certificate.private }, (_, response) => response.writeHead(404).end('nobody')));

  /** A proxy that leads wherever a port is; says 407 to strangers. */
  async function proxy(port: number, make: (handler: RequestListener) => Server = createHttpServer): Promise<number> {
    const server = make((_, response) => response.writeHead(405).end());
    server.on('connect', ({ url, headers }: IncomingMessage, socket: Duplex) => {
      sockets.add(socket.on('error', () => undefined));
      connected.push(url!);
      if (headers['proxy-authorization'] !== `Basic ${Buffer.from(`grace:${PASSWORD}`).toString('base64')}`) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      sockets.add(upstream.on('error', () => undefined));
    });
    return listening(server);
  }

  /** Only the proxy's own name is known here. */
  async function examine(proxyPort: number, env: Record<string, string>) {
    const wires: Wires = {
      lookup: (host) => (host === 'proxy.example.com' ? Promise.resolve(['127.0.0.1']) : Promise.reject(new Error(`ENOTFOUND ${host}`))),
      connect: () => connect(proxyPort, '127.0.0.1'),
      authorities: certificate.cert,
      proxy: proxiesIn(env),
    };
    const report = await diagnose({ deployment: { host: HOST, port: 443 }, release: ChartVersion._current._contract, wires });
    return { report, rules: report.findings.map(({ rule, found }) => `${rule}: ${found}`) };
  }

  test('is asked by it, for a name that this machine does not know', async () => {
    const { report } = await examine(await proxy(await deployed()), { HTTPS_PROXY: PROXY });
    // It answers 404 to everything, over TLS that is sound.
    expect(report.findings.map(({ rule }) => rule)).not.toContain('live-proxy-refuses');
    expect(report.passed).toEqual(expect.arrayContaining(['live-name-unresolved', 'live-proxy-refuses', 'live-certificate-foreign', 'live-certificate-untrusted']));
    expect(report.coverage.judged).toContain(`https://${HOST} from outside, by the proxy http://proxy.example.com:3128`);
    expect(new Set(connected)).toEqual(new Set([`${HOST}:443`]));
    expect(JSON.stringify(report)).not.toMatch(/pass@word|pass%40word|Z3JhY2U/);
  });

  test('is asked by one that speaks TLS itself', async () => {
    const own = await certificateFor('proxy.example.com');
    const port = await proxy(await deployed(), (handler) => createHttpsServer({ cert: own.cert, key: own.private }, handler));
    const { rules } = await examine(port, { HTTPS_PROXY: PROXY.replace('http:', 'https:') });
    expect(rules).toEqual([expect.stringMatching(/^live-proxy-refuses: the proxy https:\/\/proxy\.example\.com:3128: a certificate that is not to be trusted/)]);
    certificate = { ...certificate, cert: `${certificate.cert}\n${own.cert}` };
    const trusted = await examine(port, { HTTPS_PROXY: PROXY.replace('http:', 'https:') });
    expect(trusted.report.passed).toContain('live-proxy-refuses');
  });

  test('is not asked by it where NO_PROXY names it', async () => {
    const { rules } = await examine(await proxy(await deployed()), { HTTPS_PROXY: PROXY, NO_PROXY: 'example.com' });
    expect(rules).toEqual([`live-name-unresolved: ENOTFOUND ${HOST}`]);
    expect(connected).toEqual([]);
  });

  test('a proxy that refuses is the cause, and nothing else', async () => {
    const { rules, report } = await examine(await proxy(await deployed()), { HTTPS_PROXY: 'http://proxy.example.com:3128' });
    expect(rules).toEqual([`live-proxy-refuses: the proxy http://proxy.example.com:3128 does not connect to ${HOST}:443: 407 Proxy Authentication Required`]);
    expect(report.crashed).toEqual([]);
  });

  test('a proxy that nobody finds is, too', async () => {
    const { rules } = await examine(1, { HTTPS_PROXY: 'http://nobody.example.com:3128' });
    expect(rules).toEqual(['live-proxy-refuses: the proxy http://nobody.example.com:3128: ENOTFOUND nobody.example.com']);
  });
});
