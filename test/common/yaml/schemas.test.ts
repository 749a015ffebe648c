import type { Schema } from 'js-yaml';
import { CONFIG_SCHEMA, MANIFEST_SCHEMA, plainValue } from '../../../src/common/yaml/schemas';
import { readConfig, readYaml } from '../../../src/common/yaml/yaml-reader';

/** What the parser makes of a plain text. */
const parsed = (text: string, schema: Schema) => (schema === CONFIG_SCHEMA ? readConfig(`[${text}, end]`) : readYaml(`[${text}, end]`).documents.map(({ value }) => value))[0];

function expectMeaning(text: string, value: unknown, schema: Schema): void {
  expect({ text, parsed: parsed(text, schema), alone: plainValue(text, schema) }).toEqual({ text, parsed: [value, 'end'], alone: value });
}

test.each<[unknown, string]>([
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, '~ null Null NULL'],
  [78, '78 078'],
  [1.5, '1.5 01.5 15e-1'],
  [0.55, '.55 .5_5'],
  [0, '0 +0 00 0x0 0b0 0o0 0_0 .0 0. 0.0 0e5'],
  [8, '8 +8 08 010 0_10 0o10 0x8 0X8 0b1000 0B1000 8. 8.0 8e0 0.8e1 80E-1 .8e+1 8_'],
  [-8, '-8 -08 -010 -0o10 -0x8 -0b1000 -8. -8.0 -0.8e1'],
  [31, '0x1f 0x1F 0X1f 0x_1f 037'],
  [1000, '1000 1_000 +1_0_0_0 1e3 1E3 1e+3'],
  [123456789012345, '123456789012345'],
  [1234567890123456800, '1234567890123456789'],
  [Infinity, '.inf .Inf .INF +.inf'],
  [-Infinity, '-.inf -.Inf -.INF'],
  [NaN, '.nan .NaN .NAN'],
])('a manifest means %s by %s', (value, texts) => {
  for (const text of texts.split(' ')) {
    expectMeaning(text, value, MANIFEST_SCHEMA);
  }
});

test.each([
  'yEs', 'tRUE', 'oN', 'yess', 'nulL', 'nil', '0x', '0xg', '0b2', '0b12', '0o', '0o9', '0xf.1', '10x1f', '10o7', '10b1', '0o78', '1.inf', '+1.inf', '.inf1', '.nano', '-0x', '1e', '1e+', 'e1', '.', '..1', '1..', '1.2.3', '+', '+-1', '--1', '-+1', '1-', '1 2', '1:30', '2026-11-25',
  '10.0.0.1', '1e1000', '-1e1000', '.Nan', '.iNF', 'inf', 'nan', '-.nan', '1a', 'a1', '0x1f ünits', '1k', '٣', '_', '+_', '_1x', '<', 'off!', 'https://union.example.com', '=',
])('a manifest means the text %s by itself', (text) => {
  expectMeaning(text, text, MANIFEST_SCHEMA);
});

test.each<[unknown, string]>([
  [true, 'true True TRUE'], [false, 'false False FALSE'], [null, '~ null Null NULL'], [8, '8 +8 08 8.0 8e0 0o10 0x8'], [-8, '-8 -8.0'], [Infinity, '.inf'], [NaN, '.nan'],
])('a config file means %s by %s', (value, texts) => {
  for (const text of texts.split(' ')) {
    expectMeaning(text, value, CONFIG_SCHEMA);
  }
});

test.each(['yes', 'no', 'on', 'off', 'y', 'N', '1_000', '0b11', '2026-11-25'])('a config file means the text %s by itself', (text) => {
  expectMeaning(text, text, CONFIG_SCHEMA);
});

test.each([MANIFEST_SCHEMA, CONFIG_SCHEMA])('tags of other software mean nothing, base64 is a text', (schema) => {
  expect(parsed('!a b, !b [c], !c {d: e}, !<tag:example.com,2026:x> f, !!python/name:g h, !!binary "aGVs bG8="', schema)).toEqual(['b', ['c'], { d: 'e' }, 'f', 'h', 'hello', 'end']);
});

test.each([['aGVs', 'hel'], ['aGVsbG8=', 'hello'], ['aGVsbA==', 'hell'], ['Pz8/', '???'], ['fn5+', '~~~'], ['', '']])('the base64 %s is a text', (packed, text) => {
  expect(parsed(`!!binary "${packed}"`, MANIFEST_SCHEMA)).toEqual([text, 'end']);
});

test.each(['!!binary aGVsbG8', '!!binary aGVs=G8=', '!!binary a===', '!!binary "****"', '!!int _', '!!int x', '!!float "_"', '!!bool 1'])('%s is refused', (text) => {
  expect(() => readYaml(`a: ${text}\n`)).toThrow();
});
