import { groupsByKey } from '../../common/data/collections';
import { show } from '../../common/data/texts';
import { isTemplate } from '../../common/values/template';
import type { ValueKey, ValueMeaning } from '../../contract/union/values-contract';
import { AUTHORIZED_URIS } from '../../contract/union/values-places';
import { asTexts } from '../kube/json-access';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';
import { compared } from './copies';

/** A value with a meaning beyond its key, such as the issuer. */
export interface Statement {
  readonly set: ValueSet;
  readonly key: ValueKey;
  readonly value: string;
}

/** By meaning, the most frequent first; with equal numbers, other planes decide. */
export function statementsOf(
  set: ValueSet, others: readonly ValueSet[] = [],
): Map<ValueMeaning, Statement[]> {
  const elsewhere = others.flatMap(statementsIn);
  return new Map([...groupsByKey(statementsIn(set), ({ key }) => key.meaning)].map(([meaning, all]) => {
    const backers = (value: string) => [set, ...others].filter((each) => isServedAt(value, each)).length
      + elsewhere.filter((other) => other.key.meaning === meaning && other.value === value).length;
    const { usual, others: rest } = compared(all, {
      text: ({ value }) => value, at: fieldOf, backers: ({ value }) => backers(value),
    });
    return [meaning, [...usual, ...rest.flat()]];
  }));
}

function statementsIn(set: ValueSet): Statement[] {
  return set.contract.keys.flatMap((key) => {
    const value = key.meaning && literal(set.get(key.path));
    return value === undefined ? [] : [{ set, key, value }];
  });
}

/** Whether a list of a control plane's URLs has that of a host. */
function isServedAt(host: string, set: ValueSet): boolean {
  return asTexts(set.get(AUTHORIZED_URIS)).some((url) => url.replace(/\/$/, '') === `https://${host}`);
}

/** The disagreement of a value with others of one meaning, the first of which counts. */
export function disagreements(statements: readonly Statement[], all: readonly Statement[]) {
  const [first] = all;
  const restsOn = all.filter(({ value }) => value === first.value).map(fieldOf);
  return statements.filter(({ value }) => value !== first.value).map((statement) => ({
    at: fieldOf(statement),
    expected: `${show(first.value)}, as ${first.key.path} says (${first.set.placeText(first.key.path)})`,
    found: show(statement.value),
    values: { path: statement.key.path, other: first.key.path },
    restsOn,
  }));
}

function fieldOf({ set, key }: Statement): Field {
  return set.field(key.path);
}

/** Lists of scopes as one text; undefined for templates, empty values and placeholders. */
function literal(value: unknown): string | undefined {
  const texts = asTexts(value);
  const text = Array.isArray(value) && texts.length === value.length ? texts.join(' ') : value;
  return typeof text !== 'string' || text === '' || isTemplate(text) || /<.*>/.test(text) ? undefined : text;
}
