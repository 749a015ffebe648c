import { Document, isScalar } from 'yaml';
import { JsonObject } from '../common/data/json';
import { ANSWERS } from './questions/answers';
import { schemaOfField } from './questions/json-schema';

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
