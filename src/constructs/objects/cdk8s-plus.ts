import type * as kplus from 'cdk8s-plus-28';

/** Loads cdk8s-plus only for those who use it: it doubles the start-up time. */
export function cdk8sPlus(): typeof kplus {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('cdk8s-plus-28');
}
