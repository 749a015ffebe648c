import { clientSecretUndelivered } from '../../../src/verify/rules/delivery';
import { configMap, deployment, externalSecret, manifests, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin as relyingParty } from '../_union';

const SECRET = 'union-controlplane-secrets';
const config = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const executions = service('executions', config);
/** flyteadmin and what delivers its client secret. */
const flyteadmin = [
  configMap('flyte-admin-base-config', { 'server.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/client_secret' } } }),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
];
const delivery = externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' });
const variable = (props: Parameters<typeof service>[2]) => service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, props);

const finding = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[1].secret',
  line: 'secret:',
  expected: `a writer of key client_secret in Secret ${SECRET}, which executions reads`,
};
const unset = {
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["config.yaml"]: admin.clientSecretEnvVar',
  line: 'clientSecretEnvVar: CLIENT_SECRET',
  expected: 'the variable CLIENT_SECRET in apps/v1/Deployment union-cp/executions, container executions',
  found: 'no variable of that name',
};
const operator = { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } };
const inCluster = (name: string) => ({ annotations: { 'union-auth.cdk8s.io/cluster': name } });

/** Another control plane, whose Secrets come from elsewhere. */
const environment = (namespace: string) => [
  configMap('flyte-admin-base-config', { 'server.yaml': config }, namespace),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' }, namespace }),
  ...service('executions', config, { namespace }),
];

/** Another service, with a volume that no client reads. */
const waiting = (secretName: string) => deployment('cluster', { pod: { volumes: [{ name: 'more', secret: { secretName } }] } });

const AT = 'spec.template.spec.volumes[2].secret';
/** A service with a further Secret, where the contract has Secrets of clients. */
const seeded = service('identity', config, { secrets: { [SECRET]: '/etc/secrets/union', 'eager-east': '/etc/secrets/apikey/EAGER_API_KEY-east' } });

testRule(clientSecretUndelivered, {
  fires: [
    ['a Secret comes from nowhere that a service mounts and no client reads',
      [...flyteadmin, delivery, externalSecret('own', { target: SECRET }), ...seeded],
      ['apps/v1/Deployment union-cp/identity', AT, 'the Secret eager-east', 'eager-east, which nothing in the input writes, so that the pod waits for it']],
    ['the environment that delivers one Secret forgets another, whatever another environment does',
      [...flyteadmin, delivery, ...executions, ...environment('production')],
      { ...finding, found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['a volume that no client reads has a slip of a Secret that others read',
      [...flyteadmin, delivery, ...executions, externalSecret(SECRET), waiting('union-controlplane-sercets')],
      ['apps/v1/Deployment union-cp/cluster', 'spec.template.spec.volumes[0].secret', `the Secret ${SECRET}`,
        'union-controlplane-sercets, which nothing in the input writes, so that the pod waits for it']],
    ['the ExternalSecret has the slip', [...flyteadmin, delivery, ...executions, externalSecret('auth', { target: 'union-controlplane-sercets' })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.target.name', finding.expected, 'union-controlplane-sercets'],
      remedy(['union-controlplane-sercets', SECRET])],
    ['Option A of the guide forgets the Secret of the union services, however many read it',
      [...flyteadmin, delivery, ...executions, ...service('cluster', config)],
      { ...finding, expected: `a writer of key client_secret in Secret ${SECRET}, which executions, cluster read`, found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['the Secret holds the database password alone', [...flyteadmin, delivery, ...executions, secret(SECRET, { 'pass.txt': 'something' })],
      { ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    ['nothing sets the variable that the client reads', variable({ env: [{ name: 'CLIENT_SECRETS', value: 'x' }] }), unset,
      remedy(['CLIENT_SECRETS', 'CLIENT_SECRET'])],
    ['the input delivers those of the control plane and forgets the data plane',
      [...flyteadmin, delivery, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })],
      ['apps/v1/Deployment union/union-operator', finding.field, 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads',
        'no Secret or ExternalSecret in the input that writes it']],
    ['the input delivers those of one control plane and forgets another',
      [...flyteadmin, delivery, ...service('executions', config, { namespace: 'other-cp' })],
      { ...finding, object: 'apps/v1/Deployment other-cp/executions', found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['what writes it is said to be in a cluster of another name', {
      'cp.yaml': manifests(...flyteadmin, delivery),
      'plane.yaml': manifests(...service('union-operator', operator, { namespace: 'union', secrets: { 'union-secret-auth': '/etc/union/secret' }, metadata: inCluster('us-east-1') })),
      'secrets.yaml': manifests({ ...externalSecret('auth', { target: 'union-secret-auth' }), metadata: { name: 'auth', namespace: 'union', ...inCluster('us-east') } }),
    }, { ...finding, object: 'apps/v1/Deployment union/union-operator in cluster us-east-1', expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads', found: 'external-secrets.io/v1/ExternalSecret union/auth in cluster us-east, and here is cluster us-east-1' }],
    ['an empty Secret waits for an ExternalSecret that is not there',
      [...executions, secret(SECRET, {}, 'union-cp', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }), externalSecret('other')],
      { ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    ['a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares',
      [...service('executions', config, { metadata: { uid: '0a1b' } }), secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }), externalSecret('auth', { target: SECRET })],
      { ...finding, found: 'no such Secret among those of the cluster' }],
    ['a Secret sets variables of other names', variable({ container: { envFrom: [{ prefix: 'UNION_', secretRef: { name: SECRET } }] } }), unset],
    ['the input forgets the Secrets of two planes',
      [...flyteadmin, delivery, ...executions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })],
      { ...finding, found: 'no Secret or ExternalSecret in the input that writes it' },
      { ...finding, object: 'apps/v1/Deployment union/union-operator', expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads', found: 'no Secret or ExternalSecret in the input that writes it' }],
  ],
  passes: [
    ['the environment beside delivers its Secrets, and this one none', [...flyteadmin, delivery, ...environment('production')]],
    ['pods start without a Secret of a like name',
      [...flyteadmin, delivery, deployment('cluster', { pod: { volumes: [{ name: 'more', secret: { secretName: 'flyte-admin-secret', optional: true } }] } })]],
    ['another Secret of Union is not in the input', [...flyteadmin, delivery, waiting('flyte-admin-secrets-2')]],
    ['the Secret is written in another namespace, which is another rule\'s',
      [...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET, namespace: 'union' })]],
    ['ExternalSecrets write both', [...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET })]],
    ['the Secret is written under another key, which is another rule\'s',
      [...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET, keys: ['secret'] })]],
  ],
  notApplicable: [
    ['a Secret that comes from elsewhere may set the variable', variable({ container: { envFrom: [{ secretRef: { name: SECRET } }] } })],
    ['the variable is set beside others', variable({ env: [{ name: 'OTHER', value: 'x' }, { name: 'CLIENT_SECRET', value: 'x' }] })],
    ['only the secret of the web application is delivered', [...relyingParty(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['the input delivers nothing', [...flyteadmin, ...executions]],
    ['the chart renders Secrets that wait for others',
      [...flyteadmin, ...executions, secret('flyte-admin-secrets'), secret(SECRET, { 'pass.txt': 'something' })]],
    ['a ConfigMap may set the variable', variable({ container: { envFrom: [{ configMapRef: { name: 'environment' } }] } })],
    ['the variable is set in place', variable({ env: [{ name: 'CLIENT_SECRET', value: 'x' }] })],
  ],
});
