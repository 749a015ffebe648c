import type { AuthClient } from '../credentials/auth-client';
import { planeOf } from '../credentials/plane';
import { defineRule, Violation } from '../engine/rule';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';

/**
 * Values of data planes that have authentication switched off, of which nothing is made, and the flyteadmins
 * that demand tokens.
 */
function authlessIn(model: Model): Violation[] {
  const demanded = model.flyteadmins.length > 0 && model.flyteadmins.every(({ authEnabled }) => authEnabled);
  return !demanded
    ? []
    : model.valueSets
      .filter((set) => set.chart === 'dataplane' && set.isAuthless)
      .map((set) => ({
        at: set.field('config.union.auth.enable'),
        expected: 'enable: true, because flyteadmin has useAuth: true',
        found: 'enable: false',
      }));
}

/**
 * union.auth sections, where the input shows that every flyteadmin that they may meet demands tokens, or that
 * none does.
 */
function subjectsOf(model: Model): { client: AuthClient; demanded: boolean }[] {
  return model.clients.filter(({ kind }) => kind === 'union').flatMap((client) => {
    const { workload } = client.config.container;
    const demands = flyteadminsFor(workload, model).map(({ authEnabled, config }) =>
      // Inside the cluster services reach flyteadmin without passing the guard.
      authEnabled && (planeOf(workload) === 'data' || config.get('auth.disableForGrpc')?.flag !== true));
    return demands.length > 0 ? [{ client, demanded: demands.every(Boolean) }] : [];
  });
}

export const serviceAuthDisabled = defineRule('service-auth-disabled', {
  subjects: (model) => [...subjectsOf(model), ...authlessIn(model)],
  notApplicable:
    'The input does not show both a flyteadmin and a service with a union.auth section that calls it.',
  *check(subjects) {
    for (const subject of subjects) {
      if (!('client' in subject)) {
        yield subject;
        continue;
      }
      const { client, demanded } = subject;
      if (client.disabled && demanded) {
        yield {
          at: client.config.fieldFor(`${client.section}.enable`),
          expected: 'enable: true, because flyteadmin has useAuth: true',
          found: 'enable: false',
        };
      }
    }
  },
});
