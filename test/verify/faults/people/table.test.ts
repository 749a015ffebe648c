import { readFileSync, writeFileSync } from 'node:fs';
import { RULES } from '../../../../src/verify/registry';
import { drawn } from '../../../_tools/drawn';
import { readTable, rowsOf, TABLE, tableOf, titleOf } from './_table';
import { CATALOGUE } from './catalogue';

/**
 * What every fault of the catalogue is called, where, and how often. A change of the judge that means to leave this alone is held to it;
 * one that does not writes it anew, and `git diff` shows what people will read:
 * `TABLE=write npx jest test/verify/faults/people/table.test.ts`
 */
if (process.env.TABLE === 'write') {
  writeFileSync(TABLE, tableOf(CATALOGUE));
}

const table = readTable(readFileSync(TABLE, 'utf8'));

test('it has each fault of the catalogue, in its order, and no other', () => expect([...table.keys()]).toEqual(CATALOGUE.map(titleOf)));

test('where a fault is named, one of its rules names it, and where it is missed, none does', () => {
  const wrong = CATALOGUE.filter((fault) => {
    const rules = table.get(titleOf(fault))?.map((row) => row.split(' ')[1]) ?? [];
    return rules.some((id) => fault.by.includes(id)) === (fault.missed !== undefined);
  });
  expect(wrong.map(titleOf)).toEqual([]);
});

test('each rule names a fault', () => {
  const named = new Set([...table.values()].flat().map((row) => row.split(' ')[1]));
  expect(RULES.ids.filter((id) => !named.has(id))).toEqual([]);
});

/** How many of the faults have so many findings. Before what comes of a slip was told under it, 338 had one, and 29 more than two. */
test('one slip is one finding, and never more than three', () => {
  const shares: Record<number, number> = {};
  for (const { length } of table.values()) {
    shares[length] = (shares[length] ?? 0) + 1;
  }
  expect(shares).toEqual({ 0: 13, 1: 395, 2: 50, 3: 16 });
});

test.each(drawn(CATALOGUE, 40).map((fault) => [titleOf(fault), fault] as const))('%s', (title, fault) => {
  expect(rowsOf(fault)).toEqual(table.get(title));
});
