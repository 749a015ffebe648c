import { parse } from 'yaml';
import { manifestYaml } from '../../../src/constructs/fleet/manifest-yaml';
import { contentAsGoReads } from '../../_tools/go-reader';
import { TRICKY, TRICKY_KEYS } from '../../_tools/tricky-strings';

/** Strings that look like another type somewhere, beside those that any emitter must quote. */
const LOOKALIKES = [
  '0', '00', '-0', '+1', '07', '08', '0777', '0o777', '0O17', '0b101', '0B1', '0xff', '0XFF', '-0x1', '1_000', '0x1_F', '1,000', '12e03', '1E5', '-1e-3', '1.', '.1', '+.1', '1.e3', '6.8523015e+5',
  '190:20:30', '-190:20:30.15', '1:1', '12:30', '.inf', '-.INF', '+.Inf', '.nan', '.NAN', 'inf', 'NaN', 'Infinity',
  'true', 'True', 'TRUE', 'false', 'False', 'FALSE', 'yes', 'Yes', 'YES', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off', 'OFF', 'y', 'Y', 'n', 'N',
  'null', 'Null', 'NULL', '~', '',
  '2026-11-25', '2026-1-5', '2026-11-25T10:00:00Z', '2026-11-25 10:00:00.1 +01:00', '10:00:00',
  '0d1', '1e', 'e1', '0x', '0o', '_', '1_', '_1', '.', '..', '-', '--', '+', '=', '<<', '!', '&', '*', '?', ':', '|', '>', '%', '@', '`', '#', ',',
];

const strings = [...new Set([...LOOKALIKES, ...Object.values(TRICKY)])];
const content = {
  strings,
  byKey: Object.fromEntries(strings.map((value, index) => [`key-${index}`, value])),
  keys: TRICKY_KEYS,
  nested: [[{ list: [strings] }]],
  numbers: [0, -1, 0.5, 1500, 1e-7, 1e21, 9007199254740991],
  booleans: [true, false],
  empty: [[], {}],
};

test('a hundred strings and more', () => expect(strings.length).toBeGreaterThan(100));

test.each(['1.1', '1.2'] as const)('a YAML %s reader of JavaScript reads every value back', (version) => {
  expect(parse(manifestYaml([{ content }]), { version, merge: false })).toEqual({ content });
});

test('Go reads every value back', () => expect(contentAsGoReads(manifestYaml([{ content }]))).toEqual(content));

test('documents, missing ones, and missing values of lists are as cdk8s writes them', () => {
  const shared = { a: 'b' };
  expect(manifestYaml([{ list: [1, undefined, shared, shared] }, undefined, { gone: undefined, line: `${'word '.repeat(60)}end` }]))
    .toBe(`list:\n  - 1\n  - null\n  - a: b\n  - a: b\n---\n\n---\nline: ${'word '.repeat(60)}end\n`);
});
