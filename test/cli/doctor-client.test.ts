import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../src/cli/command';
import { clientOf } from '../../src/cli/doctor-client';
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
