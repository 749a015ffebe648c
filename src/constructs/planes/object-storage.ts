import { JsonObject, withoutUndefined } from '../../common/data/json';
import { filledIn } from '../../common/props/checks';
import { arnOfRole, awsRegion, googleProject, roleIn } from '../../common/props/clouds';
import { Problems } from '../../common/props/problems';
import { demand, flag, optional, text } from '../../common/props/prop-types';
import { SecretContent } from '../../contract/union/secrets';
import { WorkloadContract } from '../../contract/union/workloads';
import { AWS, AZURE, GOOGLE } from '../../contract/upstream/object-storage';
import { _isSameEntry, REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';
import {
  accountName, bucketName, containerName, endpointUrl, googleServiceAccount, uuid,
} from './object-storage-checks';

/** A bucket of Amazon S3, or of S3-compatible storage: MinIO, Ceph, Cloudflare R2. */
export interface S3StorageProps {
  /** Name of the bucket: `acme-union`. */
  readonly bucket: string;

  /**
   * Region of the bucket, or for signatures of requests to another server: `us-east-2`.
   *
   * @default - "us-east-1" with `endpoint`; required for Amazon S3
   */
  readonly region?: string;

  /**
   * URL of a server other than Amazon's: `https://minio.example.com:9000`.
   *
   * @default - Amazon S3
   */
  readonly endpoint?: string;

  /**
   * ARN of the IAM role that the pods assume: `arn:aws:iam::123456789012:role/union-storage`. It is set with
   * IRSA, an annotation of their service accounts. Only for Amazon S3.
   *
   * @default - EKS Pod Identity or the nodes' role, or an access key
   */
  readonly roleArn?: string;

  /**
   * Whether pods have an identity of their own. With `false` they read an access key from the delivered
   * Secret `union-object-storage`.
   *
   * @default - true for Amazon S3; false with `endpoint`, or if a location of the key is given
   */
  readonly podIdentity?: boolean;

  /**
   * Location of the access key ID in the store. Used, and required, only by
   * `SecretDelivery.externalSecrets()`.
   *
   * @default - none; the script prompts for it, or you provide it
   */
  readonly accessKeyId?: RemoteRef;

  /**
   * Location of the secret access key in the store. Used, and required, only by
   * `SecretDelivery.externalSecrets()`.
   *
   * @default - none; the script prompts for it, or you provide it
   */
  readonly secretAccessKey?: RemoteRef;
}

/** A bucket of Google Cloud Storage. */
export interface GcsStorageProps {
  /** Name of the bucket: `acme-union`. */
  readonly bucket: string;

  /** ID of the bucket's project: `acme-123456`. */
  readonly projectId: string;

  /**
   * E-mail address of the Google service account of the pods: `union@acme-123456.iam.gserviceaccount.com`. It
   * is set with Workload Identity Federation for GKE, an annotation of their service accounts.
   *
   * @default - the pods' own principals, or a key
   */
  readonly serviceAccount?: string;

  /**
   * Whether pods have an identity of their own. With `false` they read the JSON key of a service account from
   * the delivered Secret `union-object-storage`.
   *
   * @default true, unless `serviceAccountKey` is given
   */
  readonly podIdentity?: boolean;

  /**
   * Location of that key in the store. Used, and required, only by `SecretDelivery.externalSecrets()`.
   *
   * @default - none; the script prompts for it, or you provide it
   */
  readonly serviceAccountKey?: RemoteRef;
}

/** A container of Azure Blob Storage. */
export interface AzureStorageProps {
  /** Name of the storage account: `acmeunion`. */
  readonly account: string;

  /** Name of the blob container: `union`. */
  readonly container: string;

  /** ID of the tenant, a UUID: `11111111-2222-3333-4444-555555555555`. */
  readonly tenantId: string;

  /**
   * Client ID, a UUID, of the managed identity or application of the pods:
   * `66666666-7777-8888-9999-aaaaaaaaaaaa`.
   */
  readonly clientId: string;

  /**
   * Whether pods have an identity of their own (Microsoft Entra Workload ID), by an annotation of the service
   * accounts and a label of the pods. With `false` they read the application's secret from the delivered
   * Secret `union-object-storage`.
   *
   * @default true, unless `clientSecret` is given
   */
  readonly podIdentity?: boolean;

  /**
   * Location of that secret in the store. Used, and required, only by `SecretDelivery.externalSecrets()`.
   *
   * @default - none; the script prompts for it, or you provide it
   */
  readonly clientSecret?: RemoteRef;
}

/** One value of the delivered Secret, and how the SDK in the pod reads it. */
export interface StorageCredential {
  readonly key: string;
  readonly content: SecretContent;
  readonly remote?: RemoteRef;
  /** The prop with its location. */
  readonly prop: string;
  /** The variable in the pod: the value itself, or the path of its file. */
  readonly variable: string;
  readonly asFile?: boolean;
}

/** How the pods get their credentials. */
interface StorageIdentity {
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly credentials?: readonly StorageCredential[];
}

/** A bucket in the settings of services (flyteorg/stow). */
interface StorageLocation {
  readonly scheme: string;
  readonly container: string;
  readonly kind: string;
  readonly config: JsonObject;
}

/** Whether pods read delivered credentials: by default, if a location of one is given. */
function readsCredentials(podIdentity: boolean | undefined, ...places: readonly (RemoteRef | undefined)[]) {
  return podIdentity === undefined ? places.some((place) => place !== undefined) : !podIdentity;
}

/** Pods with an identity of their own read no credentials. */
function checkPlaces(
  problems: Problems,
  podIdentity: boolean | undefined,
  places: { readonly [prop: string]: RemoteRef | undefined },
): void {
  Object.entries(places).filter(([, place]) => podIdentity && place !== undefined).forEach(([prop]) =>
    problems.addUnshown(prop, 'conflicts with podIdentity: true; leave out one of the two'));
}

/**
 * The object storage of a plane: the bucket, and the identity of the pods. Pods have an identity of their
 * own, or credentials from a delivered Secret; no manifest contains them.
 *
 * Source: flytestdlib `storage/config.go`; flyteorg/stow `s3/config.go`, `google/config.go`,
 * `azure/config.go`. With `auth_type: iam`, without `json` and without `key` these use the credential chains
 * of the clouds' SDKs, which support workload identities and variables.
 */
export class ObjectStorage {
  /**
   * Amazon S3, or S3-compatible storage.
   *
   * @throws when bucket, region, role or endpoint is invalid, Amazon S3 has no region, or a role is given
   *   together with an access key or an endpoint. The error lists all problems.
   *
   * @example
   * ObjectStorage.s3({
   *   bucket: 'acme-union',
   *   region: 'us-east-2',
   *   roleArn: 'arn:aws:iam::123456789012:role/union-storage',
   * });
   */
  public static s3(props: S3StorageProps): ObjectStorage {
    demand('ObjectStorage.s3', props, {
      bucket: text(filledIn, bucketName),
      region: props?.endpoint === undefined ? text(filledIn, awsRegion) : optional(text(filledIn)),
      endpoint: optional(text(filledIn, endpointUrl)),
      roleArn: optional(text(filledIn, arnOfRole)),
      podIdentity: optional(flag),
      accessKeyId: optional(REMOTE_REF),
      secretAccessKey: optional(REMOTE_REF),
    }, (problems) => checkS3(problems, props));
    const { bucket, region = 'us-east-1', endpoint, roleArn } = props;
    const server = endpoint === undefined
      ? {}
      : { endpoint, ...(new URL(endpoint).protocol === 'http:' ? { disable_ssl: 'true' } : {}) };
    return new ObjectStorage({
      scheme: 's3',
      container: bucket,
      kind: 's3',
      config: { auth_type: 'iam', region, ...server },
    }, {
      serviceAccountAnnotations: roleArn === undefined ? undefined : { [AWS.roleAnnotation]: roleArn },
      credentials: hasAccessKey(props) ? accessKeyCredentials(props) : undefined,
    });
  }

  /**
   * Google Cloud Storage.
   *
   * @throws when bucket, project or service account is invalid, or both a service account and a key are
   * given. The error lists all problems.
   *
   * @example
   * ObjectStorage.gcs({
   *   bucket: 'acme-union',
   *   projectId: 'acme-123456',
   *   serviceAccount: 'union@acme-123456.iam.gserviceaccount.com',
   * });
   */
  public static gcs(props: GcsStorageProps): ObjectStorage {
    demand('ObjectStorage.gcs', props, {
      bucket: text(filledIn, bucketName),
      projectId: text(filledIn, googleProject),
      serviceAccount: optional(text(filledIn, googleServiceAccount)),
      podIdentity: optional(flag),
      serviceAccountKey: optional(REMOTE_REF),
    }, (problems) => checkGcs(problems, props));
    const { bucket, projectId, serviceAccount, podIdentity, serviceAccountKey } = props;
    const config = {
      json: '',
      project_id: projectId,
      scopes: 'https://www.googleapis.com/auth/cloud-platform',
    };
    return new ObjectStorage({ scheme: 'gs', container: bucket, kind: 'google', config }, {
      serviceAccountAnnotations: serviceAccount === undefined
        ? undefined
        : { [GOOGLE.serviceAccountAnnotation]: serviceAccount },
      credentials: readsCredentials(podIdentity, serviceAccountKey) ? [{
        key: 'key.json',
        content: SecretContent.STORAGE_SERVICE_ACCOUNT_KEY,
        remote: serviceAccountKey,
        prop: 'serviceAccountKey',
        variable: GOOGLE.credentialsVariable,
        asFile: true,
      }] : undefined,
    });
  }

  /**
   * Azure Blob Storage. Access keys of the account are not supported, as services read them only from their
   * configuration.
   *
   * @throws when account, container or an ID is invalid. The error lists all problems.
   *
   * @example
   * ObjectStorage.azure({
   *   account: 'acmeunion',
   *   container: 'union',
   *   tenantId: '11111111-2222-3333-4444-555555555555',
   *   clientId: '66666666-7777-8888-9999-aaaaaaaaaaaa',
   * });
   */
  public static azure(props: AzureStorageProps): ObjectStorage {
    demand('ObjectStorage.azure', props, {
      account: text(filledIn, accountName),
      container: text(filledIn, containerName),
      tenantId: text(filledIn, uuid),
      clientId: text(filledIn, uuid),
      podIdentity: optional(flag),
      clientSecret: optional(REMOTE_REF),
    }, (problems) => checkPlaces(problems, props.podIdentity, { clientSecret: props.clientSecret }));
    const { account, container, tenantId, clientId, podIdentity, clientSecret } = props;
    const location = { scheme: 'abfs', container, kind: 'azure', config: { account } };
    return new ObjectStorage(location, readsCredentials(podIdentity, clientSecret)
      ? {
        variables: { [AZURE.tenantIdVariable]: tenantId, [AZURE.clientIdVariable]: clientId },
        credentials: [{
          key: 'client_secret',
          content: SecretContent.STORAGE_CLIENT_SECRET,
          remote: clientSecret,
          prop: 'clientSecret',
          variable: AZURE.clientSecretVariable,
        }],
      }
      : {
        serviceAccountAnnotations: {
          [AZURE.clientIdAnnotation]: clientId,
          [AZURE.tenantIdAnnotation]: tenantId,
        },
        podLabels: AZURE.podLabel,
      });
  }

  private constructor(
    /** @internal */
    public readonly _location: StorageLocation,
    /** @internal */
    public readonly _identity: StorageIdentity,
  ) {}

  /**
   * The URL of the bucket, as services write it: `s3://acme-union`.
   *
   * @internal
   */
  public get _url(): string {
    return `${this._location.scheme}://${this._location.container}`;
  }

  /**
   * URL of the server, unless it belongs to a cloud.
   *
   * @internal
   */
  public get _endpoint(): string | undefined {
    return this._location.config.endpoint as string | undefined;
  }

  /**
   * The storage settings of a service, by config file; empty without storage.
   *
   * @internal
   */
  public _config({ storage }: WorkloadContract): Map<string, JsonObject> {
    return storage
      ? new Map([[storage.file, {
        storage: {
          ...this._section,
          'enable-multicontainer': storage.multiContainer,
          'limits': { maxDownloadMBs: storage.maxDownloadMBs },
        },
      }]])
      : new Map();
  }

  /**
   * The settings of the bucket in any section of this kind.
   *
   * @internal
   */
  public get _section(): JsonObject {
    const { container, kind, config } = this._location;
    return { type: 'stow', container, stow: { kind, config: withoutUndefined(config) } };
  }
}

/** Only Amazon's own servers support roles. */
function hasAccessKey({ endpoint, podIdentity, accessKeyId, secretAccessKey }: S3StorageProps): boolean {
  const usual = endpoint === undefined ? undefined : false;
  return readsCredentials(podIdentity ?? usual, accessKeyId, secretAccessKey);
}

function checkS3(problems: Problems, props: S3StorageProps): void {
  const { roleArn, endpoint, region, podIdentity, accessKeyId, secretAccessKey } = props;
  checkPlaces(problems, podIdentity, { accessKeyId, secretAccessKey });
  if (roleArn !== undefined && endpoint !== undefined) {
    problems.add('roleArn', roleArn, 'is a role of Amazon, which other servers do not support; leave it out');
  } else if (roleArn !== undefined && hasAccessKey(props)) {
    problems.add(
      'roleArn', roleArn, 'conflicts with an access key, which SDKs prefer; leave one of the two out',
    );
  } else if (roleArn !== undefined) {
    problems.check('roleArn', roleArn, roleIn(region));
  }
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    problems.addMissing(accessKeyId ? 'secretAccessKey' : 'accessKeyId',
      'the other half of the access key has a place in the store, and both are read from it; name its entry');
  }
  if (accessKeyId && secretAccessKey && _isSameEntry(accessKeyId, secretAccessKey)) {
    problems.addUnshown(
      'secretAccessKey',
      'is also the location of accessKeyId; give each its own entry or property',
    );
  }
}

function checkGcs(problems: Problems, props: GcsStorageProps): void {
  const { serviceAccount, podIdentity, serviceAccountKey } = props;
  checkPlaces(problems, podIdentity, { serviceAccountKey });
  if (serviceAccount !== undefined && readsCredentials(podIdentity, serviceAccountKey)) {
    problems.add(
      'serviceAccount', serviceAccount, 'conflicts with a key, which SDKs prefer; leave one of the two out',
    );
  }
}

function accessKeyCredentials({ accessKeyId, secretAccessKey }: S3StorageProps): StorageCredential[] {
  return [
    {
      key: 'access_key_id',
      content: SecretContent.STORAGE_ACCESS_KEY_ID,
      remote: accessKeyId,
      prop: 'accessKeyId',
      variable: AWS.accessKeyIdVariable,
    },
    {
      key: 'secret_access_key',
      content: SecretContent.STORAGE_SECRET_ACCESS_KEY,
      remote: secretAccessKey,
      prop: 'secretAccessKey',
      variable: AWS.secretAccessKeyVariable,
    },
  ];
}
