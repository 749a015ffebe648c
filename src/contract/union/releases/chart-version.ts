import { Problems } from '../../../common/props/problems';
import { bareVersion, compareVersions, isWithin, numbersOf, spanOf } from '../chart-version';
import { ReleaseContract } from '../release-contract';
import { RELEASE_2026_3 } from './release-2026-3';
import { RELEASE_2026_6 } from './release-2026-6';
import { RELEASE_2026_6_9 } from './release-2026-6-9';
import { RELEASE_2026_7_2 } from './release-2026-7-2';
import { RELEASE_2026_8 } from './release-2026-8';
import { howToAssume, whyUnknown } from './spans';

/**
 * A release of Union's Helm charts, as far as authentication is concerned: what the values are called, what
 * the pods mount, which routes there are. Both charts, `controlplane` and `dataplane`, carry the same
 * version.
 *
 * Source: unionai/helm-charts, tags `controlplane-*` and `dataplane-*`.
 */
export class ChartVersion {
  // A new release is a line here and the file that it names: docs/chart-releases.md.

  /** The layout that the authentication guide describes: 2026.3.0 to 2026.4.7. */
  public static readonly V2026_3 = new ChartVersion(RELEASE_2026_3);

  /**
   * The layout before the executor and the queue service went, without seeded API keys: 2026.6.1 to 2026.6.8.
   */
  public static readonly V2026_6 = new ChartVersion(RELEASE_2026_6);

  /**
   * The same with API keys that are seeded by a map, one eager client for all data planes: 2026.6.9 to
   * 2026.7.1.
   */
  public static readonly V2026_6_9 = new ChartVersion(RELEASE_2026_6_9);

  /**
   * The same with API keys that are seeded by a list, one eager client a data plane: 2026.7.2 to 2026.7.x.
   */
  public static readonly V2026_7_2 = new ChartVersion(RELEASE_2026_7_2);

  /** The current layout: 2026.8.0 and later. */
  public static readonly V2026_8 = new ChartVersion(RELEASE_2026_8);

  /**
   * The release whose layout a version of the charts follows.
   *
   * @param version as in `Chart.yaml` or the chart's tag: `2026.8.3`, `2026.8`, `controlplane-2026.8.3`
   * @throws when no known release covers the version. The error says which are known, and why this one is
   * not.
   *
   * @example
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, chartVersion: ChartVersion.of('2026.8.3') });
   */
  public static of(version: string): ChartVersion {
    const release = typeof version === 'string' ? ChartVersion._find(version) : undefined;
    if (!release) {
      const contracts = ChartVersion._all.map(({ _contract }) => _contract);
      const text = typeof version === 'string' ? version : '';
      new Problems('ChartVersion')
        .add('version', version, whyUnknown(text, contracts), howToAssume(text, contracts)).throwIfAny();
    }
    return release!;
  }

  /**
   * A release that is not known here yet, on your statement that its charts read the same keys as one that
   * is. Planes warn of it, and values say it of themselves, so that `verify` says it too. Compare both
   * charts' `values.yaml` first: docs/chart-releases.md.
   *
   * @param version as in `Chart.yaml`: `2026.9.1`, or `2026.9` for all its patches
   * @param like the known release whose layout is assumed
   * @throws when it is not a version, or a known release covers it, or it is older than all that are known.
   *
   * @example
   * ChartVersion.assume('2026.9.1', ChartVersion.V2026_8);
   */
  public static assume(version: string, like: ChartVersion): ChartVersion {
    const problems = new Problems('ChartVersion.assume');
    const numbers = typeof version === 'string' ? numbersOf(version) : undefined;
    if (numbers === undefined) {
      problems.add('version', version, 'is not a version of the charts; write one such as 2026.9.1');
    } else if (ChartVersion._find(version)) {
      problems.add(
        'version',
        version,
        `is known: write ${ChartVersion._find(version)!._member}, or ChartVersion.of('${version}')`,
      );
    } else if (compareVersions(version, ChartVersion._all[0].version) < 0) {
      problems.add(
        'version', version, `is older than ${ChartVersion._all[0]}, the first release with OIDC support`,
      );
    }
    if (!(like instanceof ChartVersion) || like._assumed !== undefined) {
      problems.add(
        'like',
        like instanceof ChartVersion ? `${like}` : like,
        `is not a known release; write ${ChartVersion._current._member}`,
      );
    }
    problems.throwIfAny();
    return new ChartVersion(
      { ...like._contract, version: bareVersion(version)!, versions: spanOf(bareVersion(version)!) }, like,
    );
  }

  /**
   * The same, or nothing.
   *
   * @internal
   */
  public static _find(version: string): ChartVersion | undefined {
    const all = ChartVersion._all;
    // A release may begin after its first patch: 2026.6 is the release, though 2026.6.0 is none of its
    // versions.
    return all.find((known) => known.version === bareVersion(version))
      ?? all.find(({ _contract }) => isWithin(version, _contract.versions));
  }

  /**
   * Every known release, from the oldest to the newest.
   *
   * @internal
   */
  public static get _all(): ChartVersion[] {
    return Object.values(ChartVersion)
      .filter((member) => member instanceof ChartVersion)
      .sort((a, b) => compareVersions(a.version, b.version));
  }

  /**
   * The newest: what is assumed where none is named.
   *
   * @internal
   */
  public static get _current(): ChartVersion {
    return ChartVersion._all.pop()!;
  }

  /**
   * The version with which the layout began, with its patch where a month has several layouts: `2026.8`,
   * `2026.6.9`.
   */
  public readonly version: string;

  /** @internal */
  public readonly _contract: ReleaseContract;

  /**
   * What to write for it.
   *
   * @internal
   */
  public get _member(): string {
    const [name] = Object.entries(ChartVersion).find(([, member]) => member === this) ?? [];
    return name === undefined
      ? `ChartVersion.assume('${this.version}', ${this._assumed!._member})`
      : `ChartVersion.${name}`;
  }

  /**
   * What is assumed of it, as a phrase without a full stop; nothing of a release that is known.
   *
   * @internal
   */
  public get _assumption(): string | undefined {
    return this._assumed
      && `charts ${this.version} are not known here, and are taken to read what those of ${this._assumed} `
        + 'read';
  }

  private constructor(
    contract: ReleaseContract,
    /**
     * The release whose layout is assumed.
     *
     * @internal
     */
    public readonly _assumed?: ChartVersion,
  ) {
    this.version = contract.version;
    this._contract = contract;
  }

  /** The version: `2026.8`. */
  public toString(): string {
    return this.version;
  }
}
