/**
 * The clouds' settings for pods with their own identity for object storage, and the credential variables of
 * their SDKs.
 */

/** IAM roles for service accounts. Source: aws/amazon-eks-pod-identity-webhook, README, "EKS Walkthrough". */
export const AWS = {
  roleAnnotation: 'eks.amazonaws.com/role-arn',
  accessKeyIdVariable: 'AWS_ACCESS_KEY_ID',
  secretAccessKeyVariable: 'AWS_SECRET_ACCESS_KEY',
} as const;

/**
 * Workload Identity Federation for GKE. Source: its documentation, "Link Kubernetes ServiceAccounts to IAM".
 */
export const GOOGLE = {
  serviceAccountAnnotation: 'iam.gke.io/gcp-service-account',
  credentialsVariable: 'GOOGLE_APPLICATION_CREDENTIALS',
} as const;

/**
 * Microsoft Entra Workload ID. Source: Azure/azure-workload-identity,
 * docs/book/src/topics/service-account-labels-and-annotations.md.
 */
export const AZURE = {
  clientIdAnnotation: 'azure.workload.identity/client-id',
  tenantIdAnnotation: 'azure.workload.identity/tenant-id',
  podLabel: { 'azure.workload.identity/use': 'true' },
  /** Source: Azure/azure-sdk-for-go, sdk/azidentity, `EnvironmentCredential`. */
  tenantIdVariable: 'AZURE_TENANT_ID',
  clientIdVariable: 'AZURE_CLIENT_ID',
  clientSecretVariable: 'AZURE_CLIENT_SECRET',
} as const;
