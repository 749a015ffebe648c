import { admin, config, pod, set } from '../_changes';
import { Json } from '../_planes';
import { inPlanes } from './_people';

/** What services are told in plain YAML. */

const plain = inPlanes();

export const SERVICES = [
  plain('an old endpoint without dns', config('executions', { 'admin.endpoint': 'flyteadmin:80' }), 'endpoint-mismatch'),
  plain('the public host within the cluster, in plain text', config('executions', { 'admin.endpoint': 'dns:///union.example.com' }),
    'endpoint-insecure'),
  plain('a service that uses another audience', config('executions', { 'admin.audience': 'api://other' }), 'audience-missing'),
  plain('a service with the token endpoint of another server',
    config('usage', { 'union.auth.tokenUrl': 'https://acme.okta.com/oauth2/aus1other/v1/token' }), 'token-url-foreign'),
  plain('admin and union.auth with different clients', config('cluster', { 'union.auth.clientId': 'cluster-id' }), 'client-secret-of-other'),
  plain('the authorizer of one service on', config('usage', { 'authorizer.type': 'Authorizer' }), 'authorizer-mode-contradicted'),
  plain('the internal connection to another namespace',
    config('usage', { 'union.internalConnectionConfig.urlPattern': '_SERVICE_.union-staging.svc.cluster.local:80' }), 'endpoint-mismatch'),
  plain('the root URL of another environment',
    config('executions', { 'connection.rootTenantURLPattern': 'dns:///union-staging.example.com' }), 'endpoint-mismatch'),
  plain('the operator with the name of another cluster',
    config('union-operator', { 'operator.clusterId.name': 'union-west' }), 'cluster-name-mismatch'),
  plain('propeller with the name of another cluster',
    config('flyte-propeller-config', { 'propeller.cluster-id': 'union-west' }, 'core.yaml'), 'cluster-name-mismatch'),
  plain('clusterresourcesync with the name of another cluster',
    config('union-clusterresourcesync-config', { 'cluster_resources.clusterName': 'union-west' }, 'cluster_resources.yaml'),
    'cluster-name-mismatch'),
  plain('the leaseworker with the name of another cluster', config('leaseworker', { 'leaseworker.cluster': 'union-west' }),
    'cluster-name-mismatch'),
  plain('CLUSTER_NAME of another cluster', (p) => {
    p.container('union-operator').env.find(({ name }: Json) => name === 'CLUSTER_NAME').value = 'union-west';
  }, 'cluster-name-mismatch'),
  plain('the appId of another application', config('union-operator', { 'operator.clusterData.appId': 'other-id' }),
    'client-incomplete'),
  plain('the cloud host of another environment',
    config('union-operator', { 'operator.clusterData.cloudHostName': 'union-staging.example.com' }), 'endpoint-mismatch'),
  plain('useAuth in a text', admin({ 'server.security.useAuth': 'no' }), 'auth-not-enabled', 'enum-invalid'),
  plain('useAuth left out', admin({ 'server.security.useAuth': undefined }), 'auth-not-enabled'),
  plain('secure without a certificate', admin({ 'server.security.secure': true }), 'endpoint-mismatch'),
  plain('the web client left out', admin({ 'auth.userAuth.openId.clientId': undefined }),
    'relying-party-incomplete data["server.yaml"]: auth.userAuth.openId'),
  plain('the issuer of people left out', admin({ 'auth.userAuth.openId.baseUrl': undefined }),
    'relying-party-incomplete data["server.yaml"]: auth.userAuth.openId'),
  plain('the redirect URL of staging', admin({ 'auth.userAuth.redirectUrl': 'https://union-staging.example.com/console' }),
    'redirect-url-elsewhere'),
  plain('no authorizedUris', admin({ 'auth.authorizedUris': undefined }), 'public-url-unauthorized data["server.yaml"]: auth'),
  plain('an admin client by a variable', admin({ 'admin.clientSecretLocation': undefined, 'admin.clientSecretEnvVar': 'CLIENT_SECRET' }),
    'client-secret-undelivered'),
  plain('two auth sections in one file', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yaml'] += 'auth:\n  userAuth: {}\n';
  }, 'config-unreadable'),
  plain('tabs in a config file', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yaml'] += '\tauth: {}\n';
  }, 'config-unreadable'),
  plain('auth in a file that is not read', (p) => {
    const { data } = p.get('ConfigMap', 'flyte-admin-base-config');
    data['server.yml'] = data['server.yaml'];
    delete data['server.yaml'];
  }, 'config-file-missing data["server.yml"]'),
  plain('a config file of one name too few', (p) => { const { data } = p.get('ConfigMap', 'union-operator'); delete data['config.yaml']; },
    'client-section-missing data["fast_registration_storage.yaml"]: union.auth'),
  plain('the ConfigMap of another name', set('ConfigMap', 'executions', { 'metadata.name': 'executions-config' }),
    'config-file-missing Deployment union-cp/executions: spec.template.spec.volumes[0].configMap'),
  plain('a client secret in clear in the config', config('executions', { 'union.auth.clientSecret': 'oVerySecret1ClientSecret' }),
    'secret-in-manifest'),
  plain('a secret in a variable', (p) => {
    p.container('executions').env = [{ name: 'CLIENT_SECRET', value: 'oVerySecret1ClientSecret' }];
  }, 'secret-in-manifest spec.template.spec.containers[0].env[0].value'),
  plain('a secret in an argument', (p) => { p.container('executions').args.push('--union.auth.clientSecret=oVerySecret1ClientSecret'); },
    'secret-in-manifest spec.template.spec.containers[0].args[4]'),
  plain('no password of the database', (p) => {
    for (const name of ['executions', 'cluster']) {
      p.configure(name, { 'db.passwordPath': undefined });
    }
  }, 'database-password-missing data["config.yaml"]: db', 'database-password-missing ConfigMap union-cp/cluster: data["config.yaml"]: db'),
  plain('no password of the database for flyteadmin', config('flyte-admin-base-config', { 'database.postgres.passwordPath': undefined }, 'db.yaml'),
    'database-password-missing data["db.yaml"]: database.postgres'),
  plain('the password of the database elsewhere',
    config('flyte-admin-base-config', { 'database.postgres.passwordPath': '/etc/database/pass.txt' }, 'db.yaml'),
    'database-password-missing'),
  plain('a password of the database in clear',
    config('flyte-admin-base-config', { 'database.postgres.password': 'pg-Secret-55e2bb' }, 'db.yaml'), 'secret-in-manifest'),
  plain('the scheduler as another client', config('flyte-scheduler-config', { 'admin.clientId': 'scheduler-id' }, 'admin.yaml'),
    'client-secret-of-other'),
  plain('the scheduler to the public host', config('flyte-scheduler-config', { 'admin.endpoint': 'dns:///union.example.com' }, 'admin.yaml'),
    'endpoint-insecure'),
  plain('the scheduler with the HTTP port',
    config('flyte-scheduler-config', { 'admin.endpoint': 'dns:///flyteadmin.union-cp.svc.cluster.local:80' }, 'admin.yaml'), 'endpoint-mismatch'),
  plain('the scheduler without a client', config('flyte-scheduler-config', { 'admin.clientId': undefined }, 'admin.yaml'),
    'client-incomplete data["admin.yaml"]: admin'),
  plain('the scheduler without the Secret', (p) => {
    const spec = pod(p, 'flytescheduler');
    for (const each of [...spec.containers, ...spec.initContainers ?? []]) {
      each.volumeMounts = each.volumeMounts.filter(({ mountPath }: Json) => !mountPath.startsWith('/etc/secrets'));
    }
  }, 'scheduler-secret-unmounted ConfigMap union-cp/flyte-scheduler-config: data["admin.yaml"]: admin.clientSecretLocation'),
  plain('a misspelled setting, for which flyteadmin uses its default',
    admin((c) => {
      c.auth.grpcAuthorisationHeader = c.auth.grpcAuthorizationHeader;
      delete c.auth.grpcAuthorizationHeader;
    }), 'config-unknown-key'),
  plain('a proxy for all calls', (p) => {
    p.container('executions').env = [...p.container('executions').env ?? [], { name: 'HTTPS_PROXY', value: 'http://proxy.corp.example.com:3128' }];
  }, 'endpoint-proxied spec.template.spec.containers[0].env[0].value'),
];
