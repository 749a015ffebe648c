import { JsonObject } from '../../common/data/json';
import { BlockPlacement } from '../../contract/union/release-contract';

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
