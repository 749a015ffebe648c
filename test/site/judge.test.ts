import { verdictText } from '../../site/apps/judge/findings';
import type { Answer } from '../../site/apps/judge/protocol';
import type { ManifestText } from '../../src/common/yaml/input';
import { verify } from '../../src/verify/verify';
import { Planes } from '../verify/faults/_planes';

/** What the page of Judge asks its worker, and what it says of the answer. */

const BROKEN: ManifestText = { name: 'broken.yaml', text: 'apiVersion: v1\nkind: Secret\nmetadata: {name: [\n' };
const written = (objects: readonly unknown[]): ManifestText => ({ name: 'planes.yaml', text: objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('') });
const answers: Answer[] = [];
let ask: (event: { data: { texts: readonly ManifestText[] } }) => void;

beforeAll(() => {
  const addEventListener = (_: string, listener: typeof ask) => { ask = listener; };
  Object.assign(globalThis, { self: { addEventListener, postMessage: (answer: Answer) => answers.push(answer) } });
  jest.requireActual('../../site/apps/judge/worker');
});
afterAll(() => { delete (globalThis as { self?: unknown }).self; });

function answerTo(...texts: ManifestText[]) {
  answers.splice(0);
  ask({ data: { texts } });
  return answers.at(-1)!;
}

test('a broken file costs its own verdict: the rest is judged as by the command, and the page says what was not read', () => {
  const planes = Planes.behind('ingress-nginx');
  planes.flyteadmin(({ auth }) => { auth.userAuth.openId.baseUrl = 'https://acme.okta.com/oauth2/other'; });
  const answer = answerTo(BROKEN, written(planes.objects));
  if (answer.kind !== 'verdict') {
    throw new Error(answer.kind);
  }
  const { report } = answer.verdict;
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.findings).toEqual(verify([written(planes.objects)]).findings);
  expect(report.unreadable).toEqual([expect.objectContaining({ file: 'broken.yaml', line: 4 })]);
  expect(verdictText(report)).toMatch(/^1 error in \d+ objects of 1 file; 1 file cannot be read\.$/);
});

test('without a finding elsewhere it is not a clean result either', () => {
  const answer = answerTo(written(Planes.behind('ingress-nginx').objects), BROKEN);
  expect(answer.kind === 'verdict' && verdictText(answer.verdict.report)).toMatch(/^No findings in \d+ objects of 1 file; 1 file cannot be read\.$/);
});

test('nothing but broken files has no verdict', () => {
  expect(answerTo(BROKEN)).toEqual({ kind: 'unreadable', problems: [expect.objectContaining({ file: 'broken.yaml', line: 4 })] });
});

test('a rule that failed is reported', () => {
  const report = { ...verify([written([])]), crashed: [{ rule: 'a', error: 'b' }] };
  expect(verdictText(report)).toBe('Nothing to check in 0 objects of 1 file; 1 rule failed.');
});
