import { Check, absoluteUrl, matching } from '../../common/props/checks';
import { isUuid } from '../../contract/providers/known-provider';

/** Checks of names and identities, by the rules of the cloud providers. */

/**
 * Source: Amazon S3, "General purpose bucket naming rules"; Google Cloud Storage, "Bucket name requirements"
 * (underscores).
 */
export const bucketName: Check = (value) => {
  if (/^[a-z0-9]+:\/\//i.test(value)) {
    return 'is a URL; write only the name of the bucket';
  }
  return /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(value) && !/\.\.|^[\d.]+$/.test(value)
    ? undefined
    : 'is not a bucket name; use lower-case letters, digits, "-" and "."';
};

export const googleServiceAccount = matching(
  /^[a-z0-9-]+@[a-z0-9.:-]+\.gserviceaccount\.com$/,
  'is not a service account address; write one such as union@acme.iam.gserviceaccount.com',
);

/** Source: Azure Storage, "Storage account name" and "Container names". */
export const accountName =
  matching(/^[a-z0-9]{3,24}$/, 'is not a storage account name; use 3 to 24 lower-case letters and digits');

export const containerName = matching(
  /^(?=.{3,63}$)[a-z0-9](-?[a-z0-9])*$/,
  'is not a container name; use 3 to 63 lower-case letters, digits and single "-"',
);

export const uuid: Check = (value) =>
  (isUuid(value) ? undefined : 'is not a UUID; write one such as 00000000-0000-0000-0000-000000000001');

/** Also `http`: MinIO in the cluster often has no TLS. */
export const endpointUrl: Check = (value) => {
  const url = absoluteUrl(value);
  if (url === undefined) {
    return 'is not an absolute URL; write one such as https://minio.example.com:9000';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'is not an http or https URL; write one such as https://minio.example.com:9000';
  }
  if (url.username || url.password) {
    return 'contains credentials; remove them, and deliver them with accessKeyId and '
      + 'secretAccessKey';
  }
  return (url.pathname !== '/' && url.pathname !== '') || url.search || url.hash
    ? 'must have only a host and a port; give the bucket in its own prop'
    : undefined;
};
