import { setFlagsFromString } from 'node:v8';

/** Eight times what V8 has by itself: so much a function runs before it is compiled to the utmost. */
const BUDGET = 8 * 66 * 1024;

/**
 * Most of what the verifier reads stays to its end, so more room for what is soon forgotten is memory for
 * nothing. `verify` of 10,000 objects takes 156 MiB instead of 178 with Node 20.20, 158 instead of 184 with
 * 22.23, 162 instead of 282 with 24.21, and no longer.
 */
const YOUNG_SPACE_STAYS_SMALL = '--semi-space-growth-factor=1';

/**
 * Has V8 work for a process of a second, not for a server. Each flag is measured by `npm run bench --
 * verifier`.
 */
export function setV8Flags(v8: string = process.versions.v8): void {
  [YOUNG_SPACE_STAYS_SMALL, ...compilingLess(v8)].forEach((flag) => setFlagsFromString(flag));
}

/**
 * Flags with which V8 compiles to the utmost only what runs longest, the reader above all: a process of a
 * second does not earn back the time that three hundred functions of rules take. Only the V8 of Node 20 needs
 * it. Newer ones have a quick compiler for the rest, and other flags. Measured with Node 20.20: `verify` of a
 * rendered control plane (330 KB) takes 0.21 s of processor time instead of 0.33.
 */
export function compilingLess(v8: string): readonly string[] {
  return v8.startsWith('11.') ? [`--interrupt-budget=${BUDGET}`] : [];
}
