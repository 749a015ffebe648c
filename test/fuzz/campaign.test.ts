import { oneIn } from '../_tools/drawn';
import { Campaign, Finding } from './campaign';
import { mutated } from './mutations';
import type { Outcome } from './outcome';
import { Random } from './random';
import type { Target } from './targets/target';
import type { Watcher } from './watcher';

const SEED = Buffer.from('a:\n  b: c\n  d: [e]\nf: |\n  g\n');

/** A target that fails for inputs with a word of the mutations, in the place of a process. */
function campaign(seed: number): { readonly running: Campaign; readonly inputs: string[]; readonly findings: Finding[] } {
  const inputs: string[] = [];
  const findings: Finding[] = [];
  const run = (_: string, input: Uint8Array): Promise<Outcome> => {
    inputs.push(Buffer.from(input).toString('latin1'));
    return Promise.resolve(Buffer.from(input).includes('null') ? { kind: 'fault', message: 'no null, please' } : { kind: 'fine', signature: `${Math.floor(input.length / 50)}` });
  };
  const target: Target = { name: 'any', seeds: 'values', run: () => '' };
  const running = new Campaign({ run } as Watcher, [target], { manifests: [], values: [SEED], nginx: [] }, seed, (finding) => findings.push(finding));
  return { running, inputs, findings };
}

async function steps(running: Campaign, times: number): Promise<void> {
  await running.runSeeds();
  for (let count = 0; count < times; count += 1) {
    await running.step();
  }
}

test('one seed gives the same inputs, another gives others', async () => {
  const runs = [campaign(1), campaign(1), campaign(2)];
  for (const { running } of runs) {
    await steps(running, 100);
  }
  expect(runs[0].inputs).toEqual(runs[1].inputs);
  expect(runs[0].inputs).not.toEqual(runs[2].inputs);
});

test('a failure is reported once, shrunk to a minimum', async () => {
  const { running, findings } = campaign(3);
  await steps(running, 400);
  expect(findings.map(({ target, input }) => [target, input.toString()])).toEqual([['any', 'null']]);
  expect([...running.tallies.get('any')!.causes.values()][0]).toBeGreaterThan(1);
});

oneIn(3)('mutations give inputs of many kinds', () => {
  const random = new Random(4);
  const inputs = Array.from({ length: 2500 }, () => mutated(SEED, random, SEED));
  const share = (is: (text: string) => boolean) => inputs.filter((input) => is(input.toString())).length;
  expect(share((text) => text === SEED.toString())).toBeLessThan(250);
  for (const piece of ['\r\n', '\0', '\ufffd', '\t', '---', '&a', '*a', '!t', '<<', '"', '__proto__', '\u2028', '\ufeff', '{{']) {
    expect([piece, share((text) => text.includes(piece)) > 0]).toEqual([piece, true]);
  }
  expect(share((text) => text.length > 100_000)).toBeGreaterThan(3);
  expect(Math.max(...inputs.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024);
});
