import { ChartVersion } from '../../../src';
import { ValuesText, areValues, readValues, wereValues } from '../../../src/verify/values/values-reader';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const text = (name: string, content: string, said: Partial<ValuesText> = {}): ValuesText => ({ name, text: content, ...said });
const SILENT = 'replicas: 2\n';
/** A key of each chart, and nothing more. */
const EITHER = 'global: { OIDC_S2S_SCOPE: all }\n';
const ANYBODYS = 'clusterName: east\nconfig: {}\nsecrets: { admin: { enable: true } }\n';
const PART = 'config: { operator: {} }\n';
const head = (version: string, content = ANYBODYS, chart = 'dataplane') => `# yaml-language-server: $schema=union-${chart}-${version}.schema.json\n${content}`;
const placed = (content: string) => `# union-auth.cdk8s.io/namespace: of-head\n${content}`;
const trusting = (id: string, content: string) => `# union-auth.cdk8s.io/trusted-clients: ${id}\n${content}`;

/** Each plane as `chart release namespace: files`. */
const planes = (texts: readonly ValuesText[]) => readValues(texts).map((set) => `${set} ${set.namespace}: ${set.files.map(({ name }) => name).join()}`);

test.each<[string, ValuesText[], string[]]>([
  ['the chart tells the caller, before its keys', [text('a', ANYBODYS, { chart: 'controlplane' })], ['controlplane 2026.8 undefined: a']],
  ['the chart tells the caller, before its head', [text('a', DATA_PLANE_VALUES, { chart: 'controlplane' })], ['controlplane 2026.8 undefined: a']],
  ['the chart tells the head, before its keys', [text('a', head('2026.8', ANYBODYS, 'controlplane'))], ['controlplane 2026.8 undefined: a']],
  ['the chart tell its keys', [text('a', ANYBODYS)], ['dataplane 2026.8 undefined: a']],
  ['the chart tells what the edge is', [text('a', 'global: { INGRESS_PROVIDER: both }\n'), text('b', ANYBODYS)], ['controlplane 2026.8 undefined: a', 'dataplane 2026.8 undefined: b']],
  ['the chart tells a key with a dot', [text('a', 'global.INGRESS_PROVIDER: both\n')], ['controlplane 2026.8 undefined: a']],
  ['the chart of a silent file tell those beside it', [text('a', SILENT), text('b', ANYBODYS)], ['dataplane 2026.8 undefined: a,b']],
  ['the chart of a silent file tells a control plane beside it', [text('a', SILENT), text('b', CONTROL_PLANE_VALUES)], ['controlplane 2026.8 undefined: a,b']],
  ['the chart of a silent file tells another plane', [text('a', SILENT), text('b', CONTROL_PLANE_VALUES, { plane: 'one' })],
    ['controlplane 2026.8 namespace of b: b', 'controlplane 2026.8 namespace of a: a']],
  ['the chart of a silent file tell only the files of its own plane', [text('a', SILENT, { plane: 'one' }), text('b', ANYBODYS, { plane: 'one' }), text('c', CONTROL_PLANE_VALUES, { plane: 'two' })],
    ['dataplane 2026.8 undefined: a,b', 'controlplane 2026.8 undefined: c']],
  ['the release tells the caller, before the head', [text('a', head('2026.6'), { release: ChartVersion.V2026_3 })], ['dataplane 2026.3 undefined: a']],
  ['the release tells the head', [text('a', head('2026.6'))], ['dataplane 2026.6 undefined: a']],
  ['the release of several files tells the first that has one', [text('a', PART), text('b', head('2026.6'))], ['dataplane 2026.6 undefined: a,b']],
  ['the namespace tells the caller, before the head', [text('a', placed(ANYBODYS), { namespace: 'told' })], ['dataplane 2026.8 told: a']],
  ['the namespace tells the head', [text('a', placed(ANYBODYS))], ['dataplane 2026.8 of-head: a']],
  ['the namespace of several files tells the first that has one', [text('a', ANYBODYS), text('b', placed(ANYBODYS))], ['dataplane 2026.8 of-head: a,b']],
  ['the namespace is one of its own where several planes of a chart have none', [text('a', DATA_PLANE_VALUES), text('b', placed(DATA_PLANE_VALUES))],
    ['dataplane 2026.8 namespace of a: a', 'dataplane 2026.8 of-head: b']],
  ['the namespace is unknown of one plane a chart', [text('a', DATA_PLANE_VALUES), text('b', CONTROL_PLANE_VALUES)], ['controlplane 2026.8 undefined: b', 'dataplane 2026.8 undefined: a']],
])('%s', (_, texts, expected) => expect(planes(texts)).toEqual(expected));

test.each<[string, ValuesText[], string | RegExp]>([
  ['may be for either', [text('a', EITHER)], 'a: can be for either chart; say which with --plane control or --plane data'],
  ['may be for either, whatever is beside it', [text('a', ANYBODYS), text('b', EITHER)], 'b: can be for either chart; say which with --plane control or --plane data'],
  ['says nothing, alone', [text('a', SILENT)], 'a: has no authentication settings; not a values file of Union\'s charts, or say which chart it is for with --plane'],
  ['says nothing, beside both', [text('a', SILENT), text('b', ANYBODYS), text('c', CONTROL_PLANE_VALUES)],
    'a: has no authentication settings, so it can be for either chart; say which with --plane control or --plane data'],
  ['says nothing, with the others that do not, and those that are not YAML', [text('a', SILENT), text('b', 'a: [\n'), text('c', SILENT)],
    /^b:\d+: is not YAML: .*\na: has no authentication settings; .*\nc: has no authentication settings; .*$/],
])('the chart is required where a file %s', (_, texts, message) => expect(() => planes(texts)).toThrow(message));

const ASSUMED = 'nothing names the release, so the current one is assumed';
const NEAR = expect.stringMatching(/^2026\.5\.0 is checked with the layout of 2026\.6/) as string;
test.each<[string, ValuesText[], ChartVersion, string | undefined]>([
  ['that is not given', [text('a', ANYBODYS)], ChartVersion._current, ASSUMED],
  ['that is unknown', [text('a', head('2019.1'))], ChartVersion._current, ASSUMED],
  ['that is known', [text('a', head('2026.8'))], ChartVersion.V2026_8, undefined],
  ['near a known one', [text('a', head('2026.5.0'))], ChartVersion.V2026_6, NEAR],
  ['near a known one, of the second file', [text('a', PART), text('b', head('2026.5.0'))], ChartVersion.V2026_6, NEAR],
  ['that the caller gives with a note', [text('a', ANYBODYS, { release: ChartVersion.V2026_6, note: 'near' })], ChartVersion.V2026_6, 'near'],
])('the note on a release %s', (_, texts, release, note) => {
  const [set] = readValues(texts);
  expect([set.release, set.note]).toEqual([release, note]);
});

test('clients that are trusted add up over the files', () => {
  expect(readValues([text('a', trusting('east', CONTROL_PLANE_VALUES)), text('b', trusting('west', 'flyte: {}\n'))])[0].trustedClients).toEqual(['east', 'west']);
});

test.each<[string, string, boolean]>([
  ['its head says so', head('2026.8', SILENT), true],
  ['a key of authentication', 'global: { INTERNAL_CLIENT_ID: a }\n', true],
  ['a key of the current release', 'configMap: { union: { connection: { trustedIdentityClaims: { enabled: true } } } }\n', true],
  ['a dead key', 'global: { OIDC_BASE_URL: x }\n', true],
  ['a closed map', 'config: { admin: { admin: {} } }\n', true],
  ['what the edge is', 'global: { INGRESS_PROVIDER: both }\n', true],
  ['none of the words', SILENT, false],
  ['only what charts of others have', ANYBODYS, false],
  ['no YAML', 'global: { INTERNAL_CLIENT_ID: [\n', false],
  ['no map', '- INTERNAL_CLIENT_ID\n', false],
])('whether a text without a Kubernetes object holds values, which has %s: %#', (_, content, expected) => expect(areValues(text('a', content))).toBe(expected));

describe('a text that is not YAML', () => {
  test.each([
    head('2026.8', 'a: ['), 'global:\n  UNION_HOST: [', 'UNION_ORG: [', '"INTERNAL_CLIENT_ID": [', '\'AUTH_CLIENT_ID\' : [',
    '\tCLI_CLIENT_ID:', 'AUTH_TOKEN_URL: [', 'OIDC_BASE_URL: [', 'adminServer: [', 'unionAuth: [', 'trustedIdentityClaims: [', 'apiKeyOverrides: [',
  ])('was meant for values: %p', (content) => expect(wereValues(content)).toBe(true));

  test.each(['a: [', 'x: UNION_HOST', 'MY_UNION_HOST: [', 'adminServers: [', '# UNION_HOST: ['])('was not: %p', (content) => expect(wereValues(content)).toBe(false));
});
