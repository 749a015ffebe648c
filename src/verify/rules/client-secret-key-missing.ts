import type { SecretKeyRef } from '../credentials/credential';
import { MisspeltKey, misspeltKey } from '../credentials/misspelt-key';
import { unfetchedCopy } from '../credentials/provided-files';
import { KeyDelivery, placeOfKeys, SecretWriter } from '../credentials/secret-writers';
import { showsCredentials } from '../credentials/whole-secret';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

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

export const clientSecretKeyMissing = defineRule('client-secret-key-missing', {
  subjects: subjectsOf,
  notApplicable: 'The input shows no Secret that a service reads its client secret from.',
  *check(subjects) {
    for (const { key, delivery, lacking, misspelt } of subjects) {
      const copies = delivery.writers.flatMap(({ object }) => unfetchedCopy(object, key) ?? []);
      for (const { at, objectName, files } of copies) {
        yield {
          at,
          expected: `one of what the class fetches under parameters: ${files.join(', ')}`,
          headline: 'copy',
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
          headline: '',
          values: { secret: key.secret, name: key.key },
          found: keys.length > 0 ? `keys ${keys.join(', ')}` : 'no keys',
        };
      }
    }
  },
});
