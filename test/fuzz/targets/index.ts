import { checkTarget, verifyTarget } from './command';
import { migrateTarget } from './migrate';
import { READERS } from './readers';
import type { Target } from './target';

/** Everything that is fuzzed. */
export const TARGETS: readonly Target[] = [verifyTarget, checkTarget, migrateTarget, ...READERS];
