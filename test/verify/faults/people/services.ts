import { Json, Planes } from '../_planes';
import { inPlanes } from './_people';

/** What services are told in plain YAML. */

const plain = inPlanes();
const config = (name: string, apply: (config: Json) => void, file?: string) => (planes: Planes) => planes.configure(name, apply, file);
const admin = (apply: (config: Json) => void) => (planes: Planes) => planes.flyteadmin(apply);
const pod = (planes: Planes, name: string): Json => planes.get('Deployment', name).spec.template.spec;

export const SERVICES = [
  plain('an old endpoint without dns', config('executions', (c) => { c.admin.endpoint = 'flyteadmin:80'; }), 'endpoint-mismatch'),
  plain('the public host within the cluster, in plain text', config('executions', (c) => { c.admin.endpoint = 'dns:///union.example.com'; }),
    'endpoint-insecure'),
  plain('a service that uses another audience', config('executions', (c) => { c.admin.audience = 'api://other'; }), 'audience-missing'),
  plain('a service with the token endpoint of another server',
    config('usage', (c) => { c.union.auth.tokenUrl = 'https://acme.okta.com/oauth2/aus1other/v1/token'; }), 'token-url-foreign'),
  plain('admin and union.auth with different clients', config('cluster', (c) => { c.union.auth.clientId = 'cluster-id'; }), 'client-secret-of-other'),
  plain('the authorizer of one service on', config('usage', (c) => { c.authorizer.type = 'Authorizer'; }), 'authorizer-mode-contradicted'),
  plain('the internal connection to another namespace',
    config('usage', (c) => { c.union.internalConnectionConfig.urlPattern = '_SERVICE_.union-staging.svc.cluster.local:80'; }), 'endpoint-mismatch'),
  plain('the root URL of another environment',
    config('executions', (c) => { c.connection.rootTenantURLPattern = 'dns:///union-staging.example.com'; }), 'endpoint-mismatch'),
  plain('the operator with the name of another cluster',
    config('union-operator', (c) => { c.operator.clusterId.name = 'union-west'; }, 'config.yaml'), 'cluster-name-mismatch'),
  plain('propeller with the name of another cluster',
    config('flyte-propeller-config', (c) => { c.propeller['cluster-id'] = 'union-west'; }, 'core.yaml'), 'cluster-name-mismatch'),
  plain('clusterresourcesync with the name of another cluster',
    config('union-clusterresourcesync-config', (c) => { c.cluster_resources.clusterName = 'union-west'; }, 'cluster_resources.yaml'),
    'cluster-name-mismatch'),
  plain('the leaseworker with the name of another cluster', config('leaseworker', (c) => { c.leaseworker.cluster = 'union-west'; }, 'config.yaml'),
    'cluster-name-mismatch'),
  plain('CLUSTER_NAME of another cluster', (p) => {
    p.container('union-operator').env.find(({ name }: Json) => name === 'CLUSTER_NAME').value = 'union-west';
  }, 'cluster-name-mismatch'),
  plain('the appId of another application', config('union-operator', (c) => { c.operator.clusterData.appId = 'other-id'; }, 'config.yaml'),
    'client-incomplete'),
  plain('the cloud host of another environment',
    config('union-operator', (c) => { c.operator.clusterData.cloudHostName = 'union-staging.example.com'; }, 'config.yaml'), 'endpoint-mismatch'),
  plain('useAuth in a text', admin((c) => { c.server.security.useAuth = 'no'; }), 'auth-not-enabled', 'enum-invalid'),
  plain('useAuth left out', admin((c) => { delete c.server.security.useAuth; }), 'auth-not-enabled'),
  plain('secure without a certificate', admin((c) => { c.server.security.secure = true; }), 'endpoint-mismatch'),
  plain('the web client left out', admin((c) => { delete c.auth.userAuth.openId.clientId; }),
    'relying-party-incomplete data["server.yaml"]: auth.userAuth.openId'),
  plain('the issuer of people left out', admin((c) => { delete c.auth.userAuth.openId.baseUrl; }),
    'relying-party-incomplete data["server.yaml"]: auth.userAuth.openId'),
  plain('the redirect URL of staging', admin((c) => { c.auth.userAuth.redirectUrl = 'https://union-staging.example.com/console'; }),
    'redirect-url-elsewhere'),
  plain('no authorizedUris', admin((c) => { delete c.auth.authorizedUris; }), 'public-url-unauthorized data["server.yaml"]: auth'),
  plain('an admin client by a variable', admin((c) => { delete c.admin.clientSecretLocation; c.admin.clientSecretEnvVar = 'CLIENT_SECRET'; }),
    'client-secret-undelivered'),
  plain('two auth sections in one file', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yaml'] += 'auth:\n  userAuth: {}\n';
  }, 'config-unreadable'),
  plain('tabs in a config file', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yaml'] += '\tauth: {}\n';
  }, 'config-unreadable'),
  plain('auth in a file that nobody reads', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yml'] = data['server.yaml'];
    delete data['server.yaml'];
  }, 'config-file-missing data["server.yml"]'),
  plain('a config file of one name too few', (p) => { const { data } = p.get('ConfigMap', 'union-operator'); delete data['config.yaml']; },
    'client-section-missing data["fast_registration_storage.yaml"]: union.auth'),
  plain('the ConfigMap of another name', (p) => { p.get('ConfigMap', 'executions').metadata.name = 'executions-config'; },
    'config-file-missing Deployment union-cp/executions: spec.template.spec.volumes[0].configMap'),
  plain('a client secret in clear in the config', config('executions', (c) => { c.union.auth.clientSecret = 'oVerySecret1ClientSecret'; }),
    'secret-in-manifest'),
  plain('a secret in a variable', (p) => {
    p.container('executions').env = [{ name: 'CLIENT_SECRET', value: 'oVerySecret1ClientSecret' }];
  }, 'secret-in-manifest spec.template.spec.containers[0].env[0].value'),
  plain('a secret in an argument', (p) => { p.container('executions').args.push('--union.auth.clientSecret=oVerySecret1ClientSecret'); },
    'secret-in-manifest spec.template.spec.containers[0].args[4]'),
  plain('no password of the database', (p) => {
    for (const name of ['executions', 'cluster']) {
      p.configure(name, (c) => { delete c.db.passwordPath; });
    }
  }, 'database-password-missing data["config.yaml"]: db', 'database-password-missing ConfigMap union-cp/cluster: data["config.yaml"]: db'),
  plain('no password of the database for flyteadmin',
    (p) => p.configure('flyte-admin-base-config', (c) => { delete c.database.postgres.passwordPath; }, 'db.yaml'),
    'database-password-missing data["db.yaml"]: database.postgres'),
  plain('the password of the database elsewhere',
    (p) => p.configure('flyte-admin-base-config', (c) => { c.database.postgres.passwordPath = '/etc/database/pass.txt'; }, 'db.yaml'),
    'database-password-missing'),
  plain('a password of the database in clear',
    (p) => p.configure('flyte-admin-base-config', (c) => { c.database.postgres.password = 'pg-Secret-55e2bb'; }, 'db.yaml'), 'secret-in-manifest'),
  plain('the scheduler as another client', (p) => p.configure('flyte-scheduler-config', (c) => { c.admin.clientId = 'scheduler-id'; }, 'admin.yaml'),
    'client-secret-of-other'),
  plain('the scheduler to the public host', (p) => p.configure(
    'flyte-scheduler-config',
    (c) => { c.admin.endpoint = 'dns:///union.example.com'; },
    'admin.yaml',
  ), 'endpoint-insecure'),
  plain('the scheduler with the HTTP port', (p) => p.configure(
    'flyte-scheduler-config',
    (c) => { c.admin.endpoint = 'dns:///flyteadmin.union-cp.svc.cluster.local:80'; },
    'admin.yaml',
  ), 'endpoint-mismatch'),
  plain('the scheduler without a client', (p) => p.configure('flyte-scheduler-config', (c) => { delete c.admin.clientId; }, 'admin.yaml'),
    'client-incomplete data["admin.yaml"]: admin'),
  plain('the scheduler without the Secret', (p) => {
    const spec = pod(p, 'flytescheduler');
    for (const each of [...spec.containers, ...spec.initContainers ?? []]) {
      each.volumeMounts = each.volumeMounts.filter(({ mountPath }: Json) => !mountPath.startsWith('/etc/secrets'));
    }
  }, 'scheduler-secret-unmounted ConfigMap union-cp/flyte-scheduler-config: data["admin.yaml"]: admin.clientSecretLocation'),
  plain('a setting misspelled that flyteadmin then takes its default for',
    admin((c) => {
      c.auth.grpcAuthorisationHeader = c.auth.grpcAuthorizationHeader;
      delete c.auth.grpcAuthorizationHeader;
    }), 'config-unknown-key'),
  plain('a proxy for all calls', (p) => {
    p.container('executions').env = [...p.container('executions').env ?? [], { name: 'HTTPS_PROXY', value: 'http://proxy.corp.example.com:3128' }];
  }, 'endpoint-proxied spec.template.spec.containers[0].env[0].value'),
];
