import { Socket } from 'node:net';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Failure } from '../../src/doctor/ask/failure';
import type { Wires } from '../../src/doctor/ask/network';
import { Secret } from '../../src/doctor/ask/secret';
import { examine, ExaminationOptions } from '../../src/doctor/examination';
import { HOST, NOW, ORIGIN } from './_facts';

const nowhere: Wires = { lookup: () => Promise.reject(new Error('ENOTFOUND')), connect: () => { throw new Error('not asked'); } };

async function examined(options: Partial<ExaminationOptions>) {
  const steps: string[] = [];
  const onStep = (step: string) => void steps.push(step);
  const deployment = { host: HOST, port: 443 };
  const { facts, stoppedBy } = await examine({ deployment, wires: nowhere, release: ChartVersion._current._contract, onStep, now: NOW, ...options });
  return { facts, steps, stop: stoppedBy?.id };
}

test('a name without an address is the end of it', async () => {
  expect(await examined({})).toEqual({
    facts: { origin: ORIGIN, host: HOST, now: NOW, release: ChartVersion._current._contract.version, addresses: new Failure('name', 'ENOTFOUND'), proxy: undefined },
    steps: [`the address of ${HOST}`],
    stop: 'live-name-unresolved',
  });
});

test('what the user knows is known from the beginning, without secrets', async () => {
  const endpoint = { host: HOST, isAuthority: false, insecure: false };
  const secret = new Secret('x');
  const { facts } = await examined({
    client: { source: 'ci.yaml', endpoint, credentials: { clientId: 'ci', clientSecret: secret } },
    person: { source: 'env', idToken: secret, accessToken: secret },
    deployment: { host: HOST, port: 8443 },
    wires: { ...nowhere, route: () => ({ host: '192.0.2.1', port: 9443 }), proxy: ({ port }) => ({ host: 'proxy.example.com', port: 80, secure: false, name: `for ${port}` }) },
  });
  expect(facts).toMatchObject({ origin: `${ORIGIN}:8443`, client: { source: 'ci.yaml', endpoint }, person: { source: 'env', idClaims: undefined }, proxy: 'for 9443', addresses: ['192.0.2.1'] });
  expect(facts.client).not.toHaveProperty('credentials');
});

test('what came too late is no answer of anybody', async () => {
  const refused = () => {
    const socket = new Socket();
    setImmediate(() => socket.destroy(new Error('ECONNREFUSED')));
    return socket;
  };
  const wires = { ...nowhere, lookup: () => Promise.resolve(['192.0.2.1']), connect: refused };
  const { facts, steps, stop } = await examined({ wires, time: -1 });
  expect([facts.late, facts.certificate, steps, stop]).toEqual([true, undefined, [`the address of ${HOST}`, 'TLS'], 'live-slow']);
  const inTime = await examined({ wires });
  expect([inTime.facts.late, inTime.facts.certificate, inTime.steps, inTime.stop])
    .toEqual([false, new Failure('connection', '192.0.2.1 port 443: ECONNREFUSED'), [`the address of ${HOST}`, 'TLS'], 'live-unreachable']);
});
