import {
  EXTERNAL_SECRETS_API_VERSION, EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS,
} from '../../contract/upstream/external-secrets';
import { sameCluster } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from './model';

/** The ExternalSecrets and secret stores of the input. */
export function externalSecretsObjects(model: Model): KubeObject[] {
  return Object.keys(EXTERNAL_SECRETS_KINDS).flatMap((kind) => model.ofKind(EXTERNAL_SECRETS_GROUP, kind));
}

/**
 * Those of v1beta1 that an operator before 0.17 may take: neither a CRD nor an object of v1 in their cluster
 * tells otherwise.
 */
export function ofUnclearApi(model: Model): KubeObject[] {
  const all = externalSecretsObjects(model);
  const current = all.filter(({ apiVersion }) => apiVersion === EXTERNAL_SECRETS_API_VERSION);
  return all.filter((object) => !object.live
    && object.apiVersion === `${EXTERNAL_SECRETS_GROUP}/v1beta1`
    && model.externalSecretsApi.servedVersions(object.kind) === undefined
    && !current.some((other) => sameCluster(other, object)));
}
