import type { Credential } from '../credentials/credential';
import { missingFiles } from '../credentials/missing-files';
import { isUnions } from '../credentials/plane';
import { isObserved, SecretWriter } from '../credentials/secret-writers';
import { defineRule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Model } from '../model/model';

/**
 * Database passwords of which the input shows whether they are mounted. Who writes them is asked only where
 * the input delivers one of them.
 */
function subjectsOf(model: Model): Credential[] {
  return model.credentials.filter(
    ({ purpose, lookup }) =>
      purpose === 'database password' && lookup !== undefined && lookup.state !== 'opaque',
  );
}

export const databasePasswordMissing = defineRule('database-password-missing', {
  subjects: subjectsOf,
  notApplicable: 'No service in the input is told where its database password lies.',
  *check(subjects, model) {
    yield* withoutPath(model);
    const isWritten = subjects.some(({ delivery }) => delivery?.state === 'delivered');
    yield* missingFiles(subjects);
    const seen = new Set<string>();
    for (const credential of subjects) {
      const fault = undelivered(credential, isWritten);
      const cause = JSON.stringify([homeKey(credential.container.workload), fault?.expected, fault?.found]);
      // Containers of a pod share a mistake, services a Secret: one cause, one finding.
      if (fault !== undefined && !seen.has(cause)) {
        seen.add(cause);
        yield fault;
      }
    }
  },
});

/**
 * Services that name a database and a user, and neither a password nor where it lies, while others of the
 * input say where theirs lies.
 */
function* withoutPath(model: Model): Iterable<Violation> {
  const configs = model.configs.filter(({ complete, container }) => complete && isUnions(container.workload));
  for (const config of configs) {
    const section = DATABASES.find((path) => config.text(`${path}.host`) && config.text(`${path}.username`));
    if (section !== undefined
      && !['passwordPath', 'password'].some((key) => config.text(`${section}.${key}`))) {
      yield {
        at: config.fieldFor(`${section}.passwordPath`),
        expected: `${section}.passwordPath, the file with the password of `
          + `${config.text(`${section}.username`)}`,
        headline: 'path',
        values: { user: `${config.text(`${section}.username`)}` },
        found: 'none',
      };
    }
  }
}

const DATABASES = ['database.postgres', 'database', 'db'];

function undelivered({ key, delivery }: Credential, isWritten: boolean): Violation | undefined {
  if (key === undefined || delivery === undefined) {
    return undefined;
  }
  const expected = `a writer of key ${key.key} in Secret ${key.secret}`;
  switch (delivery.state) {
    case 'missing':
      return { at: key.field, expected, found: 'no such Secret among those of the cluster' };
    case 'key-missing':
      return isWritten || delivery.writers.some(isObserved)
        ? { at: key.field, expected, found: `only keys ${keysOf(delivery.writers) || 'of others'}` }
        : undefined;
    case 'unknown':
      return isWritten
        ? { at: key.field, expected, found: 'nobody in the input who writes the Secret' }
        : undefined;
    default:
      return undefined;
  }
}

function keysOf(writers: readonly SecretWriter[]): string {
  return [...new Set(writers.flatMap(({ keys }) => keys))].join(', ');
}
