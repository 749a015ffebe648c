import { CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import { FileLookup, lookUpFile, missingText } from '../credentials/mounted-files';
import { isScheduler } from '../credentials/scheduler';
import { defineRule } from '../engine/rule';
import type { Container } from '../kube/workload';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

const DEFAULT_LOCATION = `${SECRETS.scheduler.mountPath}${CLIENT_SECRET_KEY}`;

interface Subject {
  readonly container: Container;
  readonly at: Field;
  readonly path: string;
  readonly lookup: FileLookup;
}

/**
 * The files that schedulers read their client secret from, unless the input shows that nobody asks for one.
 */
function subjectsOf(model: Model): Subject[] {
  return [...configured(model), ...byDefault(model)].filter(({ container, lookup }) => {
    const flyteadmins = flyteadminsFor(container.workload, model);
    return (
      lookup.state !== 'opaque'
      && (flyteadmins.length === 0 || flyteadmins.some(({ authEnabled }) => authEnabled))
    );
  });
}

function configured(model: Model): Subject[] {
  return model.credentials.flatMap(({ purpose, container, field, path, lookup }) =>
    purpose === 'service client secret'
    && isScheduler(container)
    && path !== undefined
    && lookup !== undefined
      ? [{ container, at: field, path, lookup }]
      : [],
  );
}

/**
 * A scheduler whose configuration names no client reads the default location all the same, once flyteadmin
 * asks for a token.
 */
function byDefault(model: Model): Subject[] {
  return model.configs
    .filter(
      (config) =>
        isScheduler(config.container)
        && config.has('admin')
        && !model.clients.some((client) => client.config === config)
        && ['ClientSecret', undefined].includes(config.text('admin.authType'))
        && !config.text('admin.clientSecretEnvVar')
        && flyteadminsFor(config.container.workload, model).some(({ authEnabled }) => authEnabled),
    )
    .map((config) => ({
      container: config.container,
      at: config.fieldFor('admin'),
      path: DEFAULT_LOCATION,
      lookup: lookUpFile(config.container, DEFAULT_LOCATION),
    }));
}

export const schedulerSecretUnmounted = defineRule('scheduler-secret-unmounted', {
  subjects: subjectsOf,
  notApplicable: 'No flyte-scheduler in the input reads a client secret from a file.',
  *check(subjects) {
    for (const { container, at, path, lookup } of subjects) {
      const found = missingText(lookup);
      if (found !== undefined) {
        yield {
          at,
          expected: `${path} mounted in ${container}`,
          values: { container: `${container}`, path },
          found,
        };
      }
    }
  },
});
