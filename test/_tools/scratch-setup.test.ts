import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from './scratch-setup';

test('of runs that are over nothing stays, and of those that go on everything', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scratch-'));
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  const [over, going, other] = [`union-auth-tests-${pid}-abc`, `union-auth-tests-${process.pid}-abc`, `others-${pid}-abc`];
  for (const name of [over, going, other]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'left'), '');
  }
  removeAbandoned(folder);
  expect(readdirSync(folder).sort()).toEqual([other, going].sort());
  rmSync(folder, { recursive: true });
});
