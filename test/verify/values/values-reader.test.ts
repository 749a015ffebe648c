import { ChartVersion } from '../../../src';
import { ValuesText, areValues, readValues, wereValues } from '../../../src/verify/values/values-reader';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const text = (name: string, content: string, said: Partial<ValuesText> = {}): ValuesText => ({ name, text: content, ...said });
const SILENT = 'replicas: 2\n';
/** A key of each chart, and nothing more. */
const EITHER = 'global: { OIDC_S2S_SCOPE: all }\n';
const ANYBODYS = 'clusterName: east\nconfig: {}\nsecrets: { admin: { enable: true } }\n';

/** Each plane as `chart release namespace: files`. */
function planes(...texts: ValuesText[]): string[] {
  return readValues(texts).map((set) => `${set} ${set.namespace}: ${set.files.map(({ name }) => name).join()}`);
}

describe('which chart a file is for', () => {
  test('tell the caller, then its head, then its keys', () => {
    expect(planes(text('a', ANYBODYS, { chart: 'controlplane' }))).toEqual(['controlplane 2026.8 undefined: a']);
    expect(planes(text('a', DATA_PLANE_VALUES, { chart: 'controlplane' }))).toEqual(['controlplane 2026.8 undefined: a']);
    expect(planes(text('a', `# yaml-language-server: $schema=union-controlplane-2026.8.schema.json\n${ANYBODYS}`))).toEqual(['controlplane 2026.8 undefined: a']);
    expect(planes(text('a', ANYBODYS))).toEqual(['dataplane 2026.8 undefined: a']);
    expect(planes(text('a', 'global: { INGRESS_PROVIDER: both }\n'), text('b', ANYBODYS))).toEqual(['controlplane 2026.8 undefined: a', 'dataplane 2026.8 undefined: b']);
    expect(planes(text('a', 'global.INGRESS_PROVIDER: both\n'))).toEqual(['controlplane 2026.8 undefined: a']);
  });

  test('tell the files beside a silent one, if they are all for one chart', () => {
    expect(planes(text('a', SILENT), text('b', ANYBODYS))).toEqual(['dataplane 2026.8 undefined: a,b']);
    expect(planes(text('a', SILENT), text('b', CONTROL_PLANE_VALUES))).toEqual(['controlplane 2026.8 undefined: a,b']);
    expect(planes(text('a', SILENT), text('b', CONTROL_PLANE_VALUES, { plane: 'one' }))).toEqual(['controlplane 2026.8 namespace of b: b', 'controlplane 2026.8 namespace of a: a']);
  });

  test('tell only the files of its own plane, where the caller says which', () => {
    expect(planes(text('a', SILENT, { plane: 'one' }), text('b', ANYBODYS, { plane: 'one' }), text('c', CONTROL_PLANE_VALUES, { plane: 'two' })))
      .toEqual(['dataplane 2026.8 undefined: a,b', 'controlplane 2026.8 undefined: c']);
  });

  test.each([
    ['may be for either', [text('a', EITHER)], 'a: can be for either chart; say which with --plane control or --plane data'],
    ['may be for either, whatever is beside it', [text('a', ANYBODYS), text('b', EITHER)], 'b: can be for either chart; say which with --plane control or --plane data'],
    ['says nothing, alone', [text('a', SILENT)], 'a: has no authentication settings; not a values file of Union\'s charts, or say which chart it is for with --plane'],
    [
      'says nothing, beside both', [text('a', SILENT), text('b', ANYBODYS), text('c', CONTROL_PLANE_VALUES)],
      'a: has no authentication settings, so it can be for either chart; say which with --plane control or --plane data',
    ],
  ])('must be told where a file %s', (_, texts, message) => expect(() => planes(...texts)).toThrow(message));

  test('every file that does not tell is named at once, and so is one that is no YAML', () => {
    expect(() => planes(text('a', SILENT), text('b', 'a: [\n'), text('c', SILENT))).toThrow(/^b:\d+: is not YAML: .*\na: has no authentication settings; .*\nc: has no authentication settings; .*$/);
  });
});

describe('the release', () => {
  const head = (version: string) => `# yaml-language-server: $schema=union-dataplane-${version}.schema.json\n${ANYBODYS}`;

  test('tells the caller, then the head', () => {
    expect(planes(text('a', head('2026.6'), { release: ChartVersion.V2026_3 }))).toEqual(['dataplane 2026.3 undefined: a']);
    expect(planes(text('a', head('2026.6')))).toEqual(['dataplane 2026.6 undefined: a']);
  });

  test('is the current one where nobody tells, or tells what nobody knows, and that is noted', () => {
    const note = 'nothing names the release, so the current one is assumed';
    expect(readValues([text('a', ANYBODYS)])[0]).toMatchObject({ release: ChartVersion._current, note });
    expect(readValues([text('a', head('2019.1'))])[0]).toMatchObject({ release: ChartVersion._current, note });
  });

  test('comes with what the version has besides', () => {
    expect(readValues([text('a', head('2026.8'))])[0].note).toBeUndefined();
    expect(readValues([text('a', head('2026.5.0'))])[0].note).toMatch(/^2026\.5\.0 is checked with the layout of 2026\.6/);
    expect(readValues([text('a', ANYBODYS, { release: ChartVersion.V2026_6, note: 'near' })])[0].note).toBe('near');
  });

  test('of several files is that of the first that has one, and so is the note', () => {
    expect(planes(text('a', 'config: { operator: {} }\n'), text('b', head('2026.6')))).toEqual(['dataplane 2026.6 undefined: a,b']);
    expect(readValues([text('a', 'config: { operator: {} }\n'), text('b', head('2026.5.0'))])[0].note).toMatch(/^2026\.5\.0/);
  });
});

describe('the namespace', () => {
  const headed = `# union-auth.cdk8s.io/namespace: of-head\n${ANYBODYS}`;

  test('tells the caller, then the head, of the first file that has one', () => {
    expect(planes(text('a', headed, { namespace: 'told' }))).toEqual(['dataplane 2026.8 told: a']);
    expect(planes(text('a', headed))).toEqual(['dataplane 2026.8 of-head: a']);
    expect(planes(text('a', ANYBODYS), text('b', headed))).toEqual(['dataplane 2026.8 of-head: a,b']);
  });

  test('is one of its own where several planes of a chart say none', () => {
    const other = DATA_PLANE_VALUES.replace(/^/, '# union-auth.cdk8s.io/namespace: of-head\n');
    expect(planes(text('a', DATA_PLANE_VALUES), text('b', other))).toEqual(['dataplane 2026.8 namespace of a: a', 'dataplane 2026.8 of-head: b']);
    expect(planes(text('a', DATA_PLANE_VALUES), text('b', CONTROL_PLANE_VALUES))).toEqual(['controlplane 2026.8 undefined: b', 'dataplane 2026.8 undefined: a']);
  });
});

test('clients that are trusted add up over the files', () => {
  const trusting = (id: string, content: string) => `# union-auth.cdk8s.io/trusted-clients: ${id}\n${content}`;
  const [set] = readValues([text('a', trusting('east', CONTROL_PLANE_VALUES)), text('b', trusting('west', 'flyte: {}\n'))]);
  expect(set.trustedClients).toEqual(['east', 'west']);
});

describe('a text without a Kubernetes object', () => {
  test.each([
    ['its head says so', `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n${SILENT}`],
    ['a key of authentication', 'global: { INTERNAL_CLIENT_ID: a }\n'],
    ['a key of the current release', 'configMap: { union: { connection: { trustedIdentityClaims: { enabled: true } } } }\n'],
    ['a dead key', 'global: { OIDC_BASE_URL: x }\n'],
    ['a closed map', 'config: { admin: { admin: {} } }\n'],
    ['what the edge is', 'global: { INGRESS_PROVIDER: both }\n'],
  ])('holds values where %s', (_, content) => expect(areValues(text('a', content))).toBe(true));

  test.each([
    ['none of the words', SILENT],
    ['only what charts of others have', ANYBODYS],
    ['no YAML', 'global: { INTERNAL_CLIENT_ID: [\n'],
    ['no map', '- INTERNAL_CLIENT_ID\n'],
  ])('holds none where there is %s', (_, content) => expect(areValues(text('a', content))).toBe(false));
});

describe('a text that is no YAML', () => {
  test.each([
    '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\na: [', 'global:\n  UNION_HOST: [', 'UNION_ORG: [', '"INTERNAL_CLIENT_ID": [', '\'AUTH_CLIENT_ID\' : [',
    '\tCLI_CLIENT_ID:', 'AUTH_TOKEN_URL: [', 'OIDC_BASE_URL: [', 'adminServer: [', 'unionAuth: [', 'trustedIdentityClaims: [', 'apiKeyOverrides: [',
  ])('was meant for values: %p', (content) => expect(wereValues(content)).toBe(true));

  test.each(['a: [', 'x: UNION_HOST', 'MY_UNION_HOST: [', 'adminServers: [', '# UNION_HOST: ['])('was not: %p', (content) => expect(wereValues(content)).toBe(false));
});
