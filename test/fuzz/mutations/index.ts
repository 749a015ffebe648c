import type { Random } from '../random';
import { BYTE_MUTATIONS } from './bytes';
import { GROWTH_MUTATIONS } from './growth';
import { LINE_MUTATIONS } from './lines';
import { MAX_LENGTH, Mutation } from './mutation';
import { NODE_MUTATIONS } from './nodes';

/** How often each family is taken. */
const FAMILIES: readonly (readonly [number, readonly Mutation[]])[] = [[60, LINE_MUTATIONS], [25, NODE_MUTATIONS], [15, BYTE_MUTATIONS]];

/** Large inputs take as long as hundreds of others: one in so many is one. */
const LARGE = 60;

const TOTAL = FAMILIES.reduce((sum, [weight]) => sum + weight, 0);

/** An input with some changes. */
export function mutated(input: Buffer, random: Random, other: Buffer): Buffer {
  let changed = random.oneIn(LARGE) ? random.pick(GROWTH_MUTATIONS)(input, random, other) : input;
  for (let rest = 1 + random.below(random.oneIn(3) ? 8 : 3); rest > 0; rest -= 1) {
    changed = random.pick(familyAt(random.below(TOTAL)))(changed, random, other);
  }
  return changed.subarray(0, MAX_LENGTH);
}

function familyAt(place: number): readonly Mutation[] {
  let rest = place;
  return FAMILIES.find(([weight]) => (rest -= weight) < 0)![1];
}
