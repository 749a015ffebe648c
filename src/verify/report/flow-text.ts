// Tests: test/verify/report/flow.test.ts
import { callerOf, faultFinder, Flow, FlowControl, FlowHome, FlowLane, FlowRow, FlowServer } from './flow';
import { count, printable } from './printable';

/** The flow as lines, with every name: for terminals, and next to a drawing that folds similar parts. */
export function flowText(flow: Flow): string {
  const faultsOf = faultFinder(flow);
  const mark = (findings: readonly number[]) => {
    const faults = faultsOf(findings).map(({ number, rule }) => `${number} ${rule}`);
    return faults.length === 0 ? '' : `  ✗ ${faults.join(', ')}`;
  };
  const lines = [
    ...flow.servers.flatMap((server) => serverLines(server, mark)),
    ...flow.controls.flatMap((control) => controlLines(control, mark)),
    ...flow.homes.flatMap((home) => homeLines(home, mark)),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

type Mark = (findings: readonly number[]) => string;

function serverLines({ host, edge, lanes }: FlowServer, mark: Mark): string[] {
  return [`${host ?? 'any host'} (${edge})`, ...lanes.flatMap((lane) => laneLines(lane, mark))];
}

function laneLines({ guard, asked, bare, paths, objects, tie }: FlowLane, mark: Mark): string[] {
  const open = bare ? 'without a guard' : 'open';
  const how = guard === 'none' ? open : `guarded by ${asked ?? 'another kind of guard'}`;
  return [
    `  ${count(paths.length, 'path')} of ${objects.join(', ')}: ${how}${mark(tie.findings)}`,
    `    ${paths.join(' ')}`,
  ];
}

function controlLines(control: FlowControl, mark: Mark): string[] {
  const { name, header, issuer, webClientId, tokenIssuer, nativeClientId, ties, authorization } = control;
  const native = nativeClientId === undefined ? '' : `; CLI and SDK are ${nativeClientId}`;
  return [
    `${name}, header ${header}${mark([...ties.own.findings, ...authorization])}`,
    ...(issuer === undefined
      ? []
      : [`  people sign in at ${issuer} as ${webClientId ?? '(no client ID)'}${mark(ties.signIn.findings)}`]),
    ...(tokenIssuer === undefined
      ? []
      : [`  trusts tokens of ${tokenIssuer}${native}${mark(ties.tokens.findings)}`]),
  ];
}

function homeLines({ plane, cluster, namespace, rows, findings }: FlowHome, mark: Mark): string[] {
  const where = [
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]), `namespace ${namespace ?? 'unknown'}`,
  ].join(', ');
  return [
    `${plane === undefined ? 'clients' : `${plane} plane`}, ${where}${mark(findings)}`,
    ...rows.flatMap((row) => rowLines(row, mark)),
  ];
}

/** One path of a credential: each step after an arrow, with its faults. */
function rowLines(row: FlowRow, mark: Mark): string[] {
  const { purpose, entries, store, writers, secret, key, place, services, hosts, ties } = row;
  const call =
    purpose === 'database password' ? 'the database' : `${hosts[0] ?? 'flyteadmin'} ${callerOf(row)}`;
  const unseen = writers.length === 0 ? ' (writer not in the input)' : '';
  const steps = [
    ...(entries.length === 0 ? [] : [`${entries.join(', ')} in ${store}${mark(ties.fetch.findings)}`]),
    ...(writers.length === 0 ? [] : [writers.map(({ kind, name }) => `${kind} ${name}`).join(', ')]),
    ...(secret === undefined ? [] : [`Secret ${secret}: ${key}${unseen}${mark(ties.write.findings)}`]),
    `${place} of ${services.join(', ')}${mark([...ties.mount.findings, ...ties.own.findings])}`,
    `${call}${mark(ties.call.findings)}`,
  ];
  return steps.map(
    (step, index) => `${'  '.repeat(Math.min(index + 1, 2))}${index === 0 ? '' : '→ '}${step}`,
  );
}
