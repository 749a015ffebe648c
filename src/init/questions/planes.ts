import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { choice, list, number, optional, struct, text, word } from './field';
import { AUTHORIZATION, PLANE, remoteSecret } from './identity';

const filled = textProp(filledIn);

/** The key halves, each where it lies. */
const accessKey = optional(struct('An access key instead of a role', {
  accessKeyId: optional(remoteSecret('Where the access key ID lies', 'union/storage')),
  secretAccessKey: optional(remoteSecret('Where the secret access key lies', 'union/storage')),
}));

const STORAGE = choice('Where services keep what is too large for a database', {
  s3: struct('Amazon S3, or a server that speaks S3, such as MinIO', {
    bucket: text('Name of the bucket', { example: 'acme-union', propType: filled }),
    region: optional(text('Region of the bucket, or that requests to another server are signed for', {
      default: 'us-east-1 beside endpoint',
      example: 'us-east-2',
      propType: filled,
    })),
    endpoint: optional(text('URL of a server other than Amazon\'s', {
      default: 'Amazon S3',
      example: 'https://minio.example.com:9000',
      propType: filled,
    })),
    roleArn: optional(text('ARN of the IAM role that the pods assume', {
      example: 'arn:aws:iam::123456789012:role/union-storage',
      default: 'EKS Pod Identity or the nodes\' role',
      propType: filled,
    })),
    accessKey,
  }),
  gcs: struct('Google Cloud Storage', {
    bucket: text('Name of the bucket', { example: 'acme-union', propType: filled }),
    projectId: text('ID of the project that it belongs to', { example: 'acme-123456', propType: filled }),
    serviceAccount: optional(text('E-mail address of the service account that the pods act as', {
      example: 'union@acme-123456.iam.gserviceaccount.com',
      default: 'the pods\' own principals',
      propType: filled,
    })),
  }),
  azure: struct('Azure Blob Storage', {
    account: text('Name of the storage account', { example: 'acmeunion', propType: filled }),
    container: text('Name of the container', { example: 'union', propType: filled }),
    tenantId: text('ID of the tenant, a UUID', {
      example: '11111111-2222-3333-4444-555555555555',
      propType: filled,
    }),
    clientId: text('Client ID of the managed identity or application, a UUID', {
      example: '66666666-7777-8888-9999-aaaaaaaaaaaa', propType: filled,
    }),
  }),
});

/** Union's charts, or the planes in plain YAML. */
export const PLANES = optional(choice('Beside Union\'s charts, or without them', {
  charts: struct('Union\'s Helm charts: values files, and what delivers the secrets', {
    version: optional(text('Version of the charts', {
      example: '2026.8.3',
      default: 'the newest that is known',
      propType: filled,
    })),
  }),
  plain: struct('Both planes in plain YAML, without the charts', {
    images: struct('Where the container images come from', {
      registry: text('Registry and prefix of Union\'s images', {
        example: 'registry.example.com/union',
        propType: filled,
      }),
      tag: text('Tag of the images', { example: '2026.8.3', propType: filled }),
      pullSecrets: optional(list('Names of the Secrets with which images are pulled', text('A Secret', {
        example: 'union-registry', propType: textProp(filledIn, objectName),
      }), { default: 'none' })),
    }),
    version: optional(text('Version of the charts whose layout is followed', {
      default: 'the newest that is known',
      example: '2026.8.3',
      propType: filled,
    })),
    database: struct('The PostgreSQL server of the control plane', {
      host: text('Host name of the server', { example: 'postgres.example.com', propType: filled }),
      port: optional(number('Port of the server', { default: '5432', example: 5432 })),
      user: text('The user that services connect as', { example: 'union', propType: filled }),
      name: optional(
        text('Name of flyteadmin\'s database', { default: 'flyteadmin', example: 'flyteadmin' }),
      ),
      tls: optional(word('How connections are secured', ['DISABLE', 'REQUIRE', 'VERIFY_CA', 'VERIFY_FULL'], {
        default: 'REQUIRE',
      })),
      caConfigMap: optional(text('ConfigMap with the certificate authority of the server', {
        default: 'authorities that the images trust', example: 'database-ca', propType: textProp(objectName),
      })),
    }),
    storage: STORAGE,
    services: optional(list('Union\'s services beside flyteadmin and its scheduler', text('A service', {
      example: 'executions',
      propType: filled,
    }), {
      default: 'executions, cluster, usage, flyteconsole, and authorizer where it decides',
    })),
  }),
}, { default: 'charts' }));

export const CONTROL_PLANE = optional(struct('What the control plane has of its own', {
  namespace: optional(text('Namespace of the control plane', {
    default: 'union-cp',
    example: 'union-cp',
    propType: textProp(namespaceName),
  })),
  authorization: AUTHORIZATION,
  migratingFrom: optional(text('Version of the charts that may still run; the version itself where nothing '
    + 'older ever ran', {
    example: '2026.8.3', default: 'any that is known: keys that only older ones read stay', propType: filled,
  })),
  ...PLANE,
}));
