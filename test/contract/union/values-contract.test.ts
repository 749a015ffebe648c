import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { TOP_LEVEL_KEYS } from '../../../src/contract/union/values-contract';

test.each(ChartVersion._all.map((release) => [release]))('every key that %s reads is below a known one', (release) => {
  for (const [chart, { keys, dead, defaults }] of [
    ['controlplane', release._contract.controlPlane.values], ['dataplane', release._contract.dataPlane.values],
  ] as const) {
    const tops = [...keys, ...dead].map(({ path }) => path.split('.')[0]);
    expect(tops.length).toBeGreaterThan(10);
    expect([...tops, ...Object.keys(defaults)].filter((key) => !TOP_LEVEL_KEYS[chart].includes(key))).toEqual([]);
  }
});
