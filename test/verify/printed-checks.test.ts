import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { drawn } from '../_tools/drawn';
import { findingsIn, madeOf, runChecks, SHAPES } from './_printed-checks';
import { templated } from './_rendered';

/** Every way that we print to check our own output ends without a finding. What stands in for the charts is made of the values. */

const CASES = ChartVersion._all.flatMap((release) => Object.keys(SHAPES).map((shape) => [`${release}`, shape, release] as const));

test.each(drawn(CASES, 8))('release %s, %s', (_, shape, release) => {
  const made = madeOf(shape, release._contract.versions.from);
  if (typeof made === 'string') {
    expect(made).toMatch(/release/);
    return;
  }
  const { dist, commands } = made;
  const manifests = dist.filter(({ name }) => /\.(ya?ml|json)$/.test(name));
  expect(commands.length > 0).toBe(!/(Entra ID|authentik), to be registered/.test(shape));
  expect(findingsIn(manifests)).toEqual([]);
  expect(runChecks(made, ({ namespace, values }) => templated({ ...values, release, namespace }, namespace))).toEqual([]);
  // Each chart by itself, with a namespace and without. Routes of the chart are guarded by what stands beside it, and open alone.
  for (const command of shape.includes('routes of the chart') ? [] : commands) {
    const [, namespace, ours] = /--namespace (\S+) .*--values (dist\/\S+)/.exec(command) ?? [];
    const values = dist.find(({ name }) => name === ours);
    for (const shown of values === undefined ? [] : [namespace, undefined]) {
      const stdin = { name: '-', text: templated({ ...values!, release, namespace }, shown) };
      expect(findingsIn([stdin])).toEqual([]);
      expect(findingsIn([values!, stdin])).toEqual([]);
    }
  }
});
