import type { Rule } from '../rule';
import { clientSecretUnmounted } from '../rules/client-secret-unmounted';

/** Services of both planes: how they authenticate to each other. */
export const SERVICES: readonly Rule[] = [
  clientSecretUnmounted,
];
