import { ChartRelease, ChartReleases } from '../../src';

describe('ChartReleases.of', () => {
  test.each([
    ['2026.3.0', ChartRelease.V2026_3],
    ['2026.4.7', ChartRelease.V2026_3],
    ['2026.3', ChartRelease.V2026_3],
    ['controlplane-2026.3.9', ChartRelease.V2026_3],
    ['2026.8.0', ChartRelease.V2026_8],
    ['2026.8.3', ChartRelease.V2026_8],
    ['v2026.8.3', ChartRelease.V2026_8],
    ['dataplane-2026.8.3', ChartRelease.V2026_8],
  ])('%s follows the layout of %s', (version, release) => expect(ChartReleases.of(version)).toBe(release));

  test.each([
    ['2026.2.7', 'the charts have no OIDC support before 2026.3.0'],
    ['2026.4.8', 'OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead'],
    ['2026.5.0', 'OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead'],
    ['2026.6.1', 'the self-hosted overlays are gone'],
    ['2026.7.0', 'services.identity.apiKeyOverrides is a map'],
    ['2026.7.2', 'services.identity.apiKeyOverrides is a list'],
    ['2026.10.0', 'newer than what is known here'],
    ['latest', 'write a version of the charts such as 2026.8.3'],
    ['', 'write a version of the charts such as 2026.8.3'],
  ])('%p is refused: which are known, what lies there, how to add one', (version, note) => {
    expect(() => ChartReleases.of(version)).toThrow(`version: ${JSON.stringify(version)} is unknown; known are 2026.3, 2026.8`);
    expect(() => ChartReleases.of(version)).toThrow(note);
    expect(() => ChartReleases.of(version)).toThrow('A new release is a new file in src/contract/union/releases,');
  });
});
