import type { Rule } from '../rule';

/** Values that the services read: placeholders, enums, durations, URLs. */
export const CONFIG: readonly Rule[] = [];
