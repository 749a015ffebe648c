import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  ArgoApplication, ArgoApplicationSet,
  AuthProfile, Authorization, AuthVerification, ChartVersion, WorkloadClient, ClientConfig,
  ClientEnvironment, ClusterSecretStore, ControlPlane, ControlPlaneAuth, ControlPlaneEdge, ControlPlaneNetworkPolicy,
  DatabaseTls, DataPlane, DataPlaneAuth, EagerApiKey, EdgeController, EnvoyGatewayGuard, ExternalSecret, FindingSeverity, FleetApp,
  FluxHelmRelease, FluxKustomization,
  HydraOAuth2Client, IdentityProvider, IngressNginxGuard, KeycloakRealmImport, ObjectStorage, PlaneConfig, Registrations, RouteGroup, RouteKind,
  SecretCreationPolicy, SecretDeletionPolicy,
  SecretDelivery, SecretMount, SecretRotation, ServiceSecrets, SecretStore, SecretStoreProvider, Texts, TraefikGuard,
  UnionIdentity,
} from '../../src';
import { dataPlaneOf, externalSecrets, oktaAuth, SERVICE_SECRET, unionAuth, WEB_SECRET } from '../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../_tools/plain-plane';

const TMP = join(tmpdir(), 'cdk8s-union-auth-public-api');

/** Good arguments of one way into the library, with every optional prop that goes together with the others; the tests spoil them one by one. */
export interface Example {
  /** Arguments after scope and id, where it is a construct. */
  readonly args: () => unknown[];
  readonly call: (scope: Construct, args: any[]) => unknown;
}

const identity = oktaAuth();
const secrets = externalSecrets();
const metadata = { name: 'x', namespace: 'x', labels: { a: 'b' }, annotations: { a: 'b' } };
const remote = { key: 'union/x', property: 'p', version: '1' };
const storage = ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' });
const images = { registry: 'registry.example.com/union', tag: '1', pullSecrets: ['registry'] };
const services = { images, storage };
const database = {
  host: 'postgres.example.com', port: 5432, user: 'union', name: 'flyteadmin', names: { executions: 'union' }, tls: DatabaseTls.VERIFY_FULL, caConfigMap: 'database-ca', password: remote, initialProjects: ['flytesnacks'],
};
const scheduling = {
  nodeSelector: { pool: 'union' },
  tolerations: [{ key: 'union', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 }],
  priorityClassName: 'high',
  topologyKeys: ['kubernetes.io/hostname'],
};
const resources = { requests: { cpu: '1', memory: '1Gi', ephemeralStorage: '1Gi' }, limits: { cpu: '2', memory: 'none', ephemeralStorage: '2Gi' } };
const podsOf = (service: string) => ({
  settings: {
    [service]: {
      replicas: 1,
      image: 'x',
      resources,
      probes: { path: '/healthcheck', port: 10254, startup: Duration.minutes(1), disabled: false },
      security: { user: 10001, group: 10001, writableRootFilesystem: true },
      config: { a: { b: 1 } },
    },
  },
  scheduling,
  networkPolicies: {
    enabled: true,
    allowFrom: [{ namespace: 'monitoring', podLabels: { app: 'prometheus' } }, { namespaceLabels: { team: 'a' } }, { cidr: '10.0.0.0/8' }],
    egressPorts: [6379],
  },
  metadata: { labels: { 'example.com/team': 'a' }, annotations: { 'example.com/owner': 'a' } },
});
const keyRef = { name: 'x', key: 'y' };
const edgeOptions = {
  controller: EdgeController.traefik(),
  hosts: [identity.domain],
  tls: [{ secretName: 'tls', hosts: [identity.domain] }],
  extraRoutes: [{ group: RouteGroup.OPEN_HTTP, path: '/reports', service: 'reports', port: 80, exact: false }],
};
const controlPlaneAuth = {
  identity,
  secrets,
  namespace: 'cp',
  chartVersion: ChartVersion.V2026_8,
  releaseName: 'cp',
  extraValues: { global: { b: 1 } },
  databasePassword: { ...remote, key: 'd' },
  edge: ControlPlaneEdge.chartIngress(),
  authorization: Authorization.external({ host: 'dns:///authz.example.com:443' }),
};
const dataPlaneAuth = {
  dataPlane: identity.unlistedDataPlane({ clusterName: 'east', eagerApiKey: EagerApiKey.provisioned() }),
  secrets,
  namespace: 'dp',
  chartVersion: ChartVersion.V2026_8,
  releaseName: 'dp',
  extraValues: { global: { b: 1 } },
};
/** Without what is about the charts. */
const { releaseName: _cp, extraValues: _cpValues, databasePassword: _cpPassword, edge: _cpEdge, ...plainControlPlaneAuth } = controlPlaneAuth;
const { releaseName: _dp, extraValues: _dpValues, ...plainDataPlaneAuth } = dataPlaneAuth;
const pods = [{ namespace: 'edge', podLabels: { app: 'edge' } }];
const gate = { image: 'registry.example.com/nginx:1', replicas: 2, resources, scheduling };

/** A construct: the arguments are its props. */
const construct = (type: new (scope: Construct, id: string, props: any) => unknown, props: object): Example => ({
  args: () => [props],
  call: (scope, [given]) => new type(scope, 'construct', given),
});
const call = (made: (...args: any[]) => unknown, ...args: unknown[]): Example => ({ args: () => args, call: (_, given) => made(...given) });
const inChart = (namespace?: string) => new Chart(new App(), 'chart', { namespace });
const pod = () => new ApiObject(inChart(), 'pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'main' }] } });

const ingress = () => new ApiObject(inChart('x'), 'ingress', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' });
const httpRoute = () => new ApiObject(inChart('x'), 'route', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { parentRefs: [{ name: 'public' }] } });
const configMap = () => new ApiObject(inChart(), 'map', { apiVersion: 'v1', kind: 'ConfigMap' });
const ingressGuard = () => new IngressNginxGuard(inChart('x'), 'guard', { identity });
const traefikGuard = () => new TraefikGuard(inChart('x'), 'guard', { identity });
const flyteadmin = () => PlaneConfig.controlPlane({ identity }).service('flyteadmin');

const keycloak = unionAuth({ identityProvider: IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union' }) });
const keycloakRegistrations = () => ({ identity: keycloak });
const oidc = { issuer: 'https://idp.example.com/', tokenEndpoint: 'https://idp.example.com/token' };
const hydra = unionAuth({ identityProvider: IdentityProvider.hydra({ issuer: 'https://hydra.example.com/' }) });
const entraId = { tenantId: '00000000-0000-0000-0000-000000000001', applicationIdUri: 'api://00000000-0000-0000-0000-000000000001/union' };
const environment = { secretVariable: 'CI_SECRET' };
const plane = () => new ControlPlane(inChart(), 'plane', { identity, secrets, ...PLAIN });
const auth = () => new ControlPlaneAuth(inChart(), 'auth', { identity, secrets });
const dataPlane = () => new DataPlane(inChart(), 'plane', { dataPlane: dataPlaneOf(identity), secrets, ...PLAIN_DATA_PLANE });
const listing = () => unionAuth({
  dataPlanes: { east: { operator: { clientId: 'o' } } }, clients: { release: { clientId: 'p', secret: { key: 'union/release' } } },
});
const serviceAccount = { name: 'sa', audiences: ['a'] };
const chart = { repository: 'https://charts.example.com/union', version: '2026.8.3' };

interface ManyObjects {
  readonly apiObjects: ApiObject[];
  object(kind: string, name: string): ApiObject;
}

/** One of the objects that a construct hands out. */
function lookUp(make: () => ManyObjects): Example {
  const [{ kind, name }] = make().apiObjects;
  return call((ofKind, named) => make().object(ofKind, named), kind, name);
}

export const EXAMPLES: Readonly<Record<string, Example>> = {
  'ControlPlane#object': lookUp(() => plane()),
  'ControlPlaneAuth#object': lookUp(() => auth()),
  'ControlPlaneEdge#addRoute': call((route) => new ControlPlaneEdge(inChart('cp'), 'edge', { identity, ...edgeOptions }).addRoute(route), { group: RouteGroup.GUARDED_HTTP, path: '/later', service: 'x', port: 80, exact: true, guarded: true }),
  'ControlPlaneEdge#object': lookUp(() => new ControlPlaneEdge(inChart('cp'), 'edge', { identity, ...edgeOptions })),
  'ControlPlaneNetworkPolicy#object': lookUp(() => new ControlPlaneNetworkPolicy(inChart('cp'), 'policy', { edge: ControlPlaneEdge.chartGateway() })),
  'DataPlane#object': lookUp(() => dataPlane()),
  'DataPlaneAuth#object': lookUp(() => new DataPlaneAuth(inChart(), 'auth', dataPlaneAuth)),
  'EnvoyGatewayGuard#object': lookUp(() => new EnvoyGatewayGuard(inChart('cp'), 'guard', { identity })),
  'IngressNginxGuard#object': lookUp(() => ingressGuard()),
  'ServiceSecrets#object': lookUp(() => new ServiceSecrets(inChart('cp'), 'secrets', { config: flyteadmin(), secrets })),
  'TraefikGuard#object': lookUp(() => traefikGuard()),
  'WorkloadClient#object': lookUp(() => new WorkloadClient(inChart('ci'), 'client', { client: listing().client('release'), secrets })),
  'ArgoApplication': construct(ArgoApplication, {
    metadata,
    chart,
    plane: auth(),
    server: 'https://kubernetes.default.svc',
    project: 'default',
    automated: true,
    manifests: { repository: 'https://git.example.com/union', path: 'rendered/cp', revision: 'main' },
    valueFiles: { repository: 'https://git.example.com/values', file: 'cp.yaml', before: ['common.yaml'], revision: 'main' },
  }),
  'ArgoApplicationSet': construct(ArgoApplicationSet, {
    metadata,
    chart,
    planes: [{ name: 'cp', cluster: 'in-cluster', plane: auth(), wave: 'canary', valuesBefore: ['sizes.yaml'] }],
    manifests: { repository: 'https://git.example.com/union', folder: 'rendered', revision: 'main' },
    valueFiles: { repository: 'https://git.example.com/values', folder: 'rendered', before: ['common.yaml'], revision: 'main' },
    waves: ['canary'],
    deleteResources: true,
    project: 'default',
    automated: false,
    retry: { limit: 3, duration: Duration.seconds(5), factor: 3, maxDuration: Duration.minutes(2) },
    syncOptions: ['CreateNamespace=true'],
  }),
  'ArgoApplication.addSyncWaves': call((scope) => ArgoApplication.addSyncWaves(scope), inChart()),
  'Authorization.external': call((props) => Authorization.external(props), { host: 'dns:///authz.example.com:443', insecure: true, failOpen: true, externalIdentity: true }),
  'Authorization.union': call((props) => Authorization.union(props), {
    admins: [{ name: 'Ada', subject: '00u-ada' }], domains: ['development'], projects: ['flytesnacks'], externalIdentity: true,
  }),
  'AuthVerification.of': { args: () => [inChart(), { skip: ['issuer-insecure'], failOn: FindingSeverity.ERROR }], call: (_, [scope, options]) => AuthVerification.of(scope, options) },
  'ChartVersion.of': call((version) => ChartVersion.of(version), '2026.8.3'),
  'ChartVersion.assume': call((version, like) => ChartVersion.assume(version, like), '2026.9.1', ChartVersion.V2026_8),
  'WorkloadClient': construct(WorkloadClient, { client: listing().client('release'), secrets, namespace: 'ci', mountPath: '/secrets' }),
  'WorkloadClient#addTo': {
    args: () => [pod(), 'main'],
    call: (_, [workload, container]) =>
      new WorkloadClient(inChart(), 'client', { client: listing().client('release'), secrets, namespace: 'ci' }).addTo(workload, container),
  },
  'ControlPlaneEdge.chartIngress': call((props) => ControlPlaneEdge.chartIngress(props), { ingressClassName: 'nginx', pods }),
  'ClientConfig.clientCredentials': call((given, options) => ClientConfig.clientCredentials(given, options), listing().client('release'), { secretPath: '/secrets/x' }),
  'ClientConfig.deviceCode': call((given) => ClientConfig.deviceCode(given), identity),
  'ClientConfig.pkce': call((given) => ClientConfig.pkce(given), identity),
  'ClientEnvironment#toPodEnvironment': call((name, key) => ClientEnvironment.flytekit(listing().client('release'), environment).toPodEnvironment(name, key), 'secret', 'key'),
  'ClientEnvironment.apiKey': call((given, options) => ClientEnvironment.apiKey(given, options), listing().client('release'), environment),
  'ClientEnvironment.flyteSdk': call((given, options) => ClientEnvironment.flyteSdk(given, options), listing().client('release'), environment),
  'ClientEnvironment.flytekit': call((given, options) => ClientEnvironment.flytekit(given, options), listing().client('release'), environment),
  'ClusterSecretStore': construct(ClusterSecretStore, { metadata: { ...metadata, namespace: undefined }, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) }),
  'ControlPlane': construct(ControlPlane, {
    ...plainControlPlaneAuth,
    ...services,
    ...podsOf('executions'),
    edge: edgeOptions,
    database,
    services: ['executions'],
    ownServices: {
      reports: { image: 'registry.example.com/reports:1', ports: [{ name: 'http', port: 80, targetPort: 8080 }], command: ['reports'], args: ['serve'] },
    },
    servedElsewhere: ['actions', 'authorizer'],
  }),
  'ControlPlane#addConfig': call((service, config, options) => plane().addConfig(service, config, options), 'usage', { logger: { level: 5 } }, { keep: [], replace: [] }),
  'ControlPlane#deployment': call((service) => plane().deployment(service), 'usage'),
  'ControlPlane#secretMounts': call((service) => plane().secretMounts(service), 'usage'),
  'ControlPlaneAuth': construct(ControlPlaneAuth, controlPlaneAuth),
  'ControlPlaneAuth#secretMounts': call((service) => plane().auth.secretMounts(service), 'usage'),
  'ControlPlaneEdge': construct(ControlPlaneEdge, { identity, namespace: 'cp', chartVersion: ChartVersion.V2026_8, scheduling, ...edgeOptions }),
  'DataPlane': construct(DataPlane, {
    ...plainDataPlaneAuth,
    ...services,
    ...podsOf('union-operator'),
    taskObjects: { 'ray.io': ['rayjobs'] },
    restrictResourceSync: true,
  }),
  'DataPlane#addConfig': call((service, config, options) => dataPlane().addConfig(service, config, options), 'union-operator', { logger: { level: 5 } }, { keep: [], replace: [] }),
  'DataPlane#deployment': call((service) => dataPlane().deployment(service), 'union-operator'),
  'DataPlane#secretMounts': call((service) => dataPlane().secretMounts(service), 'union-operator'),
  'DataPlaneAuth': construct(DataPlaneAuth, dataPlaneAuth),
  'DataPlaneAuth#secretMounts': call((service) => dataPlane().auth.secretMounts(service), 'union-operator'),
  'EagerApiKey.encoded': call((name) => EagerApiKey.encoded(name), 'x'),
  'EdgeController.envoyGateway': call((props) => EdgeController.envoyGateway(props), { gateway: { name: 'x', namespace: 'y', sectionName: 'z' }, gate, pods }),
  'EdgeController.ingressNginx': call((props) => EdgeController.ingressNginx(props), { ingressClassName: 'nginx', annotations: { 'cert-manager.io/cluster-issuer': 'x' }, pods }),
  'EdgeController.traefik': call((props) => EdgeController.traefik(props), { entryPoints: ['websecure'], httpEntryPoints: ['web'], gate, pods }),
  'ControlPlaneNetworkPolicy': construct(ControlPlaneNetworkPolicy, { namespace: 'cp', edge: ControlPlaneEdge.chartGateway(), allowFrom: pods }),
  'EnvoyGatewayGuard': construct(EnvoyGatewayGuard, { namespace: 'cp', httpRoutes: ['controlplane-protected', 'c'], grpcRoutes: ['controlplane-grpc-protected', 'd'], gate }),
  'FleetApp': call((given) => new FleetApp(given), { outdir: TMP, outputFileExtension: '.yaml', yamlOutputType: YamlOutputType.FILE_PER_APP, recordConstructMetadata: true, resolvers: [] }),
  'FluxHelmRelease': construct(FluxHelmRelease, { metadata, chart, plane: auth(), dependsOn: ['eso/eso'] }),
  'FluxKustomization': construct(FluxKustomization, {
    metadata,
    path: 'dist',
    source: { kind: 'OCIRepository', name: 'manifests', namespace: 'flux-system' },
    dependsOn: ['eso/eso'],
    kubeConfig: 'us-east',
    wait: false,
    prune: false,
    serviceAccountName: 'applier',
    interval: Duration.minutes(5),
    timeout: Duration.minutes(3),
    retryInterval: Duration.seconds(20),
  }),
  'HelmValues#writeTo': call((scope, path) => plane().auth.helmValues.writeTo(scope, path), new App({ outdir: TMP }), join(TMP, 'values.yaml')),
  'HydraOAuth2Client': construct(HydraOAuth2Client, { registration: new Registrations({ identity: hydra }).all[0], namespace: 'x', name: 'y', secretName: 'z' }),
  'IdentityProvider#serviceSubject': call((clientId) => identity.identityProvider.serviceSubject(clientId), 'x'),
  'IdentityProvider.auth0': call((props) => IdentityProvider.auth0(props), { domain: 'acme.auth0.com', audience: 'x' }),
  'IdentityProvider.cognito': call((props) => IdentityProvider.cognito(props), { userPoolId: 'eu-west-1_AbC', domain: 'acme.auth.example.com', resourceServer: 'union' }),
  'IdentityProvider.dex': call((props) => IdentityProvider.dex(props), { issuer: 'https://dex.example.com', webScopes: ['openid'] }),
  'IdentityProvider.authentik': call((props) => IdentityProvider.authentik(props), { serverUrl: 'https://auth.example.com', webSlug: 'union-web' }),
  'IdentityProvider.hydra': call((props) => IdentityProvider.hydra(props), { issuer: 'https://hydra.example.com/', audience: 'x' }),
  'IdentityProvider.entraId': call((props) => IdentityProvider.entraId(props), { ...entraId, apiClientId: entraId.tenantId, authorityHost: 'login.microsoftonline.us' }),
  'IdentityProvider.keycloak': call((props) => IdentityProvider.keycloak(props), { serverUrl: 'https://sso.example.com', realm: 'union', audience: 'x' }),
  'IdentityProvider.oidc': call((props) => IdentityProvider.oidc(props), {
    ...oidc,
    tokenEndpointOnOtherHost: false,
    authorizationEndpoint: 'https://idp.example.com/a',
    deviceAuthorizationEndpoint: 'https://idp.example.com/d',
    metadataPath: '.well-known/x',
    audience: 'x',
    audienceIsClientId: false,
    audienceMustBeRequested: false,
    serviceScopes: ['all'],
    nativeScopes: ['all'],
    webScopes: ['openid'],
    identityTypeClaimsForApps: { gty: ['x'] },
    subjectClaimNames: ['sub'],
  }),
  'IdentityProvider.okta': call((props) => IdentityProvider.okta(props), { orgUrl: 'https://acme.okta.com', authorizationServerId: 'x', audience: 'y' }),
  'KeycloakRealmImport': construct(KeycloakRealmImport, { registrations: new Registrations(keycloakRegistrations()), keycloakName: 'x', namespace: 'y', name: 'z', clientSecretsFrom: 's' }),
  'ObjectStorage.azure': call((props) => ObjectStorage.azure(props), { account: 'acme', container: 'union', tenantId: entraId.tenantId, clientId: entraId.tenantId, podIdentity: false, clientSecret: remote }),
  'ObjectStorage.gcs': call((props) => ObjectStorage.gcs(props), { bucket: 'acme-union', projectId: 'acme', serviceAccountKey: remote, podIdentity: false }),
  'ObjectStorage.s3': call((props) => ObjectStorage.s3(props), {
    bucket: 'acme-union',
    endpoint: 'https://minio.example.com:9000',
    region: 'us-east-1',
    podIdentity: false,
    accessKeyId: remote,
    secretAccessKey: { ...remote, property: 'secret' },
  }),
  'Registrations': call((props) => new Registrations(props), { ...keycloakRegistrations(), clientSecretsFromEnvironment: true }),
  'Registrations#writeTo': call((scope, folder) => new Registrations({ identity }).writeTo(scope, folder), new App({ outdir: TMP }), join(TMP, 'registrations')),
  'SecretDelivery.externalSecrets': call((props) => SecretDelivery.externalSecrets(props), {
    store: SecretStore.fromName('x'),
    refreshInterval: Duration.hours(1),
    rotation: SecretRotation.reloader(),
  }),
  'SecretDelivery.kubernetesSecrets': call((options) => SecretDelivery.kubernetesSecrets(options), { rotation: SecretRotation.reloader() }),
  'SecretDelivery.provisioned': call((options) => SecretDelivery.provisioned(options), { rotation: SecretRotation.reloader() }),
  'ExternalSecret': construct(ExternalSecret, {
    metadata,
    store: SecretStore.fromName('x'),
    refreshInterval: Duration.hours(1),
    spellOutDefaults: true,
    guardValues: true,
    ensureTarget: true,
    target: { name: 'x', creationPolicy: SecretCreationPolicy.OWNER, deletionPolicy: SecretDeletionPolicy.RETAIN, template: { y: 'z' }, annotations: { a: 'b' }, copyMetadata: false },
    data: [{ secretKey: 'y', remoteRef: remote }],
  }),
  'IngressNginxGuard': construct(IngressNginxGuard, { identity, namespace: 'x', gate }),
  'IngressNginxGuard#annotations': call((kind) => ingressGuard().annotations(kind), RouteKind.API),
  'IngressNginxGuard#addTo': { args: () => [ingress(), RouteKind.API], call: (_, [route, kind]) => ingressGuard().addTo(route, kind) },
  'TraefikGuard': construct(TraefikGuard, { identity, namespace: 'x', gate }),
  'TraefikGuard#annotations': call((kind) => traefikGuard().annotations(kind), RouteKind.API),
  'TraefikGuard#middlewares': call((kind) => traefikGuard().middlewares(kind), RouteKind.API),
  'TraefikGuard#addTo': { args: () => [ingress(), RouteKind.API], call: (_, [route, kind]) => traefikGuard().addTo(route, kind) },
  'EnvoyGatewayGuard#addTo': {
    args: () => [httpRoute(), RouteKind.API],
    call: (_, [route, kind]) => new EnvoyGatewayGuard(inChart('x'), 'guard', { identity, gateway: 'public' }).addTo(route, kind),
  },
  'PlaneConfig.controlPlane': call((props) => PlaneConfig.controlPlane(props), {
    identity, authorization: Authorization.external({ host: 'dns:///x:443' }), namespace: 'x', chartVersion: ChartVersion.V2026_8,
  }),
  'PlaneConfig.dataPlane': call((props) => PlaneConfig.dataPlane(props), {
    dataPlane: identity.unlistedDataPlane({ clusterName: 'x' }), controlPlaneHost: identity.domain, namespace: 'y', chartVersion: ChartVersion.V2026_8,
  }),
  'PlaneConfig#service': call((name) => PlaneConfig.controlPlane({ identity }).service(name), 'flyteadmin'),
  'ServiceConfig#addTo': { args: () => [configMap()], call: (_, [map]) => flyteadmin().addTo(map) },
  'ServiceSecrets': construct(ServiceSecrets, { config: flyteadmin(), secrets }),
  'HelmValues#mergeOver': call((existing, options) => plane().auth.helmValues.mergeOver(existing, options),
    { global: { UNION_HOST: 'x', INTERNAL_CLIENT_ID: 'y' } }, { keep: ['global.UNION_HOST'], replace: ['global.INTERNAL_CLIENT_ID'] }),
  'HelmValues#mergeOverText': call((existing, options) => plane().auth.helmValues.mergeOverText(existing, options),
    'global: { UNION_HOST: x, INTERNAL_CLIENT_ID: y }', { keep: ['global.UNION_HOST'], replace: ['global.INTERNAL_CLIENT_ID'] }),
  'Texts.of': { args: () => [inChart()], call: (_, [scope]) => Texts.of(scope) },
  'YamlFile#mergeOver': call((existing, options) => PlaneConfig.controlPlane({ identity }).values.mergeOver(existing, options),
    { global: { UNION_HOST: 'x', INTERNAL_CLIENT_ID: 'y' } }, { keep: ['global.UNION_HOST'], replace: ['global.INTERNAL_CLIENT_ID'] }),
  'YamlFile#mergeOverText': call((existing, options) => PlaneConfig.controlPlane({ identity }).values.mergeOverText(existing, options),
    'global: { UNION_HOST: x, INTERNAL_CLIENT_ID: y }', { keep: ['global.UNION_HOST'], replace: ['global.INTERNAL_CLIENT_ID'] }),
  'SecretMount': call((props) => new SecretMount(props), { secret: kplus.Secret.fromSecretName(inChart(), 'secret', 'x'), mountPath: '/x', volumeName: 'y', namespace: 'z' }),
  'SecretMount#addTo': { args: () => [pod(), 'main'], call: (_, [workload, container]) => new SecretMount({ secretName: 'x', mountPath: '/x' }).addTo(workload, container) },
  'SecretRotation.revision': call((word) => SecretRotation.revision(word), 'x'),
  'SecretStore': construct(SecretStore, { metadata, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) }),
  'SecretStoreProvider.awsSecretsManager': call((props) => SecretStoreProvider.awsSecretsManager(props), {
    region: 'us-east-2', role: 'arn:aws:iam::123456789012:role/y', accessKeyId: keyRef, secretAccessKey: { ...keyRef, key: 'other' },
  }),
  'SecretStoreProvider.azureKeyVault': call((props) => SecretStoreProvider.azureKeyVault(props), {
    vaultUrl: 'https://acme.vault.azure.net', tenantId: entraId.tenantId, clientId: keyRef, clientSecret: keyRef,
  }),
  'SecretStoreProvider.gcpSecretManager': call((props) => SecretStoreProvider.gcpSecretManager(props), { projectId: 'acme', location: 'europe-west3', serviceAccount }),
  'SecretStoreProvider.vault': call((props) => SecretStoreProvider.vault(props), { server: 'https://v.example.com', role: 'x', path: 'y', version: 'v2', mountPath: 'z', serviceAccount }),
  'ClusterSecretStore.fromName': call((name) => ClusterSecretStore.fromName(name), 'x'),
  'SecretStore.fromName': call((name) => SecretStore.fromName(name), 'x'),
  'TextFile#writeTo': call((scope, path) => identity.checklist.writeTo(scope, path), new App({ outdir: TMP }), join(TMP, 'checklist.md')),
  'UnionIdentity': call((props) => new UnionIdentity(props), {
    domain: 'union.example.com',
    identityProvider: identity.identityProvider,
    applications: { web: { clientId: 'w', secret: WEB_SECRET }, native: { clientId: 'n' }, service: { clientId: 's', secret: SERVICE_SECRET, subject: 'sub' } },
    dataPlanes: {
      east: {
        operator: { clientId: 'o', secret: remote, subject: 'sub-o' },
        eager: { clientId: 'e', secret: { ...remote, key: 'union/eager' }, subject: 'sub-e' },
        eagerApiKey: EagerApiKey.fromOperator(),
      },
    },
    clients: { release: { clientId: 'p', secret: { ...remote, key: 'union/release' }, subject: 'sub-p' } },
    organization: 'acme',
    additionalDomains: ['flyte.example.com'],
    additionalClientIds: ['further'],
    preferRefreshTokens: false,
    profile: AuthProfile.HARDENED,
  }),
  'UnionIdentity#client': call((name) => listing().client(name), 'release'),
  'UnionIdentity#dataPlane': call((clusterName) => listing().dataPlane(clusterName), 'east'),
  'UnionIdentity#unlistedDataPlane': call((options) => identity.unlistedDataPlane(options), { clusterName: 'east', eagerApiKey: EagerApiKey.provisioned() }),
  'UnionIdentity#allowsAudienceOf': call((clientId) => identity.allowsAudienceOf(clientId), 'x'),
  'YamlFile#writeTo': call((scope, path) => ClientConfig.pkce(identity).writeTo(scope, path), new App({ outdir: TMP }), join(TMP, 'config.yaml')),
};
