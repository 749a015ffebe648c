import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findKubeconform } from '../inputs/find-kubeconform';
import { fleet } from '../inputs/rendered-planes';
import { median, Program, takeTurns } from '../measure';
import { atMost, milliseconds, Row, times } from '../report';
import { Context } from './section';
import { verify } from './verifier';

/** The objects of both of Union's charts, about. */
const CHARTS = 178;
const LIMIT = 4;

/** Against the fastest checker of schemas, which is written in Go and starts at once. */
export function kubeconform({ folder, turns: count }: Context): Row[] {
  const what = `\`verify\` of ${CHARTS} objects, as many as both charts render`;
  const found = findKubeconform();
  if ('missing' in found) {
    return [{ what, ours: '', other: 'kubeconform', result: `SKIPPED: ${found.missing}`, goal: `≤ ${times(LIMIT)}` }];
  }
  const charts = join(folder, 'charts');
  mkdirSync(charts);
  writeFileSync(join(charts, 'all.yaml'), fleet(CHARTS).join('---\n'));
  // There is no schema of ExternalSecrets among those of Kubernetes.
  const theirs: Program = { command: found.command, args: [...found.options, '-ignore-missing-schemas', '-summary', charts] };
  const turns = takeTurns(count, { theirs, ours: verify(charts) });
  const [, valid] = /^Summary: 178 resources found in 1 file - Valid: (\d+), Invalid: 0, Errors: 0, Skipped: \d+$/m.exec(turns[0].theirs.stdout) ?? [];
  if (Number(valid ?? 0) < 0.95 * CHARTS) {
    throw new Error(`kubeconform did not judge ${CHARTS} objects: ${turns[0].theirs.stdout}`);
  }
  return [{
    what,
    ours: milliseconds(median(turns.map((turn) => turn.ours.wall))),
    other: `kubeconform, by schemas on disk: ${milliseconds(median(turns.map((turn) => turn.theirs.wall)))}`,
    ...atMost(LIMIT, median(turns.map((turn) => turn.ours.wall / turn.theirs.wall)), times),
  }];
}
