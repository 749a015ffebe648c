import { JsonObject } from '../../src/common/data/json';
import { ANSWERS, answerAt, completed, examine, exampleOf, Field, fieldAt, withAnswer } from '../../src/init';
import { oneIn } from '../_tools/drawn';
import '../_tools/quiet-warnings';
import { KINDS, LEAST } from './_answers';

/** Each makes everything twice. */
const deep = oneIn(20);

interface Told {
  readonly path: string;
  readonly field: Field;
  readonly taken: string;
}

/** Fields whose default is a value, not the words for what follows from other answers. */
function told(field: Field, path = ''): Told[] {
  const below = [...Object.entries(field.fields), ...(field.entry ? [['0', field.entry] as const] : [])];
  const own = field.optional && ['text', 'flag', 'number'].includes(field.type) && /^[^ <]+$/.test(field.default ?? '') && field.default !== 'none'
    ? [{ path, field, taken: field.default! }] : [];
  return [...own, ...below.flatMap(([name, each]) => told(each, path === '' ? name : `${path}.${name}`))];
}

const ALL = told(ANSWERS);

function valueOf({ field, taken }: Told): unknown {
  return field.type === 'text' ? taken : JSON.parse(taken);
}

const { database: { host, user, password }, ...plain } = (KINDS['plain YAML'].planes as { plain: { database: JsonObject } }).plain;
const LEAST_DATABASE = { ...KINDS['plain YAML'], planes: { plain: { ...plain, database: { host, user, password } } } };

/** Where a field counts only beside others. */
const BESIDE: Readonly<Record<string, JsonObject>> = {
  'dataPlanes.0.namespace': { ...LEAST, dataPlanes: { 0: {} } },
  'dataPlane.namespace': LEAST,
  'edge.controller.ingressNginx.ingressClassName': { ...KINDS['plain YAML'], edge: { controller: { ingressNginx: {} }, tls: [{ secretName: 'union-tls' }] } },
  'edge.controller.envoyGateway.gatewayClassName': { ...LEAST, edge: { controller: { envoyGateway: {} }, tls: [{ secretName: 'union-tls' }] } },
  ...Object.fromEntries(['port', 'name', 'tls'].map((name) => [`planes.plain.database.${name}`, LEAST_DATABASE])),
  'edge.tlsEndsElsewhere': KINDS['plain YAML'],
};

/** Answers with a place for a field, and nothing in it nor beside it that might be left out. */
function reaching({ path }: Told): JsonObject {
  const parent = path.split('.').slice(0, -1).join('.');
  if (path in BESIDE || parent === '') {
    return BESIDE[path] ?? LEAST;
  }
  const kind = Object.values(KINDS).find((answers) => answerAt(answers, parent) !== undefined) ?? led(parent);
  const { fields } = fieldAt(parent)!;
  const needed = Object.entries(answerAt(kind, parent) as JsonObject).filter(([name]) => !fields[name].optional);
  return withAnswer(kind, parent, Object.fromEntries(needed));
}

/** The least that leads to a place; of a choice, it takes the place of what was chosen. */
function led(to: string): JsonObject {
  const steps = to.split('.').map((_, i, names) => names.slice(0, i + 1).join('.'));
  return completed(steps.reduce<JsonObject>((answers, step, i) => {
    const before = steps[i - 1];
    const base = before !== undefined && fieldAt(before)!.type === 'choice' ? withAnswer(answers, before, {}) : answers;
    return withAnswer(base, step, exampleOf({ ...fieldAt(step)!, example: undefined }));
  }, LEAST));
}

deep('there are such fields for every part of the answers', () => expect([...new Set(ALL.map(({ path }) => path.split('.')[0]))].sort()).toEqual([
  'controlPlane', 'dataPlane', 'dataPlanes', 'edge', 'gitops', 'identityProvider', 'planes', 'preferRefreshTokens', 'secrets',
]));

deep.each(ALL.map((each): [string, Told] => [each.path, each]))('%s: what is said to be the default is what is taken', (path, field) => {
  const without = reaching(field);
  const bare = examine(without);
  const said = examine(withAnswer(without, path, valueOf(field)));
  expect([bare.problems, said.problems]).toEqual([[], []]);
  expect(said.files).toEqual(bare.files);
});
