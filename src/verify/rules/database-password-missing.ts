import { DATABASE_PASSWORD_KEY, SECRETS } from '../../contract/union/secrets';
import type { Credential } from '../credentials/credential';
import { missingFiles } from '../credentials/missing-files';
import { isUnions } from '../credentials/plane';
import { isObserved, SecretWriter } from '../credentials/secret-writers';
import { defineRule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Model } from '../model/model';
import { mounts, secretKeys, warnings } from '../running/cluster-looks';

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

export const databasePasswordMissing = defineRule({
  id: 'database-password-missing',
  severity: 'error',
  area: 'services',
  title: 'The database password reaches the services that read it.',
  symptom: 'The pod stays in ContainerCreating (FailedMount), or the service stops at start-up with "missing '
    + 'database password at specified path [/etc/db/pass.txt]".',
  explanation: 'The processes of flyteadmin, the cache service and the union services read the password of '
    + 'their database from the file that passwordPath names, migrations in init containers too. It lies '
    + 'beside the client secret, in union-controlplane-secrets, under pass.txt. The mount is judged always; '
    + 'whether somebody writes the key only where the input writes it for one service, or shows the Secrets '
    + 'of a cluster: most people make it by hand.',
  remediation: 'Mount the Secret at the directory of passwordPath, and write the password under '
    + `${DATABASE_PASSWORD_KEY}.`,
  see: [
    secretKeys(
      '$CP',
      SECRETS.unionServices.name,
      `${DATABASE_PASSWORD_KEY} must be among the keys, with more than 0 bytes.`,
    ),
    mounts('$CP', 'The directory of passwordPath must be among the mounts of the Deployment.'),
    warnings('$CP', 'FailedMount names a Secret or a key that is not there.'),
  ],
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
