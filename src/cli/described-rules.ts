import { LIVE_RULES } from '../doctor/rules';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';
import type { RuleDescription } from '../verify/texts/rule-description';

/**
 * Every rule that a report may name, as the documentation and "explain" describe it. In a file of its own:
 * `verify` does without the doctor's, which load the network.
 */
export const DESCRIBED_RULES: readonly RuleDescription[] = [
  ...RULES.rules,
  ...SUPPRESSION_RULES,
  ...LIVE_RULES,
];
