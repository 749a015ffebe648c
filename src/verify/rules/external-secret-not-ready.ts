import { SECRET_MISSING_REASON } from '../../contract/upstream/external-secrets';
import { defineRule, Violation } from '../engine/rule';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import { externalSecretStatus, kubectl } from '../running/cluster-looks';

/** ExternalSecrets of Union and the stores that they name, as a cluster has them. */
function subjectsOf(model: Model): KubeObject[] {
  const externalSecrets = unionExternalSecrets(model);
  const stores = externalSecrets.flatMap((externalSecret) => model.ofKind('external-secrets.io', externalSecret.store.kind)
    .filter((store) => store.name === externalSecret.store.name && (store.kind === 'ClusterSecretStore' || externalSecret.writesInto(store))));
  return [...new Set([...externalSecrets.map(({ object }) => object), ...stores])].filter(({ live }) => live);
}

export const externalSecretNotReady = defineRule({
  id: 'external-secret-not-ready',
  severity: 'error',
  area: 'secret delivery',
  title: 'In a cluster, External Secrets has delivered.',
  symptom: 'Pods hang in ContainerCreating, or services present an old secret or a placeholder, while manifests and store look right.',
  explanation: 'In the dump of a cluster the condition Ready says how the last attempt ended, whatever the manifests declare: False where the store or its entry cannot be read; missing where '
    + 'no operator has looked at the object; and True with the reason SecretMissing where it merges into a Secret that does not exist, and waits for the next refresh.',
  remediation: 'Read reason and message: mend the store, its credentials or the name of the entry; for SecretMissing create the Secret. Then annotate the ExternalSecret '
    + '(kubectl annotate externalsecret NAME force-sync=1 --overwrite), so that it does not wait for the next refresh.',
  see: [
    externalSecretStatus('Every reason must be SecretSynced.'),
    kubectl('-n external-secrets logs deploy/external-secrets --tail=50', 'What External Secrets says of the objects that fail.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No ExternalSecret of Union in the input was read from a cluster.',
  *check(subjects) {
    for (const object of subjects) {
      const found = faultOf(object);
      if (found !== undefined) {
        yield found;
      }
    }
  },
});

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
