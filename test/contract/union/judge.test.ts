import { ChartVersion } from '../../../src';
import { judgeOf } from '../../../src/contract/union/releases/judge';

test.each(ChartVersion._all.map((release) => [release.version, release] as const))('%s is judged by itself, without a note', (version, release) => {
  expect(judgeOf(version)).toEqual({ release, note: undefined });
});

test.each(ChartVersion._all.map(({ _contract: { changes } }) => changes[changes.length - 1].since))('%s has all that its release has', (version) => {
  expect(judgeOf(version).note).toBeUndefined();
});

test.each([
  ['2026.6.1', ['2026.6.3']],
  ['2026.6.2', ['2026.6.3']],
])('%s is told what came after it: %j', (version, later) => {
  const { release, note } = judgeOf(version);
  expect(release).toBe(ChartVersion.V2026_6);
  expect([...note!.matchAll(/only since (\S+)/g)].map(([, since]) => since)).toEqual(later);
});

test.each(['2026.4.8', '2026.5.9', '2026.6.0'])('%s, which no release covers, is judged by the near one', (version) => {
  expect(() => ChartVersion.of(version)).toThrow('is unknown');
  expect(judgeOf(version)).toEqual({ release: ChartVersion.V2026_6, note: expect.stringContaining(`${version} is checked by the layout of 2026.6, which is near; `) });
});

test.each(['2026.9.0', '2026.9.7', '2027.1', 'controlplane-2026.10.0'])('%s, which is newer than all, is judged by the newest', (version) => {
  expect(() => ChartVersion.of(version)).toThrow('is unknown');
  expect(judgeOf(version)).toEqual({
    release: ChartVersion._current,
    note: `${version} is newer than what is known here, and is checked by the layout of ${ChartVersion._current}; its values.yaml may differ from that`,
  });
});

test.each(['2026.2.7', 'latest'])('%s is refused as ever', (version) => {
  expect(() => judgeOf(version)).toThrow('is unknown');
});
