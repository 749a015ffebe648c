import { cpus, loadavg } from 'node:os';

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  readonly result: string;
  readonly goal: string;
  /** Nothing where there is no goal, or where it could not be measured. */
  readonly met?: boolean;
}

/** A figure with a limit, as a row has it. */
export function atMost(limit: number, value: number, show: (figure: number) => string): Pick<Row, 'result' | 'goal' | 'met'> {
  return { result: show(value), goal: `≤ ${show(limit)}`, met: value <= limit };
}

export const seconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} s`;
export const milliseconds = (value: number) => `${(value * 1000).toFixed(0)} ms`;
export const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;
export const times = (value: number) => value.toFixed(2);

const HEADER = ['measured', 'ours', 'compared with', 'result', 'goal', ''];

/** The table in Markdown, aligned for people who read it in a terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [HEADER, ...rows.map(({ what, ours, other, result, goal, met }) => [what, ours, other, result, goal, met === undefined ? '' : met ? 'met' : '**missed**'])];
  const widths = HEADER.map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const show = (line: readonly string[]) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [show(lines[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.slice(1).map(show)].join('\n');
}

/** Where, when and how it was measured. */
export function caption(turns: string): string {
  return `${cpus().length} cores (${cpus()[0].model.trim()}), Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, load ${Math.round(loadavg()[2])}; ${turns}.`;
}
