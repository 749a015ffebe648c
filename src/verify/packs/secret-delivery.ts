import type { Rule } from '../rule';

/** Who writes which key of which Secret. */
export const SECRET_DELIVERY: readonly Rule[] = [];
