import type { AuthClient } from '../credentials/auth-client';
import { isUnions } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

/** Grants at which a person signs in. */
const INTERACTIVE: readonly string[] = ['Pkce', 'DeviceFlow'];

function subjectsOf(model: Model): AuthClient[] {
  return model.clients.filter(({ disabled, config }) => !disabled && isUnions(config.container.workload));
}

export const clientGrantInteractive = defineRule('client-grant-interactive', {
  subjects: subjectsOf,
  notApplicable: 'No service in the input authenticates as a client.',
  *check(subjects) {
    for (const { type, kind, config, section } of subjects) {
      if (INTERACTIVE.includes(type)) {
        yield {
          at: config.fieldFor(`${section}.${kind === 'union' ? 'type' : 'authType'}`),
          expected: 'ClientSecret',
          found: type,
        };
      }
    }
  },
});
