import { ApiObject } from 'cdk8s';
import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { WorkloadContract } from '../../contract/union/workloads';
import { cdk8sPlus } from '../objects/cdk8s-plus';
import { SecretMount } from '../secrets';
import { ObjectStorage } from './object-storage';
import { STORAGE_SECRET } from './storage-secret';

/** Where credentials are mounted that SDKs read from a file. */
const CREDENTIALS_DIRECTORY = '/etc/storage';

/**
 * The service account by which a cloud knows the pods: the workload's own where it has one, or one that can
 * do nothing else.
 */
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
 * Lets the main container of a workload into the object storage: as whom its pods act, or with which
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
