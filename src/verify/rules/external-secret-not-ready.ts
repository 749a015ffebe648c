import {
  EXTERNAL_SECRETS_GROUP, MANAGED_LABEL, SECRET_MISSING_REASON,
} from '../../contract/upstream/external-secrets';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import { externalSecretStatus, kubectl } from '../running/cluster-looks';

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

export const externalSecretNotReady = defineRule({
  id: 'external-secret-not-ready',
  severity: 'error',
  area: 'secret delivery',
  title: 'In a cluster, External Secrets has delivered.',
  symptom:
    'Pods hang in ContainerCreating, or services present an old secret or a placeholder, while manifests and '
      + 'store look right.',
  explanation: 'In the dump of a cluster the condition Ready says how the last attempt ended, whatever the '
    + 'manifests declare: False where the store or its entry cannot be read; missing where no operator has '
    + 'looked at the object; and True with the reason SecretMissing where it merges into a Secret that does '
    + 'not exist, and waits for the next refresh. It stays True where somebody removes a key, until the next '
    + 'refresh at the latest: after helm uninstall and install, or an upgrade by force. Without its label on '
    + 'the Secret, External Secrets does not notice.',
  remediation: 'Read reason and message: mend the store, its credentials or the name of the entry; for '
    + 'SecretMissing create the Secret, for a key or a label that went apply the manifests again. Then '
    + 'annotate the ExternalSecret (kubectl annotate externalsecret NAME force-sync=1 --overwrite), so that '
    + 'it does not wait for the next refresh.',
  see: [
    externalSecretStatus('Every reason must be SecretSynced.'),
    kubectl(
      '-n external-secrets logs deploy/external-secrets --tail=50',
      'What External Secrets says of the objects that fail.',
    ),
  ],
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
  const lacking = keys.filter((key) => !secret.keys.includes(key));
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
