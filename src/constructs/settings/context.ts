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

/** What every block is computed from. */
export interface ConfigContext {
  readonly identity: UnionIdentity;
  /** Namespace of the plane that reads the block. */
  readonly namespace: string;
  readonly release: ReleaseContract;
  /** Client IDs that the control plane answers besides its own: of data planes and pipelines. */
  readonly trustedClientIds?: readonly string[];
  /** Who may do what, on a control plane. */
  readonly authorization?: Authorization;
}

/** Entries that the guide leaves out and a working deployment needs. */
export function mendedBy<T extends object>(
  { identity }: ConfigContext, deviation: Deviation, entries: T,
): T | Record<string, never> {
  return identity._mend(deviation, entries, {});
}

/** The layout that the guide describes, which AuthProfile.GUIDE emits to the letter. */
const GUIDE_RELEASE = ChartVersion.V2026_3;

/** The kind of the prop `chartVersion`. */
export const CHART_VERSION =
  optional(instanceOf(ChartVersion, 'write ChartVersion.of(\'2026.8.3\') with the version of your charts'));

export interface PlaneContext extends ConfigContext {
  readonly chartVersion: ChartVersion;
}

/** As much of a plane's props as says where it is and which release it follows. */
export interface PlaneContextProps {
  readonly identity: UnionIdentity;
  readonly namespace?: string;
  readonly chartVersion?: ChartVersion;
  readonly releaseName?: string;
}

/** Checks what one construct demands besides, once its release is known. */
export type FurtherChecks = (problems: Problems, release: ReleaseContract, chosen: ChartVersion) => void;

/** Checks what the constructs of both planes have in common; the kinds of the props are right. */
export function checkPlaneContext(
  problems: Problems, props: PlaneContextProps, furtherChecks?: FurtherChecks,
): void {
  const chosen = chosenRelease(props);
  // That of a chart, which cdk8s does not check.
  problems.check('namespace', props.namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
  if (isGuide(props) && chosen !== GUIDE_RELEASE) {
    problems.add(
      'chartVersion',
      `${chosen}`,
      `is not what the guide describes; use ${GUIDE_RELEASE} with AuthProfile.GUIDE, or AuthProfile.HARDENED`,
    );
  }
  furtherChecks?.(problems, chosen._contract, chosen);
}

/** The same with its defaults; the props are checked. */
export function planeContext(props: PlaneContextProps, defaultNamespace: string): PlaneContext {
  const chartVersion = chosenRelease(props);
  return {
    identity: props.identity,
    namespace: props.namespace ?? defaultNamespace,
    chartVersion,
    release: chartVersion._contract,
  };
}

/** A prop that the chosen release has no key for. */
export function unsupported(problems: Problems, prop: string, value: unknown, chosen: ChartVersion): void {
  problems.add(
    prop, value, `is not read by chart release ${chosen}; leave it out, or use a release that reads it`,
  );
}

/** Says on whose word a release is taken for another one. */
export function warnOfAssumedRelease(construct: IConstruct, { _assumption }: ChartVersion): void {
  if (_assumption) {
    warn(
      construct,
      `${_assumption}, on your word (ChartVersion.assume): look at what differs in values.yaml before you `
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
 * The settings of one service, and where they are: in the values of a chart release, and in config files of
 * its pods.
 *
 * Written once, rendered twice.
 */
export interface ConfigBlock {
  readonly placement: BlockPlacement;
  readonly content: JsonObject;
}

/** Content of config files, by file name. */
export type ConfigFiles = ReadonlyMap<string, JsonObject>;

/** All of them; where two write one file, the later wins by key. */
export function withFiles(...all: readonly ConfigFiles[]): Map<string, JsonObject> {
  const merged = new Map<string, JsonObject>();
  for (const [file, content] of all.flatMap((files) => [...files])) {
    merged.set(file, mergeValues(merged.get(file) ?? {}, content));
  }
  return merged;
}

/** Every union service reads what is placed for this name. */
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

/** Whether a workload reads a block at all. */
export function readsBlock({ placement }: ConfigBlock, workload: string, isUnionService: boolean): boolean {
  return placement.files.some((target) => isFor(target, workload, isUnionService));
}

function isFor(
  { workload, except }: ConfigFilePlacement, service: string, isUnionService: boolean,
): boolean {
  return workload === service
    || (isUnionService && workload === EVERY_UNION_SERVICE && except !== service);
}
