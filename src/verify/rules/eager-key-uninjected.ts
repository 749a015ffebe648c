import { contractName, eagerSections } from '../../contract/union/releases/client-sections';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import { planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule } from '../engine/rule';
import { sameHome } from '../kube/home';
import { operators } from '../model/eager-keys';
import type { Model } from '../model/model';

interface Subject {
  readonly config: ServiceConfig;
  /** Dotted path of the section about the API key of tasks. */
  readonly section: string;
}

/** Services that run tasks and authenticate, with their whole configuration. */
function subjectsOf(model: Model): Subject[] {
  const authenticating = new Set(
    model.clients.filter(({ usesClientSecret }) => usesClientSecret).map(({ config }) => config),
  );
  return [...authenticating]
    .filter(({ complete, container: { workload } }) => complete && planeOf(workload) === 'data')
    .flatMap((config) =>
      eagerSections(contractName(config.container.workload.name, config.container.name)).map(({ path }) => ({
        config,
        section: path,
      })),
    );
}

export const eagerKeyUninjected = defineRule('eager-key-uninjected', {
  subjects: subjectsOf,
  notApplicable: 'No service in the input that runs tasks authenticates with its whole configuration shown.',
  *check(subjects, model) {
    const fetching = operators(model).filter(({ fetches }) => fetches);
    for (const { config, section } of subjects) {
      const isFetched = fetching.some(({ field }) => sameHome(field.object, config.container.workload));
      const inject = config.get(`${section}.injectSecret`);
      const missing = [
        ...(inject === undefined ? ['injectSecret'] : []),
        ...(config.text(`${section}.secretName`) ? [] : ['secretName']),
      ];
      if (inject?.flag !== false && missing.length > 0) {
        yield {
          at: config.placeFor(section),
          expected: missing.map((key) => `${section}.${key}`).join(' and '),
          found: 'none',
        };
      } else if (isFetched && inject?.flag === false) {
        yield {
          at: inject.field,
          expected: 'injectSecret: true, since the operator fetches the key for tasks',
          found: 'injectSecret: false',
        };
      } else if (isFetched && config.text(`${section}.secretName`) !== EAGER_API_KEY) {
        yield {
          at: config.fieldFor(`${section}.secretName`),
          expected: `${EAGER_API_KEY}, as the operator names the key that it fetches`,
          found: config.text(`${section}.secretName`) ?? 'none',
        };
      }
    }
  },
});
