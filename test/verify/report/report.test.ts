import Ajv from 'ajv-draft-04';
import type { Finding } from '../../../src/verify/engine/finding';
import { SUPPRESSION_RULES } from '../../../src/verify/engine/suppression';
import { RULES } from '../../../src/verify/registry';
import { FORMATS } from '../../../src/verify/report/format';
import { FormatContext, PLAIN } from '../../../src/verify/report/format-context';
import { severityCounts } from '../../../src/verify/report/severity-counts';
import { Report } from '../../../src/verify/verify';

const context: FormatContext = { version: '1.2.3', rules: [...RULES.rules, ...SUPPRESSION_RULES], style: PLAIN };
const finding = {
  rule: 'client-secret-unmounted',
  severity: 'error' as const,
  message: 'Service executions reads /etc/x, which is not mounted',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'union-cp', name: 'executions' },
  constructPath: 'cp/executions',
  file: 'dist/union cp,1.yaml',
  line: 12,
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  expected: '/etc/x mounted & <ready>',
  found: 'no mount\u001b[31m\nthat covers 100% of it',
  symptom: 'It answers 401.',
  remediation: 'Mount it.',
};
const other = { ...finding, rule: 'sign-in-route-guarded', severity: 'info' as const, object: { ...finding.object, kind: 'Ingress', apiVersion: 'networking.k8s.io/v1' }, line: 3 };
const clean: Report = {
  findings: [],
  suppressed: [],
  passed: ['client-secret-unmounted'],
  notApplicable: [{ rule: 'sign-in-route-guarded', reason: 'No route.' }],
  crashed: [],
  notices: [],
  unreadable: [],
  files: 1,
  objects: 2,
  coverage: { judged: ['1 flyteadmin'], open: [] },
};
const full: Report = {
  ...clean,
  findings: [finding, other],
  suppressed: [{ ...finding, reason: 'known' }],
  passed: [],
  notApplicable: [],
  crashed: [{ rule: 'client-secret-unmounted', error: 'boom "x" <y>' }],
};
const render = (format: string, report: Report) => FORMATS[format](report, context);

describe('text', () => {
  const again = { ...finding, object: { ...finding.object, name: 'cluster' }, constructPath: undefined, line: 40 };
  const elsewhere = { ...again, line: 50, found: 'another mount' };
  const found = 'no mount\\u001b[31m\\u000athat covers 100% of it';

  test('tells each fault once with its places, the gravest first, and each symptom once', () => {
    expect(render('text', { ...full, findings: [other, finding, again, elsewhere], crashed: [] })).toBe([
      '✗ error  Service executions reads /etc/x, which is not mounted (2 objects)',
      '  at        cp/executions  ConfigMap union-cp/executions',
      '            dist/union cp,1.yaml:40  ConfigMap union-cp/cluster',
      '  field     data["admin.yaml"]: admin.clientSecretLocation',
      `  found     ${found}`,
      '  expected  /etc/x mounted & <ready>',
      '  edit      Mount it.',
      '  you see   It answers 401.',
      '  rule      client-secret-unmounted',
      '',
      '✗ error  Service executions reads /etc/x, which is not mounted',
      '  at        dist/union cp,1.yaml:50  ConfigMap union-cp/cluster  data["admin.yaml"]: admin.clientSecretLocation',
      '  found     another mount',
      '  expected  /etc/x mounted & <ready>',
      '  edit      Mount it.',
      '  rule      client-secret-unmounted',
      '',
      'i info  Service executions reads /etc/x, which is not mounted',
      '  at        cp/executions  Ingress union-cp/executions  data["admin.yaml"]: admin.clientSecretLocation',
      `  found     ${found}`,
      '  expected  /etc/x mounted & <ready>',
      '  edit      Mount it.',
      '  rule      sign-in-route-guarded',
      '',
      '─'.repeat(80),
      '2 errors, 1 info in 2 objects of 1 file. 0 rules passed, 0 did not apply, 1 finding suppressed.',
      'Checked      1 flyteadmin.',
      'Next         npx cdk8s-union-auth explain client-secret-unmounted',
      '',
    ].join('\n'));
  });

  test('tells what follows from a finding below it, each kind in a line, and of many how many', () => {
    const effect = (rule: string, line: number) =>
      ({ message: 'It is wrong', rule, object: { ...finding.object, name: `s${line}` }, file: 'a.yaml', line, field: 'x', expected: 'a', found: 'b' });
    const effects = [effect('scope-missing', 1), effect('scope-missing', 2), ...RULES.rules.slice(0, 7).map(({ id }, i) => effect(id, i + 10))];
    const lines = render('text', { ...clean, findings: [{ ...finding, consequences: effects }] }).split('\n');
    const from = lines.findIndex((line) => line.startsWith('  affects'));
    expect(lines[from]).toBe('  affects   ConfigMap union-cp/s1: It is wrong  a.yaml:1, and 1 more');
    expect(lines[from + 5]).toMatch(/^ {12}ConfigMap union-cp\/s14: .*  a\.yaml:14$/);
    expect(lines.slice(from + 6, from + 8)).toEqual(['            and 2 more places', '  you see   It answers 401.']);
  });

  test('a fault of many places names some, and how many more', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ ...again, object: { ...finding.object, name: `s${i}` }, line: i + 1, field: `f${i}` }));
    const lines = render('text', { ...clean, findings: many }).split('\n');
    expect(lines.slice(0, 8)).toEqual([
      '✗ error  Service executions reads /etc/x, which is not mounted (9 objects)',
      ...[0, 1, 2, 3, 4].map((i) => `${i === 0 ? '  at        ' : ' '.repeat(12)}dist/union cp,1.yaml:${i + 1}  ConfigMap union-cp/s${i}  f${i}`),
      '            and 4 more places; --format json lists them',
      `  found     ${found}`,
    ]);
    expect(lines.at(-4)).toMatch(/^1 error in /);
  });

  test('a warning is separate from an error of its rule, and comes after it', () => {
    const warning = { ...finding, severity: 'warning' as const, line: 3 };
    const lines = render('text', { ...full, findings: [warning, finding], crashed: [] }).split('\n');
    expect(lines.filter((line) => /^[✗!i] /.test(line))).toEqual([
      '✗ error  Service executions reads /etc/x, which is not mounted', '! warning  Service executions reads /etc/x, which is not mounted',
    ]);
  });

  test('what a part hangs on comes first, and of a part what has the most consequences', () => {
    const of = (rule: string, consequences: Finding['consequences'] = []) => ({ ...finding, rule, symptom: rule, consequences });
    const effect = { rule: 'scope-missing', message: 'It is wrong', object: finding.object, file: 'a.yaml', line: 1, field: 'x', expected: 'a', found: 'b' };
    const findings = [of('gateway-route-unguarded'), of('redirect-url-elsewhere'), of('secret-store-missing'), of('cookie-domain-mismatch', [effect]), of('config-unreadable')];
    const lines = render('text', { ...clean, findings }).split('\n');
    expect(lines.filter((line) => line.startsWith('  rule')).map((line) => line.slice(12))).toEqual([
      'config-unreadable', 'secret-store-missing', 'cookie-domain-mismatch', 'redirect-url-elsewhere', 'gateway-route-unguarded',
    ]);
  });

  test.each([
    [clean, 'No findings in 2 objects of 1 file. 1 rule passed, 1 did not apply.'],
    [{ ...clean, passed: [] }, 'Nothing to check in 2 objects of 1 file. 0 rules passed, 1 did not apply.'],
    [full, '1 error, 1 info in 2 objects of 1 file. 0 rules passed, 0 did not apply, 1 crashed, 1 finding suppressed.'],
    [{ ...full, findings: [], suppressed: [] }, 'No verdict in 2 objects of 1 file. 0 rules passed, 0 did not apply, 1 crashed.'],
  ])('ends in a summary', (report, summary) => expect(render('text', report).split('\n')).toContain(summary));

  test('shows the steps of a sign-in between the findings and the summary', () => {
    const text = FORMATS.text({ ...clean, findings: [finding] }, { ...context, steps: '✓ browser → edge\n' });
    expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
      '✗ error  Service executions reads /etc/x, which is not mounted', '✓ browser → edge', '─'.repeat(80),
    ]);
  });
});

describe('text for a terminal', () => {
  const styled = (report: Report) => FORMATS.text(report, { ...context, style: (look, text) => `<${look}>${text}</>` });
  const open = [{ missing: 'no route', question: 'the edge', add: 'the routes' }];

  test('shows the severity of a finding, and its place', () => {
    expect(styled({ ...full, findings: [{ ...finding, rule: 'gone', severity: 'warning', constructPath: undefined }], coverage: { judged: [], open } }).split('\n')).toEqual([
      '<yellow>! warning</>  <bold>Service executions reads /etc/x, which is not mounted</>',
      '  <dim>at</>        <bold>dist/union cp,1.yaml:12  ConfigMap union-cp/executions  data["admin.yaml"]: admin.clientSecretLocation</>',
      '  <dim>found</>     no mount\\u001b[31m\\u000athat covers 100% of it',
      '  <dim>expected</>  /etc/x mounted & <ready>',
      '  <dim>edit</>      Mount it.',
      '  <dim>you see</>   It answers 401.',
      '  <dim>rule</>      gone',
      '',
      '<red>✗ crashed</>  client-secret-unmounted: boom "x" <y>',
      '  This rule was not checked. Please report the error with the input that caused it.',
      '',
      `<dim>${'─'.repeat(80)}</>`,
      '<yellow>1 warning</> in 2 objects of 1 file; not everything was checked. 0 rules passed, 0 did not apply, 1 crashed, 1 finding suppressed.',
      '<yellow>Not checked</>  The edge: no route. Add the routes.',
      '<bold>Next</>         npx cdk8s-union-auth explain gone',
      '',
    ]);
  });

  test.each<[string, Report, string]>([
    ['errors are red', { ...clean, findings: [finding] }, '<red>1 error</>'],
    ['hints are blue', { ...clean, findings: [other, other] }, '<blue>1 info</>'],
    ['a clean bill is green', clean, '<green>No findings</>'],
    ['one with open questions is not', { ...clean, coverage: { judged: ['1 flyteadmin'], open } }, '<yellow>No findings</>'],
    ['silence is no clean bill', { ...clean, coverage: { judged: [], open } }, '<yellow>Nothing to check</>'],
    ['nor is a crash', { ...clean, crashed: full.crashed }, '<red>No verdict</>'],
  ])('%s', (_, report, verdict) => expect(styled(report).split('\n').find((line) => line.includes(' in 2 objects'))?.split(' in ')[0]).toBe(verdict));

  test('what was checked is one line; an answer of the network has no line, but commands that show it', () => {
    const rule = RULES.rules.find(({ see: [{ run }] }) => run.startsWith('kubectl') && run.length < 80)!;
    const online = { ...finding, rule: rule.id, file: 'https://union.example.com/me', field: 'status' };
    const lines = styled({ ...clean, findings: [online], coverage: { judged: ['1 flyteadmin', '2 clients'], open: [] } }).split('\n');
    expect(lines).toContain('  <dim>at</>        <bold>https://union.example.com/me  status</>');
    expect(lines).toContain('<bold>Checked</>      1 flyteadmin; 2 clients.');
    expect(lines).toContain(`              ${rule.see[0].run}`);
    expect(lines).toContain('  <dim>do</>        Mount it.');
    expect(lines).toContain('<red>1 error</> in 2 objects of 1 file. 1 rule passed, 1 did not apply.');
  });

  test('what differs in symptom or remedy is shown separately', () => {
    const told = styled({ ...clean, findings: [finding, { ...finding, symptom: 'It hangs.' }, { ...finding, remediation: 'Move it.' }, { ...finding, line: 14 }] });
    expect(told.split('\n').filter((line) => line.endsWith('client-secret-unmounted') && line.includes('rule'))).toHaveLength(3);
  });
});

/** All that a report can hold. */
const everything: Report = {
  ...full,
  suppressed: [{ ...finding, reason: 'known' }, { ...other, reason: 'accepted', by: 'cdk8s-union-auth.yaml' }],
  passed: ['scope-missing'],
  notApplicable: [{ rule: 'token-url-foreign', reason: 'No <plane>.' }],
  coverage: { judged: ['1 flyteadmin'], open: [{ missing: 'no route', question: 'the edge', add: 'the routes' }] },
};
const NOT_CHECKED = 'The edge: no route. Add the routes.';
const docsOf = (rule: string) => expect.stringMatching(new RegExp(`^https://.*/rules/${rule}\\.html$`)) as string;

test('text ends in what was not checked, and its summary does not read like a clean bill', () => {
  expect(render('text', { ...clean, coverage: everything.coverage }).split('\n')).toEqual([
    'No findings in 2 objects of 1 file; not everything was checked. 1 rule passed, 1 did not apply.', 'Checked      1 flyteadmin.', `Not checked  ${NOT_CHECKED}`, '',
  ]);
});

test('JSON has the whole report, with links to the docs', () => {
  const withDocs = (entries: Report['findings']) => entries.map((entry) => ({ ...entry, docs: docsOf(entry.rule) }));
  expect(JSON.parse(render('json', everything))).toEqual({
    ...everything, schemaVersion: 1, tool: { name: 'cdk8s-union-auth', version: '1.2.3' }, findings: withDocs(everything.findings), suppressed: withDocs(everything.suppressed),
  });
});

describe('SARIF', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const sarifOf = (report: Report) => JSON.parse(render('sarif', report)) as { runs: [{ results: Record<string, unknown>[]; invocations: unknown[] }] };

  test.each([['everything', everything], ['nothing', clean]])('with %s validates against the schema of SARIF 2.1.0', (_, report) => {
    validate(sarifOf(report));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema rejects what is not SARIF', () => expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false));

  test('has every rule, each result with its place, crashes and open questions', () => {
    const levels = { error: 'error', warning: 'warning', info: 'note' };
    const result = ({ rule, severity, line }: Finding, object: string, more: object = {}) => ({
      ruleId: rule,
      ruleIndex: context.rules.findIndex(({ id }) => id === rule),
      level: levels[severity],
      message: {
        text: 'Service executions reads /etc/x, which is not mounted. data["admin.yaml"]: admin.clientSecretLocation: expected /etc/x mounted & <ready>, found no mount\u001b[31m\nthat covers 100% of it. It answers 401. Mount it.',
      },
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'dist/union%20cp%2C1.yaml' }, region: { startLine: line } },
        logicalLocations: [{ fullyQualifiedName: `${object}: data["admin.yaml"]: admin.clientSecretLocation`, kind: 'object' }],
      }],
      // It stays the same alert when lines move.
      partialFingerprints: { 'unionAuth/v1': `${rule}|${object}|data["admin.yaml"]: admin.clientSecretLocation` },
      ...more,
    });
    const [map, route] = ['v1/ConfigMap union-cp/executions', 'networking.k8s.io/v1/Ingress union-cp/executions'];
    expect(sarifOf(everything)).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{
        tool: {
          driver: {
            name: 'cdk8s-union-auth',
            version: '1.2.3',
            informationUri: expect.stringMatching(/^https:\/\/.*\/rules\/$/) as unknown,
            rules: context.rules.map(({ id, title, explanation, symptom, remediation, severity }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: explanation },
              help: { text: `${symptom} ${remediation}` },
              helpUri: docsOf(id),
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        invocations: [{
          executionSuccessful: false,
          toolExecutionNotifications: [
            { level: 'error', message: { text: 'The rule crashed: boom "x" <y>' }, associatedRule: { id: 'client-secret-unmounted' } },
            { level: 'note', message: { text: NOT_CHECKED } },
          ],
        }],
        results: [
          result(finding, map), result(other, route),
          result(finding, map, { suppressions: [{ kind: 'inSource', justification: 'known' }] }),
          result(other, route, { suppressions: [{ kind: 'external', justification: 'accepted' }] }),
        ],
        columnKind: 'utf16CodeUnits',
        properties: { judged: ['1 flyteadmin'], notJudged: [NOT_CHECKED] },
      }],
    });
    expect(sarifOf(clean).runs[0].invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  test.each([['https://union.example.com/a b', 'https://union.example.com/a%20b'], ['a#b/c?.yaml', 'a%23b/c%3F.yaml'], ['a/C:/b', 'a/C%3A/b'],
    ['/a b/c.yaml', 'file:///a%20b/c.yaml'], ['C:\\x\\y.yaml', 'file:///C:/x/y.yaml'], ['<stdin>', '%3Cstdin%3E']])('%s becomes a URI', (file, uri) => {
    const { runs: [{ results: [result] }] } = sarifOf({ ...clean, findings: [{ ...finding, file }] });
    expect(result.locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri } } }]);
  });
});

const junit = (...lines: string[]) => ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="cdk8s-union-auth">', ...lines, '</testsuites>', ''].join('\n');

test('JUnit has a suite for each rule and one for coverage, with their numbers, escaped', () => {
  const failure = (rule: string, object: string, line: number) =>
    `    <testcase classname="${rule}" name="${object}: data[&#34;admin.yaml&#34;]: admin.clientSecretLocation">`
    + `<failure message="Service executions reads /etc/x, which is not mounted">dist/union cp,1.yaml:${line}&#10;`
    // XML 1.0 has no way to write an escape character.
    + 'expected /etc/x mounted &#38; &#60;ready&#62;, found no mount\ufffd[31m&#10;that covers 100% of it&#10;It answers 401.&#10;Mount it.</failure></testcase>';
  expect(render('junit', everything)).toBe(junit(
    '  <testsuite name="client-secret-unmounted" tests="2" failures="1" errors="1" skipped="0">',
    failure('client-secret-unmounted', 'v1/ConfigMap union-cp/executions', 12),
    '    <testcase classname="client-secret-unmounted" name="client-secret-unmounted"><error message="boom &#34;x&#34; &#60;y&#62;"></error></testcase>',
    '  </testsuite>',
    '  <testsuite name="scope-missing" tests="1" failures="0" errors="0" skipped="0">',
    '    <testcase classname="scope-missing" name="scope-missing"/>',
    '  </testsuite>',
    '  <testsuite name="sign-in-route-guarded" tests="1" failures="1" errors="0" skipped="0">',
    failure('sign-in-route-guarded', 'networking.k8s.io/v1/Ingress union-cp/executions', 3),
    '  </testsuite>',
    '  <testsuite name="token-url-foreign" tests="1" failures="0" errors="0" skipped="1">',
    '    <testcase classname="token-url-foreign" name="token-url-foreign"><skipped message="No &#60;plane&#62;."></skipped></testcase>',
    '  </testsuite>',
    '  <testsuite name="coverage" tests="2" failures="0" errors="0" skipped="1">',
    '    <testcase classname="coverage" name="1 flyteadmin"/>',
    `    <testcase classname="coverage" name="the edge"><skipped message="${NOT_CHECKED}"></skipped></testcase>`,
    '  </testsuite>',
  ));
});

test('JUnit has no suite of coverage without questions, and replaces halves of characters', () => {
  const report = { ...clean, passed: [], notApplicable: [], crashed: [{ rule: 'a-rule', error: '\t\'a\ud83d\ude00b\ud83dc\ude00d\ufffe\r' }], coverage: { judged: [], open: [] } };
  expect(render('junit', report)).toBe(junit(
    '  <testsuite name="a-rule" tests="1" failures="0" errors="1" skipped="0">',
    '    <testcase classname="a-rule" name="a-rule"><error message="&#9;&#39;a\ud83d\ude00b\ufffdc\ufffdd\ufffd&#13;"></error></testcase>',
    '  </testsuite>',
  ));
});

test('GitHub has one command for each finding, crash and open question, and no character that the runner would obey', () => {
  const odd = { ...finding, severity: 'warning' as const, file: 'a:b,c%\rd.yaml', found: '100%\r\n', rule: 'a:b,c' };
  const told = (object: string, found: string) => `Service executions reads /etc/x, which is not mounted%0A${object} union-cp/executions: data["admin.yaml"]: admin.clientSecretLocation`
    + `%0Aexpected /etc/x mounted & <ready>, found ${found}%0AIt answers 401.%0AMount it.`;
  const found = 'no mount\\u001b[31m\\u000athat covers 100%25 of it';
  expect(render('github', { ...everything, findings: [finding, other, odd], crashed: [{ rule: 'x,y', error: 'a\nb' }] })).toBe([
    `::error file=dist/union cp%2C1.yaml,line=12,title=client-secret-unmounted::${told('v1/ConfigMap', found)}`,
    `::notice file=dist/union cp%2C1.yaml,line=3,title=sign-in-route-guarded::${told('networking.k8s.io/v1/Ingress', found)}`,
    `::warning file=a%3Ab%2Cc%25%0Dd.yaml,line=12,title=a%3Ab%2Cc::${told('v1/ConfigMap', '100%25\\u000d\\u000a')}`,
    '::error title=x%2Cy::The rule crashed: a%0Ab',
    `::notice title=Not checked::${NOT_CHECKED}`,
    '',
  ].join('\n'));
  expect(render('github', clean)).toBe('');
});

describe('control characters of the input', () => {
  const nasty = String.fromCharCode(...Array.from({ length: 32 }, (_, code) => code), 0x7f, 0x85, 0x9b, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff);
  const hostile = {
    ...finding, object: { ...finding.object, name: `x${nasty}` }, file: `f${nasty}`, field: `g${nasty}`, expected: `e${nasty}`, found: `h${nasty}`, constructPath: `c${nasty}`,
  };
  const report: Report = {
    ...full, findings: [hostile], suppressed: [{ ...hostile, reason: nasty }], crashed: [{ rule: 'client-secret-unmounted', error: nasty }], notices: [{ file: nasty, message: nasty }],
  };
  // eslint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e\u2066\ufeff]/;

  test.each(Object.keys(FORMATS))('do not leave in %s', (format) => {
    const text = render(format, report);
    expect(text).not.toMatch(forbidden);
    expect(text.length).toBeGreaterThan(100);
  });

  test('are still the same data in JSON', () => {
    const { findings } = JSON.parse(render('json', report)) as { findings: { found: string }[] };
    expect(findings[0].found).toBe(`h${nasty}`);
  });
});

test('findings are counted by severity, the highest first', () => {
  const of = (...severities: ('error' | 'warning' | 'info')[]) => severityCounts(severities.map((severity) => ({ severity }))).map(({ severity, text }) => `${severity}: ${text}`);
  expect(of('info', 'error', 'warning', 'error', 'info')).toEqual(['error: 2 errors', 'warning: 1 warning', 'info: 2 info']);
  expect(of()).toEqual([]);
});
