import { ChartVersion } from '../../../../src';
import { judgeOf, spansOf } from '../../../../src/contract/union/releases/chart-version';

describe('ChartVersion.of', () => {
  test.each([
    ['2026.3.0', ChartVersion.V2026_3],
    ['2026.4.7', ChartVersion.V2026_3],
    ['2026.3', ChartVersion.V2026_3],
    ['controlplane-2026.3.9', ChartVersion.V2026_3],
    ['2026.6.1', ChartVersion.V2026_6],
    ['2026.6', ChartVersion.V2026_6],
    ['2026.6.8', ChartVersion.V2026_6],
    ['2026.6.9', ChartVersion.V2026_6_9],
    ['2026.7', ChartVersion.V2026_6_9],
    ['2026.7.1', ChartVersion.V2026_6_9],
    ['2026.7.2', ChartVersion.V2026_7_2],
    ['2026.7.99', ChartVersion.V2026_7_2],
    ['2026.8.0', ChartVersion.V2026_8],
    ['2026.8.3', ChartVersion.V2026_8],
    ['2026.8.12', ChartVersion.V2026_8],
    ['v2026.8.3', ChartVersion.V2026_8],
    ['dataplane-2026.8.3', ChartVersion.V2026_8],
  ])('%s follows the layout of %s', (version, release) => expect(ChartVersion.of(version)).toBe(release));

  test.each([
    ['2026.2.7', 'the charts have no OIDC support before 2026.3.0'],
    ['2025.12.31', 'the charts have no OIDC support before 2026.3.0'],
    ['2026.4.8', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are unused'],
    ['2026.5.0', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are unused'],
    ['2026.6.0', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are unused'],
    ['2026.9.0', 'newer than all known releases; compare its values.yaml with that of 2026.8'],
    ['2026.10.0', 'newer than all known releases'],
    ['latest', 'write a version of the charts such as 2026.8.3'],
    ['', 'write a version of the charts such as 2026.8.3'],
  ])('%p is refused: which are known, what lies there, how to add one', (version, note) => {
    const known = ChartVersion._all.join(', ');
    expect(() => ChartVersion.of(version)).toThrow(`ChartVersion has a problem:\n  - version: ${JSON.stringify(version)} is unknown; known versions are ${known}`);
    expect(() => ChartVersion.of(version)).toThrow(note);
  });

  test.each([[2026.8], [{}], [['2026.8']], [null]])('%p, which is no text, is refused the same way', (version) => {
    expect(() => ChartVersion.of(version as unknown as string)).toThrow(
      `version: ${JSON.stringify(version)} is unknown; known versions are ${ChartVersion._all.join(', ')}; write a version of the charts such as 2026.8.3`,
    );
  });
});

describe('ChartVersion.assume', () => {
  test('is the layout of a known release, under the name of another version', () => {
    const assumed = ChartVersion.assume('2026.9.1', ChartVersion.V2026_8);
    expect([assumed.version, `${assumed}`, assumed._member]).toEqual(['2026.9.1', '2026.9.1', 'ChartVersion.assume(\'2026.9.1\', ChartVersion.V2026_8)']);
    expect({ ...assumed._contract, version: '', versions: {} }).toEqual({ ...ChartVersion.V2026_8._contract, version: '', versions: {} });
    expect(assumed._contract.versions).toEqual({ from: '2026.9.1', before: '2026.9.2' });
    expect(ChartVersion.assume('controlplane-2026.9', ChartVersion.V2026_8)._contract.versions).toEqual({ from: '2026.9.0', before: '2026.10.0' });
    expect(ChartVersion._all).not.toContain(assumed);
    expect(ChartVersion._find('2026.9.1')).toBeUndefined();
  });

  test.each<[string, unknown, unknown]>([
    ['version: "2026.8.3" is a known release: write ChartVersion.V2026_8, or ChartVersion.of(\'2026.8.3\')', '2026.8.3', ChartVersion.V2026_8],
    ['version: "2026.1.0" is older than 2026.3, the first release with OIDC support', '2026.1.0', ChartVersion.V2026_3],
    ['version: "latest" is not a version of the charts; write one such as 2026.9.1', 'latest', ChartVersion.V2026_8],
    ['version: required; write one such as 2026.9.1', undefined, ChartVersion.V2026_8],
    ['like: "2026.8" is not a known release; write ChartVersion.V2026_8', '2026.9.1', '2026.8'],
    ['like: "2026.9.0" is not a known release; write ChartVersion.V2026_8', '2026.9.1', ChartVersion.assume('2026.9.0', ChartVersion.V2026_8)],
  ])('is refused: %s', (message, version, like) => expect(() => ChartVersion.assume(version as string, like as ChartVersion)).toThrow(message));

  test('says all that is wrong at once', () => {
    expect(() => ChartVersion.assume('x', null as unknown as ChartVersion)).toThrow(/2 problems:[^]*version: [^]*like: /);
  });

  test('is what the error about a newer version leads to', () => {
    expect(() => ChartVersion.of('2026.9.1')).toThrow('to use it anyway, compare its values.yaml with that of a known release and write '
      + 'ChartVersion.assume(\'2026.9.1\', ChartVersion.V2026_8): docs/chart-releases.md');
    expect(() => ChartVersion.of('2026.1.0')).not.toThrow('assume');
    expect(() => ChartVersion.of('latest')).not.toThrow('assume');
  });
});

test.each(ChartVersion._all.flatMap((release) => [[release.version, release], [`controlplane-${release}`, release]] as const))(
  '%s is the release of that name, whichever patch it began with',
  (name, release) => expect(ChartVersion.of(name)).toBe(release),
);

test('a release says its version, in texts too', () => {
  expect(ChartVersion.V2026_8.version).toBe('2026.8');
  expect(`${ChartVersion.V2026_8}`).toBe('2026.8');
});

test('releases are listed from the oldest to the newest, which is the default', () => {
  expect(ChartVersion._all.map(({ version }) => version)).toEqual([...ChartVersion._all.map(({ version }) => version)].sort());
  expect(ChartVersion._current).toBe(ChartVersion.V2026_8);
});

test('a release is named after its first version, with its patch where the month has several', () => {
  for (const { version, _contract: { versions, changes } } of ChartVersion._all) {
    expect(versions.from.split('.').slice(0, version.split('.').length)).toEqual(version.split('.'));
    expect(changes[0].since).toBe(versions.from);
  }
});

test('the spans of versions join without a gap and without an overlap', () => {
  const spans = spansOf(ChartVersion._all.map(({ _contract }) => _contract));
  expect(spans[0].from).toBeUndefined();
  expect(spans[spans.length - 1].before).toBeUndefined();
  spans.slice(1).forEach(({ from }, i) => expect(from).toBe(spans[i].before));
  expect(spans.filter(({ release, why }) => (release === undefined) === (why === undefined))).toEqual([]);
});

test.each(ChartVersion._all.map((release) => [release.version, release] as const))('%s is judged by itself, without a note', (version, release) => {
  expect(judgeOf(version)).toEqual({ release, note: undefined });
});

test.each(ChartVersion._all.map(({ _contract: { changes } }) => changes[changes.length - 1].since))('%s has all that its release has', (version) => {
  expect(judgeOf(version).note).toBeUndefined();
});

test.each([['2026.6.1', ['2026.6.3']], ['2026.6.2', ['2026.6.3']]])('%s is told what came after it: %j', (version, later) => {
  const { release, note } = judgeOf(version);
  expect(release).toBe(ChartVersion.V2026_6);
  expect([...note!.matchAll(/since (\S+)/g)].map(([, since]) => since)).toEqual(later);
});

test.each(['2026.4.8', '2026.5.9', '2026.6.0'])('%s, which no release covers, is judged by the near one', (version) => {
  expect(() => ChartVersion.of(version)).toThrow('is unknown');
  expect(judgeOf(version)).toEqual({ release: ChartVersion.V2026_6, note: expect.stringContaining(`${version} is checked with the layout of 2026.6, which is similar; `) });
});

test.each(['2026.9.0', '2026.9.7', '2027.1', 'controlplane-2026.10.0'])('%s, which is newer than all, is judged by the newest', (version) => {
  expect(() => ChartVersion.of(version)).toThrow('is unknown');
  expect(judgeOf(version)).toEqual({
    release: ChartVersion._current,
    note: `${version} is newer than all known releases, and is checked with the layout of ${ChartVersion._current}; its values.yaml may differ`,
  });
});

test.each(['2026.2.7', 'latest'])('%s is refused as ever', (version) => expect(() => judgeOf(version)).toThrow('is unknown'));
