import { DESCRIBED_RULES } from '../../../src/cli/rules-command';
import { shownFindings } from '../../../src/verify/report/shown-finding';
import { headlineOf, headlineOfSeveral } from '../../../src/verify/texts/headline';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { verify } from '../../../src/verify/verify';

const RULE = {
  id: 'a-rule',
  headlines: { '': '{object} [lets|let] callers set {headers}', 'own': '{object} never [sets|set] [its|their] {key} (a.b): {found}', 'x': '{key} of {object} is wrong', 'may': '{object} may not {found}' },
} as unknown as RuleDescription;
const one = (headline: string, values = {}) => headlineOf(RULE, { headline, values }, { object: 'Ingress cp/api', key: 'key', found: 'nothing' });

test.each([
  ['', { headers: 'X-A, X-B' }, 'Ingress cp/api lets callers set X-A, X-B', '3 Ingresses let callers set X-A, X-B'],
  ['own', {}, 'Ingress cp/api never sets its key (a.b): nothing', '3 Ingresses never set their key (a.b): nothing'],
  ['may', {}, 'Ingress cp/api may not nothing', '3 Ingresses may not nothing'],
  ['x', {}, 'key of Ingress cp/api is wrong', undefined],
  ['', { headers: '$1 lets its {key}' }, 'Ingress cp/api lets callers set $1 lets its {key}', '3 Ingresses let callers set $1 lets its {key}'],
])('headline %j with %j', (headline, values, ofOne, ofThree) => {
  const message = one(headline, values);
  expect(message).toBe(ofOne);
  expect(headlineOfSeveral(RULE, message, 'Ingress cp/api', '3 Ingresses')).toBe(ofThree);
});

test('a fault in several objects is one finding, which says what they do', () => {
  const secret = (name: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: union-cp }
spec: { secretStoreRef: { name: s, kind: SecretStore }, target: { name: union-controlplane-secrets, creationPolicy: Sometimes }, data: [] }
`;
  const report = verify([{ name: 'a.yaml', text: ['a', 'b'].map(secret).join('---') }]);
  expect(shownFindings(report, DESCRIBED_RULES).map(({ headline }) => headline)).toContain('2 ExternalSecrets have an invalid creationPolicy: Sometimes');
});
