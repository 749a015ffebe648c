import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findKubeconform } from '../inputs/find-kubeconform';
import { fleet } from '../inputs/rendered-planes';
import { median, Program, takeTurns, Usage } from '../measure';
import { atMost, milliseconds, Row, times } from '../report';
import { Context } from './section';
import { verify } from './verifier';

/** The objects of both of Union's charts, about. */
const CHARTS = 178;
/** Of one object Node alone takes longer than kubeconform: what we add to it is what we answer for. */
const OF_NODE = 1.6;

/** What is judged, and how many times as long as kubeconform, or as an empty program, that may take. */
const INPUTS: readonly (readonly [string, readonly string[], 'theirs' | 'node', number])[] = [
  ['one object', fleet(CHARTS).filter((text) => text.includes('kind: ConfigMap')).slice(0, 1), 'node', OF_NODE],
  [`${CHARTS} objects, as many as both charts render`, fleet(CHARTS), 'theirs', 1.2],
  ['10,000 objects', fleet(10_000), 'theirs', 1],
];

/** Against the fastest checker of schemas, which is written in Go and starts at once: processor time, of an otherwise idle and of a busy machine. */
export function kubeconform({ folder, turns: count }: Context): Row[] {
  const found = findKubeconform();
  if ('missing' in found) {
    return [{ what: '`verify` against kubeconform', ours: '', other: '', result: `SKIPPED: ${found.missing}`, goal: '' }];
  }
  return INPUTS.map(([what, texts, against, goal], index) => {
    const input = join(folder, String(index));
    mkdirSync(input);
    writeFileSync(join(input, 'all.yaml'), texts.join('---\n'));
    // There is no schema of ExternalSecrets among those of Kubernetes.
    const theirs: Program = { command: found.command, args: [...found.options, '-ignore-missing-schemas', '-summary', input] };
    const turns = takeTurns(count, { theirs, ours: verify(input), node: { args: ['-e', '0'] } });
    expectJudged(turns[0].theirs.stdout, texts.length);
    const cpu = (name: 'theirs' | 'ours' | 'node') => milliseconds(median(turns.map((turn: Record<typeof name, Usage>) => turn[name].cpu)));
    const ratio = (name: 'theirs' | 'node') => median(turns.map((turn) => turn.ours.cpu / turn[name].cpu));
    const other = against === 'node' ? 'Node and an empty program' : 'kubeconform, by schemas on disk';
    return { what: `\`verify\` of ${what}`, ours: cpu('ours'), other: `${other}: ${cpu(against)}`, ...atMost(goal, ratio(against), times) };
  });
}

function expectJudged(summary: string, objects: number): void {
  const [, valid] = /^Summary: \d+ resources? found in 1 file - Valid: (\d+), Invalid: 0, Errors: 0, Skipped: \d+$/m.exec(summary) ?? [];
  if (Number(valid ?? 0) < 0.95 * objects) {
    throw new Error(`kubeconform did not judge ${objects} objects: ${summary}`);
  }
}
