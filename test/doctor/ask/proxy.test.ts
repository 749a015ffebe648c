import { once } from 'node:events';
import { createServer as createHttpServer, IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import type { Endpoint } from '../../../src/doctor/ask/endpoint';
import { Failure } from '../../../src/doctor/ask/failure';
import type { Wires } from '../../../src/doctor/ask/network';
import { proxiesIn, ProxyError, tunnel } from '../../../src/doctor/ask/proxy';
import { diagnose } from '../../../src/doctor/diagnose';
import { listeners, listening } from '../../_tools/listening';
import { doctor } from '../../cli/_run';
import { Certificate, certificateFor } from '../_certificate';
import { HOST } from '../_facts';

const PROXY = 'http://grace:pass%40word@proxy.example.com:3128';
const PASSWORD = 'pass@word';

describe('by which proxy an endpoint is reached', () => {
  const isByProxy = (noProxy: string) => (host: string) => proxiesIn({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy })({ host, port: 443 }) !== undefined;

  test.each<[noProxy: string, byProxy: string[], not: string[]]>([
    // Wherever the proxy is, this machine itself is not asked by it. 0.0.0.0 is no exception: many servers listen on it, and Go dials it.
    ['', [HOST, '0.0.0.0', '128.0.0.0', '[::2]', 'localhost.example.com', '127.0.0.1.example.com'], ['localhost', 'LOCALHOST.', '127.0.0.1', '127.255.255.255', '[::1]']],
    ['*', [], [HOST]],
    ['example.com', ['notexample.com'], [HOST, 'example.com']],
    ['.example.com', ['example.com'], [HOST]],
    ['*.example.com', [], [HOST]],
    ['example.com/8', ['example.com'], []],
    [' UNION.example.com , x', [], [HOST]],
    [HOST, [], [`${HOST}.`, HOST.toUpperCase()]],
    [`${HOST}:443`, [], [HOST]],
    [`${HOST}:8443`, [HOST], []],
    ['10.0.0.0/8', ['11.1.2.3', '2001:db8::1', '10.example.com'], ['10.1.2.3']],
    ['10.0.0.0/99', ['10.1.2.3'], []],
    ['10.0.0.0/x', ['10.1.2.3'], []],
    ['10.0.0.0/33', ['10.0.0.0'], []],
    ['10.0.0.0/0', [], ['203.0.113.1']],
    ['10.1.2.3', [], ['10.1.2.3']],
    ['10.1.2.3/32', ['10.1.2.4'], ['10.1.2.3']],
    ['x.example.com,10.0.0.0/8', [], ['10.1.2.3']],
    ['2', ['10.1.2.2'], []],
    ['0.0.0.0', [], ['0.0.0.0']],
    ['2001:db8::/32', [], ['[2001:db8::1]']],
    ['2001:db8::/33', [], ['[2001:db8::1]']],
    ['2001:db8::/129', ['[2001:db8::1]'], []],
    ['2001:db8::1/128', ['2001:db8::2'], ['2001:db8::1']],
    ['[2001:db8::1]:443', [], ['2001:db8::1']],
  ])('NO_PROXY=%j: by it %j, and not %j', (noProxy, byProxy, not) => {
    expect([...byProxy, ...not].filter(isByProxy(noProxy))).toEqual(byProxy);
  });

  test.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ HTTP_PROXY: PROXY }, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ https_proxy: 'proxy.example.com:8080' }, 'http://proxy.example.com:8080'],
    [{ HTTPS_PROXY: PROXY, https_proxy: 'http://other.example.com' }, 'http://proxy.example.com:3128'],
    [{ HTTPS_PROXY: PROXY, no_proxy: HOST }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'other.example.com', no_proxy: HOST }, 'http://proxy.example.com:3128'],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '', no_proxy: HOST }, undefined],
  ])('by variables in both cases, upper case first: %j', (env, name) => expect(proxiesIn(env)({ host: HOST, port: 443 })?.name).toBe(name));

  test.each<[string, object]>([
    ['proxy.example.com', { host: 'proxy.example.com', port: 80, secure: false, name: 'http://proxy.example.com' }],
    ['http://[2001:db8::1]:8080', { host: '[2001:db8::1]', port: 8080, secure: false, name: 'http://[2001:db8::1]:8080' }],
    ['https://proxy.example.com', { host: 'proxy.example.com', port: 443, secure: true, name: 'https://proxy.example.com' }],
    ['http://grace@proxy.example.com:3128', {
      host: 'proxy.example.com', port: 3128, secure: false, name: 'http://proxy.example.com:3128', authorization: `Basic ${Buffer.from('grace:').toString('base64')}`,
    }],
    [PROXY, { host: 'proxy.example.com', port: 3128, secure: false, name: 'http://proxy.example.com:3128', authorization: `Basic ${Buffer.from(`grace:${PASSWORD}`).toString('base64')}` }],
  ])('HTTPS_PROXY=%s', (value, proxy) => expect(proxiesIn({ HTTPS_PROXY: value })({ host: HOST, port: 443 })).toEqual(proxy));

  test('a password may hold a sign of percent that escapes nothing', () => {
    const proxy = proxiesIn({ HTTPS_PROXY: 'http://grace:100%@proxy.example.com' })({ host: HOST, port: 443 });
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from('grace:100%').toString('base64')}`);
  });

  test.each(['socks5://proxy.example.com', 'http://', 'http://x:y z@'])('%s is not a proxy', (value) => {
    expect(() => proxiesIn({ HTTPS_PROXY: value })).toThrow(new ProxyError('HTTPS_PROXY names no proxy by http:// or https://'));
    expect(() => proxiesIn({ https_proxy: value })).toThrow(new ProxyError('https_proxy names no proxy by http:// or https://'));
  });

  test('an invalid proxy is reported without its password', async () => {
    expect(await doctor([HOST], { env: { HTTPS_PROXY: `socks5://grace:${PASSWORD}@proxy.example.com` } }))
      .toEqual({ code: 2, out: '', err: 'HTTPS_PROXY names no proxy by http:// or https://\n' });
  });
});

/** A proxy of one answer, and what it was asked. */
async function tunnelled(answer: string, endpoint: Endpoint, authorization?: string) {
  const [here, there] = await socketPair();
  let asked = '';
  there.on('data', (chunk) => {
    asked += String(chunk);
    there.write(answer);
  });
  const socket = await tunnel(here, { host: 'proxy.example.com', port: 80, secure: false, name: 'http://proxy.example.com', ...(authorization ? { authorization } : {}) }, endpoint);
  const first = socket instanceof Failure ? socket.text : String(await new Promise((resolve) => socket.once('data', resolve)));
  here.destroy();
  there.destroy();
  return { asked: asked.trimEnd().split('\r\n'), first };
}

async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer();
  const { port } = await listening(server);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const here = connect(port, '127.0.0.1');
  const [there] = await accepted;
  server.close();
  return [here, there];
}

describe('what a proxy is asked', () => {
  test.each<[string, Endpoint, string]>([
    ['a name', { host: HOST, port: 443 }, `${HOST}:443`],
    ['an IPv6 address', { host: '2001:db8::1', port: 8443 }, '[2001:db8::1]:8443'],
    ['one in brackets', { host: '[2001:db8::1]', port: 443 }, '[2001:db8::1]:443'],
  ])('%s', async (_, endpoint, target) => {
    const { asked, first } = await tunnelled('HTTP/1.1 200 OK\r\n\r\nhello', endpoint, 'Basic x');
    expect(asked.slice(0, 4)).toEqual([`CONNECT ${target} HTTP/1.1`, `host: ${target}`, 'user-agent: cdk8s-union-auth-doctor', 'proxy-authorization: Basic x']);
    // What came with the answer is the deployment's.
    expect(first).toBe('hello');
  });

  test('credentials are sent where there are some', async () => {
    const { asked } = await tunnelled('HTTP/1.1 200 OK\r\n\r\nx', { host: HOST, port: 443 });
    expect(asked.filter((line) => line.startsWith('proxy-'))).toEqual([]);
  });

  test.each([
    ['HTTP/1.1 403 Forbidden\r\n\r\n', '403 Forbidden'],
    ['HTTP/1.1 201 Created\r\n\r\n', '201 Created'],
    ['nonsense\r\n\r\n', 'Parse Error: Expected HTTP/, RTSP/ or ICE/'],
  ])('%j is a refusal', async (answer, why) => {
    expect((await tunnelled(answer, { host: HOST, port: 443 })).first).toBe(`the proxy http://proxy.example.com does not connect to ${HOST}:443: ${why}`);
  });
});

describe('a deployment behind a proxy', () => {
  const listen = listeners();
  let certificate: Certificate;
  const connected: string[] = [];

  beforeAll(async () => {
    certificate = await certificateFor(HOST);
  });
  beforeEach(() => void (connected.length = 0));

  const deployed = () => listen(createHttpsServer({ cert: certificate.cert, key: certificate.private }, (_, response) => response.writeHead(404).end('nothing')));

  /** A proxy that leads to a port; it answers 407 to unknown callers. */
  async function proxy(port: number, make: (handler: RequestListener) => Server = createHttpServer): Promise<number> {
    const server = make((_, response) => response.writeHead(405).end());
    server.on('connect', ({ url, headers }: IncomingMessage, socket: Duplex) => {
      socket.on('error', () => undefined);
      connected.push(url!);
      if (headers['proxy-authorization'] !== `Basic ${Buffer.from(`grace:${PASSWORD}`).toString('base64')}`) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => undefined);
    });
    return listen(server);
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

  test('so is a proxy whose name does not resolve', async () => {
    const { rules } = await examine(1, { HTTPS_PROXY: 'http://nobody.example.com:3128' });
    expect(rules).toEqual(['live-proxy-refuses: the proxy http://nobody.example.com:3128: ENOTFOUND nobody.example.com']);
  });
});
