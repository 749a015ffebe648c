import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Io } from '../../src/cli/command';
import { clientOf, personAt } from '../../src/cli/doctor-client';
import { reportOf } from '../../src/doctor/diagnose';

const HOST = 'union.example.com';
const MISREAD = 'three slashes: behind two, gRPC reads the DNS server to ask';

test.each([
  [`dns:///${HOST}`, []],
  [`dns:///${HOST}:443`, []],
  [HOST, []],
  // The server is asked for the host.
  [`dns://10.0.0.10/${HOST}`, []],
  [`dns://${HOST}`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  [`dns://${HOST}/`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  [`DNS://${HOST}:443`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  ['dns:///other.example.com', [['endpoint', HOST, 'other.example.com']]],
  [`https://${HOST}`, [['endpoint', HOST, `https://${HOST}`]]],
])('of a config file that calls %s it is told how gRPC reads that', (endpoint, expected) => {
  const file = join(mkdtempSync(join(tmpdir(), 'client-')), 'ci.yaml');
  writeFileSync(file, `admin: { endpoint: "${endpoint}" }`);
  const client = clientOf({ config: file }, { env: {} } as Io);
  const { findings } = reportOf({ origin: `https://${HOST}`, host: HOST, now: new Date(), release: '2026.8', client }, undefined);
  expect(findings.map(({ rule }) => rule)).toEqual(expected.map(() => 'live-client-endpoint'));
  expect(findings.map(({ field, expected: wanted, found }) => [field, wanted, found])).toEqual(expected);
});

describe('a person at a browser', () => {
  const told: string[] = [];
  const io: Io = {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdout: () => undefined,
    stderr: (text) => void told.push(text),
    stdin: () => Buffer.alloc(0),
  };
  const open = new URL('https://idp.example.com/auth?client_id=x');
  beforeEach(() => { told.length = 0; });

  test('pastes the address at the end; another one is not taken', async () => {
    const input = new PassThrough();
    const opened: string[] = [];
    const person = personAt(io, { input, open: ({ href }) => void opened.push(href) }, true);
    const end = person({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
    input.write('https://evil.example.org/callback?code=1\nhttps://union.example.com/elsewhere?code=2\nhttps://union.example.com/callback?code=3&state=x\n');
    expect((await end)?.search).toBe('?code=3&state=x');
    expect(opened).toEqual([open.href]);
    expect(told.join('')).toContain(open.href);
    expect(told.slice(1)).toEqual(Array(2).fill('The address at the end begins with https://union.example.com/callback; paste that one:\n'));
  });

  test('holds its input for no longer than it is asked, and may be asked again', async () => {
    const input = new PassThrough();
    const person = personAt(io, { input, open: () => undefined }, false);
    expect(input.listenerCount('end')).toBe(0);
    for (const code of ['1', '2']) {
      const end = person({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
      input.write(`\nhttps://union.example.com/callback?code=${code}\n`);
      expect((await end)?.search).toBe(`?code=${code}`);
      expect([input.isPaused(), input.listenerCount('end')]).toEqual([true, 0]);
    }
    expect(told).toHaveLength(2);
  });

  test.each(['before', 'while'])('gives up where the input ends %s it is asked', async (when) => {
    const input = new PassThrough();
    if (when === 'before') {
      await new Promise((resolve) => input.resume().end().once('end', resolve));
    }
    const end = personAt(io, { input, open: () => undefined }, false)({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
    input.end();
    expect(await end).toBeUndefined();
  });

  test('is caught on the loopback, as an SDK does', async () => {
    const person = personAt(io, { input: new PassThrough(), open: () => undefined }, false);
    const endsAt = new URL('http://localhost:53599/callback');
    const end = person({ as: 'CLI', open, endsAt });
    const ask = () => new Promise<void>((resolve) => {
      const retry = () => setTimeout(() => void ask().then(resolve), 50);
      request({ host: '127.0.0.1', port: 53599, path: '/callback?code=4&state=y', agent: false }, (answer) => answer.resume().once('end', resolve)).once('error', retry).end();
    });
    await ask();
    expect((await end)?.href).toBe('http://localhost:53599/callback?code=4&state=y');
  });
});
