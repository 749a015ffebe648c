import { JsonObject, mergeValues, nestUnder } from '../../common/data/json';
import { ConfigFilePlacement } from '../../contract/union/release-contract';
import { ConfigBlock } from './config-block';

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
