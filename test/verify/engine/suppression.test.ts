import type { FileSuppression } from '../../../src/verify/engine/config-file';
import type { RawFinding } from '../../../src/verify/engine/finding';
import { applySuppressions, Judged } from '../../../src/verify/engine/suppression';
import type { KubeObject } from '../../../src/verify/kube/kube-object';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { chartObjects } from '../../../src/verify/values/chart-objects';
import { object } from '../_manifests';
import { CONTROL_PLANE_VALUES } from '../_values';
import { read } from '../kube/_views';
import { setOf } from '../values/_sets';

type Json = Record<string, unknown>;

const ignore = (rule: string) => `union-auth.cdk8s.io/ignore.${rule}`;
const configMap = (name: string, annotations: Json = {}) => object('v1', 'ConfigMap', name, {}, 'union-cp', { annotations });
const on = (owner: KubeObject, rule = 'first'): RawFinding =>
  ({ rule: { id: rule } as RuleDescription, violation: { at: owner.field('data', 'x'), expected: 'this', found: 'that' } });

/** What is left, what is silenced and why, and which entries name nothing. */
function shown({ findings, suppressed, idle }: Judged) {
  return {
    findings: findings.map(({ rule, violation: { at, expected, found } }) => `${rule.id} ${at.object.name} ${at}: ${expected} | ${found}`),
    suppressed: suppressed.map(({ rule, violation: { at }, reason, by }) => `${rule.id} ${at.object.name}: ${reason}${by === undefined ? '' : ` (${by})`}`),
    idle: idle.map(({ object: named }) => named),
  };
}

const REPORTED = 'first a data.x: this | that';
const known = new Set(['first', 'second']);

describe('an annotation', () => {
  function apply(annotations: Json, { rules = ['first'], judged = ['first', 'second'] } = {}) {
    const [a, b] = read(configMap('a', annotations), configMap('b'));
    return shown(applySuppressions({ objects: [a, b], findings: rules.map((rule) => on(a, rule)), judged: new Set(judged), known }));
  }
  const at = (rule: string) => `a metadata.annotations["${ignore(rule)}"]`;

  test('silences the findings of its rule on its object', () => {
    expect(apply({ [ignore('first')]: ' known ' })).toEqual({ findings: [], suppressed: ['first a: known'], idle: [] });
    expect(apply({ other: 'annotation' })).toEqual({ findings: [REPORTED], suppressed: [], idle: [] });
    const [a, b] = read(configMap('a', { [ignore('first')]: 'known' }), configMap('b'));
    expect(shown(applySuppressions({ objects: [a, b], findings: [on(a), on(b)], judged: known, known }))).toEqual({ findings: ['first b data.x: this | that'], suppressed: ['first a: known'], idle: [] });
  });

  test.each(['', ' '])('without a reason (%p) silences nothing, and says so', (reason) => {
    expect(apply({ [ignore('first')]: reason })).toEqual({ findings: [REPORTED, `suppression-without-reason ${at('first')}: a reason | an empty value`], suppressed: [], idle: [] });
    expect(apply({ [ignore('nobodys')]: reason }, { rules: [] }).findings).toEqual([`suppression-without-reason ${at('nobodys')}: a reason | an empty value`]);
  });

  test('of an id that no rule has says so', () => {
    expect(apply({ [ignore('frist')]: 'known' }).findings).toEqual([REPORTED, `suppression-unused ${at('frist')}: the id of a rule | the unknown id frist`]);
  });

  test('of a rule that found nothing on its object says so, if the rule came to a verdict', () => {
    expect(apply({ [ignore('second')]: 'known' }).findings).toEqual([REPORTED, `suppression-unused ${at('second')}: a finding of second to silence | none on this object`]);
    expect(apply({ [ignore('second')]: 'known' }, { judged: ['first'] }).findings).toEqual([REPORTED]);
  });
});

describe('an entry of a config file', () => {
  const [file] = read(object('union-auth.cdk8s.io/v1', 'Config', 'c'));
  const entry = (rest: Partial<FileSuppression> = {}, index = 0): FileSuppression =>
    ({ rule: 'first', object: 'ConfigMap a', reason: 'known', field: file.field('suppressions', index), ...rest });
  const [a, b] = read(configMap('a'), configMap('b'));

  function apply(entries: readonly FileSuppression[], { findings = [on(a)], judged = ['first', 'second'], today = '2026-07-01' } = {}) {
    return shown(applySuppressions({ objects: [a, b], findings, judged: new Set(judged), known }, entries, today));
  }

  test('silences the findings of its rule on the objects that it names, by its file', () => {
    expect(apply([entry()])).toEqual({ findings: [], suppressed: ['first a: known (input.yaml)'], idle: [] });
    expect(apply([entry({ object: 'ConfigMap *' })], { findings: [on(a), on(b), on(b, 'second')] }))
      .toEqual({ findings: ['second b data.x: this | that'], suppressed: ['first a: known (input.yaml)', 'first b: known (input.yaml)'], idle: [] });
  });

  test('that comes second to the same finding is unused', () => expect(apply([entry(), entry({}, 1)])).toEqual({
    findings: ['suppression-unused c suppressions[1]: a finding of first on ConfigMap a to silence | none'], suppressed: ['first a: known (input.yaml)'], idle: [],
  }));

  test('of a rule that found nothing there is unused, or idle where no object is named so', () => {
    expect(apply([entry({ object: 'ConfigMap b' })])).toEqual({ findings: [REPORTED, 'suppression-unused c suppressions[0]: a finding of first on ConfigMap b to silence | none'], suppressed: [], idle: [] });
    expect(apply([entry({ object: 'Secret b' })])).toEqual({ findings: [REPORTED], suppressed: [], idle: ['Secret b'] });
    expect(apply([entry({ rule: 'second' }), entry({ rule: 'second', object: 'Secret b' })], { judged: ['first'] })).toEqual({ findings: [REPORTED], suppressed: [], idle: [] });
  });

  test('counts until its last day is past', () => {
    expect(apply([entry({ expires: '2026-07-01' })]).findings).toEqual([]);
    expect(apply([entry({ expires: '2026-06-30' })])).toEqual({
      findings: [REPORTED, 'suppression-expired c suppressions[0]: a day that is not past, for first on ConfigMap a | 2026-06-30'], suppressed: [], idle: [],
    });
  });

  test('comes after annotations', () => {
    const [annotated] = read(configMap('a', { [ignore('first')]: 'of the object' }));
    expect(shown(applySuppressions({ objects: [annotated], findings: [on(annotated)], judged: known, known }, [entry()])))
      .toEqual({ findings: ['suppression-unused c suppressions[0]: a finding of first on ConfigMap a to silence | none'], suppressed: ['first a: of the object'], idle: [] });
  });

  test('names a finding in values by the object that the chart makes of them, or by the values', () => {
    const set = setOf(CONTROL_PLANE_VALUES);
    const made = chartObjects(set).find(({ kind, name }) => kind === 'Deployment' && name === 'usage')!;
    const input = { objects: [made, ...set.documents], findings: [on(made)], judged: known, known };
    const named = (pattern: string) => shown(applySuppressions(input, [entry({ object: pattern })])).suppressed;
    expect(named('Deployment usage')).toEqual(['first usage: known (input.yaml)']);
    expect(named('Values controlplane')).toEqual(['first usage: known (input.yaml)']);
    expect(named('Values dataplane')).toEqual([]);
  });
});
