import type { RuleDescription } from './rule-description';

/** The parts of a violation in its headline. */
export interface Told {
  /** Which of the rule's headlines applies. @default the first one */
  readonly headline?: string;
  /** The values of its `{names}`. `object`, `expected` and `found` are always known. */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** Longer values are not useful in one line. */
const LONGEST = 80;

/** The first line of a finding: the fault, with the object's own values. */
export function headlineOf(
  { id, headlines }: RuleDescription,
  { headline, values = {} }: Told,
  known: Readonly<Record<string, string>>,
): string {
  const template = headlines[headline ?? Object.keys(headlines)[0]] ?? `${id}: {found}`;
  return template.replace(FORMS, '$1').replace(/\{(\w+)\}/g, (whole, name: string) =>
    shortened(values[name] ?? known[name] ?? whole));
}

/**
 * The headline of several objects: `3 Ingresses let callers set …` instead of that of one, which is `name`.
 * The texts of the rule have both forms; undefined if its headline does not begin with the object.
 */
export function headlineOfSeveral(
  { headlines }: RuleDescription, message: string, name: string, several: string,
): string | undefined {
  const meant = Object.values(headlines).filter((template) => template.startsWith(OBJECT))
    .map((template) => ({ template, values: valuesIn(message.replace(name, OBJECT), template) }))
    .find(({ values }) => values !== undefined);
  return meant?.template.replace(FORMS, '$2').replace(OBJECT, several)
    .replace(/\{(\w+)\}/g, () => meant.values!.shift()!);
}

/** The values for the names in a headline's template. */
function valuesIn(message: string, template: string): string[] | undefined {
  const fixed = template.replace(FORMS, '$1').slice(OBJECT.length).split(/\{\w+\}/)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^\\{object\\}${fixed.join('(.*?)')}$`, 's').exec(message)?.slice(1);
}

const OBJECT = '{object}';

/** `[lets|let]`: the forms for one object and for several. */
const FORMS = /\[([^|\]]+)\|([^|\]]+)\]/g;

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 1)}…`;
}
