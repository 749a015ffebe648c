import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, connect, createServer as createTcpServer, Server, Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { REPORT_FORMATS } from '../../src/cli/report';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import type { Wires } from '../../src/doctor/ask/network';
import { diagnose } from '../../src/doctor/diagnose';
import type { ExaminationOptions } from '../../src/doctor/examination';
import { LIVE_RULES } from '../../src/doctor/rules';
import { PLAIN } from '../../src/verify/report/format-context';
import type { Report } from '../../src/verify/verify';
import { oneIn } from '../_tools/drawn';
import { Certificate, certificateFor } from './_certificate';
import { HOST } from './_facts';

/** Each asks a server. */
const it = oneIn(5);

/** Deployments that mean no good, or have lost their mind. Each ends in a finding, soon. */

let certificate: Certificate;
const servers: Server[] = [];
const sockets = new Set<Socket>();

interface Ended {
  readonly report: Report;
}

const release = ChartVersion._current._contract;

/** Half of what doctor has for one question. */
const PATIENCE = 5_000;

/** Of those who are kept waiting all of it: whoever tests it waits as long. */
const SHORT = { patience: 2_000 };

async function examine(server: Server, wires: Partial<Wires> = {}, options: Partial<ExaminationOptions> = {}): Promise<Ended> {
  servers.push(server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const report = await diagnose({
    deployment: { host: HOST, port: 443 },
    release,
    wires: { patience: PATIENCE, lookup: () => Promise.resolve(['127.0.0.1']), connect: () => connect(port, '127.0.0.1'), authorities: certificate.cert, ...wires },
    ...options,
  });
  return { report };
}

const pages = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  createHttpsServer({ cert: certificate.cert, key: certificate.private }, answer);
/** What is written to each connection as soon as TLS stands, or as soon as something was asked. */
const bytes = (answer: (socket: TLSSocket) => void, ALPNProtocols = ['http/1.1']) =>
  createTlsServer({ cert: certificate.cert, key: certificate.private, ALPNProtocols }, (socket) => socket.on('error', () => undefined).once('data', () => answer(socket)));

/** A deployment that is right as far as the metadata, which it announces at will. */
const announcing = (metadata: unknown) => pages((request, response) => {
  const type = { 'content-type': 'application/json' };
  switch (request.url) {
    case '/.well-known/oauth-authorization-server':
      return void response.writeHead(200, type).end(typeof metadata === 'string' ? metadata : JSON.stringify(metadata));
    case '/config/v1/flyte_client':
      return void response.writeHead(200, type).end(typeof metadata === 'string' ? metadata : '{"client_id":{"$gt":""},"scopes":"all","redirect_uri":[[[]]]}');
    case '/healthcheck':
      return void response.writeHead(200).end();
    case '/login':
      return void response.writeHead(307, { location: 'https://idp.example.com/authorize?client_id=web' }).end();
    default:
      return void response.writeHead(401).end();
  }
});

const flood = (socket: Writable) => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) {
      socket.once('drain', more);
    }
  };
  more();
};

const ESCAPES = '\u001b]0;owned\u0007\u009b31m\u202egnp';

const CASES: Readonly<Record<string, () => Promise<Ended>>> = {
  'a body without an end': () => examine(pages((_, response) => flood(response.writeHead(200)))),
  'a body without an end where metadata should be': () => examine(pages((request, response) => {
    if (request.url?.startsWith('/.well-known')) {
      flood(response.writeHead(200));
    } else {
      response.writeHead(request.url === '/healthcheck' ? 200 : 401).end();
    }
  })),
  'a drop at a time': () => examine(pages((_, response) => {
    const drop = setInterval(() => response.write('x'), 200);
    response.writeHead(200).once('close', () => clearInterval(drop));
  }), SHORT),
  'silence': () => examine(pages(() => undefined), SHORT),
  'silence instead of TLS': () => examine(createTcpServer(), SHORT),
  'silence of the name server': () => examine(createTcpServer(), { ...SHORT, lookup: () => new Promise(() => undefined) }),
  'redirects in a circle': () => examine(pages(({ url }, response) => response.writeHead(302, { location: `${url}?again` }).end())),
  'redirects between two hosts': () => examine(pages((_, response) => response.writeHead(302, { location: 'https://other.example.com/' }).end())),
  'headers without an end': () => examine(bytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const line = `x-filler: ${'x'.repeat(8000)}\r\n`;
    for (let i = 0; i < 20; i += 1) {
      socket.write(line);
    }
  })),
  'no HTTP at all': () => examine(bytes((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
  'terminal escapes in headers': () => examine(bytes((socket) => socket.end(
    Buffer.from(`HTTP/1.1 307 Temporary ${ESCAPES}\r\nLocation: https://idp.example.com/${ESCAPES}?client_id=<${ESCAPES}>\r\nContent-Length: 0\r\n\r\n`, 'latin1')))),
  'terminal escapes in metadata': () => examine(announcing({ issuer: `http://idp.example.com/${ESCAPES}`, token_endpoint: ESCAPES })),
  'HTTP/2 in name only': () => examine(bytes((socket) => {
    const status = socket.alpnProtocol === 'h2' ? 'garbage garbage garbage' : 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
    socket.end(status);
  }, ['h2', 'http/1.1'])),
  'metadata of other types': () => examine(announcing({
    issuer: { toString: 'x' }, token_endpoint: 7, authorization_endpoint: null, grant_types_supported: 'all', code_challenge_methods_supported: {},
  })),
  'metadata that is a list': () => examine(announcing([1, 2, 3])),
  'metadata that nests deeply': () => examine(announcing('['.repeat(200_000))),
  'metadata that must be a string': () => examine(announcing('\u0000\ufffe\u0001'.repeat(1000))),
  'an issuer that is not a URL': () => examine(announcing({ issuer: 'https://', token_endpoint: 'https://' })),
  'one answer a second and more': () => examine(pages(({ url }, response) => setTimeout(() => response.writeHead(url === '/healthcheck' ? 200 : 401).end(), 700)), {}, { time: 2_000 }),
};

/** Those that keep whoever asks waiting. */
const WAITING: readonly string[] = ['a drop at a time', 'silence', 'silence instead of TLS', 'silence of the name server', 'one answer a second and more'];

const ended = new Map<string, Ended>();

beforeAll(async () => {
  certificate = await certificateFor(HOST);
  const end = async (name: string) => void ended.set(name, await CASES[name]());
  // One after the other: what floods this process would use up the time of those beside it.
  for (const name of Object.keys(CASES).filter((each) => !WAITING.includes(each))) {
    await end(name);
  }
  await Promise.all(WAITING.map(end));
});

afterAll(async () => {
  sockets.forEach((socket) => socket.destroy());
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

const rulesOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))];

it.each(Object.keys(CASES))('%s: ends in time, in findings, without a crash', (name) => {
  const { report } = ended.get(name)!;
  expect(report.crashed).toEqual([]);
  expect(report.findings.length).toBeGreaterThan(0);
  for (const { expected, found } of report.findings) {
    expect(found).not.toBe('');
    expect(`${expected} ${found}`.length).toBeLessThan(900);
  }
});

it.each<[string, string, RegExp]>([
  ['a body without an end', 'live-no-answer', /more than 256 KiB/],
  ['a drop at a time', 'live-no-answer', /no whole answer in 2 s/],
  ['silence', 'live-no-answer', /no whole answer in 2 s/],
  ['silence instead of TLS', 'live-tls-missing', /no TLS handshake in 2 s/],
  ['silence of the name server', 'live-name-unresolved', /no answer of the name server in 2 s/],
  ['redirects between two hosts', 'live-host-moved', /302 to https:\/\/other\.example\.com\//],
  ['headers without an end', 'live-no-answer', /overflow|Header/i],
  ['no HTTP at all', 'live-no-answer', /Parse Error/],
  ['one answer a second and more', 'live-slow', /time was up/],
])('%s is %s', (name, rule, found) => {
  const { report } = ended.get(name)!;
  expect(report.findings.map((finding) => finding.rule)).toContain(rule);
  expect(report.findings.find((finding) => finding.rule === rule)!.found).toMatch(found);
});

/** Deployments that something else stands in front of: one cause, and no list of what it hides. */
const alike = (status: number, headers: (url: string) => Record<string, string> = () => ({}), body = '') =>
  pages((request, response) => response.writeHead(status, headers(request.url!)).end(body));
const html = () => ({ 'content-type': 'text/html' });
const exceptHealth = (status: number) => pages(({ url }, response) => response.writeHead(url === '/healthcheck' ? 200 : status).end());

it.each<[what: string, rule: string, server: () => Server, found: RegExp]>([
  ['a page of a hotel', 'live-host-taken', () => alike(200, html, '<title>Accept our terms</title>'), /200, a page/],
  ['a sign-in of somebody else\'s on the same host', 'live-host-taken', () => alike(302, (url) => ({ location: `/oauth2/start?rd=${url}` })), /302 to \/oauth2\/start/],
  ['a sign-in of somebody else\'s on another host', 'live-host-taken', () => alike(302, () => ({ location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/union' })), /cloudflareaccess/],
  ['a slash that is added to every path', 'live-host-taken', () => alike(301, (url) => ({ location: `${url}/` })), /301 to \/healthcheck\//],
  ['the same path on another host', 'live-host-moved', () => alike(301, (url) => ({ location: `https://other.example.com${url}` })), /other\.example\.com/],
  ['a redirect to https, which one has come by', 'live-tls-unseen', () => alike(308, (url) => ({ location: `https://${HOST}${url}` })), /308 to https:\/\/union\.example\.com\/healthcheck/],
  ['a redirect to http', 'live-tls-unseen', () => alike(301, (url) => ({ location: `http://${HOST}${url}` })), /301 to http:/],
  ['a limit of requests', 'live-forbidden', () => alike(429), /429 for/],
  ['a demand for a certificate', 'live-forbidden', () => alike(400, html, '<title>400 No required SSL certificate was sent</title>'), /400 for/],
  ['a firewall\'s 406', 'live-forbidden', () => alike(406, html), /406 for/],
  ['a password', 'live-forbidden', () => alike(401, () => ({ 'www-authenticate': 'Basic realm="staging"' })), /401 for/],
  ['a gateway that wants a token of its own', 'live-forbidden', () => alike(401, () => ({ 'www-authenticate': 'Bearer realm="gateway"' }), '{"message":"Unauthorized"}'), /401 for/],
  ['a 401 without a word', 'live-forbidden', () => alike(401), /401 for/],
  ['a health check of the load balancer\'s own', 'live-flyteadmin-down', () => exceptHealth(502), /502/],
])('before everything: %s', async (_, rule, server, found) => {
  const { report } = await examine(server());
  expect(rulesOf(report).filter((id) => id !== 'live-http2-missing')).toEqual([rule]);
  expect(report.findings.find((finding) => finding.rule === rule)!.found).toMatch(found);
});

it('names the reason of a handshake that failed, without the places in OpenSSL', async () => {
  const { report } = await examine(createHttpsServer({ cert: certificate.cert, key: certificate.private, requestCert: true, maxVersion: 'TLSv1.2' }));
  expect(report.findings[0]).toMatchObject({ rule: 'live-tls-missing', found: 'sslv3 alert handshake failure' });
});

it('a flyteadmin that hangs, behind a health check of the load balancer', async () => {
  const { report } = await examine(pages(({ url }, response) => void (url === '/healthcheck' && response.writeHead(200).end())), SHORT);
  expect(rulesOf(report).filter((id) => id !== 'live-http2-missing')).toEqual(['live-no-answer']);
});

it('does not show what a terminal would obey, in any format', () => {
  for (const name of Object.keys(CASES)) {
    const { report } = ended.get(name)!;
    for (const [format, write] of Object.entries(REPORT_FORMATS)) {
      const shown = write(report, { version: '0.0.0', rules: LIVE_RULES, style: PLAIN });
      // eslint-disable-next-line no-control-regex
      expect([name, format, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.exec(shown)?.index]).toEqual([name, format, undefined]);
    }
  }
});

describe('who is asked', () => {
  const asked: string[] = [];
  const publicly = (addresses: Readonly<Record<string, string>>) => async (issuer: string): Promise<Report> => {
    asked.length = 0;
    const server = announcing({ issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/auth`, jwks_uri: `${issuer}/jwks` });
    const { report } = await examine(server, {
      lookup: (host) => Promise.resolve([addresses[host] ?? '203.0.113.10']),
      connect: (address) => {
        asked.push(address);
        return connect(address === addresses[HOST] || address === '203.0.113.10' ? (server.address() as AddressInfo).port : 9, '127.0.0.1');
      },
    });
    return report;
  };

  it.each([
    ['of a cloud\'s metadata service', 'https://169.254.169.254/latest', {}],
    ['that a public name leads to', 'https://idp.example.com', { 'idp.example.com': '10.0.0.5' }],
    ['of this machine', 'https://localhost', { localhost: '127.0.0.1' }],
    ['of this machine, as a number', 'https://2130706433', {}],
    ['of this machine, as IPv6', 'https://[::1]', {}],
    ['of a private network, inside IPv6', 'https://[::ffff:10.0.0.5]', {}],
  ])('a public deployment leads to no address %s', async (_, issuer, addresses) => {
    const report = await publicly(addresses)(issuer);
    expect([...new Set(asked)]).toEqual(['203.0.113.10']);
    expect(rulesOf(report)).toContain('live-provider-private');
    expect(rulesOf(report)).not.toContain('live-provider-unreachable');
  });

  it('a private deployment may lead to its own circle, and never to a metadata service', async () => {
    expect(rulesOf(await publicly({ [HOST]: '10.0.0.1', 'idp.example.com': '10.0.0.5' })('https://idp.example.com'))).not.toContain('live-provider-private');
    expect(asked).toContain('10.0.0.5');
    expect(rulesOf(await publicly({ [HOST]: '10.0.0.1' })('https://169.254.169.254'))).toContain('live-provider-private');
    expect(asked).not.toContain('169.254.169.254');
    expect(rulesOf(await publicly({ [HOST]: '10.0.0.1' })('https://127.0.0.1'))).toContain('live-provider-private');
  });

  it('no request goes to a provider that the deployment announces over http', async () => {
    expect(rulesOf(await publicly({})('http://idp.example.com'))).toContain('live-issuer-insecure');
    expect([...new Set(asked)]).toEqual(['203.0.113.10']);
  });
});

it('JSON that calls itself a page is none', async () => {
  const { report } = await examine(pages(({ url }, response) => {
    const isMe = url === '/me';
    response.writeHead(isMe || url === '/healthcheck' ? 200 : 401, isMe ? { 'content-type': 'text/html' } : {}).end(isMe ? '{"subject":"a"}' : '');
  }));
  expect(report.findings.filter(({ rule }) => /^live-me-/.test(rule)).map(({ rule, found }) => `${rule}: ${found}`)).toEqual(['live-me-open: 200']);
});
