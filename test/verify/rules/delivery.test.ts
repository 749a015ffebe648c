import { browserSecretUndelivered, clientSecretOfOther, clientSecretUndelivered } from '../../../src/verify/rules/delivery';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { flyteadmin, flyteadmin as relyingParty } from '../_union';

const SECRET = 'union-controlplane-secrets';
const config = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const undeliveredExecutions = service('executions', config);
/** flyteadmin and what delivers its client secret. */
const undeliveredFlyteadmin = [
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

/** Of a Secret that External Secrets fills. */
const MANAGED = { labels: { 'reconcile.external-secrets.io/managed': 'true' } };

/** A data plane with a values file that is not in the input. */
const inPart = object('argoproj.io/v1alpha1', 'Application', 'dp', {
  spec: {
    destination: { namespace: 'union' },
    source: {
      repoURL: 'https://unionai.github.io/helm-charts',
      chart: 'dataplane',
      targetRevision: '2026.8.3',
      helm: {
        valueFiles: ['region.yaml'],
        valuesObject: { config: { admin: { admin: { clientId: 'operator' } } }, secrets: { admin: { enable: true, create: false } } },
      },
    },
  },
}, 'argocd');

/** Another control plane, whose Secrets come from elsewhere. */
const environment = (namespace: string) => [
  configMap('flyte-admin-base-config', { 'server.yaml': config }, namespace),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' }, namespace }),
  ...service('executions', config, { namespace }),
];

/** Another service, with a volume that no client reads. */
const waiting = (secretName: string) => deployment('cluster', { pod: { volumes: [{ name: 'more', secret: { secretName } }] } });

const AT = 'spec.template.spec.volumes[2].secret';
/** A service with a further Secret, where the contract has Secrets. */
const seeded = (directory: string) => service('identity', config, { secrets: { [SECRET]: '/etc/secrets/union', 'eager-east': directory } });

testRule(clientSecretUndelivered, {
  fires: [
    ...['/etc/secrets/apikey/EAGER_API_KEY-east', '/etc/union/secret', '/etc/db'].map((directory): FiringRow => [`a Secret comes from nowhere that a service mounts at ${directory} and no client reads`,
      [...undeliveredFlyteadmin, delivery, externalSecret('own', { target: SECRET }), ...seeded(directory)],
      ['apps/v1/Deployment union-cp/identity', AT, 'the Secret eager-east', 'eager-east, which nothing in the input writes, so that the pod waits for it']]),
    ['the environment that delivers one Secret forgets another, whatever another environment does',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, ...environment('production')],
      { ...finding, found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['a volume that no client reads has a slip of a Secret that others read',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, externalSecret(SECRET), waiting('union-controlplane-sercets')],
      ['apps/v1/Deployment union-cp/cluster', 'spec.template.spec.volumes[0].secret', `the Secret ${SECRET}`,
        'union-controlplane-sercets, which nothing in the input writes, so that the pod waits for it']],
    ['the ExternalSecret has the slip', [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, externalSecret('auth', { target: 'union-controlplane-sercets' })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.target.name', finding.expected, 'union-controlplane-sercets'],
      remedy(['union-controlplane-sercets', SECRET])],
    ['Option A of the guide forgets the Secret of the union services, however many read it',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, ...service('cluster', config)],
      { ...finding, expected: `a writer of key client_secret in Secret ${SECRET}, which executions, cluster read`, found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['the Secret holds the database password alone', [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, secret(SECRET, { 'pass.txt': 'something' })],
      { ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    ['nothing sets the variable that the client reads', variable({ env: [{ name: 'CLIENT_SECRETS', value: 'x' }] }), unset,
      remedy(['CLIENT_SECRETS', 'CLIENT_SECRET'])],
    ['the input delivers those of the control plane and forgets the data plane',
      [...undeliveredFlyteadmin, delivery, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })],
      ['apps/v1/Deployment union/union-operator', finding.field, 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads',
        'no Secret or ExternalSecret in the input that writes it']],
    ['the input delivers those of one control plane and forgets another',
      [...undeliveredFlyteadmin, delivery, ...service('executions', config, { namespace: 'other-cp' })],
      { ...finding, object: 'apps/v1/Deployment other-cp/executions', found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['what writes it is said to be in a cluster of another name', {
      'cp.yaml': manifests(...undeliveredFlyteadmin, delivery),
      'plane.yaml': manifests(...service('union-operator', { ...operator, operator: { clusterId: { name: 'us-east-1' } } }, { namespace: 'union', secrets: { 'union-secret-auth': '/etc/union/secret' }, metadata: inCluster('us-east-1') })),
      'secrets.yaml': manifests({ ...externalSecret('auth', { target: 'union-secret-auth' }), metadata: { name: 'auth', namespace: 'union', ...inCluster('us-east') } }),
    }, { ...finding, object: 'apps/v1/Deployment union/union-operator in cluster us-east-1', expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads', found: 'external-secrets.io/v1/ExternalSecret union/auth in cluster us-east, and here is cluster us-east-1' }],
    ['an empty Secret waits for an ExternalSecret that is not there',
      [...undeliveredExecutions, secret(SECRET, {}, 'union-cp', MANAGED), externalSecret('other')],
      { ...finding, found: `only v1/Secret union-cp/${SECRET}, without the key` }],
    ['an empty Secret waits, and values that are not in the input may say more of its reader, but not of the Secret', {
      'app.yaml': manifests(inPart),
      'secrets.yaml': manifests(secret('union-secret-auth', {}, 'union', MANAGED), externalSecret('other', { namespace: 'union' })),
    }, ['v1/Secret union/union-secret-auth', '', 'a writer of key client_secret in Secret union-secret-auth, which union-operator, flytepropeller, union-syncresources, leaseworker read',
      'only v1/Secret union/union-secret-auth, without the key']],
    ['a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares',
      [...service('executions', config, { metadata: { uid: '0a1b' } }), secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }), externalSecret('auth', { target: SECRET })],
      { ...finding, found: 'no such Secret among those of the cluster' }],
    ['a Secret sets variables of other names', variable({ container: { envFrom: [{ prefix: 'UNION_', secretRef: { name: SECRET } }] } }), unset],
    ['the input forgets the Secrets of two planes',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } })],
      { ...finding, found: 'no Secret or ExternalSecret in the input that writes it' },
      { ...finding, object: 'apps/v1/Deployment union/union-operator', expected: 'a writer of key client_secret in Secret union-secret-auth, which union-operator reads', found: 'no Secret or ExternalSecret in the input that writes it' }],
    ['an ExternalSecret writes the database password alone, and another one a client secret', [
      ...undeliveredExecutions, externalSecret('auth', { target: SECRET, keys: ['pass.txt'] }), ...undeliveredFlyteadmin, delivery,
    ], ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', `a writer of key client_secret in Secret ${SECRET}, which executions reads`,
      'only external-secrets.io/v1/ExternalSecret union-cp/auth, without the key']],
    ['all variables come from a Secret that has a slip',
      [...service('executions', config, { container: { envFrom: [{ secretRef: { name: 'union-controlplane-sercets' } }] } }), externalSecret('union', { target: SECRET })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].envFrom[0]', `the Secret ${SECRET}`,
        'union-controlplane-sercets, which nothing in the input writes, so that the pod waits for it']],
  ],
  says: {
    '': 'Secret union-secret-auth never gets the key client_secret for union-operator <- '
      + 'ConfigMap union/union-operator in cluster us-east-1: data["config.yaml"]: operator.clusterId.name',
    'misspelt': 'Deployment union-cp/cluster mounts Secret union-controlplane-sercets, which does not exist; union-controlplane-secrets does',
    'absent': 'Deployment union-cp/identity mounts Secret eager-east, which nothing writes',
    'variable': 'Deployment union-cp/executions does not set CLIENT_SECRET, from which it reads its client secret',
  },
  passes: [
    ['a variable may come from a Secret that has a slip, and need not be there',
      [...service('executions', config, { container: { envFrom: [{ secretRef: { name: 'union-controlplane-sercets', optional: true } }] } }), delivery, externalSecret('union', { target: SECRET })]],
    ['the environment beside delivers its Secrets, and this one none', [...undeliveredFlyteadmin, delivery, ...environment('production')]],
    ['pods start without a Secret of a like name',
      [...undeliveredFlyteadmin, delivery, deployment('cluster', { pod: { volumes: [{ name: 'more', secret: { secretName: 'flyte-admin-secret', optional: true } }] } })]],
    ['another Secret of Union is not in the input', [...undeliveredFlyteadmin, delivery, waiting('flyte-admin-secrets-2')]],
    ['the Secret is written in another namespace, which is another rule\'s',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, externalSecret('auth', { target: SECRET, namespace: 'union' })]],
    ['ExternalSecrets write both', [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, externalSecret('auth', { target: SECRET })]],
    ['the Secret is written under another key, which is another rule\'s',
      [...undeliveredFlyteadmin, delivery, ...undeliveredExecutions, externalSecret('auth', { target: SECRET, keys: ['secret'] })]],
  ],
  notApplicable: [
    ['a Secret that comes from elsewhere may set the variable', variable({ container: { envFrom: [{ secretRef: { name: SECRET } }] } })],
    ['the variable is set beside others', variable({ env: [{ name: 'OTHER', value: 'x' }, { name: 'CLIENT_SECRET', value: 'x' }] })],
    ['only the secret of the web application is delivered', [...relyingParty(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['the input delivers nothing', [...undeliveredFlyteadmin, ...undeliveredExecutions]],
    ['the chart renders Secrets that wait for others',
      [...undeliveredFlyteadmin, ...undeliveredExecutions, secret('flyte-admin-secrets'), secret(SECRET, { 'pass.txt': 'something' })]],
    ['a ConfigMap may set the variable', variable({ container: { envFrom: [{ configMapRef: { name: 'environment' } }] } })],
    ['the variable is set in place', variable({ env: [{ name: 'CLIENT_SECRET', value: 'x' }] })],
  ],
});

const FILE = '/etc/secrets/oidc_client_secret';
const CONFIG = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const inFile = { expected: `the key oidc_client_secret of the Secret flyte-admin-secrets, which is ${FILE} of flyteadmin`, found: 'a Secret flyte-admin-secrets without the key oidc_client_secret' };

/** flyteadmin's init container, which adds its own keys to the Secret. */
const withInit = {
  initContainers: [{ name: 'generate-secrets', command: ['/bin/sh', '-c', 'flyteadmin secrets create --name flyte-admin-secrets --fromPath /etc/scratch/secrets'] }],
};
/** Another service of the namespace, whose client secret the input delivers. */
const browserExecutions = [
  configMap('executions', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }),
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union/' } }),
];
const delivered = externalSecret('union', { target: 'union-controlplane-secrets', creationPolicy: 'Merge' });

/** flyteadmin's ConfigMap with a client of its own. */
const adminOf = (admin: object) => configMap('flyte-admin-base-config', {
  'server.yaml': { server: { security: { useAuth: true } }, auth: { userAuth: { openId: { clientId: 'web' } } }, admin },
});

testRule(browserSecretUndelivered, {
  fires: [
    ['the guide\'s ExternalSecret writes client_secret only',
      [...flyteadmin({ pod: undefined }), secret('flyte-admin-secrets'), externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' })],
      { object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth', field: 'spec.data', ...inFile }],
    ['a Secret in the manifests lacks the key', [...flyteadmin(), secret('flyte-admin-secrets', { client_secret: 'sealed' })],
      { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['only the init container writes the Secret, and the input delivers those of other services',
      [...flyteadmin(), deployment('keys', { pod: withInit }), ...browserExecutions, delivered],
      { object: CONFIG, field: 'data["server.yaml"]: auth.userAuth.openId', ...inFile }],
    ['nothing mounts the Secret', flyteadmin({ secrets: {} }),
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId', `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`,
        'no mount that covers the path'],
      remedy(['              mountPath: /etc/flyte/config\n', '              mountPath: /etc/flyte/config\n            - name: secrets\n              mountPath: /etc/secrets/\n'],
        ['      volumes:\n', '      volumes:\n        - name: secrets\n          secret:\n            secretName: flyte-admin-secrets\n'])],
    ['clientSecretFile names a file of a volume that shows others', flyteadmin({
      auth: { userAuth: { openId: { clientSecretFile: '/etc/oauth/secret' } } },
      pod: {
        containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'oauth', mountPath: '/etc/oauth' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'oauth', secret: { secretName: 'oauth', items: [{ key: 'a', path: 'a' }] } }],
      },
    }), [CONFIG, 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', '/etc/oauth/secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin',
      'a mount at /etc/oauth that does not show the file']],
    ['clientSecretFile names a slip of the key that is delivered', [
      ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_sercet' } } }, secrets: { oauth: '/etc/secrets/oauth' } }),
      externalSecret('oauth'),
    ], [CONFIG, 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', '/etc/secrets/oauth/client_secret', '/etc/secrets/oauth/client_sercet']],
    ['clientSecretFile names another key than the one that is delivered', [
      ...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } },
        secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' },
      }),
      externalSecret('oauth', { keys: ['oidc_client_secret'] }),
    ], ['external-secrets.io/v1/ExternalSecret union-cp/oauth', 'spec.data',
      'the key client_secret of the Secret oauth, which is /etc/secrets/oauth/client_secret of flyteadmin', 'a Secret oauth without the key client_secret']],
    ['the environment reads a key that nothing writes', [
      ...flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }] }),
      secret('web', { password: 'x' }),
    ], ['v1/Secret union-cp/web', '', 'the key secret of the Secret web, which is the variable FLYTE_SECRET_oidc_client_secret of flyteadmin',
      'a Secret web without the key secret']],
    ['the input delivers the secrets of other services, and nothing writes this one', [...flyteadmin(), ...browserExecutions, delivered],
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId', inFile.expected, 'nothing in the input that writes the Secret flyte-admin-secrets']],
    ['the input delivers the secrets of another namespace, and nothing writes this one',
      [...flyteadmin({ namespace: 'other-cp' }), ...browserExecutions, delivered],
      ['v1/ConfigMap other-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId', inFile.expected,
        'nothing in the input that writes the Secret flyte-admin-secrets']],
    ['an empty Secret waits for an ExternalSecret that is not there',
      [
        ...flyteadmin(),
        secret('flyte-admin-secrets', {}, 'union-cp', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }),
        externalSecret('other', { namespace: 'team' }),
      ],
      { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares', [
      ...flyteadmin({ metadata: { uid: '0a1b' } }),
      secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }),
      externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
    ], ['external-secrets.io/v1/ExternalSecret union-cp/web', 'spec.data', inFile.expected, 'no Secret flyte-admin-secrets among those of the cluster']],
    ['a cluster holds the Secret without the key, whatever an ExternalSecret declares', [
      ...flyteadmin({ metadata: { uid: '0a1b' } }),
      secret('flyte-admin-secrets', { client_secret: 'x' }, 'union-cp', { uid: '0a1c' }),
      externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
    ], { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['its Secret is mounted, and no setting names the file',
      flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } }),
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId',
        'clientSecretFile: /etc/secrets/oauth/client_secret, where the Secret of the web application is mounted', `none, so that ${FILE} is read`]],
    ['the volume that it is mounted from is not there',
      flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }] } }),
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].volumeMounts[1]',
        `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`, 'a mount of the volume flyte-admin-secrets, which the pod does not declare']],
    ['the path of the mount has a slip',
      [...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { oauth: '/etc/secrets/ouath' },
      }), externalSecret('oauth')],
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].volumeMounts[1]',
        '/etc/secrets/oauth/client_secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin', 'no mount that covers the path']],
    ['an ExternalSecret has a slip of the Secret',
      [...flyteadmin(), externalSecret('flyte-admin-secrts', { keys: ['oidc_client_secret'] }), ...browserExecutions, delivered],
      ['external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrts', 'spec.target.name', 'flyte-admin-secrets', 'flyte-admin-secrts'],
      remedy(['name: flyte-admin-secrts', 'name: flyte-admin-secrets'])],
  ],
  says: {
    '': 'flyteadmin never gets /etc/secrets/oidc_client_secret, the client secret of the web application',
    'unused': 'flyteadmin reads /etc/secrets/oidc_client_secret and not /etc/secrets/oauth/client_secret, where its client secret is mounted',
    'Secret': 'ExternalSecret union-cp/flyte-admin-secrts writes Secret flyte-admin-secrts, and flyteadmin reads Secret flyte-admin-secrets',
    'misspelt': 'flyteadmin reads /etc/secrets/oauth/client_sercet, and the Secret has client_secret',
  },
  passes: [
    ['the secret of its own client is nowhere, which is another rule\'s',
      [adminOf({ clientId: 'ours', clientSecretLocation: '/elsewhere' }), flyteadmin()[1], secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['the default file is delivered, whatever else is mounted', [
      ...flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } }),
      secret('flyte-admin-secrets', { oidc_client_secret: 'x' }),
    ]],
    ['an ExternalSecret writes both keys',
      [...flyteadmin(), externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret', 'client_secret'] })]],
    ['two ExternalSecrets write a key each, without namespaces', [
      ...flyteadmin({ namespace: null }),
      externalSecret('web', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', keys: ['oidc_client_secret'], namespace: null }),
      externalSecret('service', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', namespace: null }),
    ]],
    ['it has a Secret of its own, named by clientSecretFile', [
      ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' } }),
      externalSecret('oauth', {}),
    ]],
    ['clientSecretName asks for the key that is there',
      [...flyteadmin({ auth: { userAuth: { openId: { clientSecretName: 'web' } } } }), secret('flyte-admin-secrets', { web: 'x' })]],
  ],
  notApplicable: [
    ['authentication is off, and nothing is mounted', flyteadmin({ useAuth: false, secrets: {} })],
    ['a variable holds it', flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', value: 'x' }] })],
    ['a ConfigMap has the file',
      [...flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'flyte-admin-secrets', configMap: { name: 'web' } }] } }), configMap('web', { oidc_client_secret: 'x' })]],
    ['a variable takes it from a Secret that comes from elsewhere, whatever is mounted', flyteadmin({
      env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }], secrets: { 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' },
    })],
    ['authentication is off', [...flyteadmin({ useAuth: false }), secret('flyte-admin-secrets')]],
    ['nothing in the input writes the Secret', flyteadmin()],
    ['only the init container writes the Secret, and the others are provisioned as well',
      [...flyteadmin(), deployment('keys', { pod: withInit }), ...browserExecutions]],
    ['the chart renders the Secret without keys for others to fill', [...flyteadmin(), secret('flyte-admin-secrets')]],
    ['the value is a placeholder, which is another rule\'s finding',
      [...flyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' })]],
    ['the store decides which keys there are',
      [...flyteadmin(), externalSecret('all', { target: 'flyte-admin-secrets', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })]],
    ['a CSI driver mounts the file', flyteadmin({
      pod: {
        containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'csi', mountPath: '/etc/secrets' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'csi', csi: { driver: 'secrets-store.csi.k8s.io' } }],
      },
    })],
    ['flyteadmin is not in the input', [object('v1', 'Service', 'flyteadmin')]],
  ],
});

const client = (name: string, clientId: string, file = 'client_secret', namespace: string | null = 'union-cp') =>
  service(name, { union: { auth: { enable: true, clientId, clientSecretLocation: `/etc/secrets/union/${file}` } } }, { namespace });

const nameless = (name: string, id: object, secrets?: Record<string, string>) =>
  service(name, { union: { auth: { enable: true, ...id, clientSecretLocation: '/etc/secrets/union/client_secret' } } }, secrets === undefined ? {} : { secrets });

const signIn = (clientId: string, secretName = 'union-controlplane-secrets') => flyteadmin({
  auth: { userAuth: { openId: { clientId, clientSecretFile: '/etc/secrets/union/client_secret' } } },
  secrets: { [secretName]: '/etc/secrets/union' },
});

/** flyteadmin's own client, with a Secret of its own, beside services that share another; all from the entry `service`. */
const ofOneEntry = (flyteadminsId: string, keys = { admin: 'service', services: 'service' }) => manifests(
  ...service('flyteadmin', {
    server: { security: { useAuth: true } },
    admin: { clientId: flyteadminsId, clientSecretLocation: '/etc/secrets/client_secret' },
  }, { secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
  ...client('executions', 'ours'), ...client('cluster', 'ours'),
  ...Object.entries({ 'flyte-admin-secrets': keys.admin, 'union-controlplane-secrets': keys.services }).map(([target, key]) =>
    externalSecret(target, { target, spec: { data: [{ secretKey: 'client_secret', remoteRef: { key } }] } })),
);

testRule(clientSecretOfOther, {
  fires: [
    ['flyteadmin has the entry of the services in a Secret of its own, and another ID', ofOneEntry('web'),
      ['v1/ConfigMap union-cp/flyteadmin', 'data["config.yaml"]: admin.clientId', 'ours, as the other clients whose secret is entry service', 'web'],
      remedy(['clientId: web', 'clientId: ours'])],
    ['one of three has another ID', [...client('executions', 'ours'), ...client('cluster', 'theirs'), ...client('usage', 'ours')],
      {
        object: 'v1/ConfigMap union-cp/cluster',
        field: 'data["config.yaml"]: union.auth.clientId',
        expected: 'ours, as the other clients that read union-controlplane-secrets: client_secret',
        found: 'theirs',
        about: ['executions', 'usage'].map((name) => `ConfigMap union-cp/${name}: data["config.yaml"]: union.auth.clientId`).join(', '),
      }],
    ['the first of three has another ID, and nothing has a namespace',
      (['theirs', 'ours', 'ours'].flatMap((clientId, index) => client(['executions', 'cluster', 'usage'][index], clientId, 'client_secret', null))),
      ['v1/ConfigMap executions', 'data["config.yaml"]: union.auth.clientId', 'ours, as the other clients that read union-controlplane-secrets: client_secret',
        'theirs'], remedy(['theirs', 'ours'])],
    ['two differ, and neither is known to be right', [...client('executions', 'ours'), ...client('cluster', 'theirs')],
      ['v1/ConfigMap union-cp/cluster', 'data["config.yaml"]: union.auth.clientId',
        'one client of all that read union-controlplane-secrets: client_secret: executions says ours', 'theirs']],
    ['the browser login reads the secret of the services', [...signIn('web'), ...client('executions', 'ours')],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', 'the secret of client web',
        'union-controlplane-secrets: client_secret, which is that of client ours']],
    ['a service reads the secret of the browser login', [
      ...signIn('web', 'flyteadmin-oidc-client-secret'),
      ...nameless('executions', { clientId: 'ours' }, { 'flyteadmin-oidc-client-secret': '/etc/secrets/union' }),
    ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.auth.clientSecretLocation', 'the secret of client ours',
      'flyteadmin-oidc-client-secret: client_secret, which is that of client web']],
  ],
  says: {
    '': 'ConfigMap union-cp/flyteadmin has client web with the secret of client ours <- '
      + 'ConfigMap union-cp/executions: data["config.yaml"]: union.auth.clientId, '
      + 'ConfigMap union-cp/cluster: data["config.yaml"]: union.auth.clientId',
    'login': 'ConfigMap union-cp/flyte-admin-base-config has one client secret for browser login and for services',
  },
  passes: [
    ['flyteadmin has the ID of the services, and their entry in a Secret of its own', ofOneEntry('ours')],
    ['flyteadmin is a client of its own', ofOneEntry('own', { admin: 'own', services: 'service' })],
    ['the other ID is that of another control plane',
      [...client('executions', 'ours'), ...client('cluster', 'ours'), ...client('usage', 'theirs', 'client_secret', 'other-cp')]],
    ['all have one ID', [...client('executions', 'ours'), ...client('cluster', 'ours')]],
    ['the browser login is the same client as the services', [...signIn('ours'), ...client('executions', 'ours')]],
  ],
  notApplicable: [
    ['clients have no ID', [...nameless('executions', {}), ...nameless('cluster', { clientId: '' })]],
    ['nothing is mounted where the secret ought to lie',
      [...nameless('executions', { clientId: 'ours' }, {}), ...nameless('cluster', { clientId: 'theirs' }, {})]],
    ['flyteadmin and a service read keys of their own', [...flyteadmin(), ...client('executions', 'ours')]],
    ['each has a key of its own', [...client('executions', 'ours'), ...client('cluster', 'theirs', 'other_secret')]],
    ['there is one client', client('executions', 'ours')],
  ],
});
