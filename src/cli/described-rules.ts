import { LIVE_RULES } from '../doctor/rules';
import { RuleDescription } from '../verify/engine/rule';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';

/** Every rule that a report may name, as the documentation and "explain" describe it. */
export const DESCRIBED_RULES: readonly RuleDescription[] = [
  ...RULES.rules,
  ...SUPPRESSION_RULES,
  ...LIVE_RULES,
];
