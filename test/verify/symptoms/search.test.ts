import { DESCRIBED_RULES } from '../../../src/cli/rules-command';
import { causesOf, nearestSymptoms } from '../../../src/verify/symptoms/search';
import type { Symptom } from '../../../src/verify/symptoms/symptom';
import { SYMPTOMS } from '../../../src/verify/symptoms/symptoms';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { drawn } from '../../_tools/drawn';

const ask = (question: string) => {
  const { symptoms, causes } = causesOf(question, DESCRIBED_RULES) ?? { symptoms: [], causes: [] };
  return { symptoms: symptoms.map(({ id }) => id), rules: causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])) };
};

test.each([
  ['redirect loop', 'redirect-loop', 'auth-not-enabled'],
  ['Redirect LOOPS!', 'redirect-loop', 'auth-not-enabled'],
  ['ERR_TOO_MANY_REDIRECTS', 'redirect-loop', 'auth-not-enabled'],
  ['secrets not found', 'secrets-not-found', 'browser-secret-undelivered'],
  ['{"msg":"secrets not found - file [/etc/secrets/oidc_client_secret], Env [FLYTE_SECRET_OIDC_CLIENT_SECRET]"}', 'secrets-not-found', 'browser-secret-undelivered'],
  ['MountVolume.SetUp failed for volume "auth" : secret "union-secret-auth" not found', 'container-creating', 'secret-merge-deadlock'],
  ['rpc error: code = Unknown desc = unexpected HTTP status code received from server: 302 (Found)', 'grpc-unknown', 'grpc-sign-in-redirect'],
  ['AADSTS1002012: The provided value for scope all is not valid', 'scope-refused', 'scope-missing'],
  ['invalid audience', 'invalid-audience', 'audience-missing'],
  ['invlaid audeince', 'invalid-audience', 'audience-missing'],
  ['operator cannot authenticate', 'operator-401', 'secret-merge-deadlock'],
  ['scheduler', 'scheduler-fails', 'scheduler-secret-unmounted'],
  ['time: missing unit in duration "15"', 'config-refused', 'duration-unitless'],
  ['target is owned by another ExternalSecret', 'externalsecret-not-ready', 'secret-writers-collide'],
  ['anonymous access', 'open-to-strangers', 'route-unguarded'],
  ['failed to verify id token signature', 'signature', 'token-url-foreign'],
  ['annotations: Too long: must have at most 262144 bytes', 'crd-too-long', undefined],
  ['x-user-subject header not found', 'subject-missing', 'identity-header-spoofable'],
])('%s leads to %s and %s', (question, symptom, rule) => {
  const { symptoms, rules } = ask(question);
  expect([symptoms[0], rule === undefined ? undefined : rules[0]]).toEqual([symptom, rule]);
});

test('a number that several people see leads to all of them, and to no other number', () => {
  const { symptoms } = ask('401');
  expect([...symptoms].sort()).toEqual(['internal-401', 'operator-401', 'sdk-401']);
  expect(ask('403').symptoms).toEqual(['permission-denied']);
});

describe.each(drawn(SYMPTOMS.map((symptom) => [symptom.id, symptom] as const), 4))('%s', (id, { title, words }) => {
  test.each([id, title, ...words])('is found by %s', (question) => expect(ask(question).symptoms).toContain(id));
});

test.each([
  ['snippet annotation cannot be used', 'The webhook of ingress-nginx refuses snippets.'],
  ['upload of a big artifact fails 413', 'The request is larger than the edge accepts: 413.'],
  ['logs stop streaming after 60s', 'A stream ends after 60 seconds'],
  ['password authentication failed for user', 'The password of the database is not delivered'],
  ['AADSTS65001 user has not consented', 'No administrator has consented'],
  ['x509: certificate signed by unknown authority', 'The certificate is signed by an authority that the client does not know'],
  ['issuer mismatch trailing slash', 'The issuer is spelled otherwise than the provider does'],
  ['cannot unmarshal config yaml', 'The service cannot parse the file'],
  ['permission denied for MANAGE_CLUSTER', 'The caller may do everything but manage this cluster'],
  ['flyteadmin migration fails', 'The tables are not there'],
  ['envoy gateway unknown field weight', 'The CRDs of the cluster are older than the manifest'],
])('%s leads first to the cause that its words single out: %s', (question, cause) => {
  expect(causesOf(question, DESCRIBED_RULES)!.causes[0].cause).toContain(cause);
});

test('one symptom keeps the order of its causes, and what speaks of the same comes behind them', () => {
  const { symptoms, rules } = ask('redirect loop');
  const [loop] = SYMPTOMS.filter(({ id }) => id === symptoms[0]).map(({ causes }) => causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])));
  expect(symptoms).toHaveLength(1);
  expect(rules.slice(0, loop.length)).toEqual(loop);
});

test('rules are found by their own words, too', () => {
  expect(ask('cdk8s ignore annotation without reason').rules).toContain('suppression-without-reason');
  expect(ask('secret-merge-deadlok').rules[0]).toBe('secret-merge-deadlock');
});

test.each(['nope', 'zzzz', '…', 'the', '\u001b[31m'])('%j is nothing known', (question) => {
  expect(causesOf(question, DESCRIBED_RULES)).toBeUndefined();
});

test('for an unknown question the nearest symptoms are offered', () => {
  expect(nearestSymptoms('shedulr').map(({ id }) => id)).toContain('scheduler-fails');
  expect(nearestSymptoms('zzzzzzzz')).toEqual([]);
});

describe('of a few symptoms and rules', () => {
  const see: Symptom['see'] = [{ run: 'ls', shows: 'Files.' }];
  const other = (...causes: [string, ...string[]]) => causes.map((cause) => ({ cause, remedy: 'Mend it.' })) as unknown as Symptom['causes'];
  const symptom = (id: string, rest: Partial<Symptom> = {}): Symptom => ({ id, title: 'Unseen', words: ['nothing'], see, causes: other(`Why ${id}.`), ...rest });
  const rule = (id: string, rest: Partial<RuleDescription> = {}): RuleDescription => ({
    id, severity: 'error', area: 'config', headlines: { '': 'H' }, title: 'T.', symptom: 'S.', explanation: 'E.', remediation: 'R.', remedies: [], see, ...rest,
  });
  const told = (question: string, symptoms: readonly Symptom[], rules: readonly RuleDescription[] = []) => {
    const answer = causesOf(question, rules, symptoms);
    return answer && [answer.symptoms.map(({ id }) => id), answer.causes.map((cause) => ('rule' in cause ? cause.rule : cause.cause))];
  };

  test.each([
    ['door', 'at-the-door'], ['title', 'b'], ['first', 'c'], ['second', 'c'], ['secend', 'c'], ['primary', 'd'], ['another', 'd'], ['anoth', 'd'],
  ])('%s is a word of %s', (question, id) => {
    const symptoms = [symptom('at-the-door'), symptom('b', { title: 'Has a title' }), symptom('c', { words: ['first', 'second'] }), symptom('d', { causes: other('Primary.', 'Another.') })];
    expect(told(question, symptoms)?.[0]).toEqual([id]);
  });

  test.each(['mend', 'has', 'tit', 'sikund', 'secondary', 'xyzzy'])('%s is a word of none', (question) => {
    expect(told(question, [symptom('a', { title: 'Has a title', words: ['second'] })])).toBeUndefined();
  });

  test.each([['gate', 'the-gate'], ['title', 'b'], ['seen', 'c'], ['explained', 'd'], ['mended', 'e'], ['mendid', 'e'], ['mending', 'e']])('%s is a word of the rule %s', (question, id) => {
    const rules = [
      rule('the-gate'), rule('b', { title: 'Its title.' }), rule('c', { symptom: 'Seen.' }), rule('d', { explanation: 'Explained.' }), rule('e', { remediation: 'Mended.' }),
    ];
    expect(told(question, [], rules)).toEqual([[], [id]]);
  });

  test('what a rule says of itself is its cause', () => {
    const description = rule('one', { symptom: 'It breaks.' });
    expect(causesOf('breaks', [description], [])).toEqual({ symptoms: [], causes: [{ rule: 'one', cause: 'It breaks.', description }] });
  });

  test('titles and words count more than causes, and ids, titles and symptoms of rules more than the rest', () => {
    expect(told('broken', [symptom('a', { causes: other('Broken.') }), symptom('b', { title: 'It is broken here and elsewhere, too' })])?.[0]).toEqual(['b']);
    const rest = [rule('one', { explanation: 'Alpha beta gamma.' }), rule('two', { remediation: 'Alpha beta gamma.' })];
    expect(told('alpha beta', [], [...rest, rule('three', { title: 'Alpha beta gamma.' })])?.[1]).toEqual(['three']);
    expect(told('alpha beta', [], [...rest, rule('four', { symptom: 'Alpha beta gamma.' })])?.[1]).toEqual(['four']);
    expect(told('alpha beta', [], [rule('three', { title: 'Alpha beta gamma.' }), rule('alpha-beta')])?.[1]).toEqual(['alpha-beta']);
  });

  test('what matches much less than the best does not count', () => {
    expect(told('broken pipe', [symptom('a', { words: ['broken glass here and there'] }), symptom('b', { words: ['broken pipe'] })])?.[0]).toEqual(['b']);
    expect(told('broken pipe', [], [rule('one', { explanation: 'Some broken thing.' }), rule('two', { title: 'A broken pipe.' })])?.[1]).toEqual(['two']);
  });

  test('of many alike, four symptoms and three rules are listed', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(told('same', ids.map((id) => symptom(id, { words: ['same'] })))).toEqual([['a', 'b', 'c', 'd'], ['Why a.', 'Why b.', 'Why c.', 'Why d.']]);
    expect(told('same', [], ids.map((id) => rule(id, { title: 'Same.' })))).toEqual([[], ['a', 'b', 'c']]);
  });

  test.each(['Foo--Bar!', '(foo, bar)', ' FOO BAR'])('%j is the very name of a symptom', (question) => {
    expect(told(question, [symptom('a', { title: 'Foo bar foo baz' }), symptom('b', { words: ['[Foo]  bar'] })])?.[0]?.[0]).toBe('b');
  });

  test('a symptom whose name is in the question comes before one with only its words', () => {
    const longer = symptom('b', { words: ['login fail', 'some other name, quite long and longer'] });
    expect(told('why does login fail today', [symptom('a', { words: ['fail login'] }), longer])?.[0]?.[0]).toBe('b');
  });

  test('the more of a name\'s words the question has, the more it counts, and a rare one more than a common one', () => {
    const told0 = (question: string, ...words: string[]) =>
      told(question, [...words.map((word, index) => symptom(`w${index}`, { words: [word] })), symptom('c1', { words: ['common'] }), symptom('c2', { words: ['common'] })])?.[0]?.[0];
    expect(told0('one two three', 'one four five', 'one two five')).toBe('w1');
    expect(told0('common rare', 'common other', 'rare other')).toBe('w1');
  });

  test('a cause whose message the question quotes comes first', () => {
    const causes = other('First.', 'It says "nope".', 'It says "yes", or "No  way!" then.');
    expect(told('it said "no way", twice', [symptom('a', { title: 'It said twice', causes })])?.[1]).toEqual([causes[2].cause, causes[0].cause, causes[1].cause]);
  });

  test('a cause that alone has a word of the question comes first, unless the word is in the title or in many symptoms', () => {
    const causes = other('First.', 'A zebra.', 'A twice zebra crossing, same.');
    const many = Array.from({ length: 5 }, (_, index) => symptom(`s${index}`, { words: ['crossing'] }));
    const one = symptom('a', { title: 'Twice same', causes });
    expect(told('twice same zebra', [one])?.[1]).toEqual(['First.', 'A zebra.', 'A twice zebra crossing, same.']);
    expect(told('twice same crossing', [one])?.[1]).toEqual(['A twice zebra crossing, same.', 'First.', 'A zebra.']);
    expect(told('twice same crossing', [one, ...many])?.[1]?.slice(0, 3)).toEqual(['First.', 'A zebra.', 'A twice zebra crossing, same.']);
  });

  test('a cause of two symptoms comes before those of one', () => {
    const symptoms = [symptom('a', { words: ['same'], causes: other('One.', 'Both.') }), symptom('b', { words: ['same'], causes: other('Two.', 'Both.') })];
    expect(told('same', symptoms)).toEqual([['a', 'b'], ['Both.', 'One.', 'Two.']]);
  });

  test('causes name rules that there are, each once, and behind them come rules that speak of the same', () => {
    const causes: Symptom['causes'] = [{ cause: 'One.', rule: 'gone' }, { cause: 'Two.', rule: 'r1' }, { cause: 'Three.', remedy: 'Mend it.' }];
    const symptoms = [symptom('a', { words: ['same'], causes })];
    const rules = [rule('r0', { title: 'Same.' }), rule('r1', { title: 'Same.' })];
    expect(told('same', symptoms, rules)).toEqual([['a'], ['r1', 'Three.', 'r0']]);
    expect(causesOf('same', rules, symptoms)?.causes[0]).toEqual({ cause: 'Two.', rule: 'r1', description: rules[1] });
    expect(told('same', [symptom('a', { words: ['same'], causes: [{ cause: 'One.', rule: 'gone' }] })])).toBeUndefined();
  });

  test.each([['abx', []], ['abcx', ['a']], ['axxd', ['a']], ['xxxd', []]])('the nearest to %s are %j', (question, ids) => {
    expect(nearestSymptoms(question, [symptom('a', { words: ['abc', 'abcd'] })]).map(({ id }) => id)).toEqual(ids);
  });
});
