import type { Rule } from '../rule';

/** SDK and CLI: how clients outside the cluster find out how to authenticate. */
export const SDK_CLI: readonly Rule[] = [];
