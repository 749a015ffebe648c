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

/** A bucket of Amazon S3, or of storage that speaks its protocol: MinIO, Ceph, Cloudflare R2. */
export interface S3StorageProps {
  /** Name of the bucket: `acme-union`. */
  readonly bucket: string;

  /**
   * Region of the bucket, or that requests to another server are signed for: `us-east-2`.
   *
   * @default - "us-east-1" beside `endpoint`, as such servers expect; of Amazon S3 it has to be named
   */
  readonly region?: string;

  /**
   * URL of a server other than Amazon's: `https://minio.example.com:9000`.
   *
   * @default - Amazon S3
   */
  readonly endpoint?: string;

  /**
   * ARN of the IAM role that the pods assume: `arn:aws:iam::123456789012:role/union-storage`. IRSA: an
   * annotation of their service accounts. Only of Amazon S3.
   *
   * @default - EKS Pod Identity or the nodes' role, or an access key
   */
  readonly roleArn?: string;

  /**
   * Whether pods act under an identity of their own. With `false` they read an access key from the delivered
   * Secret `union-object-storage`.
   *
   * @default - true of Amazon S3; false beside `endpoint`, or where an entry of the key is named
   */
  readonly podIdentity?: boolean;

  /**
   * Where the access key ID is in the store. Only `SecretDelivery.externalSecrets()` reads it, and needs it.
   *
   * @default - none: the script asks for it, or what provides the Secrets sets it
   */
  readonly accessKeyId?: RemoteRef;

  /**
   * Where the secret access key is in the store. Likewise.
   *
   * @default - none: the script asks for it, or what provides the Secrets sets it
   */
  readonly secretAccessKey?: RemoteRef;
}

/** A bucket of Google Cloud Storage. */
export interface GcsStorageProps {
  /** Name of the bucket: `acme-union`. */
  readonly bucket: string;

  /** ID of the project that the bucket belongs to: `acme-123456`. */
  readonly projectId: string;

  /**
   * E-mail address of the Google service account that the pods act as:
   * `union@acme-123456.iam.gserviceaccount.com`. Workload Identity Federation for GKE: an annotation of their
   * service accounts.
   *
   * @default - the pods' own principals, or a key
   */
  readonly serviceAccount?: string;

  /**
   * Whether pods act under an identity of their own. With `false` they read the JSON key of a service account
   * from the delivered Secret `union-object-storage`.
   *
   * @default true, unless `serviceAccountKey` is named
   */
  readonly podIdentity?: boolean;

  /**
   * Where that key is in the store. Only `SecretDelivery.externalSecrets()` reads it, and needs it.
   *
   * @default - none: the script asks for it, or what provides the Secrets sets it
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
   * Client ID of the managed identity or application, a UUID: `66666666-7777-8888-9999-aaaaaaaaaaaa`. The
   * pods act as it.
   */
  readonly clientId: string;

  /**
   * Whether pods act under an identity of their own (Microsoft Entra Workload ID): by an annotation of the
   * service accounts and a label of the pods. With `false` they read the application's secret from the
   * delivered Secret `union-object-storage`.
   *
   * @default true, unless `clientSecret` is named
   */
  readonly podIdentity?: boolean;

  /**
   * Where that secret is in the store. Only `SecretDelivery.externalSecrets()` reads it, and needs it.
   *
   * @default - none: the script asks for it, or what provides the Secrets sets it
   */
  readonly clientSecret?: RemoteRef;
}

/** One value of the delivered Secret, and how the SDK in the pod finds it. */
export interface StorageCredential {
  readonly key: string;
  readonly content: SecretContent;
  readonly remote?: RemoteRef;
  /** The prop that locates it. */
  readonly prop: string;
  /** The variable in the pod: the value itself, or the path of the file that holds it. */
  readonly variable: string;
  readonly asFile?: boolean;
}

/** How the pods come by their credentials. */
interface StorageIdentity {
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly credentials?: readonly StorageCredential[];
}

/** A bucket as the services see it (flyteorg/stow). */
interface StorageLocation {
  readonly scheme: string;
  readonly container: string;
  readonly kind: string;
  readonly config: JsonObject;
}

/** Whether pods read delivered credentials: unless something else is said, where places of them are named. */
function readsCredentials(podIdentity: boolean | undefined, ...places: readonly (RemoteRef | undefined)[]) {
  return podIdentity === undefined ? places.some((place) => place !== undefined) : !podIdentity;
}

/** Pods that have an identity of their own read no credentials. */
function checkPlaces(
  problems: Problems,
  podIdentity: boolean | undefined,
  places: { readonly [prop: string]: RemoteRef | undefined },
): void {
  Object.entries(places).filter(([, place]) => podIdentity && place !== undefined).forEach(([prop]) =>
    problems.addUnshown(prop, 'is read by no pod with podIdentity: true; leave out one of the two'));
}

/**
 * The object storage of a plane: which bucket, and as whom the pods read and write it. They act under an
 * identity of their own, or with credentials from a delivered Secret; no manifest holds a value.
 *
 * Source: flytestdlib `storage/config.go`; flyteorg/stow `s3/config.go`, `google/config.go`,
 * `azure/config.go`. With `auth_type: iam`, without `json` and without `key` these ask the chains of the
 * clouds' SDKs, which know workload identities and variables.
 */
export class ObjectStorage {
  /**
   * Amazon S3, or storage that speaks its protocol.
   *
   * @throws when bucket, region, role or endpoint is invalid, Amazon S3 has no region, or a role comes with
   *   an access key or an endpoint. The error lists all problems.
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
   * Azure Blob Storage. Access keys of the account are not offered: the services read those from their
   * configuration only.
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
   * The address of the bucket, as services write it: `s3://acme-union`.
   *
   * @internal
   */
  public get _url(): string {
    return `${this._location.scheme}://${this._location.container}`;
  }

  /**
   * URL of the server where it is not one of the clouds.
   *
   * @internal
   */
  public get _endpoint(): string | undefined {
    return this._location.config.endpoint as string | undefined;
  }

  /**
   * What a service is told, by config file; nothing where it has no storage.
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
   * The bucket alone, as any section of the kind names it.
   *
   * @internal
   */
  public get _section(): JsonObject {
    const { container, kind, config } = this._location;
    return { type: 'stow', container, stow: { kind, config: withoutUndefined(config) } };
  }
}

/** Other servers than Amazon's know no roles. */
function hasAccessKey({ endpoint, podIdentity, accessKeyId, secretAccessKey }: S3StorageProps): boolean {
  const usual = endpoint === undefined ? undefined : false;
  return readsCredentials(podIdentity ?? usual, accessKeyId, secretAccessKey);
}

function checkS3(problems: Problems, props: S3StorageProps): void {
  const { roleArn, endpoint, region, podIdentity, accessKeyId, secretAccessKey } = props;
  checkPlaces(problems, podIdentity, { accessKeyId, secretAccessKey });
  if (roleArn !== undefined && endpoint !== undefined) {
    problems.add('roleArn', roleArn, 'is a role of Amazon, which another server does not know; leave it out');
  } else if (roleArn !== undefined && hasAccessKey(props)) {
    problems.add(
      'roleArn', roleArn, 'excludes an access key, which SDKs take first; leave one of the two out',
    );
  } else if (roleArn !== undefined) {
    problems.check('roleArn', roleArn, roleIn(region));
  }
  if (accessKeyId && secretAccessKey && _isSameEntry(accessKeyId, secretAccessKey)) {
    problems.addUnshown(
      'secretAccessKey',
      'is the entry of accessKeyId as well; each half has a value of its own, name its entry or its property',
    );
  }
}

function checkGcs(problems: Problems, props: GcsStorageProps): void {
  const { serviceAccount, podIdentity, serviceAccountKey } = props;
  checkPlaces(problems, podIdentity, { serviceAccountKey });
  if (serviceAccount !== undefined && readsCredentials(podIdentity, serviceAccountKey)) {
    problems.add(
      'serviceAccount', serviceAccount, 'excludes a key, which SDKs take first; leave one of the two out',
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
