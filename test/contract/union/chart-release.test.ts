import { ChartRelease } from '../../../src';
import { spansOf } from '../../../src/contract/union/releases/spans';

describe('ChartRelease.of', () => {
  test.each([
    ['2026.3.0', ChartRelease.V2026_3],
    ['2026.4.7', ChartRelease.V2026_3],
    ['2026.3', ChartRelease.V2026_3],
    ['controlplane-2026.3.9', ChartRelease.V2026_3],
    ['2026.6.1', ChartRelease.V2026_6],
    ['2026.6', ChartRelease.V2026_6],
    ['2026.6.8', ChartRelease.V2026_6],
    ['2026.6.9', ChartRelease.V2026_6_9],
    ['2026.7', ChartRelease.V2026_6_9],
    ['2026.7.1', ChartRelease.V2026_6_9],
    ['2026.7.2', ChartRelease.V2026_7_2],
    ['2026.7.99', ChartRelease.V2026_7_2],
    ['2026.8.0', ChartRelease.V2026_8],
    ['2026.8.3', ChartRelease.V2026_8],
    ['2026.8.12', ChartRelease.V2026_8],
    ['v2026.8.3', ChartRelease.V2026_8],
    ['dataplane-2026.8.3', ChartRelease.V2026_8],
  ])('%s follows the layout of %s', (version, release) => expect(ChartRelease.of(version)).toBe(release));

  test.each([
    ['2026.2.7', 'the charts have no OIDC support before 2026.3.0'],
    ['2025.12.31', 'the charts have no OIDC support before 2026.3.0'],
    ['2026.4.8', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead'],
    ['2026.5.0', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead'],
    ['2026.6.0', 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead'],
    ['2026.9.0', 'newer than what is known here; where its values.yaml differs from 2026.8 must be looked up'],
    ['2026.10.0', 'newer than what is known here'],
    ['latest', 'write a version of the charts such as 2026.8.3'],
    ['', 'write a version of the charts such as 2026.8.3'],
  ])('%p is refused: which are known, what lies there, how to add one', (version, note) => {
    const known = ChartRelease._all.join(', ');
    expect(() => ChartRelease.of(version)).toThrow(`ChartRelease has a problem:\n  - version: ${JSON.stringify(version)} is unknown; known are ${known}`);
    expect(() => ChartRelease.of(version)).toThrow(note);
  });

  test.each([[2026.8], [{}], [['2026.8']], [null]])('%p, which is no text, is refused the same way', (version) => {
    expect(() => ChartRelease.of(version as unknown as string)).toThrow(
      `version: ${JSON.stringify(version)} is unknown; known are ${ChartRelease._all.join(', ')}; write a version of the charts such as 2026.8.3`,
    );
  });
});

describe('ChartRelease.assume', () => {
  test('is the layout of a known release, under the name of another version', () => {
    const assumed = ChartRelease.assume('2026.9.1', ChartRelease.V2026_8);
    expect([assumed.version, `${assumed}`, assumed._member]).toEqual(['2026.9.1', '2026.9.1', 'ChartRelease.assume(\'2026.9.1\', ChartRelease.V2026_8)']);
    expect({ ...assumed._contract, version: '', versions: {} }).toEqual({ ...ChartRelease.V2026_8._contract, version: '', versions: {} });
    expect(assumed._contract.versions).toEqual({ from: '2026.9.1', before: '2026.9.2' });
    expect(ChartRelease.assume('controlplane-2026.9', ChartRelease.V2026_8)._contract.versions).toEqual({ from: '2026.9.0', before: '2026.10.0' });
    expect(ChartRelease._all).not.toContain(assumed);
    expect(ChartRelease._find('2026.9.1')).toBeUndefined();
  });

  test.each<[string, unknown, unknown]>([
    ['version: "2026.8.3" is known: write ChartRelease.V2026_8, or ChartRelease.of(\'2026.8.3\')', '2026.8.3', ChartRelease.V2026_8],
    ['version: "2026.1.0" is older than 2026.3, the first release with OIDC support', '2026.1.0', ChartRelease.V2026_3],
    ['version: "latest" is no version of the charts; write one such as 2026.9.1', 'latest', ChartRelease.V2026_8],
    ['version: is missing; write one such as 2026.9.1', undefined, ChartRelease.V2026_8],
    ['like: "2026.8" is no known release; write ChartRelease.V2026_8', '2026.9.1', '2026.8'],
    ['like: "2026.9.0" is no known release; write ChartRelease.V2026_8', '2026.9.1', ChartRelease.assume('2026.9.0', ChartRelease.V2026_8)],
  ])('is refused: %s', (message, version, like) => {
    expect(() => ChartRelease.assume(version as string, like as ChartRelease)).toThrow(message);
  });

  test('says all that is wrong at once', () => {
    expect(() => ChartRelease.assume('x', null as unknown as ChartRelease)).toThrow(/2 problems:[^]*version: [^]*like: /);
  });

  test('is what the error about a newer version leads to', () => {
    expect(() => ChartRelease.of('2026.9.1')).toThrow('to use it all the same, compare its values.yaml with that of a known release and write '
      + 'ChartRelease.assume(\'2026.9.1\', ChartRelease.V2026_8): docs/chart-releases.md');
    expect(() => ChartRelease.of('2026.1.0')).not.toThrow('assume');
    expect(() => ChartRelease.of('latest')).not.toThrow('assume');
  });
});

test.each(ChartRelease._all.flatMap((release) => [[release.version, release], [`controlplane-${release}`, release]] as const))(
  '%s is the release of that name, whichever patch it began with',
  (name, release) => expect(ChartRelease.of(name)).toBe(release),
);

test('a release says its version, in texts too', () => {
  expect(ChartRelease.V2026_8.version).toBe('2026.8');
  expect(`${ChartRelease.V2026_8}`).toBe('2026.8');
});

test('releases are listed from the oldest to the newest, which is the default', () => {
  expect(ChartRelease._all.map(({ version }) => version)).toEqual([...ChartRelease._all.map(({ version }) => version)].sort());
  expect(ChartRelease._current).toBe(ChartRelease.V2026_8);
});

test('a release is named after its first version, with its patch where the month has several', () => {
  for (const { version, _contract: { versions, changes } } of ChartRelease._all) {
    expect(versions.from.split('.').slice(0, version.split('.').length)).toEqual(version.split('.'));
    expect(changes[0].since).toBe(versions.from);
  }
});

test('the spans of versions join without a gap and without an overlap', () => {
  const spans = spansOf(ChartRelease._all.map(({ _contract }) => _contract));
  expect(spans[0].from).toBeUndefined();
  expect(spans[spans.length - 1].before).toBeUndefined();
  spans.slice(1).forEach(({ from }, i) => expect(from).toBe(spans[i].before));
  expect(spans.filter(({ release, why }) => (release === undefined) === (why === undefined))).toEqual([]);
});
