import type { SecretKeyRef } from '../credentials/credential';
import { MisspeltKey, misspeltKey } from '../credentials/misspelt-key';
import { unfetchedCopy } from '../credentials/provided-files';
import { KeyDelivery, placeOfKeys, SecretWriter } from '../credentials/secret-writers';
import { showsCredentials } from '../credentials/whole-secret';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { secretKeys, warnings } from '../running/cluster-looks';

interface Subject {
  readonly key: SecretKeyRef;
  readonly delivery: KeyDelivery;
  /** A writer that shows that the key is missing; absent where the key is there. */
  readonly lacking?: SecretWriter;
  /** Where the reader has the slip, and the Secret is right. */
  readonly misspelt?: MisspeltKey;
}

/** Keys that services read from Secrets whose credentials the input shows. */
function subjectsOf(model: Model): Subject[] {
  return model.credentials.flatMap((credential) => {
    const { purpose, key, delivery } = credential;
    if (purpose !== 'service client secret' || key === undefined || delivery === undefined) {
      return [];
    }
    const lacking = delivery.state === 'key-missing' ? delivery.writers.find(showsCredentials) : undefined;
    return lacking !== undefined || ['delivered', 'placeholder'].includes(delivery.state)
      ? [{ key, delivery, lacking, misspelt: misspeltKey(credential) }]
      : [];
  });
}

export const clientSecretKeyMissing = defineRule({
  id: 'client-secret-key-missing',
  severity: 'error',
  area: 'services',
  title: 'The Secret of a service holds the key that the service reads.',
  symptom: 'The service logs "Error reading secret from location …: no such file or directory" and answers '
    + '401; with secretKeyRef or items the pod stays in CreateContainerConfigError or ContainerCreating.',
  explanation: 'A key of a Secret becomes a file of the same name. The Secret is written, but under other '
    + 'keys than the one that the mount, the items or the secretKeyRef lead to. Secrets that only hold the '
    + 'database password or generated keys are left to client-secret-undelivered.',
  remediation: 'Write the client secret under the key that is read, client_secret by default: as secretKey '
    + 'of the ExternalSecret, or as key of the Secret; or map the key to the file with items. Where the '
    + 'finding is at the reader, correct the name there. What a SecretProviderClass copies into a Secret '
    + '(objectName) must be a file of its own: objectAlias, else objectName, of its parameters.',
  see: [
    secretKeys(
      '$NS',
      undefined,
      'Every Secret that a service mounts must list the key that it reads, client_secret, with more than 0 '
        + 'bytes.',
    ),
    warnings('$NS', 'FailedMount "references non-existent secret key", or "couldn\'t find key … in Secret".'),
  ],
  subjects: subjectsOf,
  notApplicable: 'The input shows no Secret that a service reads its client secret from.',
  *check(subjects) {
    for (const { key, delivery, lacking, misspelt } of subjects) {
      const copies = delivery.writers.flatMap(({ object }) => unfetchedCopy(object, key) ?? []);
      for (const { at, objectName, files } of copies) {
        yield {
          at,
          expected: `one of what the class fetches under parameters: ${files.join(', ')}`,
          found: objectName,
        };
      }
      if (lacking !== undefined && misspelt !== undefined) {
        yield misspelt;
      } else if (lacking !== undefined) {
        const keys = [...new Set(delivery.writers.flatMap((writer) => writer.keys))];
        yield {
          at: placeOfKeys(lacking),
          expected: `key ${key.key} in Secret ${key.secret}`,
          found: keys.length > 0 ? `keys ${keys.join(', ')}` : 'no keys',
        };
      }
    }
  },
});
