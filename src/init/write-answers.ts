import { Document, isScalar } from 'yaml';
import { JsonObject, withoutUndefined } from '../common/data/json';
import { ANSWERS } from './questions/answers';
import { Field } from './questions/field';

/** What people call the file. */
export const ANSWERS_FILE = 'union-auth.yaml';
export const ANSWERS_SCHEMA_FILE = 'union-auth.schema.json';

/** The answers as a file: in the order of the questions, each with what it is. */
export function answersText(answers: JsonObject): string {
  const names = Object.keys(ANSWERS.fields).filter((name) => answers[name] !== undefined);
  const document = new Document(Object.fromEntries(names.map((name) => [name, answers[name]])));
  document.commentBefore = ` yaml-language-server: $schema=${ANSWERS_SCHEMA_FILE}\n ${ANSWERS.help}. After a `
    + `change: npx cdk8s-union-auth synth ${ANSWERS_FILE}`;
  const { contents } = document as unknown as { contents: { items: { key: unknown }[] } };
  for (const [i, { key }] of contents.items.entries()) {
    const node = document.createNode(isScalar(key) ? key.value : key);
    node.commentBefore = ` ${ANSWERS.fields[names[i]].help}`;
    node.spaceBefore = i > 0;
    contents.items[i].key = node;
  }
  return document.toString({ lineWidth: 0 });
}

/** The JSON Schema (draft 7) of a file of answers. */
export function answersSchema(): JsonObject {
  const { properties, ...rest } = schemaOfField(ANSWERS) as { properties: JsonObject };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cdk8s-union-auth',
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
  };
}

export function answersSchemaText(): string {
  return `${JSON.stringify(answersSchema(), null, 2)}\n`;
}

/** A JSON Schema (draft 7) of a field, by which editors complete and underline. */
function schemaOfField(field: Field): JsonObject {
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
    const isEmpty = mayBeEmpty && field.type === 'struct'
      && Object.values(field.fields).every(({ optional }) => optional);
    return [name, isEmpty ? { ...schema, type: ['object', 'null'] } : schema];
  }));
  return { type: 'object', additionalProperties: false, properties };
}
