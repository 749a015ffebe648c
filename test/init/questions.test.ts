import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { IdentityProvider, EdgeController, ObjectStorage, SecretDelivery, Authorization } from '../../src';
import { ANSWERS, answersSchema, answersText, checkForm, examine, exampleOf, Field } from '../../src/init';
import { durationOf } from '../../src/init/questions/field';
import { drawn } from '../_tools/drawn';
import { KINDS, LEAST } from './_answers';

const SRC = join(__dirname, '..', '..', 'src', 'constructs');
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(SRC, file), 'utf8')).join('\n');

/** The props of a struct, off its source. */
function propsOf(name: string): string[] {
  const [, body] = new RegExp(`export interface ${name}(?: extends [\\w, ]+)? \\{\\n([^]*?)\\n\\}`).exec(SOURCES)!;
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, prop]) => prop);
}

const factoriesOf = (type: object) => Object.getOwnPropertyNames(type).filter((name) => typeof Reflect.get(type, name) === 'function');
const at = (...path: string[]): Field => path.reduce((field, name) => field.fields[name] ?? field.entry!.fields[name], ANSWERS);

test.each([
  ['identityProvider', IdentityProvider, []],
  ['secrets', SecretDelivery, []],
  ['edge.controller', EdgeController, ['chartGateway']],
  ['planes.plain.storage', ObjectStorage, []],
  ['controlPlane.authorization', Authorization, []],
] as const)('%s has every factory of its class', (name, type, ours) => {
  expect(Object.keys(at(...name.split('.')).fields).sort()).toEqual([...factoriesOf(type), ...ours].sort());
});

/** Props that code alone can give, or that have no use in a file, with the reason. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  // A map of lists, which needs code.
  OidcProviderProps: ['identityTypeClaimsForApps'],
  // The planes say them, or the profile is for comparing.
  UnionIdentityProps: ['additionalClientIds', 'profile'],
  // Names of further databases are for planes of many services, and other projects come later.
  Database: ['names', 'initialProjects'],
  GcsStorageProps: ['podIdentity', 'serviceAccountKey'],
  AzureStorageProps: ['podIdentity', 'clientSecret'],
  IngressNginxEdgeProps: ['gate', 'pods'],
  TraefikEdgeProps: ['gate', 'pods'],
  EnvoyGatewayEdgeProps: ['gate', 'pods'],
};

test('each application can be answered', () => {
  expect(propsOf('Applications').sort()).toEqual(['native', 'service', 'web']);
  expect(Object.entries(at('applications').fields).map(([name, { fields }]) => [name, Object.keys(fields)])).toEqual([
    ['web', ['clientId', 'secret']], ['native', ['clientId']], ['service', ['clientId', 'secret', 'subject']],
  ]);
});

/** The structs of a choice, by the names of its options. */
const structsIn = (suffix: string, ...path: string[]) => Object.entries(at(...path).fields)
  .map(([name, field]): [string, Field] => [`${name[0].toUpperCase()}${name.slice(1)}${suffix}`, field]);

test.each<[string, Field]>([
  ...structsIn('ProviderProps', 'identityProvider'),
  ...structsIn('StorageProps', 'planes', 'plain', 'storage'),
  // The Gateway of the chart is a choice of the answers alone.
  ...structsIn('EdgeProps', 'edge', 'controller').filter(([name]) => name !== 'ChartGatewayEdgeProps'),
  ['ExternalSecretsDeliveryProps', at('secrets', 'externalSecrets')],
  ['Database', at('planes', 'plain', 'database')],
  ['UnionAuthorizationProps', at('controlPlane', 'authorization', 'union')],
  ['ExternalAuthorizationProps', at('controlPlane', 'authorization', 'external')],
  ['OAuthClient', at('dataPlanes', 'operator')],
])('%s can be answered, prop by prop', (name, field) => {
  const asked = propsOf(name).filter((prop) => !LEFT_OUT[name]?.includes(prop));
  expect(Object.keys(field.fields).sort()).toEqual(asked.sort());
});

test('every prop of UnionIdentity can be answered', () => {
  const answered = Object.keys(ANSWERS.fields);
  expect(propsOf('UnionIdentityProps').filter((prop) => !answered.includes(prop))).toEqual(['additionalClientIds', 'profile']);
});

/** Every field with its path. */
function fieldsBelow(field: Field, path = ''): [string, Field][] {
  const children = field.entry ? [['[]', field.entry] as const] : Object.entries(field.fields);
  return [[path, field], ...children.flatMap(([name, child]) => fieldsBelow(child, `${path}.${name}`))];
}

test.each(fieldsBelow(ANSWERS))('field %s says what it is, and its example is right', (path, field) => {
  expect(field.help).toMatch(/^\S.{5,140}[^.]$/);
  const example = exampleOf({ ...field, optional: false });
  expect(checkForm(field, example, path || 'all')).toEqual([]);
});

/** What only people who write code understand, or Markdown. */
const CODE = /`|\b(?!Union\.ai)[A-Z]\w+\.[a-z]\w*|\w\(\)|\b(?:UnionIdentity|SecretDelivery|EdgeController|ControlPlane\w*|DataPlane\w*)\b/;

test.each(fieldsBelow(ANSWERS))('field %s is told without a word of code, and a text has an example', (_, { type, help, default: otherwise, example }) => {
  expect([help, otherwise].filter((text) => CODE.test(text ?? ''))).toEqual([]);
  expect(type === 'text' ? String(example ?? '') : 'another').not.toBe('');
});

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(answersSchema());

  test.each(Object.entries(KINDS))('takes %s', (_, answers) => expect(validate(JSON.parse(JSON.stringify(answers)))).toBe(true));

  test.each([
    ['an unknown name', { ...LEAST, foo: 1 }],
    ['an unknown provider', { ...LEAST, identityProvider: { octa: {} } }],
    ['two providers', { ...LEAST, identityProvider: { auth0: { domain: 'a.auth0.com' }, dex: { issuer: 'https://dex.example.com' } } }],
    ['a missing field', { ...LEAST, domain: undefined }],
    ['a wrong word', { ...LEAST, dataPlanes: { east: { eagerApiKey: 'nobody' } } }],
    ['a list of data planes', { ...LEAST, dataPlanes: [{}] }],
    ['a text in the place of a list', { ...LEAST, additionalDomains: 'union.example.com' }],
  ])('refuses %s, as the checks do', (_, answers) => {
    const plain = JSON.parse(JSON.stringify(answers));
    expect([validate(plain), checkForm(ANSWERS, plain).length > 0]).toEqual([false, true]);
  });
});

test.each(drawn(Object.entries(KINDS), 5))('%s: written as a file and read again, the answers are the same', (_, answers) => {
  const plain = JSON.parse(JSON.stringify(answers));
  const text = answersText(plain);
  expect(parse(text)).toEqual(plain);
  expect(examine(parse(text)).files).toEqual(examine(plain).files);
});

test.each<readonly [answer: string, duration: [string, number] | undefined]>([
  ['1h', ['hours', 1]], ['30m', ['minutes', 30]], ['45s', ['seconds', 45]], ['0s', ['seconds', 0]],
  ...['', 'h', '1', '1d', '1.5h', '-1h', '1h30m', ' 1h', '1H'].map((answer) => [answer, undefined] as const),
])('the duration %j is %j', (answer, duration) => expect(durationOf(answer)).toEqual(duration));
