import {
  but, choice, Field, Fields, map, optional, props, required, struct, text, ValueOf, word,
} from './field';

/** A location in the store, with a distinguishable example. */
function inStore<Place>(field: Field<Place>, key: string): Field<Place> {
  return { ...field, fields: { ...field.fields, key: but(field.fields.key, { example: key }) } };
}

/** All providers, without the setting that a file cannot express: lists below names. */
const { identityTypeClaimsForApps: _, ...OIDC } = props('OidcProviderProps');

const PROVIDER = choice('The identity provider for people and services', {
  okta: struct('Okta, with a custom authorization server', props('OktaProviderProps')),
  entraId: struct('Microsoft Entra ID', props('EntraIdProviderProps')),
  keycloak: struct('Keycloak 25 or later', props('KeycloakProviderProps')),
  authentik: struct(
    'authentik 2024.4 or later, with an application for each client', props('AuthentikProviderProps'),
  ),
  auth0: struct('Auth0, with its own API', props('Auth0ProviderProps')),
  cognito: struct('Amazon Cognito, of the Essentials or Plus plan', props('CognitoProviderProps')),
  dex: struct('Dex, with its connectors', props('DexProviderProps')),
  hydra: struct('Ory Hydra, with JWT access tokens', props('HydraProviderProps')),
  oidc: struct('Another provider of OpenID Connect', OIDC),
});

const CLIENT = props('OAuthClient');

/** An application, with distinguishable examples. */
function client(help: string, clientId: string, key: string) {
  return struct(help, {
    ...CLIENT, clientId: but(CLIENT.clientId, { example: clientId }), secret: inStore(CLIENT.secret, key),
  });
}

/** One of the three applications, whose client ID can be chosen, or is unknown. */
function registered<Further extends Fields>(help: string, example: string, further: Further) {
  const clientId = but(CLIENT.clientId, { example, help: `Client ID of the ${help}` });
  return optional(struct(`The ${help}`, {
    clientId: optional(clientId, 'a chosen name, for an application that is not registered yet'), ...further,
  }));
}

const APPLICATIONS = optional(struct('The three applications at the provider', {
  web: registered('web application: browser login', '0oa-web-1111', {
    secret: inStore(CLIENT.secret, 'union/web-client-secret'),
  }),
  native: registered('native application: SDK and CLI', '0oa-native-2222', {}),
  service: registered('service application: calls between services', '0oa-service-3333', {
    secret: inStore(CLIENT.secret, 'union/service-client-secret'), subject: CLIENT.subject,
  }),
}, {
  meant: {
    webClientId: 'web.clientId',
    nativeClientId: 'native.clientId',
    serviceClientId: 'service.clientId',
    serviceSubject: 'service.subject',
  },
}), 'not registered yet: names are chosen, and the files to register them come first');

const ROTATION = {
  rotation: optional(word('How running pods get a rotated secret', ['reloader']),
    'none; restart them by hand'),
};

const SECRETS = choice('How client secrets get into the cluster', {
  externalSecrets: struct('External Secrets Operator reads them from a secret store', {
    store: struct('The store to read from', {
      kind: word('SecretStore, one in the namespace of each plane, or ClusterSecretStore, one for all',
        ['SecretStore', 'ClusterSecretStore'], 'ClusterSecretStore'),
      name: text('Name of the store', 'default'),
    }),
    ...props('ExternalSecretsDeliveryProps', 'refreshInterval', 'aheadOfChart', 'guardValues'),
    ...ROTATION,
  }, {
    meant: {
      webClientSecret: 'applications.web.secret',
      serviceClientSecret: 'applications.service.secret',
      databasePassword: 'controlPlane.databasePassword (in plain YAML planes.plain.database.password)',
    },
  }),
  kubernetesSecrets: struct('A person runs a script that reads them from the environment', ROTATION),
  provisioned: struct('Another tool delivers the Secrets', ROTATION),
});

const NEWEST = 'the newest known release';
const { services, images } = props('ControlPlaneProps', 'services', 'images');
const S3 = props('S3StorageProps');

const PLANES = optional(choice('With Union\'s charts, or without them', {
  charts: struct('Union\'s Helm charts: values files, and the delivery of the secrets', {
    version: optional(text('Version of the charts', '2026.8.3'), NEWEST),
  }),
  plain: struct('Both planes in plain YAML, without the charts', {
    images,
    version: optional(text('Version of the charts whose layout to follow', '2026.8.3'), NEWEST),
    database: struct('The PostgreSQL server of the control plane', {
      ...props('Database', 'host', 'port', 'user', 'name', 'tls', 'caConfigMap'),
      password: inStore(props('Database', 'password').password, 'union/database'),
    }),
    storage: choice('The object storage of the services', {
      s3: struct('Amazon S3, or an S3-compatible server such as MinIO', {
        ...S3,
        accessKeyId: inStore(S3.accessKeyId, 'union/storage'),
        secretAccessKey: inStore(S3.secretAccessKey, 'union/storage'),
      }),
      gcs: struct('Google Cloud Storage',
        props('GcsStorageProps', 'bucket', 'projectId', 'serviceAccount')),
      azure: struct('Azure Blob Storage',
        props('AzureStorageProps', 'account', 'container', 'tenantId', 'clientId')),
    }),
    services,
  }),
}), 'charts');

const { cluster, server } = props('ArgoApplicationProps', 'cluster', 'server');
const { kubeConfig } = props('FluxHelmReleaseProps', 'kubeConfig');

/** The questions for both planes. */
const PLANE = {
  ...props('ChartProps', 'releaseName'),
  destination: optional(choice('The target cluster of its chart, by its name in the '
    + 'installing tool uses', {
    cluster: required(cluster), server: required(server), kubeConfig: required(kubeConfig),
  }), 'the one of its name in Argo CD; without a name, and in Flux, their own cluster'),
  ...props('ChartProps', 'extraValues'),
};

const CONTROL_PLANE = optional(struct('Settings of the control plane', {
  namespace: but(props('PlaneProps', 'namespace').namespace, { default: 'union-cp', example: 'union-cp' }),
  authorization: optional(choice('The authorization mode: who may do what', {
    noop: struct('Every signed-in caller may do everything', {}),
    union: struct('Union\'s own roles', props('UnionAuthorizationProps')),
    external: struct('An authorization server of yours', props('ExternalAuthorizationProps')),
  }), 'noop'),
  networkPolicy: optional(struct('Who can reach the services of the chart, which trust the identity headers '
    + 'of themselves', {
    enabled: but(props('NetworkPolicies', 'enabled').enabled, {
      help: 'Whether NetworkPolicies restrict them to the edge and the pods of their namespace',
    }),
    ...props('ControlPlaneNetworkPolicyProps', 'allowFrom'),
  }), 'the edge, and the pods of the control plane\'s namespace'),
  migratingFrom: optional(text('Version of the charts that may still run; the version itself if nothing '
    + 'older ever ran', '2026.8.3'), 'the oldest known release: keys that only older ones read are kept'),
  databasePassword: inStore(props('ControlPlaneAuthProps', 'databasePassword').databasePassword,
    'union/database'),
  ...PLANE,
}));

const NAMESPACE = but(props('PlaneProps', 'namespace').namespace, { default: 'union' });

const UNNAMED = {
  eagerApiKey: optional(
    word('What creates the API key of eager tasks: the operator, or another tool that delivers it',
      ['fromOperator', 'provisioned']),
    'the control plane, from the eager application; without one, eager tasks fail',
  ),
  ...PLANE,
};

const DATA_PLANE = struct('A data plane', {
  namespace: NAMESPACE,
  operator: optional(client('Its own application, with which it signs in', '0oa-east-4444',
    'union/east/operator')),
  eager: optional(client('The application with which its eager tasks call back', '0oa-east-5555',
    'union/east/eager')),
  ...UNNAMED,
}, { meant: { clusterName: 'the key above, such as "east:"' } });

const IDENTITY = props('UnionIdentityProps', 'domain', 'additionalDomains', 'organization',
  'preferRefreshTokens');

const ENVOY = props('EnvoyGatewayEdgeProps', 'gatewayClassName', 'envoyGatewayVersion', 'gateway');

/** Each edge by its factory. */
const EDGES = {
  ingressNginx: struct('ingress-nginx, as in Union\'s chart',
    props('IngressNginxEdgeProps', 'ingressClassName', 'annotations')),
  traefik: struct('Traefik 3', props('TraefikEdgeProps', 'entryPoints', 'httpEntryPoints')),
  envoyGateway: struct('The Gateway API with Envoy Gateway', ENVOY),
};

export const FACTORIES: readonly string[] = Object.keys(EDGES);

/** The edges of the chart itself. */
export const OF_CHART: readonly string[] = ['ingressNginx', 'chartGateway'];

const { repository } = props('HelmChartSource', 'repository');
const { manifests, ...argo } = props('ArgoApplicationProps', 'manifests', 'project', 'automated');
const GIT = props('GitManifestSource', 'repository', 'folder', 'revision');

const DEPLOYMENT = struct('Authentication of a self-hosted Union.ai deployment, described once', {
  domain: IDENTITY.domain,
  additionalDomains: IDENTITY.additionalDomains,
  organization: optional(IDENTITY.organization, 'the request\'s host name'),
  identityProvider: PROVIDER,
  applications: APPLICATIONS,
  preferRefreshTokens: IDENTITY.preferRefreshTokens,
  secrets: SECRETS,
  planes: PLANES,
  controlPlane: CONTROL_PLANE,
  dataPlanes: optional(
    map('The data planes, by the cluster names with which they register', DATA_PLANE, { east: {} }),
    'one without a name, in namespace "union", that shares the service application',
  ),
  dataPlane: optional(struct(
    'The data plane, if it has no name and shares the service application',
    { namespace: NAMESPACE, ...UNNAMED }, {
      meant: {
        clusterName: 'dataPlanes, with the name as a key', operator: 'operator of an entry in dataPlanes',
      },
    },
  ), 'in namespace "union"'),
  clients: optional(map(
    'Additional clients with their own secret, such as pipelines, each by a short name',
    but(client('A client', '0oa-release-6666', 'union/release'), {
      meant: { name: 'the key above, such as "release:"' },
    }),
    { release: { clientId: '0oa-release-6666' } },
  ), 'none'),
  edge: optional(struct('The edge, which serves the control plane and guards its routes', {
    controller: optional(choice('Which controller serves the control plane', {
      ...EDGES,
      chartGateway: struct('The Gateway routes that Union\'s chart renders (global.INGRESS_PROVIDER: both, '
        + 'or envoy in extraValues), and a guard', { envoyGatewayVersion: ENVOY.envoyGatewayVersion }),
    }), 'ingressNginx'),
    ...props('EdgeOptions', 'tls', 'tlsEndsElsewhere'),
  }, {
    meant: Object.fromEntries([...FACTORIES, 'chartGateway']
      .map((name) => [name, `controller: {${name}: {}}`])),
  }), 'the ingress-nginx of the chart'),
  gitops: optional(choice('The tool that installs the charts', {
    helm: struct('You, with helm upgrade', {}),
    argocd: struct('Argo CD, with an Application for each plane', {
      repository,
      manifests: optional(
        struct('The Git directory with one folder of manifests for each namespace, synced with the chart', {
          ...GIT, folder: required(GIT.folder),
        }, { meant: { path: 'folder' } }),
        manifests.default,
      ),
      ...argo,
    }),
    flux: struct('Flux, with a HelmRelease for each plane', { repository }),
  }), 'helm'),
}, {
  meant: {
    provider: 'identityProvider', tls: 'edge.tls', tlsEndsElsewhere: 'edge.tlsEndsElsewhere',
  },
});

/** All answers, in the order of the file. */
export const ANSWERS: Field = DEPLOYMENT;

/** The answers, once their form is right. */
export type Answers = ValueOf<typeof DEPLOYMENT>;
