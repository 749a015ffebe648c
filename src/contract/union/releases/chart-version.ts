import { Problems } from '../../../common/props/problems';
import { GatewayRoute } from '../gateway-routes';
import {
  bareVersion, compareVersions, isWithin, numbersOf, ReleaseContract, spanOf,
} from '../release-contract';
import { RELEASE_2026_3 } from './release-2026-3';
import { RELEASE_2026_6 } from './release-2026-6';
import { RELEASE_2026_6_9 } from './release-2026-6-9';
import { RELEASE_2026_7_2 } from './release-2026-7-2';
import { RELEASE_2026_8 } from './release-2026-8';

/** Consecutive versions: those of a release, or those that no known release covers. */
export interface Span {
  /** The first of them; absent if there is no older version. */
  readonly from?: string;
  /** The first version after them; absent if there is no newer one. */
  readonly before?: string;
  readonly release?: ReleaseContract;
  /** Why no release covers them: a phrase without a full stop. */
  readonly why?: string;
}

/** All versions, from the oldest to the newest; the releases must be in the same order. */
export function spansOf(releases: readonly ReleaseContract[]): Span[] {
  const spans: Span[] = [];
  let newest: ReleaseContract | undefined;
  for (const release of releases) {
    const { from, before } = release.versions;
    if (newest?.versions.before !== from) {
      spans.push({
        from: newest?.versions.before,
        before: from,
        why: newest?.newer ?? release.older ?? 'older than all known releases',
      });
    }
    spans.push({ from, before, release });
    newest = release;
  }
  const { versions, version } = newest!;
  return [
    ...spans,
    {
      from: versions.before,
      why: `newer than all known releases; compare its values.yaml with that of ${version}`,
    },
  ];
}

/** The error for a version that no known release covers. */
function whyUnknown(version: string, releases: readonly ReleaseContract[]): string {
  const why = numbersOf(version)
    ? `: ${spansOf(releases).find(({ from = '0.0.0', before = `${Number.MAX_SAFE_INTEGER}.0.0` }) =>
      isWithin(version, { from, before }))!.why}`
    : '; write a version of the charts such as 2026.8.3';
  const known = releases.map((release) => release.version).join(', ');
  return `is unknown; known versions are ${known}${why}`;
}

/** How to use a version that is newer than all known ones. */
function howToAssume(version: string, releases: readonly ReleaseContract[]): string | undefined {
  const newest = releases[releases.length - 1].version.replace(/\./g, '_');
  return numbersOf(version) !== undefined && compareVersions(version, releases[0].versions.from) > 0
    ? 'to use it anyway, compare its values.yaml with that of a known release and write '
      + `ChartVersion.assume('${version}', ChartVersion.V${newest}): docs/chart-releases.md`
    : undefined;
}

/**
 * A release of Union's Helm charts with respect to authentication: names of values, mounts of pods, and
 * routes. Both charts, `controlplane` and `dataplane`, have the same version.
 *
 * Source: unionai/helm-charts, tags `controlplane-*` and `dataplane-*`.
 */
export class ChartVersion {
  // To add a release, add a line here and its file: docs/chart-releases.md.

  /** The layout that the authentication guide describes: 2026.3.0 to 2026.4.7. */
  public static readonly V2026_3 = new ChartVersion(RELEASE_2026_3);

  /**
   * The layout before the removal of executor and queue service, without seeded API keys: 2026.6.1 to
   * 2026.6.8.
   */
  public static readonly V2026_6 = new ChartVersion(RELEASE_2026_6);

  /** The same with API keys seeded by a map, one eager client for all data planes: 2026.6.9 to 2026.7.1. */
  public static readonly V2026_6_9 = new ChartVersion(RELEASE_2026_6_9);

  /** The same with API keys seeded by a list, one eager client per data plane: 2026.7.2 to 2026.7.x. */
  public static readonly V2026_7_2 = new ChartVersion(RELEASE_2026_7_2);

  /** The current layout: 2026.8.0 and later. */
  public static readonly V2026_8 = new ChartVersion(RELEASE_2026_8);

  /**
   * The release of a chart version.
   *
   * @param version as in `Chart.yaml` or the chart's tag: `2026.8.3`, `2026.8`, `controlplane-2026.8.3`
   * @throws when no known release covers the version. The error lists the known ones, and explains why this
   * one is not.
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
   * An unknown release that you assume to read the same keys as a known one. Planes warn about it, and the
   * values record it, so that `verify` reports it too. Compare both charts' `values.yaml` first:
   * docs/chart-releases.md.
   *
   * @param version as in `Chart.yaml`: `2026.9.1`, or `2026.9` for all its patches
   * @param like the known release whose layout is assumed
   * @throws when it is not a version, a known release covers it, or it is older than all known ones.
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
        `is a known release: write ${ChartVersion._find(version)!._member}, or ChartVersion.of('${version}')`,
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
   * The same, or undefined.
   *
   * @internal
   */
  public static _find(version: string): ChartVersion | undefined {
    const all = ChartVersion._all;
    // A release may begin after its first patch: 2026.6 means the release, although 2026.6.0 is not one of
    // its versions.
    return all.find((known) => known.version === bareVersion(version))
      ?? all.find(({ _contract }) => isWithin(version, _contract.versions));
  }

  /**
   * All known releases, from the oldest to the newest.
   *
   * @internal
   */
  public static get _all(): ChartVersion[] {
    return Object.values(ChartVersion)
      .filter((member) => member instanceof ChartVersion)
      .sort((a, b) => compareVersions(a.version, b.version));
  }

  /**
   * The newest release, the default.
   *
   * @internal
   */
  public static get _current(): ChartVersion {
    return ChartVersion._all.pop()!;
  }

  /** The first version of the layout, with its patch if a month has several layouts: `2026.8`, `2026.6.9`. */
  public readonly version: string;

  /** @internal */
  public readonly _contract: ReleaseContract;

  /**
   * Its expression in code.
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
   * The assumption about it, as a phrase without a full stop; undefined for a known release.
   *
   * @internal
   */
  public get _assumption(): string | undefined {
    return this._assumed
      && `charts ${this.version} are unknown, and are assumed to read the same keys as those of `
        + this._assumed.toString();
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

/** The layout with which to check values for a version of the charts. */
export interface Judge {
  readonly release: ChartVersion;
  /** How the version differs from the layout. */
  readonly note?: string;
}

/**
 * Covers more versions than `ChartVersion.of`: `verify` can check values of versions for which the library
 * emits nothing, if the differences are known.
 *
 * @param layout the known release whose layout is assumed, if declared
 * @throws for versions older than all known ones, and for invalid versions. The error lists the known ones,
 * and explains why this one is not.
 */
export function judgeOf(version: string, layout?: string): Judge {
  const release = ChartVersion._find(version);
  const said = layout === undefined || release ? undefined : ChartVersion._find(layout);
  if (said) {
    return { release: said, note: ChartVersion.assume(version, said)._assumption };
  }
  if (release) {
    return { release, note: notYet(version, release) };
  }
  const later = ChartVersion._all.find(({ _contract: { judges, versions } }) =>
    judges && isWithin(version, { from: judges.from, before: versions.from }));
  if (later) {
    return {
      release: later,
      note: `${version} is checked with the layout of ${later}, which is similar; `
        + `${later._contract.judges!.but}`,
    };
  }
  const newest = ChartVersion._current;
  return numbersOf(version) && compareVersions(version, newest.version) > 0
    ? {
      release: newest,
      note: `${version} is newer than all known releases, and is checked with the layout of ${newest}; its `
        + 'values.yaml may differ',
    }
    : { release: ChartVersion.of(version) };
}

/** Changes in the release after the version. */
function notYet(version: string, release: ChartVersion): string | undefined {
  const isNamed = bareVersion(version) === release.version;
  const later =
    release._contract.changes.filter(({ since }) => !isNamed && compareVersions(version, since) < 0);
  return later.length === 0
    ? undefined
    : `${version} is checked with the layout of ${release}, but lacks later changes: `
      + `${later.map(({ since, what }) => `since ${since} ${what}`).join('; ')}`;
}

/** The Gateway API routes of all known chart releases, each name once. */
export const CHART_GATEWAY_ROUTES: readonly GatewayRoute[] = [
  ...new Map(
    ChartVersion._all.flatMap(({ _contract }) => _contract.controlPlane.gatewayRoutes)
      .map((route) => [`${route.kind} ${route.name}`, route]),
  ).values(),
];

/** Names of the routes of a kind that must be guarded. A policy for a missing route does no harm. */
export function guardedRouteNames(kind: GatewayRoute['kind']): string[] {
  return CHART_GATEWAY_ROUTES.filter((route) => route.kind === kind && route.guarded).map(({ name }) => name);
}
