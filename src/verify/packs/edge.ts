import type { Rule } from '../rule';

/** Ingress controllers and gateways: what guards the routes, and what a caller can forge. */
export const EDGE: readonly Rule[] = [];
