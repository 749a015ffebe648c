import { JsonObject, withoutUndefined } from '../../common/data/json';
import { Field } from './field';

/** A JSON Schema (draft 7) of a field, by which editors complete and underline. */
export function schemaOfField(field: Field): JsonObject {
  const { help, example, words, entry, fields } = field;
  const description = field.default === undefined ? `${help}.` : `${help}. Default: ${field.default}.`;
  switch (field.type) {
    case 'text': return withoutUndefined({
      type: 'string',
      description,
      enum: words && [...words],
      examples: example === undefined || words
        ? undefined
        : [example],
    });
    case 'flag': return { type: 'boolean', description };
    case 'number': return { type: 'number', description };
    case 'list': return { type: 'array', description, items: schemaOfField(entry!) };
    case 'values': return { type: 'object', description };
    case 'struct': return {
      description,
      ...objectOf(fields),
      required: Object.keys(fields).filter((name) => !fields[name].optional),
    };
    // "kubernetesSecrets:" alone is one with nothing to say.
    case 'choice': return { description, ...objectOf(fields, true), minProperties: 1, maxProperties: 1 };
  }
}

function objectOf(fields: Field['fields'], mayBeEmpty = false): JsonObject {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, field]) => {
    const schema = schemaOfField(field);
    const isEmpty = mayBeEmpty && Object.values(field.fields).every(({ optional }) => optional);
    return [name, isEmpty ? { ...schema, type: ['object', 'null'] } : schema];
  }));
  return { type: 'object', additionalProperties: false, properties };
}
