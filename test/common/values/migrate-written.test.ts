import { ChartVersion } from '../../../src';
import { SEED } from '../../_tools/drawn';
import { migrationFaults } from './_migration-faults';
import { writtenValues } from './_written-values';

/** Files that are tried at once; `npm test` draws them by its seed. */
const MANY = SEED === undefined ? 500 : 40;
const FIRST = SEED === undefined ? 1 : Number(SEED) * MANY;

test.each([ChartVersion.V2026_3, ChartVersion.V2026_6, ChartVersion.V2026_8])('to %s: whatever people write keeps its comments and its lines, and says what it should', (to) => {
  const faults: unknown[] = [];
  let migrated = 0;
  for (let seed = FIRST; seed < FIRST + MANY; seed += 1) {
    const written = writtenValues(seed);
    const found = migrationFaults(written, to);
    migrated += found === undefined ? 0 : 1;
    faults.push(...found?.map((fault) => ({ seed, fault, text: written.text })) ?? []);
  }
  expect(faults).toEqual([]);
  expect(migrated).toBeGreaterThan(MANY * 0.9);
});
