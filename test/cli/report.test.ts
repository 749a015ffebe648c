import type { Io } from '../../src/cli/command';
import { REPORT_FORMATS, reportChoices, tellReport, tellUnreadable } from '../../src/cli/report';
import { parseManifests } from '../../src/verify/parse';
import type { FormatContext } from '../../src/verify/report/format-context';
import type { Report } from '../../src/verify/verify';
import { verifyParsed } from '../../src/verify/verify';

const NOTHING = verifyParsed(parseManifests([]));
/** A report by which everything is well. */
const CLEAN: Report = { ...NOTHING, passed: ['x'], coverage: { judged: ['x'], open: [] }, objects: 1, files: 1 };
const finding = (severity: 'error' | 'warning' | 'info') => ({ severity }) as Report['findings'][number];
const open = (asked: boolean) => ({ coverage: { ...CLEAN.coverage, open: [{ missing: 'x', question: 'y', add: 'z', asked }] } });
const broken = { file: 'a.yaml', line: 3, message: 'is broken' };

function told(change: Partial<Report>, choices: Partial<ReturnType<typeof reportChoices>> = {}, io: Partial<Io> = {}) {
  let [out, err, context] = ['', '', undefined as FormatContext | undefined];
  const code = tellReport({ ...CLEAN, ...change }, {
    ...reportChoices({ 'format': 'text', 'fail-on': 'warning' }),
    write: (_, given) => {
      context = given;
      return 'the report';
    },
    ...choices,
  }, { env: {}, stdoutIsTerminal: false, stderrIsTerminal: false, stdin: () => Buffer.alloc(0), ...io, stdout: (text) => void (out += text), stderr: (text) => void (err += text) }, { texts: [{ name: 'a.yaml', text: 'one\ntwo' }] });
  return { code, out, err, context };
}

test.each<[number, Partial<Report>, object]>([
  [0, {}, {}],
  [1, { findings: [finding('error')] }, {}],
  [1, { findings: [finding('warning')] }, {}],
  [0, { findings: [finding('info')] }, {}],
  [1, { findings: [finding('info')] }, { failOn: 'info' }],
  [1, { findings: [finding('info'), finding('error')] }, { failOn: 'error' }],
  [0, { findings: [finding('warning')] }, { failOn: 'error' }],
  [2, { findings: [finding('error')], crashed: [{ rule: 'x', error: 'y' }] }, {}],
  [2, { findings: [finding('error')], unreadable: [broken] }, {}],
  [3, open(true), {}],
  [0, open(true), { acceptUnjudged: true }],
  [0, open(false), {}],
  [1, { ...open(true), findings: [finding('error')] }, {}],
  [3, { passed: [], objects: 0 }, {}],
  [0, { passed: [], objects: 0 }, { acceptNothing: true }],
  [3, { ...open(true), passed: [], objects: 0 }, { acceptNothing: true }],
])('exit %i for %j by %j', (code, change, choices) => expect(told(change, choices)).toMatchObject({ code, out: 'the report' }));

test('unread input is reported by its place', () => {
  let err = '';
  tellUnreadable({ ...CLEAN, unreadable: [broken, { ...broken, file: 'b.yaml' }] }, { stderr: (text) => void (err += text) } as Io);
  expect(err).toBe('a.yaml:3: is broken; it is not checked (--exclude leaves it out)\nb.yaml:3: is broken; it is not checked (--exclude leaves it out)\n');
});

const notices = (count: number) => Array.from({ length: count }, (_, i) => ({ file: `${i}.yaml`, line: i === 0 ? undefined : i, message: 'passed over' }));
const lines = ['  0.yaml: passed over\n', ...[1, 2, 3, 4].map((i) => `  ${i}.yaml:${i}: passed over\n`)];

test.each<[number, string]>([
  [0, ''],
  [1, `1 place ignored:\n${lines[0]}`],
  [5, `5 places ignored:\n${lines.join('')}`],
  [6, `6 places ignored:\n${lines.join('')}  and 1 more\n`],
  [8, `8 places ignored:\n${lines.join('')}  and 3 more\n`],
])('of %i notices five are shown', (count, err) => expect(told({ notices: notices(count) }).err).toBe(err));

test.each([[undefined, 80], [39, 40], [40, 40], [99, 99], [100, 100], [101, 100]])('a terminal of %s columns is written %i wide', (columns, width) => {
  expect(told({}, {}, { stdoutIsTerminal: true, columns }).context?.screen?.width).toBe(width);
});

test('lines of the input are shown on a terminal alone', () => {
  const { context } = told({}, {}, { stdoutIsTerminal: true });
  expect([context?.screen?.linesOf('a.yaml'), context?.screen?.linesOf('b.yaml')]).toEqual([['one', 'two'], undefined]);
  expect([told({}).context?.screen, told({}, { output: '-' }, { stdoutIsTerminal: true }).context?.screen]).toEqual([undefined, undefined]);
});

test.each<[object, Partial<Io>, boolean]>([
  [{}, { stdoutIsTerminal: true }, true],
  [{}, { stdoutIsTerminal: true, env: { NO_COLOR: '' } }, true],
  [{}, { stdoutIsTerminal: true, env: { NO_COLOR: '0' } }, false],
  [{}, { stdoutIsTerminal: true, env: { TERM: 'dumb' } }, false],
  [{}, { stdoutIsTerminal: true, env: { TERM: 'xterm' } }, true],
  [{}, {}, false],
  [{ output: '/dev/stdout' }, { stdoutIsTerminal: true }, false],
])('%j, %j: colours %s', (choices, io, colours) => expect(told({}, choices, io).context?.style?.('red', 'x') !== 'x').toBe(colours));

test('only the requested formats are offered', () => {
  const { write, ...rest } = reportChoices({ 'format': 'json', 'fail-on': 'error', 'accept-unjudged': true, 'output': 'x' });
  expect([write === REPORT_FORMATS.json, rest]).toEqual([true, { output: 'x', failOn: 'error', acceptUnjudged: true, acceptNothing: false }]);
  expect(reportChoices({ 'format': 'text', 'fail-on': 'info', 'accept-nothing': true })).toMatchObject({ acceptUnjudged: false, acceptNothing: true });
  expect(() => reportChoices({ 'format': 'svg', 'fail-on': 'info' })).toThrow('--format: "svg" is unknown; choose one of text, json, sarif, junit, github, html');
  expect(() => reportChoices({ 'format': 'text', 'fail-on': 'none' })).toThrow('--fail-on: "none" is unknown; choose one of error, warning, info');
});
