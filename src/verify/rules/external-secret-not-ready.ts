import {
  EXTERNAL_SECRETS_GROUP, MANAGED_LABEL, SECRET_MISSING_REASON,
} from '../../contract/upstream/external-secrets';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

const [MANAGED] = Object.keys(MANAGED_LABEL);

interface Subject {
  readonly object: KubeObject;
  /** Nothing for a store. */
  readonly externalSecret?: ExternalSecret;
}

/** ExternalSecrets of Union and the stores that they name, as a cluster has them. */
function subjectsOf(model: Model): Subject[] {
  const externalSecrets = unionExternalSecrets(model);
  const stores = externalSecrets.flatMap((externalSecret) =>
    model
      .ofKind(EXTERNAL_SECRETS_GROUP, externalSecret.store.kind)
      .filter(
        (store) =>
          store.name === externalSecret.store.name
          && (store.kind === 'ClusterSecretStore' || externalSecret.writesInto(store)),
      ),
  );
  return [
    ...externalSecrets.map((externalSecret) => ({ externalSecret, object: externalSecret.object })),
    ...stores.map((object) => ({ object })),
  ].filter(({ object }) => object.live);
}

export const externalSecretNotReady = defineRule('external-secret-not-ready', {
  subjects: subjectsOf,
  notApplicable: 'No ExternalSecret of Union in the input was read from a cluster.',
  *check(subjects, model) {
    for (const { object, externalSecret } of subjects) {
      const found = faultOf(object) ?? (externalSecret && lossOf(model, externalSecret));
      if (found !== undefined) {
        yield found;
      }
    }
  },
});

/** What a Secret lacks that an ExternalSecret says it has filled. */
function lossOf(model: Model, externalSecret: ExternalSecret): Violation | undefined {
  const { object, target, keys, creationPolicy } = externalSecret;
  const secret = model.secret(target, object);
  if (!secret?.object.live || creationPolicy === 'None') {
    return undefined;
  }
  const at = externalSecret.field('target', 'name');
  const lacking = secret.hidesKeys ? [] : keys.filter((key) => !secret.keys.includes(key));
  if (lacking.length > 0) {
    return {
      at,
      expected: `${keys.join(', ')} in Secret ${target}`,
      found: `Ready, and a Secret without ${lacking.join(', ')}`,
    };
  }
  return MANAGED in secret.object.labels
    ? undefined
    : {
      at,
      expected: `the label ${MANAGED} on Secret ${target}`,
      found: 'Ready, and a Secret without it: what happens to the keys is not noticed',
    };
}

function faultOf(object: KubeObject): Violation | undefined {
  const conditions = object.listAt('status', 'conditions');
  const index = conditions.findIndex((condition) => asObject(condition).type === 'Ready');
  const expected = 'the condition Ready, with status True and a Secret that is there';
  if (index < 0) {
    return { at: object.field(), expected, found: 'no such condition: nobody has looked at it' };
  }
  const { status, reason, message } = asObject(conditions[index]);
  if (status === 'True' && reason !== SECRET_MISSING_REASON) {
    return undefined;
  }
  const text = [asText(status), asText(reason), asText(message)].filter(Boolean).join(', ');
  return { at: object.field('status', 'conditions', index), expected, found: text };
}
