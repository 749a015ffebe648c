import { clientSecretInconsistent } from '../../../src/verify/rules/secret-copies';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { flyteadmin as signIn } from '../_union';
import { identity, seed } from './_eager';

const CP = 'union-controlplane-secrets';
const DP = 'union-secret-auth';
const client = (clientId: string, directory: string) => ({ admin: { clientId, clientSecretLocation: `${directory}/client_secret` } });
const executions = service('executions', client('service', '/etc/secrets/union'));
const flyteadmin = service('flyteadmin', client('service', '/etc/secrets'), { secrets: { 'flyte-admin-secrets': '/etc/secrets' } });
const scheduler = service('flytescheduler', client('service', '/etc/secrets'), { secrets: { 'flyte-secret-auth': '/etc/secrets' } });
const operator = (clientId: string) => dataPlaneService('union-operator', client(clientId, '/etc/union/secret'));
const delivery = (target: string, remoteRef: object, namespace = 'union-cp', spec: object = {}) =>
  externalSecret(target, { namespace, spec: { data: [{ secretKey: 'client_secret', remoteRef }], ...spec } });
const store = (namespace: string, region: string) => object('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { aws: { region } } } }, namespace);
const vault = (namespace: string) => object('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { vault: { server: 'https://vault.example.com' } } } }, namespace);
const FOR_ALL = { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } };
const entryOf = (target: string, namespace = 'union-cp') => ({ object: `external-secrets.io/v1/ExternalSecret ${namespace}/${target}`, field: 'spec.data[0].remoteRef' });
const WITHHELD = { uid: 'u', annotations: { 'union-auth.cdk8s.io/withheld': 'by doctor --kube' } };

testRule(clientSecretInconsistent, {
  fires: [
    ['people would sign in as a service', [
      ...executions, delivery(CP, { key: 'service' }),
      ...signIn({ auth: { userAuth: { openId: { clientId: 'service', clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { oauth: '/etc/secrets/oauth' } }),
      delivery('oauth', { key: 'web' }),
    ], ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.clientId', 'the web application, whose secret is entry web',
      'service, the client of services, whose secret is entry service']],
    ['one of three reads another entry',
      [...flyteadmin, ...executions, ...scheduler, delivery('flyte-admin-secrets', { key: 'union/servce' }), delivery(CP, { key: 'union/service' }), delivery('flyte-secret-auth', { key: 'union/service' })],
      { ...entryOf('flyte-admin-secrets'), expected: 'entry union/service, as elsewhere for client service', found: 'entry union/servce' },
      remedy(['union/servce', 'union/service'])],
    ['one of two planes reads a property of the entry',
      [...executions, ...operator('service'), delivery(CP, { key: 'union/service' }), delivery(DP, { key: 'union/service', property: 'secret' }, 'union')],
      { ...entryOf(DP, 'union'), expected: 'entry union/service, as elsewhere for client service', found: 'entry union/service (property secret)' }],
    ['one decodes it',
      [...executions, ...scheduler, delivery(CP, { key: 'k', decodingStrategy: 'None' }), delivery('flyte-secret-auth', { key: 'k', decodingStrategy: 'Base64' })],
      { ...entryOf('flyte-secret-auth'), expected: 'entry k, as elsewhere for client service', found: 'entry k (decoding Base64)' }],
    ['one of three takes the entry as a whole',
      [...flyteadmin, ...executions, ...scheduler, delivery('flyte-admin-secrets', { key: 'k' }), delivery(CP, { key: 'k', property: 'a' }), delivery('flyte-secret-auth', { key: 'k', property: 'a' })],
      { ...entryOf('flyte-admin-secrets'), expected: 'entry k (property a), as elsewhere for client service', found: 'entry k' }],
    ['planes read different entries of one store for all',
      [...executions, ...operator('service'), delivery(CP, { key: 'cp/service' }, 'union-cp', FOR_ALL), delivery(DP, { key: 'dp/service' }, 'union', FOR_ALL)],
      { ...entryOf(DP, 'union'), expected: 'entry cp/service, as elsewhere for client service', found: 'entry dp/service' }],
    ['the first of three readers is another client',
      [...operator('east'), ...executions, ...scheduler, delivery(DP, { key: 'k' }, 'union'), delivery(CP, { key: 'k' }), delivery('flyte-secret-auth', { key: 'k' })],
      { ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry k, which is the secret of client service' }],
    ['an API key is seeded with the secret of the operator',
      [...operator('east'), delivery(DP, { key: 'k' }, 'union'), ...identity([seed('east')]), delivery('eager', { key: 'k' }, 'union-cp', {
        target: { template: { data: { client_id: 'eager', client_secret: '{{ .client_secret }}' } } },
      })],
      { ...entryOf('eager'), expected: 'an entry of its own for client eager', found: 'entry k, which is the secret of client east' }],
    ['an API key is encoded of the secret of the operator',
      [...operator('east'), delivery(DP, { key: 'k' }, 'union'), delivery('f3a1', { key: 'k' }, 'union', {
        target: { template: { data: { f3a1: '{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "acme" | b64enc -}}' } } },
      })],
      { ...entryOf('f3a1', 'union'), expected: 'an entry of its own for client eager', found: 'entry k, which is the secret of client east' }],
    ['clients in two clusters read one entry of one vault', {
      'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/operator' }, 'union'), vault('union')),
      'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/operator' }, 'union'), vault('union')),
    }, [`external-secrets.io/v1/ExternalSecret union/${DP} in cluster west.yaml`, 'spec.data[0].remoteRef', 'an entry of its own for client west',
      'entry union/operator, which is the secret of client east']],
    ...[
      ['the input shows one of the stores', [store('union-cp', 'us-east-2')]] as const,
      ['the input shows the other store', [store('union', 'us-east-2')]] as const,
      ['their stores are alike', [store('union-cp', 'us-east-2'), store('union', 'us-east-2')]] as const,
    ].map(([when, stores]): FiringRow => [`two clients read one entry, and ${when}`,
      [...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union'), ...stores],
      { ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry k, which is the secret of client service' }]),
    ['a client ID has the letters of another in another order, and reads its entry',
      [...executions, ...scheduler, ...operator('servcie'), delivery(CP, { key: 'k' }), delivery('flyte-secret-auth', { key: 'k' }), delivery(DP, { key: 'k' }, 'union')],
      {
        object: 'v1/ConfigMap union/union-operator',
        field: 'data["config.yaml"]: admin.clientId',
        expected: 'client service, whose secret is entry k',
        found: 'servcie',
        about: 'data["config.yaml"]: admin.clientId',
      }],
    ['one of three clusters, with a store each, reads the entry of another', Object.fromEntries(['east', 'west', 'north'].map((cluster) => [`${cluster}.yaml`, manifests(
      ...operator(cluster), delivery(DP, { key: `union/${cluster === 'west' ? 'east' : cluster}` }, 'union'), store('union', `${cluster}-1`),
    )])), {
      object: `external-secrets.io/v1/ExternalSecret union/${DP} in cluster west.yaml`,
      field: 'spec.data[0].remoteRef',
      expected: 'an entry of its own for client west',
      found: 'entry union/east, which is the secret of client east',
      about: 'spec.data[0].remoteRef.key',
    }],
    ['two clients read one entry',
      [...executions, ...operator('east'), delivery(CP, { key: 'union/service' }), delivery(DP, { key: 'union/service' }, 'union')],
      { ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry union/service, which is the secret of client service' }],
    ['manifests hold different values for one client',
      [...executions, ...scheduler, secret(CP, { client_secret: 'q8w7e6r5' }), secret('flyte-secret-auth', { client_secret: 'a1s2d3f4' })],
      ['v1/Secret union-cp/flyte-secret-auth', 'stringData.client_secret', `the value that v1/Secret union-cp/${CP} has for client service`, 'another value']],
    ['a cluster holds different values for one client',
      [...executions, ...scheduler, secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' }), secret('flyte-secret-auth', { client_secret: 'b' }, 'union-cp', { uid: '2' })],
      ['v1/Secret union-cp/flyte-secret-auth', 'stringData.client_secret', `the value that v1/Secret union-cp/${CP} has for client service`, 'another value']],
    ['a data plane reads two entries for one client', [...operator('east'), delivery(DP, {}, 'union', {
      data: [['client_secret', 'east'], ['app_secret', 'old']].map(([secretKey, key]) => ({ secretKey, remoteRef: { key } })),
    }), ...executions, delivery(CP, { key: 'service' })],
    [`external-secrets.io/v1/ExternalSecret union/${DP}`, 'spec.data[1].remoteRef', 'what client_secret reads: both are the secret of one client',
      'another entry, or another part of it']],
    ['the client ID is in the place of the secret', [...executions, ...operator('east'), secret(CP, { client_secret: 'service' }), secret(DP, { client_secret: 'z9x8c7v6' }, 'union')],
      [`v1/Secret union-cp/${CP}`, 'stringData.client_secret', 'the secret of client service', 'its client ID']],
    ['a Secret has another value for readers of the other generation', [
      ...executions, ...operator('east'), secret(CP, { client_secret: 'q8w7e6r5' }), secret(DP, { client_secret: 'z9x8c7v6', app_secret: 'other' }, 'union'),
    ], [`v1/Secret union/${DP}`, 'stringData.app_secret', 'the value under client_secret, once more', 'another value']],
    ['two clients have one value', [...executions, ...operator('east'), secret(CP, { client_secret: 'q8w7e6r5' }), secret(DP, { client_secret: 'q8w7e6r5' }, 'union')],
      [`v1/Secret union/${DP}`, 'stringData.client_secret', 'a value of its own for client east', `the value that client service has in v1/Secret union-cp/${CP}`]],
  ],
  says: {
    '': 'ExternalSecret union-cp/flyte-admin-secrets reads another entry for client service than the other Secrets <- '
      + 'ConfigMap union-cp/executions: data["config.yaml"]: admin.clientId',
    'twin': 'ExternalSecret union/union-secret-auth writes two keys of one client from different entries <- spec.data[0].remoteRef.key',
    'owner': 'ConfigMap union-cp/flyte-admin-base-config has client service with the secret of the web application <- '
      + 'ConfigMap union-cp/executions: data["config.yaml"]: admin.clientId',
    'shared': 'ExternalSecret union/union-secret-auth gives client east the secret of client service <- '
      + 'ConfigMap union/union-operator: data["config.yaml"]: admin.clientId',
    'client ID': 'Secret union-cp/union-controlplane-secrets has the client ID in the place of the secret of client service',
    'value': 'Secret union-cp/flyte-secret-auth has another value for the secret of client service',
  },
  passes: [
    ['of two manifests one holds a value',
      [...executions, ...scheduler, ...operator('east'), secret(CP, { client_secret: 'q8w7e6r5' }), secret(DP, { client_secret: 'z9x8c7v6' }, 'union'), secret('flyte-secret-auth', { client_secret: 'ENC[AES256_GCM,data:x]' })]],
    ['manifests hold one value',
      [...executions, ...scheduler, secret(CP, { client_secret: 'q8w7e6r5' }), secret('flyte-secret-auth', { client_secret: 'q8w7e6r5' })]],
    ['two data planes of two clusters share a namespace', {
      'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/east' }, 'union')),
      'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/west' }, 'union')),
    }],
    ['stores of two clusters lead each to the account of its own', {
      'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/operator' }, 'union'), store('union', 'us-east-2')),
      'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/operator' }, 'union'), store('union', 'us-east-2')),
    }],
    ['all read the same entry', [...executions, ...operator('service'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union')]],
    ['another namespace has a copy of its own',
      [...executions, ...operator('service'), delivery(CP, { key: 'cp/service' }), delivery(DP, { key: 'dp/service' }, 'union')]],
    ['one of two reads another store',
      [...executions, ...scheduler, delivery(CP, { key: 'k' }), delivery('flyte-secret-auth', { key: 'other' }, 'union-cp', { secretStoreRef: { name: 'other', kind: 'SecretStore' } })]],
    ['a cluster holds values for two clients',
      [...executions, ...operator('east'), secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' }), secret(DP, { client_secret: 'b' }, 'union', { uid: '2' })]],
    ['each client has an entry', [...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'east' }, 'union')]],
    ['two clients read entries of one name in stores that differ',
      [...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union'), store('union-cp', 'us-east-2'), store('union', 'eu-west-1')]],
    ['a cluster holds the same value everywhere, line feed apart',
      [...executions, ...scheduler, secret(CP, { client_secret: 'a\n' }, 'union-cp', { uid: '1' }), secret('flyte-secret-auth', { client_secret: 'a' }, 'union-cp', { uid: '2' })]],
  ],
  notApplicable: [
    ['the values of two clients have stayed in the cluster',
      [...executions, ...operator('east'), secret(CP, { client_secret: 'withheld' }, 'union-cp', WITHHELD), secret(DP, { client_secret: 'withheld' }, 'union', WITHHELD)]],
    ['a file delivers into one of two clusters, without saying which', {
      'east.yaml': manifests(...operator('east')),
      'west.yaml': manifests(...operator('west')),
      'a.yaml': manifests(delivery(DP, { key: 'union/east' }, 'union')),
      'b.yaml': manifests(delivery(DP, { key: 'union/west' }, 'union')),
    }],
    ['a cluster holds one value', [...executions, secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' })]],
    ['one client has one source', [...executions, delivery(CP, { key: 'k' })]],
    ['nothing delivers secrets', [...executions, ...operator('east')]],
    ['templates make the values',
      [...executions, ...scheduler, ...[CP, 'flyte-secret-auth'].map((target) => delivery(target, { key: target }, 'union-cp', { target: { name: target, template: { data: { client_secret: '{{ .client_secret | trim }}' } } } }))]],
  ],
});
