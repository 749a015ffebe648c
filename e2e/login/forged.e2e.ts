import { CALLER_HEADERS, HeaderEffect } from '../../src/contract/union/caller-headers';
import { hydraDeployment, hydraFor } from './_hydra';
import { ALICE } from './_people';
import { Walker } from './_walker';
import { Cluster, UNION_HOST } from './_world';

/** A signed-in person who sends every header that can decide an identity, without the gate and with it. */
const union = hydraDeployment();
const HOME = `https://${UNION_HOST}`;
const PAGE = `${HOME}/console`;
const ADMIN = 'admin';
const hydra = hydraFor(union);

const DECIDING = [HeaderEffect.IDENTITY, HeaderEffect.AUDIENCE, HeaderEffect.ENFORCEMENT, HeaderEffect.HIDDEN_CREDENTIAL];
const HEADERS = [...new Set(CALLER_HEADERS.filter(({ effect }) => DECIDING.includes(effect)).map(({ name }) => name.replace(/\*$/, 'Subject')))];

function forged(name: string): string {
  if (/userinfo-bin$/i.test(name)) {
    return Buffer.from(JSON.stringify({ subject: ADMIN })).toString('base64');
  }
  return /authorization$/i.test(name) ? `Bearer ${ADMIN}` : ADMIN;
}

/** The subject that the console gets for each header that the caller sends with the cookies of Alice's session. */
async function toldByHeader(guardAsks: 'gate' | 'flyteadmin'): Promise<Record<string, string>> {
  const cluster = await Cluster.start(hydra.provider, union, { guardAsks });
  const { network } = hydra.provider;
  try {
    const walker = new Walker(network);
    await walker.open(PAGE);
    const cookie = [...walker.of(UNION_HOST)].map((pair) => pair.join('=')).join('; ');
    const told: Record<string, string> = {};
    for (const [i, name] of ['none', ...HEADERS].entries()) {
      // The guard caches answers by cookie, so each request has another one.
      await cluster.flyteadmin.forget();
      await network.ask(PAGE, { headers: { cookie: `${cookie}; asked=${i}`, ...(name === 'none' ? {} : { [name.toLowerCase()]: forged(name) }) } });
      const seen = (await cluster.flyteadmin.served()).filter(({ path }) => path === '/console');
      told[name] = seen.map(({ identity }) => identity.subject).join(', ') || 'not called';
    }
    return told;
  } finally {
    await cluster.stop();
  }
}

it('a guard that passes all headers to flyteadmin lets a person choose an identity', async () => {
  const told = await toldByHeader('flyteadmin');
  expect(told.none).toBe(ALICE.username);
  expect(Object.keys(told).filter((name) => told[name] === ADMIN)).toEqual(['Grpc-Metadata-Userinfo-Bin']);
});

it('behind the gate no header changes the identity of a session', async () => {
  const told = await toldByHeader('gate');
  expect(Object.keys(told).length).toBeGreaterThan(20);
  // Another host is not served by this edge.
  expect(Object.entries(told).filter(([name, subject]) => name !== 'Host' && subject !== ALICE.username)).toEqual([]);
});
