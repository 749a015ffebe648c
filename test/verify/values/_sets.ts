import type { KubeObject } from '../../../src/verify/kube/kube-object';
import { parseManifests } from '../../../src/verify/parse';
import type { Field } from '../../../src/verify/read/field';
import { placeOf } from '../../../src/verify/read/field';
import { ValueSet } from '../../../src/verify/values/value-set';
import type { ValuesText } from '../../../src/verify/values/values-reader';

/** The values of one plane: one text, or several by their names in the order in which Helm gets them; and what the caller says of them. */
export function setOf(texts: string | Readonly<Record<string, string>>, said: Omit<ValuesText, 'name' | 'text'> = {}): ValueSet {
  const byName = typeof texts === 'string' ? { 'values.yaml': texts } : texts;
  const { valueSets } = parseManifests([], Object.entries(byName).map(([name, text]) => ({ ...said, name, text })));
  expect(valueSets).toHaveLength(1);
  return valueSets[0];
}

/** The place in the values of a place of an object. */
export function placeInValues(object: KubeObject, ...path: readonly (string | number)[]): string {
  return `${placeOf(object.field(...path))}`;
}

/** The same of a place in the YAML under a key of a ConfigMap. */
export function placeInside(configMap: KubeObject, file: string, ...inner: readonly (string | number)[]): string {
  const field: Field = configMap.field('data', file).inside({}).child(...inner);
  return `${placeOf(field)}`;
}
