import { RULES } from '../../src/verify/registry';
import type { RuleArea } from '../../src/verify/texts/rule-description';

/** The ids of the rules of some areas. */
export function idsInArea(...areas: readonly RuleArea[]): string[] {
  return RULES.rules.filter(({ area }) => areas.includes(area)).map(({ id }) => id);
}
