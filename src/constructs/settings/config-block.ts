import { JsonObject, mergeValues, nestUnder } from '../../common/data/json';
import { BlockPlacement, ConfigFilePlacement } from '../../contract/union/release-contract';

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
