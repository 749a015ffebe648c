import type { RawFinding } from '../../../src/verify/engine/finding';
import { isCertain, withoutConsequences, withoutEchoes, withoutMisspelt } from '../../../src/verify/engine/what-counts';
import { Field } from '../../../src/verify/read/field';
import type { RuleArea, RuleDescription } from '../../../src/verify/texts/rule-description';
import type { Severity } from '../../../src/verify/texts/severity';
import { object } from '../_manifests';
import { read } from '../kube/_views';

const [one, other] = read(object('v1', 'ConfigMap', 'a', { data: { x: 'plain', ref: '${ISSUER}', file: 'a: ${ISSUER}\n' } }), object('v1', 'ConfigMap', 'b'));

function finding(area: RuleArea, severity: Severity, { at = one.field('data', 'x'), expected = 'x', found = 'y', ...rest }: Partial<RawFinding['violation']> = {}): RawFinding {
  return { rule: { id: `${area} ${severity}`, area, severity } as RuleDescription, violation: { at, expected, found, ...rest } };
}

const place = (name: string) => one.field('data', name);
const kept = (...findings: RawFinding[]) => withoutEchoes(findings).map(({ rule }) => rule.id);

describe('of a rule about values and one about the wiring at one place', () => {
  test('the graver counts', () => {
    expect(kept(finding('values files', 'error'), finding('config', 'warning'))).toEqual(['values files error']);
    expect(kept(finding('values files', 'warning'), finding('config', 'error'))).toEqual(['config error']);
  });

  test('of two that are equally grave, that about the wiring counts', () => {
    expect(kept(finding('values files', 'error'), finding('config', 'error'))).toEqual(['config error']);
    expect(kept(finding('config', 'warning'), finding('values files', 'warning'))).toEqual(['config warning']);
  });

  test('the gravest of several decides', () => {
    expect(kept(finding('config', 'warning'), finding('config', 'error'), finding('values files', 'error'))).toEqual(['config warning', 'config error'].slice(1));
  });

  test('an info about values is not an echo', () => {
    expect(kept(finding('values files', 'info'), finding('config', 'error'))).toEqual(['values files info', 'config error']);
    expect(kept(finding('values files', 'info'), finding('values files', 'error'), finding('config', 'error'))).toEqual(['values files info', 'config error']);
  });
});

test('at two places, both count', () => {
  expect(kept(finding('values files', 'error'), finding('config', 'error', { at: other.field('data', 'x') }))).toEqual(['values files error', 'config error']);
});

test('findings of one kind are not echoes of each other', () => {
  expect(kept(finding('config', 'error'), finding('services', 'warning'))).toEqual(['config error', 'services warning']);
  expect(kept(finding('values files', 'error'), finding('values files', 'warning'))).toEqual(['values files error', 'values files warning']);
});

test('what hangs on a reference is not certain', () => {
  expect(isCertain(finding('config', 'error'))).toBe(true);
  expect(isCertain(finding('config', 'error', { comparedWith: ['https://${DOMAIN}/me'] }))).toBe(false);
  expect(isCertain(finding('config', 'error', { restsOn: [one.field('data', 'ref')] }))).toBe(false);
  expect(isCertain(finding('config', 'error', { at: one.field('data', 'ref') }))).toBe(false);
  expect(isCertain(finding('config', 'error', { at: one.field('data', 'absent') }))).toBe(true);
  const file = one.field('data', 'file').inside({ a: '${ISSUER}', b: 'x', c: ['y', '${ISSUER}'] });
  expect(['a', 'b', 'c', 'd'].map((key) => isCertain(finding('config', 'error', { at: file.child(key) })))).toEqual([false, true, false, true]);
});

test('what is compared with a placeholder is not certain, and what is said of it does not count', () => {
  expect(isCertain(finding('config', 'error', { comparedWith: ['https://changeme.example.com'] }))).toBe(false);
  expect(isCertain(finding('config', 'error', { at: one.field('data', 'x'), comparedWith: ['x', undefined] }))).toBe(true);
  expect(isCertain(finding('config', 'error', { expected: 'not ${ISSUER}, nor changeme', found: '${ISSUER}' }))).toBe(true);
});

describe('a section that lacks a key', () => {
  const section = one.field('data');
  const missing = finding('values files', 'error', { at: section.child('clientId'), expected: 'a value: the client', found: 'nothing' });

  test('is reported once, by the rule that requires the key', () => {
    expect(kept(missing, finding('config', 'error', { at: section, lacks: ['auth', 'openId', 'clientId'] }))).toEqual(['config error']);
    expect(kept(missing, finding('config', 'error', { at: section.lacking(['clientId']) }))).toEqual(['config error']);
  });

  test('is reported twice if that rule requires another key, or has a lower severity', () => {
    expect(kept(missing, finding('config', 'error', { at: section, lacks: ['clientIdentity'] }))).toEqual(['values files error', 'config error']);
    expect(kept(missing, finding('config', 'warning', { at: section, lacks: ['clientId'] }))).toEqual(['values files error', 'config warning']);
  });
});

describe('what rests on a place that is found wrong itself', () => {
  const left = (...findings: RawFinding[]) => withoutConsequences(findings).map(({ violation: { at } }) => at.path.join('.'));
  const at = (name: string, restsOn: readonly string[] = [], severity: Severity = 'error') =>
    finding('config', severity, { at: place(name), restsOn: restsOn.map(place) });

  test('is not told', () => {
    expect(left(at('b', ['a']), at('a'))).toEqual(['data.a']);
    expect(left(at('c', ['b']), at('b', ['a']), at('a'))).toEqual(['data.a']);
  });

  test('is reported while another of its places is right, or the finding there has a lower severity', () => {
    expect(left(at('c', ['a', 'b']), at('a'))).toEqual(['data.c', 'data.a']);
    expect(left(at('b', ['a']), at('a', [], 'warning'))).toEqual(['data.b', 'data.a']);
  });

  test('of two that blame each other, the one with more places is reported; of a circle one', () => {
    expect(left(at('a', ['b']), at('b', ['a', 'c']))).toEqual(['data.b']);
    expect(left(at('a', ['b']), at('b', ['a', 'c']), at('c', ['b']))).toEqual(['data.b']);
    expect(left(at('a', ['b']), at('b', ['c']), at('c', ['a']))).toHaveLength(1);
  });
});

describe('what is missing because its key is misspelt', () => {
  const section = one.field('data');
  const misspelt = finding('values files', 'warning', { at: section.child('auht'), belongs: section.child('auth') });
  const left = (...findings: RawFinding[]) => withoutMisspelt(findings).map(({ rule, violation: { at } }) => `${rule.severity} ${at.path.join('.')}`);
  const missing = (severity: Severity, at: Field, ...lacks: string[]) => finding('config', severity, { at, expected: 'not auth: the words are for people', lacks });

  test('is not told, and the misspelt key is as grave', () => {
    expect(left(misspelt, missing('error', section.child('auth')))).toEqual(['error data.auht']);
    expect(left(missing('error', section.child('auth', 'openId')), misspelt)).toEqual(['error data.auht']);
    expect(left(misspelt, missing('info', section, 'auth', 'openId'))).toEqual(['warning data.auht']);
  });

  test('is not told of config files either, where the section is missed in another of them', () => {
    const file = (name: string) => one.field('data', name).inside({});
    const inFile = (isMap: boolean) => finding('config', 'warning', { at: file('a').child('x', 'auht'), belongs: file('a').child('x', 'auth'), isMap });
    const alone = ['warning data.a'];
    expect(left(inFile(false), missing('warning', file('a').child('x', 'auth', 'y')))).toEqual(alone);
    expect(left(inFile(false), missing('warning', file('a').child('x'), 'auth', 'y'))).toEqual(alone);
    expect(left(inFile(false), missing('warning', file('a').child('x', 'z'), 'auth'))).toEqual(alone);
    expect(left(inFile(true), missing('warning', file('a').child('x'), 'anything'))).toEqual(alone);
    expect(left(inFile(false), missing('warning', file('a').child('x'), 'anything'))).toHaveLength(2);
    expect(left(inFile(false), missing('warning', file('a').child('x', 'z')))).toHaveLength(2);
    expect(left(inFile(false), missing('warning', file('b').child('x'), 'auth'))).toHaveLength(2);
    expect(left(inFile(false), missing('warning', section, 'auth'))).toHaveLength(2);
    const ofRoot = finding('config', 'warning', { at: file('a').child('auht'), belongs: file('a').child('auth') });
    expect(left(ofRoot, missing('warning', file('b'), 'auth', 'y'))).toEqual(alone);
  });

  test('is reported if it is another key, or of another object', () => {
    expect(left(misspelt, missing('error', section, 'authority'))).toEqual(['warning data.auht', 'error data']);
    expect(left(misspelt, missing('error', section.child('x')))).toEqual(['warning data.auht', 'error data.x']);
    expect(left(misspelt, missing('error', other.field('data', 'auth')))).toEqual(['warning data.auht', 'error data.auth']);
    expect(left(misspelt, missing('error', one.field(), 'auth'))).toEqual(['warning data.auht', 'error ']);
  });
});

describe('what is left out because of another finding is its consequence', () => {
  const consequencesOf = (findings: readonly RawFinding[]) =>
    findings.map(({ rule, consequences = [] }) => [rule.id, consequences.map((each) => each.rule.id)]);

  test('where its places are wrong themselves', () => {
    const cause = finding('config', 'error', { at: place('x') });
    const effect = finding('services', 'error', { at: place('y'), restsOn: [place('x')] });
    const further = finding('the edge', 'error', { at: place('z'), restsOn: [place('y')] });
    expect(consequencesOf(withoutConsequences([further, effect, cause]))).toEqual([['config error', ['the edge error', 'services error']]]);
    expect(consequencesOf(withoutConsequences([effect, cause]))).toEqual([['config error', ['services error']]]);
  });

  test('where its key is misspelt, with what was a consequence of that', () => {
    const slip = finding('config', 'warning', { at: place('slip'), belongs: place('y') });
    const missed = { ...finding('services', 'error', { at: place('y') }), consequences: [finding('the edge', 'error')] };
    expect(consequencesOf(withoutMisspelt([missed, slip]))).toEqual([['config warning', ['services error', 'the edge error']]]);
  });
});
