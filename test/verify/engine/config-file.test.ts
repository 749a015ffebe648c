import { ConfigFile, ConfigFileError, readConfigFile } from '../../../src/verify/engine/config-file';
import { objectPattern } from '../../../src/verify/engine/suppression';
import { Report, verify } from '../../../src/verify/verify';
import { externalSecret, manifests } from '../_manifests';
import { service } from '../_planes';

const RULE = 'client-secret-key-missing';
const RULES = [RULE, 'route-unguarded'];
const read = (text: string): ConfigFile => readConfigFile({ name: 'c.yaml', text }, RULES);
const INPUT = manifests(
  ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }),
  externalSecret('auth', { target: 'union-controlplane-secrets', keys: ['secret'] }),
);
const judge = (text: string, today?: string): Report =>
  verify([{ name: 'in.yaml', text: INPUT }], { only: RULES, config: readConfigFile({ name: 'c.yaml', text }, RULES), today });
const entry = (object: string, rest = '') => `suppressions:\n  - rule: ${RULE}\n    object: ${object}\n    reason: the chart of next month mends it\n${rest}`;
const OBJECT = 'external-secrets.io/v1/ExternalSecret union-cp/auth';

describe('a suppression from outside', () => {
  test.each([OBJECT, 'ExternalSecret union-cp/auth', 'ExternalSecret auth', '"*/auth"', 'ExternalSecret a*'])('silences a finding on %s', (object) => {
    const report = judge(entry(object));
    expect(report.findings).toEqual([]);
    expect(report.suppressed.map(({ rule, reason, by }) => ({ rule, reason, by }))).toEqual([{ rule: RULE, reason: 'the chart of next month mends it', by: 'c.yaml' }]);
    expect(report.notices).toEqual([]);
  });

  test('says so when its rule finds nothing on the object, with the line of the entry', () => {
    const report = judge(entry('ConfigMap union-cp/executions'));
    expect(report.findings[0].object).toEqual({ apiVersion: 'union-auth.cdk8s.io/v1', kind: 'Config', name: 'c.yaml' });
    expect(report.findings.map(({ rule, file, line, found }) => ({ rule, file, line, found }))).toEqual([
      { rule: 'suppression-unused', file: 'c.yaml', line: 2, found: 'none' },
      { rule: RULE, file: 'in.yaml', line: expect.any(Number), found: 'secret' },
    ]);
  });

  test('is a notice when it names no object of the input: it may be meant for another', () => {
    const report = judge(entry('Ingress other'));
    expect(report.findings.map(({ rule }) => rule)).toEqual([RULE]);
    expect(report.notices).toEqual([{ file: 'c.yaml', line: 2, message: `the suppression of ${RULE} names no object of the input: Ingress other` }]);
  });

  test('counts through its last day, and then both it and the finding are reported', () => {
    const text = entry(OBJECT, '    expires: 2026-12-31\n');
    expect(judge(text, '2026-12-31').findings).toEqual([]);
    expect(judge(text).findings).toEqual([]);
    expect(judge(entry(OBJECT), '2027-01-01').findings).toEqual([]);
    expect(judge(text, '2027-01-01').findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual(['suppression-expired: 2026-12-31', `${RULE}: secret`]);
  });

  test('does not count as unused where its rule could not be judged', () => {
    const text = 'suppressions:\n  - { rule: route-unguarded, object: "*", reason: x }\n';
    expect(judge(text).findings.map(({ rule }) => rule)).toEqual([RULE]);
  });
});

test('a pattern takes dots, slashes and brackets as they are', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'axb' };
  expect(objectPattern('ConfigMap a.b')(object)).toBe(false);
  expect(objectPattern('ConfigMap a*')(object)).toBe(true);
  expect(objectPattern('v1/ConfigMap axb')(object)).toBe(true);
  expect(objectPattern('Config')(object)).toBe(false);
});

describe('a config file', () => {
  test('may be empty, or only exclude', () => {
    expect(read('# nothing\n')).toMatchObject({ suppressions: [], exclude: [] });
    expect(read('exclude: [vendor]\n').exclude).toEqual(['vendor']);
    expect(read('# nothing\n---\nexclude: [vendor]\n---\n')).toMatchObject({ suppressions: [], exclude: ['vendor'] });
    expect(read('suppressions:\nexclude:\n')).toMatchObject({ suppressions: [], exclude: [] });
  });

  test('takes texts without the white space around them', () => {
    expect(read(`suppressions:\n  - { rule: " ${RULE}", object: " a ", reason: " b ", expires: " 2027-03-31 " }\n`).suppressions)
      .toMatchObject([{ rule: RULE, object: 'a', reason: 'b', expires: '2027-03-31' }]);
    expect(read(entry('a')).suppressions[0]).not.toHaveProperty('expires');
    expect(read('homes:\n  - { files: " a ", cluster: " eu ", namespace: " union " }\n  - { files: b, namespace: union }\n').homes)
      .toEqual([{ files: 'a', cluster: 'eu', namespace: 'union' }, { files: 'b', cluster: undefined, namespace: 'union' }]);
  });

  test.each(['2027-3-1', '2027-02-30', '2027-13-01', 'on 2027-03-01', '2027-03-01T00:00', 'soon', '5'])('has no entry that ends on %s', (day) => {
    expect(() => read(entry('a', `    expires: "${day}"\n`))).toThrow(`c.yaml: suppressions[0].expires: "${day}" is not a day; write it as 2027-03-31`);
  });

  test('names all its problems at once', () => {
    const homes = 'homes:\n  - a\n  - { cluster: x, where: y }\n  - { files: z }\n  - { files: z, namespace: A_B }\n';
    expect(() => read(`supressions: []\nexclude: [1, ""]\nsuppressions:\n  - rule: x\n    until: 1\n    expires: 2027-02-30\n  - a\n${homes}`)).toThrow([
      'c.yaml: supressions: unknown key. Known: suppressions, exclude, homes.',
      'c.yaml: suppressions[0].until: unknown key. Known: rule, object, reason, expires.',
      'c.yaml: suppressions[0].rule: "x" is not a rule; "cdk8s-union-auth rules" lists them',
      'c.yaml: suppressions[0].object: required; name the object as the finding does, such as "Ingress union-cp/controlplane-*"',
      'c.yaml: suppressions[0].reason: required; write why the finding is accepted',
      'c.yaml: suppressions[0].expires: "2027-02-30" is not a day; write it as 2027-03-31',
      'c.yaml: suppressions[1]: must be a map; give it rule, object, reason and, where it is to end, expires',
      'c.yaml: exclude[0]: is not a glob; write one such as "vendor/**"',
      'c.yaml: exclude[1]: is not a glob; write one such as "vendor/**"',
      'c.yaml: homes[0]: must be a map; give it files, and cluster or namespace',
      'c.yaml: homes[1].where: unknown key. Known: files, cluster, namespace.',
      'c.yaml: homes[1].files: required; name a file, folder or glob, from the folder of this file',
      'c.yaml: homes[2]: has neither cluster nor namespace',
      'c.yaml: homes[3].namespace: "A_B" is not a namespace name; use lower-case letters, digits and "-", at most 63 characters',
    ].join('\n'));
  });

  test.each([
    ['no YAML', 'a: [', 'c.yaml: is not YAML (line'],
    ['a list', '- a', 'c.yaml: must be a map; write suppressions:, exclude: and homes:'],
    ['two documents', 'a: 1\n---\nb: 2', 'c.yaml: must be a map'],
    ['a map in the place of a list', 'suppressions: {rule: x}', 'c.yaml: suppressions: must be a list; start each entry with "- "'],
    ['a text in the place of a list', 'exclude: vendor', 'c.yaml: exclude: must be a list; start each entry with "- "'],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(ConfigFileError);
  });
});
