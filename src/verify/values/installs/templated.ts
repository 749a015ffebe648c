import { JsonObject, isObject } from '../../../common/data/json';
import { ValuesFile } from '../../../common/values/values-file';
import { asObject } from '../../kube/json-access';
import type { Field } from '../../read/field';
import { inlineLayers, Layer } from './install';

/**
 * Values of which a tool fills in parts. Those become references (`${…}`), as what a chart leaves open does:
 * no rule judges them, and the rest is judged.
 */

const EXPRESSION = /\{\{-?([^{}\n]*?)-?\}\}/g;

/** What decides over other lines than its own. */
const STATEMENT = /\{%|\{\{-?\s*(?:if|else|end|range|with|define|block|template)\b/;

/** What charts know and the tool does not, so that it was told to leave it. */
export const OF_HELM = /^\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|include\b|tpl\b)/;

/** What a tool leaves alone that may know whatever charts know. */
const NONE = /(?!)/;

/** How Jinja is told to. */
const RAW = /\{%-?\s*(?:end)?raw\s*-?%\}/g;

/** Values in a text that is a template of Go. */
export function textLayers(text: string | undefined, at: Field, tool: string): Layer[] {
  if (text === undefined || !isTemplate(text)) {
    return inlineLayers(text, at);
  }
  const known = text.replace(EXPRESSION, (_, expression: string) => reference(expression, tool));
  const isReadable = !STATEMENT.test(text) && !isTemplate(known) && areValues(known);
  return [...isReadable ? [{ kind: 'text', text: known, at } as const] : [], filledIn(at, tool)];
}

/** Where helmfile puts what a store holds. Source: helmfile/vals, "Expression Syntax". */
const STORED = /ref\+[\w-]+:\/\/\S*/g;

/** Whether a text is a template, or what a store holds. */
export function isOpen(text: string): boolean {
  return isTemplate(text) || text.search(STORED) >= 0;
}

/**
 * Values in a map with templates in its texts: of Jinja, which leaves those of Helm alone where it is told to
 * or does not know their names; or of helmfile, which may know all of them.
 */
export function mapLayers(values: JsonObject, at: Field, tool: string, leaves = NONE): Layer[] {
  let isFilledIn = false;
  const fill = (whole: string, expression: string) => {
    const isLeft = leaves.test(expression);
    isFilledIn ||= !isLeft;
    return isLeft ? whole : reference(expression, tool);
  };
  const known = eachText(values, (text) => text.replace(RAW, '').replace(EXPRESSION, fill)
    .replace(STORED, (expression) => fill('', expression)));
  return [{ kind: 'map', values: asObject(known), at }, ...isFilledIn ? [filledIn(at, tool)] : []];
}

/** What a tool fills in where nothing of it is known. */
export function filledIn(at: Field, tool: string): Layer {
  return {
    kind: 'unread',
    what: `${at}, which ${tool} fills in`,
    add: 'the output of "helm get values --all" for the release, with --values',
  };
}

/** Whether a text is a template of Go or Jinja. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%/.test(text);
}

/**
 * Whether a text is values without its template: a brace where that left none out, as between those of a map,
 * makes it something else.
 */
export function areValues(text: string): boolean {
  try {
    ValuesFile.read({ name: '', text });
    return true;
  } catch {
    return false;
  }
}

/** What a tool works out, in YAML no more than a word or several, wherever it stands. */
export function reference(expression: string, tool: string): string {
  return `\${${tool} ${expression.replace(/[^\w.]+/g, ' ').trim()}}`;
}

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => eachText(item, change));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, eachText(each, change)]))
    : value;
}
