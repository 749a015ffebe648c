import { clientSecretUndelivered } from '../../../src/verify/rules/delivery';
import { configMap, deployment, externalSecret, manifests, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { testRule } from '../_rule-harness';
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
const reason = 'The input delivers no client secret that a service in it reads; they may be provisioned elsewhere.';

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
    {
      when: 'a Secret comes from nowhere that a service mounts and no client reads',
      input: manifests(...flyteadmin, delivery, externalSecret('own', { target: SECRET }), ...seeded),
      findings: [{
        object: 'apps/v1/Deployment union-cp/identity', field: AT, line: 'secret:', expected: 'the Secret eager-east', found: 'eager-east, which nothing in the input writes, so that the pod waits for it',
      }],
    },
    {
      when: 'the environment that delivers one Secret forgets another, whatever another environment does',
      input: manifests(...flyteadmin, delivery, ...executions, ...environment('production')),
      findings: [{ ...finding, found: 'no Secret or ExternalSecret in the input that writes it' }],
    },
    {
      when: 'a volume that no client reads has a slip of a Secret that others read',
      input: manifests(...flyteadmin, delivery, ...executions, externalSecret(SECRET), waiting('union-controlplane-sercets')),
      findings: [{
        object: 'apps/v1/Deployment union-cp/cluster',
        field: 'spec.template.spec.volumes[0].secret',
        line: 'secret:',
        expected: `the Secret ${SECRET}`,
        found: 'union-controlplane-sercets, which nothing in the input writes, so that the pod waits for it',
      }],
    },
    {
      when: 'the ExternalSecret has the slip',
      input: manifests(...flyteadmin, delivery, ...executions, externalSecret('auth', { target: 'union-controlplane-sercets' })),
      findings: [{
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
        field: 'spec.target.name',
        line: 'name: union-controlplane-sercets',
        expected: finding.expected,
        found: 'union-controlplane-sercets',
      }],
      remedy: [['union-controlplane-sercets', SECRET]],
    },
    {
      when: 'Option A of the guide forgets the Secret of the union services, however many read it',
      input: manifests(...flyteadmin, delivery, ...executions, ...service('cluster', config)),
      findings: [{
        ...finding,
        expected: `a writer of key client_secret in Secret ${SECRET}, which executions, cluster read`,
        found: 'no Secret or ExternalSecret in the input that writes it',
      }],
    },
    {
      when: 'the Secret holds the database password alone',
      input: manifests(...flyteadmin, delivery, ...executions, secret(SECRET, { 'pass.txt': 'something' })),
      findings: [{ ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    },
    {
      when: 'nothing sets the variable that the client reads',
      input: manifests(...variable({ env: [{ name: 'CLIENT_SECRETS', value: 'x' }] })),
      findings: [unset],
    },
    {
      when: 'the input delivers those of the control plane and forgets the data plane',
      input: manifests(...flyteadmin, delivery, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })),
      findings: [{
        object: 'apps/v1/Deployment union/union-operator',
        field: finding.field,
        line: finding.line,
        expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads',
        found: 'no Secret or ExternalSecret in the input that writes it',
      }],
    },
    {
      when: 'the input delivers those of one control plane and forgets another',
      input: manifests(...flyteadmin, delivery, ...service('executions', config, { namespace: 'other-cp' })),
      findings: [{ ...finding, object: 'apps/v1/Deployment other-cp/executions', found: 'no Secret or ExternalSecret in the input that writes it' }],
    },
    {
      when: 'what writes it is said to be in a cluster of another name',
      input: {
        'cp.yaml': manifests(...flyteadmin, delivery),
        'plane.yaml': manifests(...service('union-operator', operator, { namespace: 'union', secrets: { 'union-secret-auth': '/etc/union/secret' }, metadata: inCluster('us-east-1') })),
        'secrets.yaml': manifests({ ...externalSecret('auth', { target: 'union-secret-auth' }), metadata: { name: 'auth', namespace: 'union', ...inCluster('us-east') } }),
      },
      findings: [{
        ...finding,
        object: 'apps/v1/Deployment union/union-operator in cluster us-east-1',
        expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads',
        found: 'external-secrets.io/v1/ExternalSecret union/auth in cluster us-east, and here is cluster us-east-1',
      }],
    },
    {
      when: 'an empty Secret waits for an ExternalSecret that is not there',
      input: manifests(...executions, secret(SECRET, {}, 'union-cp', { labels: { 'reconcile.external-secrets.io/managed': 'true' } })),
      findings: [{ ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    },
    {
      when: 'a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares',
      input: manifests(...service('executions', config, { metadata: { uid: '0a1b' } }), secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }), externalSecret('auth', { target: SECRET })),
      findings: [{ ...finding, found: 'no such Secret among those of the cluster' }],
    },
    {
      when: 'a Secret sets variables of other names',
      input: manifests(...variable({ container: { envFrom: [{ prefix: 'UNION_', secretRef: { name: SECRET } }] } })),
      findings: [unset],
    },
    {
      when: 'the input forgets the Secrets of two planes',
      input: manifests(...flyteadmin, delivery, ...executions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })),
      findings: [
        { ...finding, found: 'no Secret or ExternalSecret in the input that writes it' },
        {
          ...finding,
          object: 'apps/v1/Deployment union/union-operator',
          expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads',
          found: 'no Secret or ExternalSecret in the input that writes it',
        },
      ],
    },
  ],
  passes: [
    { when: 'the environment beside delivers its Secrets, and this one none', input: manifests(...flyteadmin, delivery, ...environment('production')) },
    { when: 'pods start without a Secret of a like name', input: manifests(...flyteadmin, delivery, deployment('cluster', { pod: { volumes: [{ name: 'more', secret: { secretName: 'flyte-admin-secret', optional: true } }] } })) },
    { when: 'another Secret of Union is not in the input', input: manifests(...flyteadmin, delivery, waiting('flyte-admin-secrets-2')) },
    { when: 'the Secret is written in another namespace, which is another rule\'s', input: manifests(...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET, namespace: 'union' })) },
    { when: 'ExternalSecrets write both', input: manifests(...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET })) },
    {
      when: 'the Secret is written under another key, which is another rule\'s',
      input: manifests(...flyteadmin, delivery, ...executions, externalSecret('auth', { target: SECRET, keys: ['secret'] })),
    },
  ],
  notApplicable: [
    { when: 'a Secret that comes from elsewhere may set the variable', input: manifests(...variable({ container: { envFrom: [{ secretRef: { name: SECRET } }] } })), reason },
    { when: 'the variable is set beside others', input: manifests(...variable({ env: [{ name: 'OTHER', value: 'x' }, { name: 'CLIENT_SECRET', value: 'x' }] })), reason },
    { when: 'only the secret of the web application is delivered', input: manifests(...relyingParty(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })), reason },
    { when: 'the input delivers nothing', input: manifests(...flyteadmin, ...executions), reason },
    {
      when: 'the chart renders Secrets that wait for others',
      input: manifests(...flyteadmin, ...executions, secret('flyte-admin-secrets'), secret(SECRET, { 'pass.txt': 'something' })),
      reason,
    },
    { when: 'a ConfigMap may set the variable', input: manifests(...variable({ container: { envFrom: [{ configMapRef: { name: 'environment' } }] } })), reason },
    { when: 'the variable is set in place', input: manifests(...variable({ env: [{ name: 'CLIENT_SECRET', value: 'x' }] })), reason },
  ],
});
