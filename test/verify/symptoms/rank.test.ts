import { DESCRIBED_RULES } from '../../../src/cli/rules-command';
import { causesOf } from '../../../src/verify/symptoms/search';
import { SYMPTOMS } from '../../../src/verify/symptoms/symptoms';
import { oneIn } from '../../_tools/drawn';
import { PHRASES } from './_phrases';

/** Of a hundred phrases so many lead to the right cause at once, and so many name it among the first three. */
const FIRST = 96;
const AMONG_THREE = 99;

interface Led {
  readonly phrase: string;
  readonly first: boolean;
  readonly amongThree: boolean;
}

function led({ phrase, right }: (typeof PHRASES)[number]): Led {
  const { symptoms = [], causes = [] } = causesOf(phrase, DESCRIBED_RULES) ?? {};
  const ids = symptoms.map(({ id }) => id);
  const rules = causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : []));
  const isRight = (id: string | undefined) => id !== undefined && right.includes(id);
  return { phrase, first: isRight(ids[0]) || isRight(rules[0]), amongThree: [...ids.slice(0, 3), ...rules.slice(0, 3)].some(isRight) };
}

test('each phrase is listed once, with symptoms and rules that exist', () => {
  const known = new Set([...SYMPTOMS, ...DESCRIBED_RULES].map(({ id }) => id));
  expect(PHRASES.length).toBeGreaterThanOrEqual(800);
  expect(new Set(PHRASES.map(({ phrase }) => phrase)).size).toBe(PHRASES.length);
  expect(PHRASES.filter(({ right }) => right.some((id) => !known.has(id)))).toEqual([]);
});

oneIn(6)(`of a hundred ${FIRST} lead to the right cause at once, and ${AMONG_THREE} name it among the first three`, () => {
  const answers = PHRASES.map(led);
  const share = (of: (each: Led) => boolean) => (100 * answers.filter(of).length) / answers.length;
  expect(share(({ first }) => first)).toBeGreaterThanOrEqual(FIRST);
  expect(share(({ amongThree }) => amongThree)).toBeGreaterThanOrEqual(AMONG_THREE);
});

test('"nobody can log in" leads to doctor, which asks step by step', () => {
  const answer = causesOf('nobody can log in', DESCRIBED_RULES)!;
  expect(answer.symptoms[0].see[0].run).toMatch(/^npx cdk8s-union-auth doctor /);
});

test.each([
  'the console keeps asking me to log in every hour', 'users are logged out every 30 minutes', 'people get signed out after a while', 'the UI logs me out overnight',
  'console sessions end daily', 'dashboard logs everyone out periodically', 'the web login lasts only an hour',
])('"%s" leads to what ends by the clock', (question) => {
  expect(causesOf(question, DESCRIBED_RULES)!.causes[0].cause).toMatch(/^The (provider issues no refresh token|refresh token ends)/);
});
