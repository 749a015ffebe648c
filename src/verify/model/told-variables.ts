import type { ConfigMapKey } from '../kube/environment';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import type { Model } from './model';

/** What a process finds in its environment. */
export interface ToldVariable {
  readonly name: string;
  readonly value: string;
  readonly field: Field;
}

/**
 * The first of some variables of a container that is not empty, as `getenv` in turn; `unseen` where one of
 * them may come from what the input does not show.
 */
export function toldVariable(
  container: Container, names: readonly string[], model: Model,
): ToldVariable | 'unseen' | undefined {
  for (const name of names) {
    const told = spelledOut(container, name, model) ?? takenWhole(container, name, model);
    if (told === 'unseen' || (told !== undefined && told.value !== '')) {
      return told;
    }
  }
  return undefined;
}

/** Of several of one name the last counts. */
function spelledOut(container: Container, name: string, model: Model): ToldVariable | 'unseen' | undefined {
  const found = container.env.filter((each) => each.name === name).at(-1);
  if (found === undefined) {
    return undefined;
  }
  const { value, configMapKey: from, field } = found;
  if (value !== undefined) {
    return seen({ name, value, field: field.child('value') });
  }
  return (from && keyOf(container, from, name, model)) ?? 'unseen';
}

/** Of whole Secrets and ConfigMaps the last one counts; whatever is spelled out wins over them. */
function takenWhole(container: Container, name: string, model: Model): ToldVariable | 'unseen' | undefined {
  for (const { source, name: of, prefix } of [...container.envFrom].reverse()) {
    if (name.startsWith(prefix)) {
      const isShown = source === 'ConfigMap' && model.configMap(of, container.workload) !== undefined;
      const key = name.slice(prefix.length);
      const found = isShown ? keyOf(container, { name: of, key }, name, model) : 'unseen';
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** The value of a variable under a key of a ConfigMap. */
function keyOf(
  { workload }: Container, from: ConfigMapKey, name: string, model: Model,
): ToldVariable | 'unseen' | undefined {
  const object = model.configMap(from.name, workload)?.object;
  const value = object?.textAt('data', from.key);
  return object === undefined || value === undefined
    ? undefined
    : seen({ name, value, field: object.field('data', from.key) });
}

/** A text that refers to others says nothing by itself. */
function seen(variable: ToldVariable): ToldVariable | 'unseen' {
  return /\$\(|\$\{|\{\{|<\w/.test(variable.value) ? 'unseen' : variable;
}
