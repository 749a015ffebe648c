import { readConfigFile } from '../../src/verify/engine/config-file';
import { describedRule, RuleDefinition, Violation } from '../../src/verify/engine/rule';
import { KubeObject } from '../../src/verify/kube/kube-object';
import { RuleRegistry } from '../../src/verify/registry';
import type { RuleDescription } from '../../src/verify/texts/rule-description';
import { hasJudged, Report, verify } from '../../src/verify/verify';
import { configMap, deployment, manifests, object } from './_manifests';
import { CONTROL_PLANE_VALUES } from './_values';

/** Complains about every Secret. */
const description: RuleDescription = {
  id: 'no-secrets',
  severity: 'warning',
  area: 'config',
  headlines: { '': '{object} is a Secret' },
  title: 'No Secret.',
  symptom: 'A Secret.',
  explanation: 'There is one.',
  skipped: 'One object is too few.',
  remediation: 'Remove it.',
  remedies: [{ text: 'Remove it.' }],
  see: [{ run: 'kubectl get secret', shows: 'A Secret.' }],
};
const noSecrets: RuleDefinition<KubeObject> = {
  of: ({ objects }) => (objects.length > 1 ? objects : []),
  *all(objects) {
    for (const secret of objects.filter(({ kind }) => kind === 'Secret')) {
      yield { at: secret.field('metadata', 'name'), expected: 'no Secret', found: secret.name };
      // The same again, as from a second container.
      yield { at: secret.field('metadata', 'name'), expected: 'no Secret', found: secret.name };
    }
  },
};
const crashing: RuleDefinition<KubeObject> = {
  ...noSecrets,
  *all([first]) {
    yield { at: first.field('kind'), expected: 'x', found: 'y' };
    throw new Error('boom');
  },
};
const registry = new RuleRegistry([describedRule(description, noSecrets), describedRule({ ...description, id: 'crashing' }, crashing)]);
const only = ['no-secrets'];
const secret = (name: string, annotations: Record<string, string> = {}) => object('v1', 'Secret', name, {}, 'ns', { annotations });
const text = (...objects: Parameters<typeof manifests>) => [{ name: 'b.yaml', text: manifests(...objects) }];
const TWO = text(secret('a'), object('v1', 'Service', 's'));
const SECRETS = text(secret('a'), secret('b'));

test('a finding names everything that one needs', () => {
  expect(verify(TWO, { registry, only, constructPath: ({ name }) => `app/${name}` }).findings).toEqual([{
    rule: 'no-secrets',
    severity: 'warning',
    message: 'Secret ns/a is a Secret',
    object: { apiVersion: 'v1', kind: 'Secret', namespace: 'ns', name: 'a' },
    constructPath: 'app/a',
    file: 'b.yaml',
    line: 5,
    field: 'metadata.name',
    expected: 'no Secret',
    found: 'a',
    symptom: 'A Secret.',
    remediation: 'Remove it.',
  }]);
});

test('findings are ordered by file, then line', () => {
  const { findings } = verify([...text(secret('z'), secret('a')), { name: 'a.yaml', text: manifests(secret('m')) }], { registry, only });
  expect(findings.map(({ file, object: { name } }) => `${file} ${name}`)).toEqual(['a.yaml m', 'b.yaml z', 'b.yaml a']);
});

test('a rule passes, does not apply, or crashes, and never two of them', () => {
  const services = text(object('v1', 'Service', 'a'), object('v1', 'Service', 'b'));
  expect(verify(services, { registry })).toMatchObject({ findings: [], passed: ['no-secrets'], notApplicable: [], crashed: [{ rule: 'crashing', error: 'boom' }] });
  const notApplicable = registry.ids.map((rule) => ({ rule, reason: 'One object is too few.' }));
  expect(verify(text(secret('a')), { registry })).toMatchObject({ findings: [], passed: [], notApplicable });
  // What a rule found before it crashed does not count.
  expect(verify(SECRETS, { registry, only: ['crashing'] }).findings).toEqual([]);
});

test.each<[string, Partial<Violation>]>([
  ['whose violation has no place', { at: undefined as never }],
  ['whose mended input cannot be made', { mended: () => { throw new Error('boom'); } }],
])('a rule %s crashes, and the others are judged', (_, violation) => {
  const odd = describedRule({ ...description, id: 'odd' }, {
    of: ({ objects }) => objects,
    each: (each: KubeObject): Violation => ({ at: each.field('kind'), expected: 'x', found: each.name, ...violation }),
  });
  const { findings, crashed } = verify(SECRETS, { registry: new RuleRegistry([odd, describedRule(description, noSecrets)]) });
  expect(findings.map(({ rule }) => rule).sort()).toEqual([...only, ...only]);
  expect(crashed).toEqual([{ rule: 'odd', error: expect.any(String) as string }]);
});

test('rules are chosen by id, and every unknown id is reported', () => {
  expect(verify(SECRETS, { registry, skip: ['crashing', 'no-secrets'] })).toMatchObject({ findings: [], passed: [] });
  expect(() => verify([], { registry, only: ['nope', 'crashing'], skip: ['no'] })).toThrow('No rule has the id nope, no; see the list of rules');
});

describe('suppressions', () => {
  const ignore = (id: string, reason: string) => ({ [`union-auth.cdk8s.io/ignore.${id}`]: reason });
  const run = (annotations: Record<string, string>, options = {}) =>
    verify(text(secret('a', annotations), object('v1', 'Service', 's')), { registry, only, ...options });

  test('with a reason silence the finding and keep it on record', () => {
    const { findings, suppressed } = run(ignore('no-secrets', ' accepted in review '));
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ rule: 'no-secrets', reason: 'accepted in review' }]);
    expect(suppressed[0]).not.toHaveProperty('by');
  });

  test('of a rule that found nothing are unused', () => {
    const report = verify(text(object('v1', 'Service', 'a', {}, 'ns', { annotations: ignore('no-secrets', 'old') }), secret('b')), { registry, only });
    expect(report.findings.map(({ rule }) => rule).sort()).toEqual(['no-secrets', 'suppression-unused']);
  });

  test.each([
    ['was skipped', { only: undefined, skip: ['no-secrets', 'crashing'] }],
    ['crashed', { only: ['crashing'] }],
  ])('of a rule that %s are not unused', (_, options) => expect(run({ ...ignore('crashing', 'x'), ...ignore('no-secrets', 'y') }, options).findings).toEqual([]));

  test('of a rule that does not apply are not unused', () => {
    expect(verify(text(secret('a', ignore('no-secrets', 'x'))), { registry, only }).findings).toEqual([]);
  });
});

describe('a config file', () => {
  const judge = (entries: string) => verify(TWO, { registry, only, config: readConfigFile({ name: 'c.yaml', text: entries }, registry.ids) });

  test('silences findings, and says so', () => {
    const { findings, suppressed, notices } = judge('suppressions:\n- rule: no-secrets\n  object: "*"\n  reason: known\n');
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ rule: 'no-secrets', file: 'b.yaml', line: 5, reason: 'known', by: 'c.yaml' }]);
    expect(notices).toEqual([]);
  });

  test('is reported where it names no object of the input, unless its rule did not run', () => {
    const { findings, notices } = judge('suppressions:\n- rule: crashing\n  object: v1/Pod x/y\n  reason: known\n- rule: no-secrets\n  object: v1/Secret ns/b\n  reason: known\n');
    expect(findings).toHaveLength(1);
    expect(notices).toEqual([{ file: 'c.yaml', line: 5, message: 'the suppression of no-secrets names no object of the input: v1/Secret ns/b' }]);
  });
});

test('a rule that finds only what a placeholder hides has passed', () => {
  const unsure = describedRule<KubeObject>(description, {
    ...noSecrets,
    *all([{ name }, other]) {
      yield { at: other.field('kind'), expected: 'x', found: 'y', comparedWith: [`\${${name}}`] };
    },
  });
  expect(verify(SECRETS, { registry: new RuleRegistry([unsure]) })).toMatchObject({ findings: [], passed: ['no-secrets'], notApplicable: [] });
  expect(verify(SECRETS, { registry, only }).passed).toEqual([]);
});

test('a file that cannot be read is a notice, unless a finding is about it', () => {
  const about = describedRule<KubeObject>(description, {
    ...noSecrets,
    of: ({ objects }) => objects.filter(({ kind }) => kind === 'ConfigMap'),
    *all([config]) {
      yield { at: config.field('data', 'a.yaml'), expected: 'x', found: 'y' };
      yield { at: config.field('metadata', 'b.yaml'), expected: 'x', found: 'y' };
    },
  });
  const input = text(configMap('c', { 'a.yaml': 'a: [', 'b.yaml': 'b: [', 'd.yaml': 'd: 1' }), deployment('flyteadmin', { configMaps: { c: '/etc/c' } }));
  expect(verify(input, { registry: new RuleRegistry([about]) }).notices).toEqual([
    { file: 'b.yaml', message: expect.stringMatching(/^v1\/ConfigMap union-cp\/c: data\["b\.yaml"\] is not readable YAML \(line \d: .+\), ignored$/) as unknown },
  ]);
});

test('files, objects, of which values are one a chart, and what was judged are counted', () => {
  expect(verify([...text(secret('a')), { name: 'values.yaml', text: CONTROL_PLANE_VALUES }], { registry })).toMatchObject({ files: 2, objects: 2 });
  expect(verify([...SECRETS, { name: 'none.yaml', text: '' }], { registry })).toMatchObject({ files: 2, objects: 2, coverage: { judged: [] } });
});

test('whatever a rule throws is reported', () => {
  const throwing = describedRule<KubeObject>({ ...description, id: 'throwing' }, {
    ...noSecrets,
    *all([{ name }]) {
      yield* [];
      throw name as unknown as Error;
    },
  });
  expect(verify(SECRETS, { registry: new RuleRegistry([throwing]) }).crashed).toEqual([{ rule: 'throwing', error: 'a' }]);
});

test('a registry knows its rules in their order, and no others', () => {
  expect(registry.ids).toEqual(['no-secrets', 'crashing']);
  expect(registry.rules.map(({ id }) => id)).toEqual(registry.ids);
  expect([registry.get('crashing')?.id, registry.get('nope')]).toEqual(['crashing', undefined]);
});

describe('whether a report says anything', () => {
  const silent: Report = { ...verify([], { registry }), passed: [], coverage: { judged: [], open: [] } };
  const [finding] = verify(SECRETS, { registry, only }).findings;

  test.each<[string, Partial<Report>, boolean]>([
    ['nothing', {}, false],
    ['a finding', { findings: [finding] }, true],
    ['a suppressed finding', { suppressed: [{ ...finding, reason: 'known' }] }, true],
    ['a rule that passed on what was judged', { passed: ['no-secrets'], coverage: { judged: ['1 flyteadmin'], open: [] } }, true],
    ['a rule that passed on nothing', { passed: ['no-secrets'] }, false],
    ['parts that no rule judged', { coverage: { judged: ['1 flyteadmin'], open: [] } }, false],
  ])('%s: %#', (_, report, expected) => expect(hasJudged({ ...silent, ...report })).toBe(expected));
});

describe('a text that is broken', () => {
  const broken = { name: 'broken.yaml', text: 'apiVersion: v1\nkind: Secret\nmetadata: {name: [\n' };

  test('costs its own verdict, is named with its line, and leaves a question open', () => {
    const { findings, unreadable, coverage } = verify([broken, ...SECRETS], { registry, only });
    expect(findings.map(({ object: { name } }) => name)).toEqual(['a', 'b']);
    expect(unreadable).toEqual([{ file: 'broken.yaml', line: 4, message: expect.any(String) as unknown }]);
    expect(coverage.open.map(({ add }) => add).join()).toContain('--exclude broken.yaml');
  });

  test('leaves nothing to judge where it is alone', () => expect(() => verify([broken, { name: 'empty.yaml', text: '' }])).toThrow(/^broken\.yaml:4: /));
});
