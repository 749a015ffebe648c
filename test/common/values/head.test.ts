import { headOf } from '../../../src/common/values/head';

const SCHEMA = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json';

test('what emitted values say of themselves', () => {
  const text = `${SCHEMA}\n# Authentication of a Union data plane.\n# union-auth.cdk8s.io/namespace: union-east\n# union-auth.cdk8s.io/trusted-clients: a, b,\nglobal: {}\n`;
  expect(headOf(text)).toEqual({ chart: 'dataplane', release: '2026.8', namespace: 'union-east', trustedClients: ['a', 'b'] });
});

test.each([
  ['nothing', 'global: {}\n'],
  ['a comment behind the first key', `global: {}\n${SCHEMA}\n`],
  ['the schema of somebody else', '# yaml-language-server: $schema=https://example.com/dataplane-2026.8.schema.json\n'],
  ['a text without a line end', '#'],
  ['nothing at all', ''],
])('%s tells nothing', (_, text) => expect(headOf(text)).toEqual({}));

test.each([
  ['a byte order mark and the line ends of Windows', `\ufeff${SCHEMA}\r\nglobal: {}\r\n`],
  ['blank lines and a document start', `\n---\n\n${SCHEMA}\nglobal: {}\n`],
  ['a path and a patch version', `${SCHEMA.replace('=union', '=../schemas/union').replace('2026.8', '2026.8.3')}\n`],
])('%s do not matter', (_, text) => expect(headOf(text)).toMatchObject({ chart: 'dataplane', release: expect.stringMatching(/^2026\.8/) as string }));
