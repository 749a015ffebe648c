import { Problems } from '../../../common/props/problems';
import { bareVersion, compareVersions, isWithin } from '../chart-version';
import { ReleaseContract } from '../release-contract';
import { RELEASE_2026_3 } from './release-2026-3';
import { RELEASE_2026_6 } from './release-2026-6';
import { RELEASE_2026_6_9 } from './release-2026-6-9';
import { RELEASE_2026_7_2 } from './release-2026-7-2';
import { RELEASE_2026_8 } from './release-2026-8';
import { whyUnknown } from './spans';

/**
 * A release of Union's Helm charts, as far as authentication is concerned: what the values are called, what the pods
 * mount, which routes there are. Both charts, `controlplane` and `dataplane`, carry the same version.
 *
 * Source: unionai/helm-charts, tags `controlplane-*` and `dataplane-*`.
 */
export class ChartRelease {
  // A new release is a line here and the file that it names: docs/chart-releases.md.

  /** The layout that the authentication guide describes: 2026.3.0 to 2026.4.7. */
  public static readonly V2026_3 = new ChartRelease(RELEASE_2026_3);

  /** The layout before the executor and the queue service went, without seeded API keys: 2026.6.1 to 2026.6.8. */
  public static readonly V2026_6 = new ChartRelease(RELEASE_2026_6);

  /** The same with API keys that are seeded by a map, one eager client for all data planes: 2026.6.9 to 2026.7.1. */
  public static readonly V2026_6_9 = new ChartRelease(RELEASE_2026_6_9);

  /** The same with API keys that are seeded by a list, one eager client a data plane: 2026.7.2 to 2026.7.x. */
  public static readonly V2026_7_2 = new ChartRelease(RELEASE_2026_7_2);

  /** The current layout: 2026.8.0 and later. */
  public static readonly V2026_8 = new ChartRelease(RELEASE_2026_8);

  /**
   * The release whose layout a version of the charts follows.
   *
   * @param version as in `Chart.yaml` or the chart's tag: `2026.8.3`, `2026.8`, `controlplane-2026.8.3`
   * @throws when no known release covers the version. The error says which are known, and why this one is not.
   */
  public static of(version: string): ChartRelease {
    const release = typeof version === 'string' ? ChartRelease._find(version) : undefined;
    if (!release) {
      const contracts = ChartRelease._all.map(({ _contract }) => _contract);
      new Problems('ChartRelease').add('version', version, whyUnknown(String(version), contracts)).throwIfAny();
    }
    return release!;
  }

  /**
   * The same, or nothing.
   *
   * @internal
   */
  public static _find(version: string): ChartRelease | undefined {
    const all = ChartRelease._all;
    // A release may begin after its first patch: 2026.6 is the release, though 2026.6.0 is none of its versions.
    return all.find((known) => known.version === bareVersion(version)) ?? all.find(({ _contract }) => isWithin(version, _contract.versions));
  }

  /**
   * Every known release, from the oldest to the newest.
   *
   * @internal
   */
  public static get _all(): ChartRelease[] {
    return Object.values(ChartRelease)
      .filter((member) => member instanceof ChartRelease)
      .sort((a, b) => compareVersions(a.version, b.version));
  }

  /**
   * The newest: what is assumed where none is named.
   *
   * @internal
   */
  public static get _current(): ChartRelease {
    return ChartRelease._all.pop()!;
  }

  /** The version with which the layout began, with its patch where a month has several layouts: `2026.8`, `2026.6.9`. */
  public readonly version: string;

  /** @internal */
  public readonly _contract: ReleaseContract;

  private constructor(contract: ReleaseContract) {
    this.version = contract.version;
    this._contract = contract;
  }

  /** The version: `2026.8`. */
  public toString(): string {
    return this.version;
  }
}
