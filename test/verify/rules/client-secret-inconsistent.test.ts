import { clientSecretInconsistent } from '../../../src/verify/rules/secret-copies';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { testRule } from '../_rule-harness';
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
const entryOf = (target: string, namespace = 'union-cp') => ({ object: `external-secrets.io/v1/ExternalSecret ${namespace}/${target}`, field: 'spec.data[0].remoteRef', line: 'remoteRef:' });
const WITHHELD = { uid: 'u', annotations: { 'union-auth.cdk8s.io/withheld': 'by doctor --kube' } };
const reason = 'The input does not show two sources of client secrets that could be compared.';

testRule(clientSecretInconsistent, {
  fires: [
    {
      when: 'people would sign in as a service',
      input: manifests(
        ...executions, delivery(CP, { key: 'service' }),
        ...signIn({ auth: { userAuth: { openId: { clientId: 'service', clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { oauth: '/etc/secrets/oauth' } }),
        delivery('oauth', { key: 'web' }),
      ),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.userAuth.openId.clientId',
        line: 'clientId: service',
        expected: 'the web application, whose secret is entry web',
        found: 'service, the client of services, whose secret is entry service',
      }],
    },
    {
      when: 'one of three reads another entry',
      input: manifests(...flyteadmin, ...executions, ...scheduler, delivery('flyte-admin-secrets', { key: 'union/servce' }), delivery(CP, { key: 'union/service' }), delivery('flyte-secret-auth', { key: 'union/service' })),
      findings: [{ ...entryOf('flyte-admin-secrets'), expected: 'entry union/service, as elsewhere for client service', found: 'entry union/servce' }],
    },
    {
      when: 'one of two planes reads a property of the entry',
      input: manifests(...executions, ...operator('service'), delivery(CP, { key: 'union/service' }), delivery(DP, { key: 'union/service', property: 'secret' }, 'union')),
      findings: [{ ...entryOf(DP, 'union'), expected: 'entry union/service, as elsewhere for client service', found: 'entry union/service (property secret)' }],
    },
    {
      when: 'one decodes it',
      input: manifests(...executions, ...scheduler, delivery(CP, { key: 'k', decodingStrategy: 'None' }), delivery('flyte-secret-auth', { key: 'k', decodingStrategy: 'Base64' })),
      findings: [{ ...entryOf('flyte-secret-auth'), expected: 'entry k, as elsewhere for client service', found: 'entry k (decoding Base64)' }],
    },
    {
      when: 'one of three takes the entry as a whole',
      input: manifests(...flyteadmin, ...executions, ...scheduler, delivery('flyte-admin-secrets', { key: 'k' }), delivery(CP, { key: 'k', property: 'a' }), delivery('flyte-secret-auth', { key: 'k', property: 'a' })),
      findings: [{ ...entryOf('flyte-admin-secrets'), expected: 'entry k (property a), as elsewhere for client service', found: 'entry k' }],
    },
    {
      when: 'planes read different entries of one store for all',
      input: manifests(...executions, ...operator('service'), delivery(CP, { key: 'cp/service' }, 'union-cp', FOR_ALL), delivery(DP, { key: 'dp/service' }, 'union', FOR_ALL)),
      findings: [{ ...entryOf(DP, 'union'), expected: 'entry cp/service, as elsewhere for client service', found: 'entry dp/service' }],
    },
    {
      when: 'the first of three readers is another client',
      input: manifests(...operator('east'), ...executions, ...scheduler, delivery(DP, { key: 'k' }, 'union'), delivery(CP, { key: 'k' }), delivery('flyte-secret-auth', { key: 'k' })),
      findings: [{ ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry k, which is the secret of client service' }],
    },
    {
      when: 'an API key is seeded with the secret of the operator',
      input: manifests(...operator('east'), delivery(DP, { key: 'k' }, 'union'), ...identity([seed('east')]), delivery('eager', { key: 'k' }, 'union-cp', {
        target: { template: { data: { client_id: 'eager', client_secret: '{{ .client_secret }}' } } },
      })),
      findings: [{ ...entryOf('eager'), expected: 'an entry of its own for client eager', found: 'entry k, which is the secret of client east' }],
    },
    {
      when: 'an API key is encoded of the secret of the operator',
      input: manifests(...operator('east'), delivery(DP, { key: 'k' }, 'union'), delivery('f3a1', { key: 'k' }, 'union', {
        target: { template: { data: { f3a1: '{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "acme" | b64enc -}}' } } },
      })),
      findings: [{ ...entryOf('f3a1', 'union'), expected: 'an entry of its own for client eager', found: 'entry k, which is the secret of client east' }],
    },
    {
      when: 'clients in two clusters read one entry of one vault',
      input: {
        'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/operator' }, 'union'), vault('union')),
        'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/operator' }, 'union'), vault('union')),
      },
      findings: [{
        object: `external-secrets.io/v1/ExternalSecret union/${DP} in cluster west.yaml`,
        field: 'spec.data[0].remoteRef',
        line: 'remoteRef:',
        expected: 'an entry of its own for client west',
        found: 'entry union/operator, which is the secret of client east',
      }],
    },
    ...[
      ['the input shows one of the stores', [store('union-cp', 'us-east-2')]] as const,
      ['the input shows the other store', [store('union', 'us-east-2')]] as const,
      ['their stores are alike', [store('union-cp', 'us-east-2'), store('union', 'us-east-2')]] as const,
    ].map(([when, stores]) => ({
      when: `two clients read one entry, and ${when}`,
      input: manifests(...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union'), ...stores),
      findings: [{ ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry k, which is the secret of client service' }] as const,
    })),
    {
      when: 'two clients read one entry',
      input: manifests(...executions, ...operator('east'), delivery(CP, { key: 'union/service' }), delivery(DP, { key: 'union/service' }, 'union')),
      findings: [{ ...entryOf(DP, 'union'), expected: 'an entry of its own for client east', found: 'entry union/service, which is the secret of client service' }],
    },
    {
      when: 'manifests hold different values for one client',
      input: manifests(...executions, ...scheduler, secret(CP, { client_secret: 'q8w7e6r5' }), secret('flyte-secret-auth', { client_secret: 'a1s2d3f4' })),
      findings: [{
        object: 'v1/Secret union-cp/flyte-secret-auth',
        field: 'stringData.client_secret',
        line: 'client_secret: a1s2d3f4',
        expected: `the value that v1/Secret union-cp/${CP} has for client service`,
        found: 'another value',
      }],
    },
    {
      when: 'a cluster holds different values for one client',
      input: manifests(...executions, ...scheduler, secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' }), secret('flyte-secret-auth', { client_secret: 'b' }, 'union-cp', { uid: '2' })),
      findings: [{
        object: 'v1/Secret union-cp/flyte-secret-auth',
        field: 'stringData.client_secret',
        line: 'client_secret: b',
        expected: `the value that v1/Secret union-cp/${CP} has for client service`,
        found: 'another value',
      }],
    },
  ],
  passes: [
    {
      when: 'of two manifests one holds a value',
      input: manifests(...executions, ...scheduler, ...operator('east'), secret(CP, { client_secret: 'q8w7e6r5' }), secret(DP, { client_secret: 'z9x8c7v6' }, 'union'), secret('flyte-secret-auth', { client_secret: 'ENC[AES256_GCM,data:x]' })),
    },
    {
      when: 'manifests hold one value',
      input: manifests(...executions, ...scheduler, secret(CP, { client_secret: 'q8w7e6r5' }), secret('flyte-secret-auth', { client_secret: 'q8w7e6r5' })),
    },
    {
      when: 'two data planes of two clusters share a namespace',
      input: {
        'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/east' }, 'union')),
        'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/west' }, 'union')),
      },
    },
    {
      when: 'stores of two clusters lead each to the account of its own',
      input: {
        'east.yaml': manifests(...operator('east'), delivery(DP, { key: 'union/operator' }, 'union'), store('union', 'us-east-2')),
        'west.yaml': manifests(...operator('west'), delivery(DP, { key: 'union/operator' }, 'union'), store('union', 'us-east-2')),
      },
    },
    { when: 'all read the same entry', input: manifests(...executions, ...operator('service'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union')) },
    { when: 'another namespace has a copy of its own', input: manifests(...executions, ...operator('service'), delivery(CP, { key: 'cp/service' }), delivery(DP, { key: 'dp/service' }, 'union')) },
    { when: 'one of two reads another store', input: manifests(...executions, ...scheduler, delivery(CP, { key: 'k' }), delivery('flyte-secret-auth', { key: 'other' }, 'union-cp', { secretStoreRef: { name: 'other', kind: 'SecretStore' } })) },
    {
      when: 'a cluster holds values for two clients',
      input: manifests(...executions, ...operator('east'), secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' }), secret(DP, { client_secret: 'b' }, 'union', { uid: '2' })),
    },
    { when: 'each client has an entry', input: manifests(...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'east' }, 'union')) },
    {
      when: 'two clients read entries of one name in stores that differ',
      input: manifests(...executions, ...operator('east'), delivery(CP, { key: 'k' }), delivery(DP, { key: 'k' }, 'union'), store('union-cp', 'us-east-2'), store('union', 'eu-west-1')),
    },
    {
      when: 'a cluster holds the same value everywhere, line feed apart',
      input: manifests(...executions, ...scheduler, secret(CP, { client_secret: 'a\n' }, 'union-cp', { uid: '1' }), secret('flyte-secret-auth', { client_secret: 'a' }, 'union-cp', { uid: '2' })),
    },
  ],
  notApplicable: [
    {
      when: 'the values of two clients have stayed in the cluster',
      input: manifests(...executions, ...operator('east'), secret(CP, { client_secret: 'withheld' }, 'union-cp', WITHHELD), secret(DP, { client_secret: 'withheld' }, 'union', WITHHELD)),
      reason,
    },
    {
      when: 'nobody says which of two clusters a file delivers into',
      input: {
        'east.yaml': manifests(...operator('east')),
        'west.yaml': manifests(...operator('west')),
        'a.yaml': manifests(delivery(DP, { key: 'union/east' }, 'union')),
        'b.yaml': manifests(delivery(DP, { key: 'union/west' }, 'union')),
      },
      reason,
    },
    { when: 'a cluster holds one value', input: manifests(...executions, secret(CP, { client_secret: 'a' }, 'union-cp', { uid: '1' })), reason },
    { when: 'one client has one source', input: manifests(...executions, delivery(CP, { key: 'k' })), reason },
    { when: 'nothing delivers secrets', input: manifests(...executions, ...operator('east')), reason },
    { when: 'templates make the values', input: manifests(...executions, ...scheduler, ...[CP, 'flyte-secret-auth'].map((target) => delivery(target, { key: target }, 'union-cp', { target: { name: target, template: { data: { client_secret: '{{ .client_secret | trim }}' } } } }))), reason },
  ],
});
