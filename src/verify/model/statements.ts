import { groupedBySize, groupsByKey } from '../../common/data/grouped';
import { show } from '../../common/values/show';
import { isTemplate } from '../../common/values/template';
import type { ValueKey, ValueMeaning } from '../../contract/union/values-contract';
import { asTexts } from '../kube/json-access';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';

/** What values say about something that has a meaning beyond its key, such as the issuer. */
export interface Statement {
  readonly set: ValueSet;
  readonly key: ValueKey;
  readonly value: string;
}

/** The statements of some values, by what they are about; what most of them say comes first. */
export function statementsOf(set: ValueSet): Map<ValueMeaning, Statement[]> {
  const statements = set.contract.keys.flatMap((key) => {
    const value = key.meaning && literal(set.get(key.path));
    return value === undefined ? [] : [{ set, key, value }];
  });
  const byMeaning = groupsByKey(statements, ({ key }) => key.meaning);
  return new Map([...byMeaning].map(([meaning, all]) =>
    [meaning, groupedBySize(all, ({ value }) => value).flat()]));
}

/** That a statement says something else than one that counts. */
export function disagreement(
  { set, key, value }: Statement, first: Statement,
): { at: Field; expected: string; found: string } {
  return {
    at: set.field(key.path),
    expected: `${show(first.value)}, as ${first.key.path} says (${first.set.placeText(first.key.path)})`,
    found: show(value),
  };
}

/**
 * Lists of scopes compare as one text. Templates, blanks, placeholders and lists of something else say
 * nothing.
 */
function literal(value: unknown): string | undefined {
  const texts = asTexts(value);
  const text = Array.isArray(value) && texts.length === value.length ? texts.join(' ') : value;
  return typeof text !== 'string' || text === '' || isTemplate(text) || /<.*>/.test(text) ? undefined : text;
}
