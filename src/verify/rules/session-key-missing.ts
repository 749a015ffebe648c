import { COOKIE_KEYS } from '../../contract/union/secrets';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { lookUpFile } from '../credentials/mounted-files';
import { secretManagerPlaces } from '../credentials/secret-manager';
import { defineRule } from '../engine/rule';
import type { Secret } from '../kube/secret';
import type { Model } from '../model/model';

/** The settings that name the keys, in the order of `COOKIE_KEYS`. */
const SETTINGS = ['auth.userAuth.cookieHashKeySecretName', 'auth.userAuth.cookieBlockKeySecretName'];

/** A Secret as a cluster holds it, and a key of it that flyteadmin reads a session key from. */
interface Subject {
  readonly secret: Secret;
  readonly key: string;
}

/** Of the keys that come from files: a Secret that manifests declare gets its keys from generate-secrets. */
function keysRead(model: Model, { config }: Flyteadmin): Subject[] {
  const { container } = config;
  return COOKIE_KEYS.flatMap((name, index) => {
    const places = secretManagerPlaces(config, config.text(SETTINGS[index]) || name);
    if (container.env.some((variable) => variable.name === places.variable)) {
      return [];
    }
    const lookup = lookUpFile(container, places.path);
    // Where several Secrets may give the file, nobody knows which one lacks it.
    const [candidate, ...others] = lookup.state === 'file' ? lookup.candidates : [];
    const secret =
      candidate?.source.kind === 'Secret' && others.length === 0
        ? model.secret(candidate.source.name, container.workload)
        : undefined;
    return secret?.observed ? [{ secret, key: candidate.key }] : [];
  });
}

const FAULTS: Readonly<Record<string, string>> = {
  absent: 'no such key',
  empty: 'an empty value',
  placeholder: 'a placeholder',
};

export const sessionKeyMissing = defineRule('session-key-missing', {
  subjects: (model) =>
    model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap((each) => keysRead(model, each)),
  notApplicable:
    'The input does not show the Secret of a flyteadmin with useAuth: true as a cluster holds it.',
  *check(subjects) {
    for (const { secret, key } of subjects) {
      const kind = secret.valueKind(key);
      const found = FAULTS[kind];
      if (found !== undefined) {
        yield {
          at: kind === 'absent' ? secret.object.field('data') : secret.keyField(key),
          expected: `the key ${key}, with which flyteadmin signs and encrypts its session cookies`,
          found: `${found} in the cluster`,
          values: { name: key },
        };
      }
    }
  },
});
