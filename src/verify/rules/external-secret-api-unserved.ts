import {
  EXTERNAL_SECRETS_API_VERSION, EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS, RETIRED_API_VERSIONS,
} from '../../contract/upstream/external-secrets';
import { defineRule } from '../engine/rule';
import { sameCluster } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

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

export const externalSecretApiUnserved = defineRule('external-secret-api-unserved', {
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
