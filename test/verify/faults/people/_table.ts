import { join } from 'node:path';
import { Finding } from '../../../../src/verify/engine/finding';
import { verify } from '../../../../src/verify/verify';
import { PeopleFault } from './_people';

/** What the judge says of each fault of the catalogue, as a text that people read: a line a finding. */

export const TABLE = join(__dirname, 'table.txt');

/** Such as `error audience-missing  cp.values.yaml  Values cp: auth.audience  ×2`. */
export function rowsOf({ texts }: PeopleFault): string[] {
  const { findings, crashed } = verify(texts());
  expect(crashed).toEqual([]);
  return findings.map((finding) => `${placeOf(finding)}${finding.also === undefined ? '' : `  ×${1 + finding.also.length}`}`);
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
