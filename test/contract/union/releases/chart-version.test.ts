import { ChartVersion } from '../../../../src';
import { judgeOf, spansOf } from '../../../../src/contract/union/releases/chart-version';

const { V2026_3, V2026_6, V2026_6_9, V2026_7_2, V2026_8, _all: ALL } = ChartVersion;
const KNOWN = ALL.join(', ');
const UNUSED = 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are unused';
const NO_OIDC = 'the charts have no OIDC support before 2026.3.0';
const SUCH_AS = 'write a version of the charts such as 2026.8.3';

test.each<[ChartVersion, string[]]>([
  [V2026_3, ['2026.3.0', '2026.4.7', '2026.3', 'controlplane-2026.3.9']],
  [V2026_6, ['2026.6.1', '2026.6', '2026.6.8']],
  [V2026_6_9, ['2026.6.9', '2026.7', '2026.7.1']],
  [V2026_7_2, ['2026.7.2', '2026.7.99']],
  [V2026_8, ['2026.8.0', '2026.8.3', '2026.8.12', 'v2026.8.3', 'dataplane-2026.8.3']],
  // By its name, whichever patch it began with.
  ...ALL.map((release): [ChartVersion, string[]] => [release, [release.version, `controlplane-${release}`]]),
])('the layout of %s is followed by %j', (release, versions) => expect(versions.map((version) => ChartVersion.of(version))).toEqual(versions.map(() => release)));

test.each([
  ['2026.2.7', NO_OIDC], ['2025.12.31', NO_OIDC], ['2026.4.8', UNUSED], ['2026.5.0', UNUSED], ['2026.6.0', UNUSED],
  ['2026.9.0', 'newer than all known releases; compare its values.yaml with that of 2026.8'], ['2026.10.0', 'newer than all known releases'],
  ['latest', SUCH_AS], ['', SUCH_AS], [2026.8, SUCH_AS], [{}, SUCH_AS], [['2026.8'], SUCH_AS], [null, SUCH_AS],
])('%p is rejected: which are known, what lies there, how to add one', (version, note) => {
  const of = () => ChartVersion.of(version as string);
  expect(of).toThrow(`ChartVersion has a problem:\n  - version: ${JSON.stringify(version)} is unknown; known versions are ${KNOWN}`);
  expect(of).toThrow(note);
});

describe('ChartVersion.assume', () => {
  test('is the layout of a known release, under the name of another version', () => {
    const assumed = ChartVersion.assume('2026.9.1', V2026_8);
    expect([assumed.version, `${assumed}`, assumed._member]).toEqual(['2026.9.1', '2026.9.1', 'ChartVersion.assume(\'2026.9.1\', ChartVersion.V2026_8)']);
    expect(assumed._contract).toEqual({ ...V2026_8._contract, version: assumed._contract.version, versions: { from: '2026.9.1', before: '2026.9.2' } });
    expect(ChartVersion.assume('controlplane-2026.9', V2026_8)._contract.versions).toEqual({ from: '2026.9.0', before: '2026.10.0' });
    expect([ALL.includes(assumed), ChartVersion._find('2026.9.1')]).toEqual([false, undefined]);
  });

  test.each<[string | RegExp, unknown, unknown]>([
    ['version: "2026.8.3" is a known release: write ChartVersion.V2026_8, or ChartVersion.of(\'2026.8.3\')', '2026.8.3', V2026_8],
    ['version: "2026.1.0" is older than 2026.3, the first release with OIDC support', '2026.1.0', V2026_3],
    ['version: "latest" is not a version of the charts; write one such as 2026.9.1', 'latest', V2026_8],
    ['version: required; write one such as 2026.9.1', undefined, V2026_8],
    ['like: "2026.8" is not a known release; write ChartVersion.V2026_8', '2026.9.1', '2026.8'],
    ['like: "2026.9.0" is not a known release; write ChartVersion.V2026_8', '2026.9.1', ChartVersion.assume('2026.9.0', V2026_8)],
    [/2 problems:[^]*version: [^]*like: /, 'x', null],
  ])('is rejected: %s', (message, version, like) => expect(() => ChartVersion.assume(version as string, like as ChartVersion)).toThrow(message));

  test('is what the error about a newer version leads to', () => {
    expect(() => ChartVersion.of('2026.9.1')).toThrow('to use it anyway, compare its values.yaml with that of a known release and write '
      + 'ChartVersion.assume(\'2026.9.1\', ChartVersion.V2026_8): docs/chart-releases.md');
    ['2026.1.0', 'latest'].forEach((version) => expect(() => ChartVersion.of(version)).not.toThrow('assume'));
  });
});

test('releases are listed from the oldest to the newest, which is the default, each by its version', () => {
  expect(ALL.map(({ version }) => version)).toEqual(ALL.map(String).sort());
  expect([ChartVersion._current, V2026_8.version]).toEqual([V2026_8, '2026.8']);
});

test('a release is named after its first version, with its patch where the month has several', () => {
  for (const { version, _contract: { versions, changes } } of ALL) {
    expect([versions.from.split('.').slice(0, version.split('.').length), changes[0].since]).toEqual([version.split('.'), versions.from]);
  }
});

test('the spans of versions join without a gap and without an overlap', () => {
  const spans = spansOf(ALL.map(({ _contract }) => _contract));
  expect(spans.map(({ from }) => from)).toEqual([undefined, ...spans.slice(0, -1).map(({ before }) => before)]);
  expect(spans[spans.length - 1].before).toBeUndefined();
  expect(spans.filter(({ release, why }) => (release === undefined) === (why === undefined))).toEqual([]);
});

const NEWER = (version: string) => `${version} is newer than all known releases, and is checked with the layout of ${ChartVersion._current}; its values.yaml may differ`;
test.each<[string, ChartVersion, unknown]>([
  ...ALL.map((release): [string, ChartVersion, undefined] => [release.version, release, undefined]),
  // It has all that its release has.
  ...ALL.map((release): [string, ChartVersion, undefined] => [release._contract.changes.at(-1)!.since, release, undefined]),
  ...['2026.4.8', '2026.5.9', '2026.6.0'].map((version): [string, ChartVersion, unknown] =>
    [version, V2026_6, expect.stringContaining(`${version} is checked with the layout of 2026.6, which is similar; `)]),
  ...['2026.9.0', '2026.9.7', '2027.1', 'controlplane-2026.10.0'].map((version): [string, ChartVersion, unknown] => [version, ChartVersion._current, NEWER(version)]),
])('%s is judged by %s, with what is known about it', (version, release, note) => expect(judgeOf(version)).toEqual({ release, note }));

test.each(['2026.6.1', '2026.6.2'])('%s is told what came after it', (version) => {
  const { release, note } = judgeOf(version);
  expect([release, ...[...note!.matchAll(/since (\S+)/g)].map(([, since]) => since)]).toEqual([V2026_6, '2026.6.3']);
});

test.each(['2026.4.8', '2026.6.0', '2026.9.0', '2027.1'])('%s, which is judged by a near release, is unknown as ever', (version) => expect(() => ChartVersion.of(version)).toThrow('is unknown'));

test.each(['2026.2.7', 'latest'])('%s cannot be judged', (version) => expect(() => judgeOf(version)).toThrow('is unknown'));
