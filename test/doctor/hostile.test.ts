import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, Server } from 'node:net';
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
import { listeners } from '../_tools/listening';
import { Certificate, certificateFor } from './_certificate';
import { HOST } from './_facts';

/** Each asks a server. */
const it = oneIn(5);

/** Deployments that are hostile or broken. Each ends in a finding, soon. */

const listen = listeners();
let certificate: Certificate;

/** For those that are waited for until the limit: a test waits as long. */
const SHORT = { patience: 2_000 };

type PortOf = (own: number, address: string) => number;

/** The report on a server, which is reached by every name; `portOf` where addresses lead elsewhere. */
async function examine(server: Server, wires: Partial<Wires> = {}, options: Partial<ExaminationOptions> = {}, portOf: PortOf = (own) => own) {
  const own = await listen(server);
  const reach: Wires = { lookup: () => Promise.resolve(['127.0.0.1']), connect: (address) => connect(portOf(own, address), '127.0.0.1'), authorities: certificate.cert, ...wires };
  return diagnose({ deployment: { host: HOST, port: 443 }, release: ChartVersion._current._contract, wires: reach, ...options });
}

const pages = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  createHttpsServer({ cert: certificate.cert, key: certificate.private }, answer);
/** The same answer to every path. */
const alike = (status: number, headers: (url: string) => Record<string, string> = () => ({}), body = '') =>
  pages((request, response) => response.writeHead(status, headers(request.url!)).end(body));
/** What is written to each connection as soon as something was asked. */
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

/** What each does, and the finding that must be among those about it. */
const CASES: readonly (readonly [name: string, asked: () => Promise<Report>, rule?: string, found?: RegExp])[] = [
  ['a body without an end', () => examine(pages((_, response) => flood(response.writeHead(200)))), 'live-no-answer', /more than 256 KiB/],
  ['a body without an end where metadata should be', () => examine(pages((request, response) => {
    if (request.url?.startsWith('/.well-known')) {
      flood(response.writeHead(200));
    } else {
      response.writeHead(request.url === '/healthcheck' ? 200 : 401).end();
    }
  }))],
  ['redirects in a circle', () => examine(pages(({ url }, response) => response.writeHead(302, { location: `${url}?again` }).end()))],
  ['redirects between two hosts', () => examine(alike(302, () => ({ location: 'https://other.example.com/' }))), 'live-host-moved', /302 to https:\/\/other\.example\.com\//],
  ['headers without an end', () => examine(bytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    Array.from({ length: 20 }, () => socket.write(`x-filler: ${'x'.repeat(8000)}\r\n`));
  })), 'live-no-answer', /overflow|Header/i],
  ['no HTTP at all', () => examine(bytes((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))), 'live-no-answer', /Parse Error/],
  ['terminal escapes in headers', () => examine(bytes((socket) => socket.end(
    Buffer.from(`HTTP/1.1 307 Temporary ${ESCAPES}\r\nLocation: https://idp.example.com/${ESCAPES}?client_id=<${ESCAPES}>\r\nContent-Length: 0\r\n\r\n`, 'latin1'))))],
  ['terminal escapes in metadata', () => examine(announcing({ issuer: `http://idp.example.com/${ESCAPES}`, token_endpoint: ESCAPES }))],
  ['HTTP/2 in name only', () => examine(bytes((socket) => socket.end(
    socket.alpnProtocol === 'h2' ? 'garbage garbage garbage' : 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'), ['h2', 'http/1.1']))],
  ['metadata of other types', () => examine(announcing({
    issuer: { toString: 'x' }, token_endpoint: 7, authorization_endpoint: null, grant_types_supported: 'all', code_challenge_methods_supported: {},
  }))],
  ['metadata that is a list', () => examine(announcing([1, 2, 3]))],
  ['metadata that nests deeply', () => examine(announcing('['.repeat(200_000)))],
  ['metadata that must be a string', () => examine(announcing('\u0000\ufffe\u0001'.repeat(1000)))],
  ['an issuer that is not a URL', () => examine(announcing({ issuer: 'https://', token_endpoint: 'https://' }))],
];

/** Those that keep the doctor waiting. */
const WAITING: typeof CASES = [
  ['a drop at a time', () => examine(pages((_, response) => {
    const drop = setInterval(() => response.write('x'), 200);
    response.writeHead(200).once('close', () => clearInterval(drop));
  }), SHORT), 'live-no-answer', /no whole answer in 2 s/],
  ['silence', () => examine(pages(() => undefined), SHORT), 'live-no-answer', /no whole answer in 2 s/],
  ['silence instead of TLS', () => examine(createTcpServer(), SHORT), 'live-tls-missing', /no TLS handshake in 2 s/],
  ['silence of the name server', () => examine(createTcpServer(), { ...SHORT, lookup: () => new Promise(() => undefined) }), 'live-name-unresolved', /no answer of the name server in 2 s/],
  ['one answer a second and more', () => examine(pages(({ url }, response) => setTimeout(() => response.writeHead(url === '/healthcheck' ? 200 : 401).end(), 700)), {}, { time: 2_000 }),
    'live-slow', /time was up/],
];

const ended = new Map<string, Report>();
const NAMES = [...CASES, ...WAITING].map(([name, , rule, found]) => ({ name, rule, found }));

beforeAll(async () => {
  certificate = await certificateFor(HOST);
  // One after the other: what floods this process would use up the time of those beside it.
  for (const [name, asked] of CASES) {
    ended.set(name, await asked());
  }
  await Promise.all(WAITING.map(async ([name, asked]) => ended.set(name, await asked())));
});

const rulesOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))];
const foundBy = (id: string | undefined, { findings }: Report) => findings.find(({ rule }) => rule === id)?.found;

it.each(NAMES)('$name: ends in time, in findings, without a crash', ({ name, rule, found }) => {
  const report = ended.get(name)!;
  expect(report.crashed).toEqual([]);
  expect(report.findings.length).toBeGreaterThan(0);
  for (const finding of report.findings) {
    expect(finding.found).not.toBe('');
    expect(`${finding.expected} ${finding.found}`.length).toBeLessThan(900);
  }
  expect(foundBy(rule, report)).toEqual(found && expect.stringMatching(found));
});

/** Deployments with something else in front of them: one cause, and no list of what it hides. */
const html = () => ({ 'content-type': 'text/html' });
const exceptHealth = (status: number) => pages(({ url }, response) => response.writeHead(url === '/healthcheck' ? 200 : status).end());

it.each<[what: string, rule: string, server: () => Server, found: RegExp]>([
  ['a page of a hotel', 'live-host-taken', () => alike(200, html, '<title>Accept our terms</title>'), /200, a page/],
  ['another sign-in on the same host', 'live-host-taken', () => alike(302, (url) => ({ location: `/oauth2/start?rd=${url}` })), /302 to \/oauth2\/start/],
  ['another sign-in on another host', 'live-host-taken', () => alike(302, () => ({ location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/union' })), /cloudflareaccess/],
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
  const report = await examine(server());
  expect(rulesOf(report).filter((id) => id !== 'live-http2-missing')).toEqual([rule]);
  expect(foundBy(rule, report)).toMatch(found);
});

it('names the reason of a handshake that failed, without the places in OpenSSL', async () => {
  const report = await examine(createHttpsServer({ cert: certificate.cert, key: certificate.private, requestCert: true, maxVersion: 'TLSv1.2' }));
  expect(report.findings[0]).toMatchObject({ rule: 'live-tls-missing', found: 'sslv3 alert handshake failure' });
});

it('a flyteadmin that hangs, behind a health check of the load balancer', async () => {
  const report = await examine(pages(({ url }, response) => void (url === '/healthcheck' && response.writeHead(200).end())), SHORT);
  expect(rulesOf(report).filter((id) => id !== 'live-http2-missing')).toEqual(['live-no-answer']);
});

it('does not show what a terminal would obey, in any format', () => {
  for (const [name, report] of ended) {
    for (const [format, write] of Object.entries(REPORT_FORMATS)) {
      const shown = write(report, { version: '0.0.0', rules: LIVE_RULES, style: PLAIN });
      // eslint-disable-next-line no-control-regex
      expect([name, format, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.exec(shown)?.index]).toEqual([name, format, undefined]);
    }
  }
});

describe('who is asked', () => {
  const asked: string[] = [];
  const publicly = (addresses: Readonly<Record<string, string>>) => (issuer: string): Promise<Report> => {
    asked.length = 0;
    const lookup = (host: string) => Promise.resolve([addresses[host] ?? '203.0.113.10']);
    return examine(announcing({ issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/auth`, jwks_uri: `${issuer}/jwks` }), { lookup }, {}, (own, address) => {
      asked.push(address);
      return address === addresses[HOST] || address === '203.0.113.10' ? own : 9;
    });
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

it('JSON with the type of a page is not a page', async () => {
  const report = await examine(pages(({ url }, response) => {
    const isMe = url === '/me';
    response.writeHead(isMe || url === '/healthcheck' ? 200 : 401, isMe ? { 'content-type': 'text/html' } : {}).end(isMe ? '{"subject":"a"}' : '');
  }));
  expect(report.findings.filter(({ rule }) => rule.startsWith('live-me-')).map(({ rule, found }) => `${rule}: ${found}`)).toEqual(['live-me-open: 200']);
});
