import { KEY_HOLDER } from '../../contract/own-annotations';
import { SECRETS } from '../../contract/union/secrets';
import { APPLIERS, LAST_APPLIED_ANNOTATION } from '../../contract/upstream/kubernetes';
import { defineRule, Violation } from '../engine/rule';
import { asObject, asText } from '../kube/json-access';
import type { Secret } from '../kube/secret';
import type { Model } from '../model/model';

const SHARED: readonly string[] = Object.values(SECRETS)
  .filter(({ keysOfOthers }) => keysOfOthers.length > 0)
  .map(({ name }) => name);
/** Policies under which a Secret stands for itself, so that a manifest without data brings it. */
const MERGING: readonly string[] = ['Merge', 'CreateOrMerge'];

/** Secrets of a cluster in which several parties keep keys. */
function subjectsOf(model: Model): Secret[] {
  return model.secrets
    .filter(({ object }) => object.live)
    .filter(
      ({ name, object }) =>
        SHARED.includes(name)
        || model.externalSecrets.some(
          (externalSecret) =>
            externalSecret.target === name
            && MERGING.includes(externalSecret.creationPolicy)
            && externalSecret.writesInto(object),
        ),
    );
}

export const secretKeysApplied = defineRule('secret-keys-applied', {
  subjects: subjectsOf,
  notApplicable: 'No Secret in the input was read from a cluster and is shared.',
  *check(subjects) {
    for (const secret of subjects) {
      const found = noted(secret) ?? owned(secret);
      if (found !== undefined) {
        yield found;
      }
    }
  },
});

function noted({ object }: Secret): Violation | undefined {
  const keys = keysNoted(object.annotations[LAST_APPLIED_ANNOTATION]);
  return keys.length === 0 ? undefined : {
    at: object.annotationField(LAST_APPLIED_ANNOTATION),
    expected: 'no record of kubectl that names keys',
    values: { keys: keys.join(', ') },
    found: `one that names ${keys.join(', ')}: the next apply of a manifest without data removes them`,
  };
}

function keysNoted(record: string | undefined): string[] {
  try {
    const { data, stringData } = asObject(JSON.parse(record ?? '{}'));
    return [...new Set([...Object.keys(asObject(data)), ...Object.keys(asObject(stringData))])];
  } catch {
    return [];
  }
}

/** Keys that belong to nobody but those who apply. */
function owned({ object, keys }: Secret): Violation | undefined {
  const entries = object.listAt('metadata', 'managedFields').map(asObject);
  const ownersOf = (key: string) => entries
    .filter(({ fieldsV1 }) => asObject(asObject(fieldsV1)['f:data'])[`f:${key}`] !== undefined)
    .map(({ manager }) => asText(manager) ?? '');
  const risky = keys.filter((key) => {
    const owners = ownersOf(key);
    return owners.length > 0 && owners.every((owner) => APPLIERS.includes(owner));
  });
  return risky.length === 0 ? undefined : {
    at: object.field('metadata', 'managedFields'),
    expected: `a further owner of each key, such as ${KEY_HOLDER}`,
    values: { keys: risky.join(', ') },
    found: `${risky.join(', ')}, which only kubectl apply or Argo CD owns: their next apply of a manifest `
      + 'without data removes them',
  };
}
