import type { Rule } from './engine/rule';
import { SUPPRESSION_RULES } from './engine/suppression';
import { AUTHORIZATION } from './packs/authorization';
import { BROWSER_LOGIN } from './packs/browser-login';
import { CONFIG } from './packs/config';
import { EDGE } from './packs/edge';
import { SDK_CLI } from './packs/sdk-cli';
import { SECRET_DELIVERY } from './packs/secret-delivery';
import { SERVICES } from './packs/services';
import { VALUES_FILES } from './packs/values-files';

/** Rules by id, in the order in which they were registered. */
export class RuleRegistry {
  private readonly byId = new Map<string, Rule>();

  /** @throws Error when two rules share an id, or take one that the engine keeps for itself. */
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

/** Every rule of the verifier. A new rule is a file in `rules/` and a line in the pack of its area. */
export const RULES = new RuleRegistry([
  ...BROWSER_LOGIN,
  ...EDGE,
  ...SDK_CLI,
  ...SERVICES,
  ...AUTHORIZATION,
  ...SECRET_DELIVERY,
  ...CONFIG,
  ...VALUES_FILES,
]);
