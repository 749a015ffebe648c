import { secretEntryElsewhere } from '../../../src/verify/rules/store-entries';
import { externalSecret, manifests } from '../_manifests';
import { dataPlaneService, TOKEN_URL } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';

const NAMES = ['flyte-admin-secrets', 'flyteadmin-oidc-client-secret', 'flyte-secret-auth', 'union-controlplane-secrets'] as const;
const reading = (name: string, key: string, store = 'default', namespace = 'union-cp') => externalSecret(name, {
  namespace, spec: { secretStoreRef: { name: store, kind: 'SecretStore' }, target: { name }, data: [{ secretKey: 'client_secret', remoteRef: { key } }] },
});
const all = (keyOf: (name: string) => string, storeOf = (_name: string) => 'default') => manifests(...NAMES.map((name) => reading(name, keyOf(name), storeOf(name))));
const at = (field: string, line: string, name = 'flyte-secret-auth', namespace = 'union-cp') => ({ object: `external-secrets.io/v1/ExternalSecret ${namespace}/${name}`, field, line });
const plane = (cluster: string, key: string) => [
  ...dataPlaneService('union-operator', {
    operator: { clusterId: { name: cluster } },
    union: { auth: { enable: true, clientId: `${cluster}-id`, clientSecretLocation: '/etc/union/secret/client_secret', tokenUrl: TOKEN_URL } },
  }, cluster),
  reading('union-secret-auth', key, 'default', cluster),
];

/** A control plane, and so many data planes. */
const deployment = (environment: string, planes: number, odd?: string) => [
  ...NAMES.map((name) => reading(name, `${name === odd ? 'staging' : environment}/${name}`, 'default', `${environment}-cp`)),
  ...Array.from({ length: planes }, (_, i) => reading('union-secret-auth', `${environment}/operator`, 'default', `${environment}-${i}`)),
];
const partOf = (name: string, part: object) => externalSecret(name, {
  namespace: 'union-cp', spec: { target: { name }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'union', ...part } }] },
});

/** What people call environments; two of one are alike. */
const ENVIRONMENTS = [
  ['dev', 'devel', 'develop', 'development'], ['stage', 'staging', 'stg', 'stag'], ['test', 'testing', 'tst', 'qa', 'uat', 'sandbox', 'sbx'],
  ['preprod', 'preproduction'], ['nonprod', 'nonproduction'], ['prod', 'production', 'prd', 'live'],
];

testRule(secretEntryElsewhere, {
  fires: [
    ['the property of an entry has a slip',
      NAMES.map((name) => partOf(name, { property: name === 'flyte-secret-auth' ? 'client-secrt' : 'client-secret' })),
      { ...at('spec.data[0].remoteRef', 'remoteRef:'), expected: 'union: client-secret, as its siblings read it', found: 'union: client-secrt' }],
    ['one of two decodes an entry that the other reads as it is',
      [partOf('flyte-admin-secrets', {}), partOf('flyte-secret-auth', { decodingStrategy: 'Base64' })],
      { ...at('spec.data[0].remoteRef.decodingStrategy', 'decodingStrategy: Base64'), expected: 'None, as its siblings read union', found: 'Base64' },
      remedy(['decodingStrategy: Base64', 'decodingStrategy: None'])],
    ['all decode an entry but one',
      NAMES.map((name) => partOf(name, name === 'flyte-secret-auth' ? { decodingStrategy: 'None' } : { decodingStrategy: 'Base64' })),
      { ...at('spec.data[0].remoteRef.decodingStrategy', 'decodingStrategy: None'), expected: 'Base64, as its siblings read union', found: 'None' }],
    ['one entry is of staging', all((name) => (name === 'flyte-secret-auth' ? 'staging/union/service' : 'union/service')),
      { ...at('spec.data[0].remoteRef.key', 'key: staging/union/service'), expected: 'an entry of the same environment as union/service is', found: 'staging/union/service' },
      remedy(['staging/union/service', 'union/service'])],
    ['one entry is of another environment than the rest say',
      all((name) => (name === 'flyte-secret-auth' ? 'union-stg-service' : 'union-prod-service')),
      { ...at('spec.data[0].remoteRef.key', 'key: union-stg-service'), expected: 'an entry of production as union-prod-service is', found: 'union-stg-service' }],
    ['one entry is of production, and the rest of what comes before it',
      all((name) => (name === 'flyte-secret-auth' ? 'union-prod-service' : 'union-pre-prod-service')),
      { ...at('spec.data[0].remoteRef.key', 'key: union-prod-service'), expected: 'an entry of preproduction as union-pre-prod-service is', found: 'union-prod-service' }],
    ['one entry of production is of staging, which is in the input as well',
      [...deployment('staging', 1), ...deployment('production', 1, 'flyte-secret-auth')],
      { ...at('spec.data[0].remoteRef.key', 'key: staging/flyte-secret-auth', 'flyte-secret-auth', 'production-cp'), expected: 'an entry of production as production/flyte-admin-secrets is', found: 'staging/flyte-secret-auth' }],
    ['a data plane reads what is of none of the control planes',
      [...deployment('staging', 1), ...deployment('production', 9), reading('union-secret-auth', 'dev/operator', 'default', 'union')],
      { ...at('spec.data[0].remoteRef.key', 'key: dev/operator', 'union-secret-auth', 'union'), expected: 'an entry of production as production/flyte-admin-secrets is', found: 'dev/operator' }],
    ...ENVIRONMENTS.flat().map((word): FiringRow => [`one entry is of ${word}`, all((name) => (name === 'flyte-secret-auth' ? `${word}/a` : 'union/a')),
      { ...at('spec.data[0].remoteRef.key', `key: ${word}/a`), expected: 'an entry of the same environment as union/a is', found: `${word}/a` }]),
    ['one store is', all(() => 'union/service', (name) => (name === 'flyte-secret-auth' ? 'vault-dev' : 'vault')),
      { ...at('spec.secretStoreRef.name', 'name: vault-dev'), expected: 'a store of the same environment as vault is', found: 'vault-dev' }],
    ['an entry names the cluster of another data plane', [...plane('east', 'union/east-operator'), ...plane('west', 'union/east-operator')],
      { ...at('spec.data[0].remoteRef.key', 'key: union/east-operator', 'union-secret-auth', 'west'), expected: 'the entry of cluster west', found: 'union/east-operator, which names cluster east' }],
    ...([
      ['union/service', 'union/servcie'], ['union/client-secret', 'union/client_secret'], ['union-auth/client-secret', 'unoin-auth/client-secret'],
    ] as const).map(([right, slip]): FiringRow => [`${slip} stands in one place, and ${right} in the others`, all((name) => (name === 'flyte-secret-auth' ? slip : right)),
      { ...at('spec.data[0].remoteRef', 'remoteRef:'), expected: `${right}, as its siblings read it`, found: slip }]),
    ['one of three entries is of staging', NAMES.slice(1).map((name) => reading(name, name === 'flyte-secret-auth' ? 'staging/a' : 'union/a')),
      { ...at('spec.data[0].remoteRef.key', 'key: staging/a'), expected: 'an entry of the same environment as union/a is', found: 'staging/a' }],
  ],
  says: { '': 'ExternalSecret union-cp/flyte-secret-auth reads union: client-secrt, which belongs elsewhere' },
  passes: [
    ['entries differ by a number', all((name) => (name === 'flyte-secret-auth' ? 'union/client2' : 'union/client1'))],
    ['two read the one and two the other', all((name) => (name.startsWith('flyte-') ? 'union/servcie' : 'union/service'))],
    ['there is no such decoding', [partOf('flyte-admin-secrets', {}), partOf('flyte-secret-auth', { decodingStrategy: 'Noen' })]],
    ['all decode an entry', NAMES.map((name) => partOf(name, { decodingStrategy: 'Base64' }))],
    ['no entry names an environment', all((name) => `union/${name}`)],
    ['staging stands beside a production of many data planes', [...deployment('staging', 1), ...deployment('production', 9)]],
    ['all name one', all((name) => `prod/${name}`, () => 'prod')],
    ['one spells its environment otherwise', all((name) => (name === 'flyte-secret-auth' ? 'non-prod/a' : 'nonprod/a'))],
    ...ENVIRONMENTS.flatMap(([first, ...more]) => more.map((word): Row =>
      [`one says ${word}, and the others ${first}`, all((name) => `${name === 'flyte-secret-auth' ? word : first}/${name}`)])),
    ['as many name one as another', all((name) => (name.startsWith('flyte-') ? 'staging/a' : 'prod/a'))],
    ['each entry names its cluster', [...plane('east', 'union/east-operator'), ...plane('west', 'union/west-operator')]],
    ['a cluster is called as all entries begin',
      [...plane('union', 'union/operator'), ...plane('west', 'union/operator-west'), ...plane('east', 'union/operator-of-it')]],
    ['a cluster is called as entries of the control plane and of others are',
      [...plane('acme', 'acme/operator'), ...plane('east', 'acme/second-operator'), ...NAMES.map((name) => reading(name, `acme/${name}`))]],
    ['an entry names both clusters', [...plane('east', 'union/east-west'), ...plane('west', 'union/east-west')]],
  ],
  notApplicable: [
    ['the ExternalSecret is another owner\'s', [reading('app', 'staging/app')]],
    ['there is none', dataPlaneService('union-operator', {})],
  ],
});
