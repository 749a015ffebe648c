import { CALLER_HEADERS, HeaderEffect } from '../../src/contract/union/caller-headers';
import { hydraDeployment, hydraFor } from './_hydra';
import { ALICE } from './_people';
import { Walker } from './_walker';
import { Cluster, UNION_HOST } from './_world';

/** A signed-in person who says to be another one, by every header that decides who somebody is, before the cure and after it. */
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

/** Whom the console is told, by the header that the caller sends besides the cookies of Alice's session; nobody where it is not asked. */
async function toldByHeader(guardAsks: 'gate' | 'flyteadmin'): Promise<Record<string, string>> {
  const cluster = await Cluster.start(hydra.provider, union, { guardAsks });
  const { network } = hydra.provider;
  try {
    const walker = new Walker(network);
    await walker.open(PAGE);
    const cookie = [...walker.of(UNION_HOST)].map((pair) => pair.join('=')).join('; ');
    const told: Record<string, string> = {};
    for (const [i, name] of ['none', ...HEADERS].entries()) {
      // Guards remember answers by cookie: each question has another one.
      await cluster.flyteadmin.forget();
      await network.ask(PAGE, { headers: { cookie: `${cookie}; asked=${i}`, ...(name === 'none' ? {} : { [name.toLowerCase()]: forged(name) }) } });
      const seen = (await cluster.flyteadmin.served()).filter(({ path }) => path === '/console');
      told[name] = seen.map(({ identity }) => identity.subject).join(', ') || 'nobody';
    }
    return told;
  } finally {
    await cluster.stop();
  }
}

it('before the cure, where the guard shows flyteadmin all headers, a person chooses who to be', async () => {
  const told = await toldByHeader('flyteadmin');
  expect(told.none).toBe(ALICE.username);
  expect(Object.keys(told).filter((name) => told[name] === ADMIN)).toEqual(['Grpc-Metadata-Userinfo-Bin']);
});

it('after it, a person is who signed in, whatever the header', async () => {
  const told = await toldByHeader('gate');
  expect(Object.keys(told).length).toBeGreaterThan(20);
  // Of the name of its host an edge makes another deployment; every other header changes nothing.
  expect(Object.entries(told).filter(([name, subject]) => name !== 'Host' && subject !== ALICE.username)).toEqual([]);
});
