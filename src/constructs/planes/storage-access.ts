// Tests: test/constructs/planes/object-storage.test.ts
import { ApiObject } from 'cdk8s';
import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { WorkloadContract } from '../../contract/union/workloads';
import { cdk8sPlus } from '../objects/api-objects';
import { SecretDelivery } from '../secrets/secret-delivery';
import { SecretMount } from '../secrets/secret-mount';
import { ownTarget, SecretTarget } from '../secrets/secret-target';
import { ObjectStorage } from './object-storage';

/** The Secret with the credentials of the object storage, for pods without an identity of their own. */
const STORAGE_SECRET = 'union-object-storage';

/** The delivery of the credentials; empty for pods with an identity of their own. */
export function storageSecrets({ _identity: { credentials = [] } }: ObjectStorage): SecretTarget[] {
  const entries = credentials.map(({ key, content, remote }) => ({
    key,
    content,
    remote,
    variable: `UNION_STORAGE_${key.replace(/\W/g, '_').toUpperCase()}`,
  }));
  return entries.length === 0 ? [] : [ownTarget(STORAGE_SECRET, { entries })];
}

/** The delivered Secrets that pods with access mount. */
export function mountedStorageSecrets(storage: ObjectStorage): string[] {
  return storageSecrets(storage).map(({ secretName }) => secretName);
}

/** A store needs the location of each credential. */
export function checkStorageSecrets(
  problems: Problems, { _identity: { credentials = [] } }: ObjectStorage, secrets: SecretDelivery,
): void {
  for (const { prop, remote, content } of credentials) {
    const missing = `give the location of the ${content} in the store, or give the pods an identity of their `
      + 'own';
    secrets._checkOwn(problems, `storage.${prop}`, remote, missing);
  }
}

/** Mount path of credentials that SDKs read from a file. */
const CREDENTIALS_DIRECTORY = '/etc/storage';

/** The service account that a cloud identifies: the workload's own, or one without other permissions. */
export function storageAccount(
  scope: Construct,
  metadata: { readonly name: string; readonly namespace: string },
  { _identity: { serviceAccountAnnotations } }: ObjectStorage,
  own?: ServiceAccount,
): ServiceAccount | undefined {
  if (serviceAccountAnnotations === undefined) {
    return own;
  }
  const account = own
    ?? new (cdk8sPlus().ServiceAccount)(scope, `${metadata.name}-service-account`, {
      metadata,
      automountToken: false,
    });
  Object.entries(serviceAccountAnnotations)
    .forEach(([annotation, value]) => ApiObject.of(account).metadata.addAnnotation(annotation, value));
  return account;
}

/**
 * Gives the main container of a workload access to the object storage, by the identity of its pods or
 * delivered credentials.
 */
export function giveStorageAccess(
  deployment: Deployment, { _identity: identity }: ObjectStorage, { container: name }: WorkloadContract,
): void {
  const { EnvValue, Secret } = cdk8sPlus();
  const { credentials = [], variables = {}, podLabels = {} } = identity;
  const container = deployment.containers.find((candidate) => candidate.name === name)!;
  Object.entries(podLabels).forEach(([label, value]) => deployment.podMetadata.addLabel(label, value));
  Object.entries(variables)
    .forEach(([variable, value]) => container.env.addVariable(variable, EnvValue.fromValue(value)));
  const secret = credentials.length === 0
    ? undefined
    : Secret.fromSecretName(deployment, 'storage-secret', STORAGE_SECRET);
  for (const { key, variable, asFile } of credentials) {
    if (asFile) {
      const mount = new SecretMount({ secretName: STORAGE_SECRET, mountPath: CREDENTIALS_DIRECTORY });
      mount.addTo(deployment, name);
      container.env.addVariable(variable, EnvValue.fromValue(`${CREDENTIALS_DIRECTORY}/${key}`));
    } else {
      container.env.addVariable(variable, EnvValue.fromSecretValue({ secret: secret!, key }));
    }
  }
}
