import type { Rule } from './engine/rule';
import { SUPPRESSION_RULES } from './engine/suppression';
import * as allRules from './rules';
import { AREAS, RuleArea } from './texts/rule-description';

/** Rules by id, in the order in which they were registered. */
export class RuleRegistry {
  private readonly byId = new Map<string, Rule>();

  /**
   * @throws Error when two rules share an ID, or use a reserved one.
   */
  public constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      if (this.byId.has(rule.id) || SUPPRESSION_RULES.some((reserved) => reserved.id === rule.id)) {
        throw new Error(`Two rules have the id ${rule.id}; give each its own`);
      }
      this.byId.set(rule.id, rule);
    }
  }

  public get rules(): readonly Rule[] {
    return [...this.byId.values()];
  }

  public get ids(): readonly string[] {
    return [...this.byId.keys()];
  }

  public get(id: string): Rule | undefined {
    return this.byId.get(id);
  }
}

/** All rules, by area. To add a file in `rules/`, add a line to its index. */
export const RULES = new RuleRegistry(AREAS.flatMap((area) => inOrder(Object.values(allRules), area)));

/** The rules of an area, by ID. */
function inOrder(all: readonly Rule[], area: RuleArea): Rule[] {
  return all.filter((rule) => rule.area === area).sort((a, b) => (a.id < b.id ? -1 : 1));
}
