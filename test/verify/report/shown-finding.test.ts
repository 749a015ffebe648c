import type { Finding } from '../../../src/verify/engine/finding';
import { shownFindings } from '../../../src/verify/report/shown-finding';
import type { Report } from '../../../src/verify/verify';

const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'union-cp', name: 'executions' };
const finding: Finding = {
  rule: 'a-rule',
  severity: 'error',
  message: 'It is wrong',
  object,
  file: 'a.yaml',
  line: 12,
  field: 'data',
  expected: 'right',
  found: 'wrong',
  symptom: 'It fails.',
  remediation: 'Mend it.',
};
const shown = (changes: Partial<Finding>) => shownFindings({ findings: [{ ...finding, ...changes }] } as unknown as Report, [])[0];

const LONG = `${'Set one thing after the other, '.repeat(5)}and so on. `;

test.each<[string, string, string]>([
  ['the first sentences, as far as they are short', `${LONG}Restart. ${LONG}`, `${LONG}Restart.`],
  ['a long sentence that is the only one', LONG, LONG.trimEnd()],
  ['what to set at the edge', 'Guard it.\nTraefik: forwardAuth.address', 'Guard it.\nTraefik: forwardAuth.address'],
  ['what to set, rather than a second sentence', `${LONG}${LONG}\nchart: ${'x'.repeat(80)}`, `${LONG.trimEnd()}\nchart: ${'x'.repeat(80)}`],
  ['nothing for edges where any may be meant', 'Guard it.\ningress-nginx: a\nTraefik: b\nchart: c', 'Guard it.'],
])('an edit is %s', (_, remediation, edit) => expect(shown({ remediation }).edit).toBe(edit));

test('objects are called by kind and name, and versions stay where they are a value', () => {
  const { expected, found } = shown({ expected: 'the Secret of apps/v1/Deployment union-cp/executions', found: 'external-secrets.io/v1beta1' });
  expect([expected, found]).toEqual(['the Secret of Deployment union-cp/executions', 'external-secrets.io/v1beta1']);
});

test('a place is not affected by what is wrong at it', () => {
  const consequence = { rule: 'b-rule', message: 'That fails', object, file: 'a.yaml', line: 12, field: 'x', expected: 'y', found: 'z' };
  expect(shown({ consequences: [consequence, { ...consequence, line: 40 }] }).affects).toEqual(['ConfigMap union-cp/executions: That fails  a.yaml:40']);
});
