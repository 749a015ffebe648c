// Tests: test/contract/upstream/custom-resources.test.ts, test/verify/kube/custom-resource.test.ts
import { isObject, JsonObject } from '../../common/data/json';
import type { Shape } from '../../contract/upstream/custom-resources';
import { asList, asObject, asText } from './json-access';

const SCALARS: Readonly<Record<string, string>> = { string: 's', integer: 'i', number: 'n', boolean: 'b' };

/** The shape of a kind's fields; `without`: top-level fields to omit. */
export function shapeOf(schema: unknown, without: readonly string[] = []): Shape {
  const {
    type, properties, additionalProperties, items, required, enum: choices, ...more
  } = asObject(schema);
  const isOpen = more['x-kubernetes-preserve-unknown-fields'] === true;
  if (more['x-kubernetes-int-or-string'] === true) {
    return 'x';
  }
  if (Array.isArray(choices)) {
    return `=${choices.join('|')}`;
  }
  if (type === 'array') {
    return [shapeOf(items)];
  }
  if (isObject(properties)) {
    return { ...fields(properties, asList(required), without), ...isOpen ? { '*': '*' } : {} };
  }
  if (isObject(additionalProperties) || (isOpen && type === 'object')) {
    return { '*': shapeOf(additionalProperties) };
  }
  return SCALARS[asText(type) ?? ''] ?? '*';
}

function fields(properties: JsonObject, required: readonly unknown[], without: readonly string[]) {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !without.includes(name))
    .map(([name, schema]) => [`${name}${required.includes(name) ? '!' : ''}`, shapeOf(schema)]));
}
