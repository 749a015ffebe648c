import { AT_PROVIDER_RULES } from './at-provider';
import { AUTH_METADATA_RULES } from './auth-metadata';
import { CERTIFICATE_RULES } from './certificate';
import { CLUSTER_RULES } from './cluster';
import { EDGE_RULES, slow } from './edge';
import { GUARDS_RULES } from './guards';
import type { LiveRule } from './live-rule';
import { LOGIN_RULES, PERSON_RULES } from './login';
import { PROVIDER_RULES } from './provider';
import { SIGN_IN_RULES } from './sign-in';
import { TOKEN_RULES } from './token';

/** All rules of `doctor`, in the order of their requests. */
export const LIVE_RULES: readonly LiveRule[] = [
  ...CERTIFICATE_RULES,
  ...EDGE_RULES,
  ...SIGN_IN_RULES,
  ...AUTH_METADATA_RULES,
  ...PROVIDER_RULES,
  ...AT_PROVIDER_RULES,
  ...GUARDS_RULES,
  ...TOKEN_RULES,
  ...PERSON_RULES,
  ...LOGIN_RULES,
  ...CLUSTER_RULES,
  // The time can be up at any step.
  slow,
];

/** Rules that stop the examination. */
export const STOPS: readonly LiveRule[] = LIVE_RULES.filter(({ stops }) => stops);
