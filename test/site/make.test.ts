import { interviewed } from '../../site/apps/make/interview';
import { entriesOf, settingsOf, withSettings } from '../../site/apps/make/settings';
import { placeOf } from '../../src/cli/init-interview';
import { ANSWERS, answerAt, checkForm, exampleOf, Field } from '../../src/init';

type Said = Map<string, string | boolean>;

/** An answer that a person can give, and what must be said before it is offered. */
interface Leaf {
  readonly path: string;
  readonly field: Field;
  readonly before: readonly (readonly [string, string])[];
}

function leavesOf(field: Field, path: string, before: Leaf['before'] = []): Leaf[] {
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  switch (field.type) {
    case 'struct': return Object.entries(field.fields).flatMap(([name, each]) => leavesOf(each, below(name), before));
    case 'choice': return Object.entries(field.fields).flatMap(([name, each]) => {
      const chosen = [...before, [path, name]] as const;
      const inside = leavesOf(each, below(name), chosen);
      return inside.length > 0 ? inside : [{ path: below(name), field: each, before: chosen }];
    });
    case 'list': return field.entry!.type === 'struct' ? leavesOf(field.entry!, `${path}[0]`, [...before, [entriesOf(path), '1']]) : [{ path, field, before }];
    case 'map': return leavesOf(field.entry!, `${path}.east`, [...before, [path, 'east']]);
    default: return [{ path, field, before }];
  }
}

const LEAVES = leavesOf(ANSWERS, '');

/** The places that the form offers, of questions and of settings. */
function offered(said: Said): Set<string> {
  const { questions, answers } = interviewed(said);
  const asked = questions.map(({ question }) => placeOf(question));
  const ids = new Set([...questions.map(({ question }) => question.id), ...asked]);
  return new Set([...ids, ...settingsOf(answers, said, ids).flatMap(({ settings }) => settings.map(({ id }) => id))]);
}

function textOf({ type, words, example }: Field, field: Field): string {
  const shown = words?.[0] ?? example ?? exampleOf(field);
  switch (type) {
    case 'flag': return 'true';
    case 'list': return (shown as string[]).join('\n');
    case 'values': return 'a: { b: 1 }';
    default: return String(shown);
  }
}

test('the file of answers has what is looked for here', () => {
  expect(LEAVES.length).toBeGreaterThan(100);
  expect(LEAVES.map(({ path }) => path)).toEqual(expect.arrayContaining(['domain', 'edge.tls[0].secretName', 'edge.controller.envoyGateway.gateway.name', 'controlPlane.extraValues']));
});

test('every answer that the file can hold can be given on the page', () => expect(LEAVES.filter(({ path, before }) => {
  const places = offered(new Map(before));
  // One of a choice with nothing to say is given by the choice.
  return !places.has(path) && !before.some(([choice, name]) => `${choice}.${name}` === path);
}).map(({ path }) => path)).toEqual([]));

test('what is said there is in the answers, in the form that the file wants', () => {
  const lost = LEAVES.flatMap(({ path, field, before }) => {
    const said: Said = new Map([...before, [path, textOf(field, field)]]);
    const { answers: base } = interviewed(said);
    const answers = withSettings(base, said);
    const value = answerAt(answers, path);
    const problems = checkForm(ANSWERS, answers).filter((problem) => problem.path === path || problem.text.startsWith('unknown'));
    return value === undefined || problems.length > 0 ? [{ path, value, problems }] : [];
  });
  expect(lost).toEqual([]);
});

test('entries of a map that the questions do not name can be named', () => {
  const said: Said = new Map([['clients', 'release\nnightly'], ['clients.nightly.clientId', 'id']]);
  expect(withSettings({}, said)).toEqual({ clients: { release: {}, nightly: { clientId: 'id' } } });
  expect(settingsOf({}, said, new Set()).flatMap(({ settings }) => settings.map(({ id }) => id))).toEqual(expect.arrayContaining(['clients', 'clients.release.clientId']));
});

test('what is not answered is not in the answers', () => {
  const { answers } = interviewed(new Map([['domain', 'union.example.com']]));
  expect(withSettings(answers, new Map())).toEqual(answers);
  expect(withSettings(answers, new Map([['controlPlane.namespace', ''], ['controlPlane.extraValues', ' ']]))).toEqual(answers);
});

test('what is not YAML stays as it is, and is reported', () => {
  const answers = withSettings({}, new Map([['controlPlane.extraValues', 'a: [']]));
  expect(checkForm(ANSWERS, answers).find(({ path }) => path === 'controlPlane.extraValues')?.text).toMatch(/must be a map/);
});
