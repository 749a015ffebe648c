import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { isObject } from '../../../src/common/data/json';
import { MigrateOptions, migrateValues } from '../../../src/common/values/migrate';
import { UnreadableValuesError, ValuesFile } from '../../../src/common/values/values-file';
import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { shapeOf } from '../outcome';
import { runCommand } from './command';
import { excerpt, promise, Target, wayOf } from './target';

/** Of a larger input it is the time that counts: it is migrated once, and not compared. */
const LARGE = 64 * 1024;

const RELEASES = ChartVersion._all;
const WAYS = RELEASES.flatMap((from) => RELEASES.filter((to) => to !== from).flatMap((to) =>
  [undefined, 'controlplane', 'dataplane'].map((chart) => ({ from, to, chart }) as MigrateOptions)));

/** The first key of every path that a release knows; a migration has no business elsewhere. */
function ownKeys({ _contract: { controlPlane, dataPlane } }: ChartVersion): string[] {
  return [controlPlane.values, dataPlane.values].flatMap(({ keys, dead }) => [...keys, ...dead].map(({ path }) => path.split('.')[0]));
}

const OWN = new Set(RELEASES.flatMap(ownKeys));

/** What a migration must leave as it is. */
function foreign(text: string): unknown {
  const { text: readable } = ValuesFile.read({ name: 'a', text });
  const values: unknown = parse(readable, { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' });
  return isObject(values) ? Object.fromEntries(Object.entries(values).filter(([key]) => !OWN.has(key))) : undefined;
}

/** A migrated file is a values file, a second migration finds nothing to do, and what is not about authentication stays. */
export const migrateTarget: Target = {
  name: 'values-migrate',
  seeds: 'values',
  run(input) {
    const way = wayOf(input, WAYS);
    const { from, to, chart } = way;
    const plane = chart === undefined ? [] : ['--plane', chart === 'controlplane' ? 'control' : 'data'];
    const ran = runCommand(['values', 'migrate', '--from', from.version, '--to', to.version, ...plane, '-'], input);
    if (input.length > LARGE) {
      return 'large';
    }
    const text = input.toString('utf8');
    let migrated;
    try {
      migrated = migrateValues({ name: 'a', text }, way);
    } catch (error) {
      if (error instanceof UnreadableValuesError) {
        return shapeOf(error.message);
      }
      throw error;
    }
    const { changed } = migrated;
    promise(ran.out === migrated.text || ran.out === '', () => 'the command writes something else than the migration');
    promise(changed.length > 0 || migrated.text === text, () => 'nothing changed, and yet the text did');
    const told = changed.map(({ message }) => message).join('; ');
    let again;
    try {
      ValuesFile.read({ name: 'b', text: migrated.text });
      again = migrateValues({ name: 'b', text: migrated.text }, way);
    } catch (error) {
      if (error instanceof UnreadableValuesError && !/has no authentication settings|can be for either chart/.test(error.message)) {
        promise(false, () => `what it wrote cannot be read (${shapeOf(error.message)}) after: ${excerpt(told)}`);
      }
      return 'no longer about authentication';
    }
    promise(again.text === migrated.text, () => `a second run changes something (${excerpt(again.changed.map(({ message }) => message).join('; '))}) after: ${excerpt(told)}`);
    promise(isDeepStrictEqual(foreign(migrated.text), foreign(text)), () => `what is none of its business changed after: ${excerpt(told)}`);
    return [...new Set([...changed.map(({ message }) => `+${shapeOf(message)}`), ...migrated.left.map(({ message }) => `-${shapeOf(message)}`)])].sort().slice(0, 12).join(' ');
  },
};
