import { hasJudged, verify } from '../../../src/verify/verify';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const coverage = (...texts: string[]) => verify(texts.map((text, i) => ({ name: `${i}.yaml`, text }))).coverage;
const missing = (...texts: string[]) => coverage(...texts).open.map((question) => question.missing);

test('input of others: nothing was judged, and that is said', () => {
  const report = verify([{ name: 'in.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n' }]);
  expect(report.coverage).toMatchObject({ judged: [], open: [{ question: 'everything' }] });
  expect(hasJudged(report)).toBe(false);
});

test('a data plane alone: what only a control plane shows, and what to add', () => {
  expect(coverage(DATA_PLANE_VALUES).judged).toEqual(['the values of dataplane 2026.8 (0.yaml)', '6 clients of data planes', '6 credentials']);
  expect(coverage(DATA_PLANE_VALUES).open[0]).toEqual({
    missing: 'no flyteadmin and no route to it in the input',
    question: 'login, routes and their guards, and which issuer, audiences and clients are accepted',
    add: expect.stringContaining('helm template unionai-controlplane'),
  });
});

test('a control plane alone', () => {
  expect(missing(CONTROL_PLANE_VALUES)).toEqual([
    'no data plane in the input',
    'nobody in the input writes the Secrets flyte-admin-secrets, union-controlplane-secrets',
  ]);
});

test('routes of Envoy are not in the values', () => {
  const open = coverage(CONTROL_PLANE_VALUES.replace('global:\n', 'global:\n  INGRESS_PROVIDER: envoy\n'), DATA_PLANE_VALUES).open;
  expect(open[0]).toMatchObject({ missing: 'no route to flyteadmin in the input', add: expect.stringContaining('SecurityPolicies') });
});

test('a plane that does without authentication, as it says', () => {
  const off = `${DATA_PLANE_VALUES}config: { union: { auth: { enable: false } } }\n`;
  expect(missing(CONTROL_PLANE_VALUES, off)).toContain('the values of dataplane 2026.8 (1.yaml) turn authentication off, of the server and of its clients');
});

test('by which release values were judged, and what to know about it', () => {
  const unnamed = DATA_PLANE_VALUES.replace(/^#.*\n/, '');
  const near = DATA_PLANE_VALUES.replace('2026.8.schema', '2026.5.0.schema');
  expect(coverage(unnamed).judged[0]).toBe('the values of dataplane 2026.8 (0.yaml: nothing names the release, so it is taken for the current one)');
  expect(coverage(near).judged[0]).toMatch(/^the values of dataplane 2026\.6 \(0\.yaml: 2026\.5\.0 is judged by the layout of 2026\.6, which is near; /);
});
