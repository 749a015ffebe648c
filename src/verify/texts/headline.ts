import type { RuleDescription } from './rule-description';

/** What of a violation its headline is made of. */
export interface Told {
  /** Which of the rule's headlines says it. @default the first one */
  readonly headline?: string;
  /** The values of its `{names}`. `object`, `expected` and `found` are known anyway. */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** A value that is longer tells nothing more in a line. */
const LONGEST = 80;

/** The first line of a finding: the fault, with the object's own values. */
export function headlineOf(
  { id, headlines }: RuleDescription,
  { headline, values = {} }: Told,
  known: Readonly<Record<string, string>>,
): string {
  const template = headlines[headline ?? Object.keys(headlines)[0]] ?? `${id}: {found}`;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    shortened(values[name] ?? known[name] ?? whole));
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 1)}…`;
}
