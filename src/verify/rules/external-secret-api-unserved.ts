import {
  EXTERNAL_SECRETS_API_VERSION, EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS, RETIRED_API_VERSIONS,
} from '../../contract/upstream/external-secrets';
import { defineRule } from '../engine/rule';
import { sameCluster } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import { kubectl } from '../running/cluster-looks';

/**
 * Objects that somebody applies. One that was read from a cluster was served there; those of other teams are
 * their business, where the input shows which are Union's.
 */
function subjectsOf(model: Model): KubeObject[] {
  const own = unionExternalSecrets(model);
  const objects = new Set(own.map(({ object }) => object));
  const isRead = (store: KubeObject) => own.some(({ object, store: { kind, name } }) =>
    kind === store.kind && name === store.name && sameCluster(object, store));
  return Object.keys(EXTERNAL_SECRETS_KINDS)
    .flatMap((kind) => model.ofKind(EXTERNAL_SECRETS_GROUP, kind))
    .filter(({ live }) => !live)
    .filter((each) => own.length === 0 || objects.has(each) || isRead(each));
}

export const externalSecretApiUnserved = defineRule({
  id: 'external-secret-api-unserved',
  severity: 'error',
  area: 'secret delivery',
  title: 'ExternalSecrets and their stores use an API version that the operator serves.',
  symptom: 'Applying the manifests fails with "no matches for kind ExternalSecret in version '
    + 'external-secrets.io/v1beta1", and no Secret is delivered.',
  explanation: 'External Secrets serves external-secrets.io/v1 since 0.16 and stopped to serve v1beta1 in '
    + '0.17 (the chart value crds.unsafeServeV1Beta1 brings it back). Where the input holds the CRDs, what '
    + 'they serve decides. PushSecret stays v1alpha1.',
  remediation:
    'Set apiVersion to external-secrets.io/v1; the fields are the same. Before 0.16, upgrade External '
      + 'Secrets first.',
  see: [
    kubectl(
      'api-resources --api-group=external-secrets.io',
      'The version that the cluster serves; manifests must say the same.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No ExternalSecret or secret store in the input is yet to be applied.',
  *check(subjects, model) {
    for (const object of subjects) {
      const version = object.apiVersion.split('/')[1] ?? '';
      const served = model.externalSecretsApi.servedVersions(object.kind);
      if (served === undefined ? RETIRED_API_VERSIONS.includes(version) : !served.includes(version)) {
        yield {
          at: object.field('apiVersion'),
          expected:
            served === undefined
              ? EXTERNAL_SECRETS_API_VERSION
              : `a version that the CRD in the input serves (${served.join(', ') || 'none'})`,
          found: object.apiVersion,
        };
      }
    }
  },
});
