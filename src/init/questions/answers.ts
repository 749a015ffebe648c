import { JsonObject, entryOf, isObject, withoutUndefined } from '../../common/data/json';
import { filledIn, matching, namespaceName, noCredentials, objectName } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import {
  Field, choice, detailsOf, exampleOf, flag, list, number, optional, struct, text, values, word,
} from './field';
import { AUTHORIZATION, DATA_PLANES, IDENTITY, PLANE, PROVIDER, remoteSecret } from './identity';

const filled = textProp(filledIn);

const ENVOY_GATEWAY_VERSION = optional(text('Version of Envoy Gateway', {
  default: 'any that the charts know',
  example: '1.8.0',
  propType: filled,
}));

/** Each edge by its factory, with what may be said of it in a file. */
const EDGES: Readonly<Record<string, Field>> = {
  ingressNginx: struct('ingress-nginx, which Union\'s chart brings', {
    ingressClassName: optional(text('The IngressClass of your controller, in plain YAML', {
      default: 'controlplane',
      example: 'controlplane',
      propType: filled,
    })),
    annotations: optional(values('Further annotations of every Ingress, in plain YAML')),
  }),
  traefik: struct('Traefik 3', {
    entryPoints: optional(
      list('The entry points that serve the routes', text('An entry point', { example: 'websecure' }), {
        default: 'websecure',
      }),
    ),
    httpEntryPoints: optional(list('Those without TLS', text('An entry point', { example: 'web' }), {
      default: 'web',
    })),
  }),
  envoyGateway: struct('The Gateway API with Envoy Gateway', {
    gatewayClassName: optional(text('Name of the GatewayClass', {
      default: 'eg',
      example: 'eg',
      propType: filled,
    })),
    envoyGatewayVersion: ENVOY_GATEWAY_VERSION,
    gateway: optional(struct('An existing Gateway to attach to', {
      name: text('Name of the Gateway', { example: 'public', propType: textProp(objectName) }),
      namespace: optional(text('Namespace of the Gateway', {
        example: 'edge',
        propType: textProp(namespaceName),
      })),
      sectionName: optional(text('The listener to attach to', { example: 'https' })),
    }, { default: 'a Gateway of its own' })),
  }),
};

export const FACTORIES: readonly string[] = Object.keys(EDGES);

/** What the chart itself brings. */
export const OF_CHART: readonly string[] = ['ingressNginx', 'chartGateway'];

/** What stands in front of the control plane. */
const EDGE: Readonly<Record<string, Field>> = {
  edge: optional(choice('What serves the control plane and guards its routes', {
    ...EDGES,
    chartGateway: struct(
      'The Gateway routes that Union\'s chart renders (global.INGRESS_PROVIDER: both, or envoy in '
        + 'extraValues), with a guard in front', { envoyGatewayVersion: ENVOY_GATEWAY_VERSION },
    ),
  }, { default: 'ingressNginx' })),
  tls: optional(list('The certificates of the edge', struct('A certificate', {
    secretName: text('Name of the TLS Secret', { example: 'union-tls', propType: textProp(objectName) }),
    hosts: optional(list('The hosts that it serves', text('A host name', { example: 'union.example.com' }), {
      default: 'every host',
    })),
  }), { default: 'none' })),
  tlsEndsElsewhere: optional(flag('Whether a load balancer in front of the edge ends TLS', {
    default: 'false',
  })),
};

const address = textProp(filledIn, noCredentials);
const repository: Field = text('The chart repository (https://) or registry (oci://), without the chart\'s '
  + 'name', {
  example: 'https://charts.example.com/union', propType: address,
});

/** Who installs the charts. */
const GITOPS = optional(choice('Who installs the charts', {
  helm: struct('You, with helm upgrade', {}),
  argocd: struct('Argo CD, by an Application for each plane', {
    repository,
    manifests: optional(struct('The Git directory with one folder of manifests for each namespace, synced '
      + 'with the chart', {
      repository: text('URL of the Git repository', {
        example: 'https://git.example.com/acme/platform.git',
        propType: address,
      }),
      folder: text('Directory in it', { example: 'rendered', propType: filled }),
      revision: optional(text('Branch, tag or commit', {
        default: 'HEAD',
        example: 'main',
        propType: filled,
      })),
    }, { default: 'they come another way', meant: { path: 'folder' } })),
    project: optional(text('The Argo CD project', {
      default: 'default',
      example: 'platform',
      propType: filled,
    })),
    automated: optional(flag('Whether Argo CD syncs automatically', { default: 'false' })),
  }),
  flux: struct('Flux, by a HelmRelease for each plane', { repository }),
}, { default: 'helm' }));

const UNITS = { h: 'hours', m: 'minutes', s: 'seconds' } as const;
const DURATION = /^(\d+)([hms])$/;

/** `1h`, `30m` or `45s` as a factory of `Duration` and its argument. */
export function durationOf(answer: string): ['hours' | 'minutes' | 'seconds', number] | undefined {
  const [, count, unit] = DURATION.exec(answer) ?? [];
  return count === undefined ? undefined : [UNITS[unit as keyof typeof UNITS], Number(count)];
}

const duration = textProp(matching(DURATION, 'is not a duration; write one such as 1h, 30m or 45s'));

const rotation: Readonly<Record<string, Field>> = {
  rotation: optional(word('How a rotated secret reaches pods that run', ['reloader'], {
    default: 'none: restart them by hand',
  })),
};

/** How client secrets come into the clusters: the factories of `SecretDelivery`. */
const SECRETS = choice('How client secrets come into the cluster', {
  externalSecrets: struct('External Secrets Operator reads them from a secret store', {
    store: struct('The store to read from', {
      kind: word('SecretStore, one in the namespace of each plane, or ClusterSecretStore, one for all', [
        'SecretStore',
        'ClusterSecretStore',
      ], {
        example: 'ClusterSecretStore',
      }),
      name: text('Name of the store', { example: 'default', propType: textProp(filledIn, objectName) }),
    }),
    refreshInterval: optional(text('How often the store is read again', {
      default: '1h',
      example: '30m',
      propType: duration,
    })),
    aheadOfChart: optional(flag('Whether flyte-admin-secrets is delivered before the chart', {
      default: 'true',
    })),
    guardValues: optional(flag('Whether empty values and line breaks at their end are kept out', {
      default: 'true',
    })),
    ...rotation,
  }, {
    meant: {
      webClientSecret: 'applications.web.secret',
      serviceClientSecret: 'applications.service.secret',
      databasePassword: 'controlPlane.databasePassword (in plain YAML planes.plain.database.password)',
    },
  }),
  kubernetesSecrets: struct('A person runs a script that reads them from the environment', rotation),
  provisioned: struct('Another tool delivers the Secrets', rotation),
});

/** The key halves, each where it lies. */
const accessKey = optional(struct('An access key instead of a role', {
  accessKeyId: optional(remoteSecret('Where the access key ID is in the store', 'union/storage')),
  secretAccessKey: optional(remoteSecret('Where the secret access key is in the store', 'union/storage')),
}));

const STORAGE = choice('Where services keep what is too large for a database', {
  s3: struct('Amazon S3, or an S3-compatible server such as MinIO', {
    bucket: text('Name of the bucket', { example: 'acme-union', propType: filled }),
    region: optional(text('Region of the bucket, or that requests to another server are signed for', {
      default: 'us-east-1 if endpoint is set',
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

const databasePassword = optional(
  remoteSecret('Where the database password is in the store', 'union/database', {
    default: 'delivered by others',
  }),
);

/** Union's charts, or the planes in plain YAML. */
const PLANES = optional(choice('Beside Union\'s charts, or without them', {
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
      password: databasePassword,
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

const labels = (help: string) => optional(values(help, { default: 'any' }));

/** Beside the charts; planes in plain YAML bring their own. */
const NETWORK_POLICY = optional(struct('Who reaches the services of the chart, which believe what callers '
  + 'say of themselves', {
  enabled: optional(flag('Whether NetworkPolicies close them to all pods but the edge and those of their '
    + 'namespace', { default: 'true' })),
  allowFrom: optional(list('Who else may call them, and be anybody', struct('Pods or addresses', {
    namespace: optional(text('Name of their namespace', {
      default: 'that of the control plane', example: 'monitoring', propType: textProp(namespaceName),
    })),
    namespaceLabels: labels('Labels of their namespaces, in place of a name'),
    podLabels: labels('Labels of the pods'),
    cidr: optional(text('Addresses, alone', { default: 'none', example: '10.0.0.0/8' })),
  }), { default: 'none' })),
}, { default: 'the edge, and the pods of the control plane\'s namespace' }));

const CONTROL_PLANE = optional(struct('What the control plane has of its own', {
  namespace: optional(text('Namespace of the control plane', {
    default: 'union-cp',
    example: 'union-cp',
    propType: textProp(namespaceName),
  })),
  authorization: AUTHORIZATION,
  networkPolicy: NETWORK_POLICY,
  migratingFrom: optional(text('Version of the charts that may still run; the version itself where nothing '
    + 'older ever ran', {
    example: '2026.8.3', default: 'any that is known: keys that only older ones read stay', propType: filled,
  })),
  databasePassword,
  ...PLANE,
}));

const {
  domain, additionalDomains, organization, applications: applicationsField, clients, preferRefreshTokens,
} = IDENTITY;

/** Everything that can be answered, in the order of the file. */
export const ANSWERS = struct('Authentication of a self-hosted Union.ai deployment, described once', {
  domain,
  additionalDomains,
  organization,
  identityProvider: PROVIDER,
  applications: applicationsField,
  preferRefreshTokens,
  secrets: SECRETS,
  planes: PLANES,
  controlPlane: CONTROL_PLANE,
  ...DATA_PLANES,
  clients,
  ...EDGE,
  gitops: GITOPS,
}, { meant: { provider: 'identityProvider' } });

/** The answers with examples in the place of what is still to be answered. */
export function completed(answers: JsonObject): JsonObject {
  const all = withExamples(ANSWERS, answers) as JsonObject;
  return { ...all, ...withoutUndefined({ applications: completedApplications(all) }) };
}

/** Client IDs are known of all or of none, and where a store is read each secret has a place there. */
function completedApplications(
  { applications, secrets }: { applications?: JsonObject; secrets?: JsonObject },
): JsonObject | undefined {
  const given = (applications ?? {}) as Record<string, JsonObject | undefined>;
  const isRegistered = Object.values(given).some((each) => each?.clientId !== undefined);
  const fromStore = isObject(secrets) && 'externalSecrets' in secrets;
  const all = Object.entries(applicationsField.fields).map(([name, { fields }]) => [name, {
    ...isRegistered ? { clientId: exampleOf(fields.clientId) } : {},
    ...fromStore && fields.secret ? { secret: exampleOf(fields.secret) } : {},
    ...given[name],
  }]);
  return isRegistered || fromStore ? Object.fromEntries(all) : applications;
}

function withExamples(field: Field, answer: unknown): unknown {
  if (answer === undefined || answer === null) {
    return field.optional ? undefined : exampleOf(field);
  }
  if (isObject(answer) && field.type === 'struct') {
    const names = [...new Set([...Object.keys(answer), ...Object.keys(field.fields)])];
    const entries = names.map((name) => [
      name,
      Object.hasOwn(field.fields, name) ? withExamples(field.fields[name], answer[name]) : answer[name],
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject;
  }
  if (isObject(answer) && field.type === 'choice') {
    return Object.fromEntries(Object.entries(answer).map(([name, details]) => {
      const each = entryOf(field.fields, name);
      return [name, each ? withExamples(each, detailsOf(each, details)) : details];
    }));
  }
  if (isObject(answer) && field.type === 'map') {
    return Object.fromEntries(Object.entries(answer).map(([name, details]) =>
      [name, withExamples(field.entry!, detailsOf(field.entry!, details))]));
  }
  return Array.isArray(answer) && field.entry
    ? Array.from(answer, (item: unknown) => withExamples(field.entry!, item))
    : answer;
}
