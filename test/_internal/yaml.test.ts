import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toYaml } from '../../src/_internal/yaml';
import { kubeBinaries } from '../_tools/kube-binaries';

/** Strings that one reader or another takes for something else, or folds. */
const TRICKY: Record<string, string> = {
  'octal': '0o17',
  'old octal': '017',
  'hexadecimal': '0x1F',
  'grouped digits': '1_000',
  'sexagesimal': '190:20:30',
  'exponent': '1e3',
  'leading dot': '.5',
  'infinity': '.inf',
  'not a number': '.NaN',
  'date': '2026-11-24',
  'yes': 'yes',
  'on': 'on',
  'Off': 'Off',
  'y': 'y',
  'N': 'N',
  'true': 'true',
  'null': 'null',
  'tilde': '~',
  'empty': '',
  'space': ' ',
  'space and line break': ' \n',
  'line break': '\n',
  'trailing line breaks': 'a\n\n\n',
  'carriage return': 'a\r\nb\r',
  'leading tab block': '\tfirst\n\tsecond\n',
  'indented block': '  first\n second\n',
  'long block': `${'word '.repeat(30)}\n\n  ${'word '.repeat(30)}\n \n`,
  'long line': `${'long line '.repeat(40)}end`,
  'long word': 'x'.repeat(500),
  'quotes': 'it\'s "quoted"',
  'backslashes': '\\n \\ \\x41 \\u0041',
  'comment': 'a #b',
  'mapping': 'a: b',
  'list item': '- a',
  'flow': '[a, {b: c}]',
  'anchor': '&a *a',
  'tag': '!!binary aGk=',
  'merge key': '<<',
  'document markers': '---\n...\n---',
  'directive': '%YAML 1.1',
  'reserved': '@a `b`',
  'equals sign': '=',
  'unicode': 'pässwörd 密码',
  'astral': '🔑',
  'no-break space': '\u00a0a\u00a0',
  'next line': 'a\u0085b',
  'line separator': 'a\u2028b\u2029c',
  'byte order mark': '\ufeffa',
  'delete and C1': 'a\u007fb\u0080c\u009fd',
  'control characters': '\u0001\u0007\u0008\u001b\u001f',
  'helm template': '{{ .Values.secret }}',
};

const DOCUMENT = {
  strings: TRICKY,
  list: Object.values(TRICKY),
  nested: [{ list: [{ 'leading tab block': TRICKY['leading tab block'], 'long block': TRICKY['long block'] }] }],
  numbers: [0, -1, 0.5, 1500, 1e-7, 9007199254740991],
  booleans: [true, false],
  nothing: null,
  emptyList: [],
  emptyMap: {},
};

/** Keys that YAML 1.1 would take for booleans, numbers or null; and keys that need quotes anyway. */
const TRICKY_KEYS = Object.fromEntries(
  ['y', 'n', 'yes', 'No', 'on', 'OFF', 'true', 'null', '~', '1', '0o17', '0x1F', '1_000', '1e3', '1:30', '.5', '.inf', '2026-11-24', '=', '<<', 'a b', 'a: b', 'a #b', '-', '', 'pass.txt', '{{ a }}', 'ä', 'a\u0085b']
    .map((key, i) => [key, `value ${i}`]),
);

describe.each(['1.1', '1.2'] as const)('a YAML %s reader', (version) => {
  const read = (text: string): unknown => parse(text, { version, uniqueKeys: true, merge: false, stringKeys: false });

  test('reads every value back', () => {
    expect(read(toYaml(DOCUMENT))).toEqual(DOCUMENT);
  });

  test.each(Object.entries(TRICKY))('reads a lone %s back', (_name, value) => {
    expect(read(toYaml(value))).toBe(value);
  });

  test('reads every key back', () => {
    expect(read(toYaml(TRICKY_KEYS))).toEqual(TRICKY_KEYS);
  });
});

describe("Go's YAML reader, through helm template", () => {
  let chart: string;
  beforeEach(() => {
    chart = mkdtempSync(join(tmpdir(), 'union-auth-'));
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: reader\nversion: 1.0.0\n');
    writeFileSync(join(chart, 'templates', 'echo.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: echo }\ndata: { read: {{ .Values.content | toJson | b64enc }} }\n');
  });
  afterEach(() => rmSync(chart, { recursive: true }));

  const read = (content: object): unknown => {
    writeFileSync(join(chart, 'given.yaml'), toYaml({ content }));
    const env = { PATH: process.env.PATH, HOME: chart };
    const output = execFileSync(kubeBinaries().helm, ['template', 'reader', chart, '--values', join(chart, 'given.yaml')], { encoding: 'utf8', env });
    const { data } = parse(output) as { data: { read: string } };
    return JSON.parse(Buffer.from(data.read, 'base64').toString());
  };

  test('reads every value back', () => {
    // Helm drops keys whose value is null: that is how it deletes defaults.
    const { nothing, ...rest } = DOCUMENT;
    expect(nothing).toBeNull();
    expect(read(rest)).toEqual(rest);
  });

  test('reads every key back', () => {
    expect(read(TRICKY_KEYS)).toEqual(TRICKY_KEYS);
  });
});

test('strings are quoted, plain keys are not', () => {
  expect(toYaml({ clientId: '0o17', scopes: ['all'], useAuth: true, port: 80 })).toBe('clientId: "0o17"\nscopes:\n  - "all"\nuseAuth: true\nport: 80\n');
});

test('objects that occur twice are written twice: Go tools print aliases as they come', () => {
  const shared = { a: 'b' };
  expect(toYaml({ one: shared, two: shared })).toBe('one:\n  a: "b"\ntwo:\n  a: "b"\n');
});

test('long values stay on one line', () => {
  const line = 'word '.repeat(100);
  expect(toYaml({ line })).toBe(`line: "${line}"\n`);
});
