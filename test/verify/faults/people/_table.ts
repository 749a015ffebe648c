import { join } from 'node:path';
import { groupsByKey } from '../../../../src/common/data/collections';
import { Finding } from '../../../../src/verify/engine/finding';
import { verify } from '../../../../src/verify/verify';
import { PeopleFault } from './_people';

/** What the judge says of each fault of the catalogue, as a text that people read: a line a rule and place. */

export const TABLE = join(__dirname, 'table.txt');

/** Such as `error audience-missing  cp.values.yaml  Values cp: auth.audience  ×2`. */
export function rowsOf({ texts }: PeopleFault): string[] {
  const { findings, crashed } = verify(texts());
  expect(crashed).toEqual([]);
  return [...groupsByKey(findings, placeOf)].map(([place, alike]) => {
    const count = alike.reduce((sum, { also = [] }) => sum + 1 + also.length, 0);
    return count === 1 ? place : `${place}  ×${count}`;
  });
}

function placeOf({ severity, rule, file, object, field }: Finding): string {
  return [`${severity} ${rule}`, file, `${object.kind} ${[object.namespace, object.name].filter(Boolean).join('/')}: ${field}`].join('  ');
}

export const titleOf = ({ what, missed }: PeopleFault) => (missed === undefined ? what : `${what} (missed)`);

export function tableOf(faults: readonly PeopleFault[]): string {
  return faults.map((fault) => [titleOf(fault), ...rowsOf(fault).map((row) => `  ${row}`), ''].join('\n')).join('\n');
}

/** The rows of each fault, by its title. */
export function readTable(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(text.trimEnd().split('\n\n').map((part) => {
    const [title, ...rows] = part.split('\n');
    return [title, rows.map((row) => row.slice(2))];
  }));
}
