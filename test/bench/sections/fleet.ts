import { deepStrictEqual } from 'node:assert';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareFleet, INDEX } from '../inputs/bare';
import { readDocuments } from '../inputs/read-documents';
import { median, Program, run, takeTurns, Usage } from '../measure';
import { atMost, mebibytes, Row, seconds, times } from '../report';
import { Context } from './section';

type Kind = 'DataPlane' | 'DataPlaneAuth' | 'ControlPlaneAuth';
type Step = 'construct' | 'synth' | 'verify';

const FLEET = join(__dirname, '..', 'programs', 'fleet.js');

/** A thousand planes in 4 s and 250 MiB on a machine where cdk8s alone takes 5.3 s for the same objects. */
const OF_CDK8S = 4 / 5.3;
const MEMORY = 250;
/** Ten times as many planes may cost eleven times as much. */
const LINEAR = 11;

/** Bytes of the control plane's manifests for each data plane: the ExternalSecret of its eager key, and its place in a list. */
const PER_PLANE = 2048;

const thousands = (size: number) => size.toLocaleString('en-US');
const cost = ({ cpu, peak }: Pick<Usage, 'cpu' | 'peak'>) => `${seconds(cpu)}, ${mebibytes(peak)}`;

/** What a fleet of data planes costs in processor time and memory, against cdk8s with the same objects. */
export function fleet({ folder, turns }: Context): Row[] {
  const program = (kind: Kind, step: Step, size: number | string): Program => ({ args: [FLEET, kind, step, join(folder, kind), String(size)] });
  const bare = bareFleetProgram(folder, program('DataPlane', 'synth', INDEX));
  expectSameObjects(folder, program('DataPlane', 'synth', 12), bare('chart', 12));

  const small = [1, 10, 100].map((size) => ({ size, used: middle(takeTurns(turns, { ours: program('DataPlane', 'synth', size), charts: bare('chart', size) })) }));
  const used = middle(takeTurns(turns, {
    construct: program('DataPlane', 'construct', 1000),
    ours: program('DataPlane', 'synth', 1000),
    verify: program('DataPlane', 'verify', 1000),
    one: bare('one', 1000),
    fewAuth: program('DataPlaneAuth', 'synth', 100),
    auth: program('DataPlaneAuth', 'synth', 1000),
  }));
  // Takes most of a minute, and nobody waits for its median: it grows with the square of the fleet.
  const slow = run(bare('chart', 1000));
  const hundred = small[2].used.ours;
  const [writing, verification] = [used.ours.cpu - used.construct.cpu, used.verify.cpu - used.ours.cpu];
  return [
    ...[...small, { size: 1000, used: { ours: used.ours, charts: slow } }].map(({ size, used: { ours, charts } }) => ({
      what: `${thousands(size)} \`DataPlane\`${size > 1 ? 's' : ''}, a \`Chart\` each`,
      ours: cost(ours),
      other: `cdk8s alone, same charts and objects: ${cost(charts)}`,
      ...(size === 1000 ? atMost(OF_CDK8S, ours.cpu / charts.cpu, times) : { result: times(ours.cpu / charts.cpu), goal: '' }),
    })),
    {
      what: '1,000 `DataPlane`s, a `Chart` each',
      ours: cost(used.ours),
      other: `cdk8s alone, same objects in one \`Chart\`, which suits it best: ${cost(used.one)}`,
      ...atMost(OF_CDK8S, used.ours.cpu / used.one.cpu, times),
    },
    { what: 'memory for 1,000 `DataPlane`s', ours: '', other: '', ...atMost(MEMORY, used.ours.peak, mebibytes) },
    linear('DataPlane', used.ours, hundred),
    linear('DataPlaneAuth', used.auth, used.fewAuth),
    controlPlane(folder, (size) => run(program('ControlPlaneAuth', 'synth', size))),
    {
      what: '`AuthVerification` of 1,000 `DataPlane`s',
      ours: seconds(verification),
      other: `making and writing them: ${seconds(used.ours.cpu)}`,
      ...atMost(0.9, verification / used.ours.cpu, times),
    },
    {
      what: '`AuthVerification` of 1,000 `DataPlane`s',
      ours: seconds(verification),
      other: `writing them alone: ${seconds(writing)}`,
      result: times(verification / writing),
      goal: '',
    },
  ];
}

function linear(kind: Kind, thousand: Usage, hundred: Usage): Row {
  return { what: `1,000 \`${kind}\`s`, ours: cost(thousand), other: `100 of them: ${cost(hundred)}`, ...atMost(LINEAR, thousand.cpu / hundred.cpu, times) };
}

/** What the control plane of a fleet has to apply grows with the fleet, and no faster. */
function controlPlane(folder: string, write: (size: number) => void): Row {
  const [few, more] = [100, 1000].map((size) => {
    const out = join(folder, 'ControlPlaneAuth');
    rmSync(out, { recursive: true, force: true });
    write(size);
    return readdirSync(out).filter((file) => file.endsWith('.k8s.yaml')).reduce((sum, file) => sum + statSync(join(out, file)).size, 0);
  });
  const kilobytes = (bytes: number) => `${thousands(Math.round(bytes / 1000))} KB`;
  return {
    what: 'manifests of the control plane of 1,000 data planes',
    ours: kilobytes(more),
    other: `of 100 of them: ${kilobytes(few)}`,
    ...atMost(PER_PLANE, (more - few) / 900, (bytes) => `${thousands(Math.round(bytes))} bytes each`),
  };
}

/** The turn of each program that is the median of its processor time. */
function middle<Name extends string>(turns: readonly Record<Name, Usage>[]): Record<Name, Usage> {
  const names = Object.keys(turns[0]) as Name[];
  return Object.fromEntries(names.map((name) => {
    const of = (figure: 'cpu' | 'peak') => median(turns.map((turn) => turn[name][figure]));
    return [name, { cpu: of('cpu'), peak: of('peak'), stdout: '' }];
  })) as Record<Name, Usage>;
}

function bareFleetProgram(folder: string, template: Program): (layout: 'chart' | 'one', size: number) => Program {
  run(template);
  const file = join(folder, 'bare-fleet.js');
  writeFileSync(file, bareFleet(Object.values(readDocuments(template.args[3])).flat()));
  return (layout, size) => ({ args: [file, layout, join(folder, `bare-${layout}`), String(size)] });
}

/** The two are worth comparing only if they write the same. */
function expectSameObjects(folder: string, ours: Program, bare: Program): void {
  [ours, bare].forEach(run);
  const [expected, actual] = [readDocuments(join(folder, 'bare-chart')), readDocuments(ours.args[3])];
  delete actual[`cluster-${INDEX}.k8s.yaml`];
  deepStrictEqual(actual, expected, 'cdk8s alone writes other objects than our constructs');
}
