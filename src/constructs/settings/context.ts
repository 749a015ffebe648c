// Tests: test/constructs/planes/chart-props.test.ts, test/constructs/planes/assumed-release.test.ts
import { IConstruct } from 'constructs';
import { JsonObject, mergeValues, nestUnder } from '../../common/data/json';
import { namespaceName } from '../../common/props/checks';
import { warn } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { instanceOf, optional } from '../../common/props/prop-types';
import { BlockPlacement, ConfigFilePlacement, ReleaseContract } from '../../contract/union/release-contract';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { Authorization } from '../authorization/authorization';
import { AuthProfile, UnionIdentity } from '../identity';
import { Deviation } from '../identity/deviations';

/** The input of every block. */
export interface ConfigContext {
  readonly identity: UnionIdentity;
  /** Namespace of the block's plane. */
  readonly namespace: string;
  readonly release: ReleaseContract;
  /** The authorization mode of a control plane. */
  readonly authorization?: Authorization;
}

/** Entries that the guide omits but a working deployment needs. */
export function mendedBy<T extends object>(
  { identity }: ConfigContext, deviation: Deviation, entries: T,
): T | Record<string, never> {
  return identity._mend(deviation, entries, {});
}

/** The release that the guide describes, for AuthProfile.GUIDE. */
const GUIDE_RELEASE = ChartVersion.V2026_3;

/** The type of the prop `chartVersion`. */
export const CHART_VERSION =
  optional(instanceOf(ChartVersion, 'write ChartVersion.of(\'2026.8.3\') with the version of your charts'));

export interface PlaneContext extends ConfigContext {
  readonly chartVersion: ChartVersion;
}

/** The props of a plane, or of its configuration alone, from which its context follows. */
export interface PlaneContextProps {
  readonly identity: UnionIdentity;
  readonly namespace?: string;
  readonly chartVersion?: ChartVersion;
  readonly authorization?: Authorization;
}

/** Additional checks of one construct, once its release is known. */
export type FurtherChecks = (problems: Problems, release: ReleaseContract, chosen: ChartVersion) => void;

/** Checks the props that the constructs of both planes share. Their types are already checked. */
export function checkPlaneContext(
  problems: Problems, props: PlaneContextProps, furtherChecks?: FurtherChecks,
): void {
  const chosen = chosenRelease(props);
  // The namespace of the chart, which cdk8s does not check.
  problems.check('namespace', props.namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
  if (isGuide(props) && chosen !== GUIDE_RELEASE) {
    problems.add(
      'chartVersion',
      `${chosen}`,
      `is not the release that the guide describes; use ${GUIDE_RELEASE} with AuthProfile.GUIDE, or `
        + 'AuthProfile.HARDENED',
    );
  }
  furtherChecks?.(problems, chosen._contract, chosen);
}

/** The same with defaults; the props are already checked. */
export function planeContext(props: PlaneContextProps, defaultNamespace: string): PlaneContext {
  const chartVersion = chosenRelease(props);
  return {
    identity: props.identity,
    authorization: props.authorization,
    namespace: props.namespace ?? defaultNamespace,
    chartVersion,
    release: chartVersion._contract,
  };
}

/** Reports a prop for which the chosen release has no key. */
export function unsupported(problems: Problems, prop: string, value: unknown, chosen: ChartVersion): void {
  problems.add(
    prop, value, `has no effect in chart release ${chosen}; leave it out, or use a release that supports it`,
  );
}

/** Warns that an unknown release is treated as another one. */
export function warnOfAssumedRelease(construct: IConstruct, { _assumption }: ChartVersion): void {
  if (_assumption) {
    warn(
      construct,
      `${_assumption}, because of ChartVersion.assume: compare values.yaml of both before you `
        + 'install',
    );
  }
}

function chosenRelease(props: PlaneContextProps): ChartVersion {
  return props.chartVersion ?? (isGuide(props) ? GUIDE_RELEASE : ChartVersion._current);
}

function isGuide({ identity }: PlaneContextProps): boolean {
  return identity.profile === AuthProfile.GUIDE;
}

/**
 * The settings of one service, with their paths in the values of a chart release and in config files of its
 * pods.
 *
 * Written once, rendered twice.
 */
export interface ConfigBlock {
  readonly placement: BlockPlacement;
  readonly content: JsonObject;
}

/** Content of config files, by file name. */
export type ConfigFiles = ReadonlyMap<string, JsonObject>;

/** Merges all of them; if two write one file, the later wins by key. */
export function withFiles(...all: readonly ConfigFiles[]): Map<string, JsonObject> {
  const merged = new Map<string, JsonObject>();
  for (const [file, content] of all.flatMap((files) => [...files])) {
    merged.set(file, mergeValues(merged.get(file) ?? {}, content));
  }
  return merged;
}

/** The name for settings that every union service reads. */
const EVERY_UNION_SERVICE = '*';

/** The blocks as Helm values. */
export function toValues(blocks: readonly ConfigBlock[]): JsonObject {
  return blocks.reduce<JsonObject>(
    (values, block) => mergeValues(values, nestUnder(block.placement.values, block.content)), {},
  );
}

/** The blocks as the config files of one workload, by file name. */
export function toConfigFiles(
  blocks: readonly ConfigBlock[], workload: string, isUnionService: boolean,
): Map<string, JsonObject> {
  const files = new Map<string, JsonObject>();
  for (const { placement, content } of blocks) {
    for (const target of placement.files) {
      if (isFor(target, workload, isUnionService)) {
        files.set(target.file, mergeValues(files.get(target.file) ?? {}, nestUnder(target.path, content)));
      }
    }
  }
  return files;
}

/** Whether a workload reads a block. */
export function readsBlock({ placement }: ConfigBlock, workload: string, isUnionService: boolean): boolean {
  return placement.files.some((target) => isFor(target, workload, isUnionService));
}

function isFor(
  { workload, except }: ConfigFilePlacement, service: string, isUnionService: boolean,
): boolean {
  return workload === service
    || (isUnionService && workload === EVERY_UNION_SERVICE && except !== service);
}
