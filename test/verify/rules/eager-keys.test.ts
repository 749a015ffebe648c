import { eagerKeyShared, eagerKeyUnfetched, eagerKeyUnfit, eagerKeyUninjected, eagerKeyUnseeded } from '../../../src/verify/rules/eager-keys';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, ISSUER, partlyShown, service, TOKEN_URL } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartIngresses } from '../_union';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, operator, seed } from './_eager';

const ON = { enabled: true };
const dataPlane = (clusterName: string) => `${DATA_PLANE_VALUES}clusterName: ${clusterName}\n`;
const fetching = (clusterName: string) => withValue(dataPlane(clusterName), 'config.operator.apiKey', ON);
const FETCHES = fetching('east');
const seeding = (overrides: unknown) => withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', overrides);
const entry = (clusterName?: string, name = 'eager') => ({ key: 'EAGER_API_KEY', clusterName, existingSecret: { name } });
const AT = { object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.apiKey.enabled' };
const EXPECTED = 'an entry of apiKeyOverrides for EAGER_API_KEY and east';
const older = (text: string) => text.replace('2026.8.schema', '2026.6.9.schema');

testRule(eagerKeyUnseeded, {
  fires: [
    ['nothing is seeded', [...identity(undefined), ...operator('east', ON)], { ...AT, expected: EXPECTED, found: 'none' }],
    ['another cluster is', [...identity([seed('west'), seed('', { key: 'OTHER_KEY' })]), ...operator('east', ON)],
      { ...AT, expected: EXPECTED, found: 'entries for west' }],
    ['an entry has a slip of the cluster',
      { 'cp.yaml': seeding([entry('us-esat')]), 'dp.yaml': fetching('us-east') },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0].clusterName', 'us-east, the cluster of an operator that fetches its key', 'us-esat']],
    ['values say so', { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': FETCHES },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', EXPECTED, 'none'],
      remedy(['ingress:\n  host', 'services: { identity: { apiKeyOverrides: [{ key: EAGER_API_KEY, clusterName: east, existingSecret: { name: eager } }] } }\ningress:\n  host'])],
    ['values seed another cluster', { 'cp.yaml': seeding([entry('west')]), 'dp.yaml': FETCHES },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', EXPECTED, 'entries for west']],
    ['an entry has a slip of the key', [...identity([seed('east', { key: 'EAGER_API_KYE' })]), ...operator('east', ON)],
      ['v1/ConfigMap union-cp/identity', 'data["config.yaml"]: identity.app.apiKeyOverrides[0].key', 'EAGER_API_KEY, the key that operators fetch', 'EAGER_API_KYE']],
    ['of as many entries as operators one is left over', {
      'cp.yaml': seeding([entry('east'), entry('other')]), 'east.yaml': fetching('east'), 'west.yaml': fetching('west'),
    }, ['v2/Values controlplane', 'services.identity.apiKeyOverrides[1].clusterName', 'west, the cluster of an operator that fetches its key', 'other']],
  ],
  says: {
    '': 'ConfigMap union/union-operator fetches an API key that the control plane cannot make: no entry for east <- '
      + 'data["config.yaml"]: operator.clusterId.name',
    'slip': 'Values controlplane has an API key entry for cluster us-esat, and the cluster is us-east <- Values dataplane: clusterName',
    'key': 'ConfigMap union-cp/identity has a key EAGER_API_KYE for tasks, which no operator fetches',
  },
  passes: [
    ['its cluster is seeded', [...identity([seed('west'), seed('east')]), ...operator('east', ON)]],
    ['all clusters are', [...identity([seed('')]), ...operator('east', ON)]],
    ['its cluster has no name in the input', [...identity([seed('west')]), ...operator('{{ .Values.clusterName }}', ON)]],
    ['the identity service registers clients itself', [...identity([], 'azure'), ...operator('east', ON)]],
    ['values seed it', { 'cp.yaml': seeding([entry('east')]), 'dp.yaml': FETCHES }],
    ['values of the map\'s days seed it',
      { 'cp.yaml': older(seeding({ EAGER_API_KEY: { existingSecret: { name: 'eager' } } })), 'dp.yaml': older(FETCHES) }],
  ],
  notApplicable: [
    ['no operator fetches', [...identity([]), ...operator('east', undefined)]],
    ['it is switched off', [...identity([]), ...operator('east', { enabled: false })]],
    ['the control plane is not shown', operator('east', ON)],
    ['the values of a control plane are of a release that seeds none',
      { 'cp.yaml': CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.6.schema'), 'dp.yaml': FETCHES }],
  ],
});

const OFF = 'config.operator.apiKey is off';
const SEEDS = seeding([entry('east')]);

testRule(eagerKeyUnfetched, {
  fires: [
    ['the operator is not told to', [...identity([seed('east')]), ...operator('east', undefined)],
      { ...AT, expected: 'an operator that fetches EAGER_API_KEY for east', found: OFF }],
    ['no operator is, of a seed for all', [...identity([seed('')]), ...operator('east', { enabled: false })],
      { ...AT, expected: 'an operator that fetches EAGER_API_KEY', found: OFF }],
    ['values leave it off', { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('east') },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', 'an operator that fetches EAGER_API_KEY for east', OFF,
        '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json'],
      remedy(['    create: false\nclusterName: east', '    create: false\nconfig: { operator: { apiKey: { enabled: true } } }\nclusterName: east'])],
  ],
  says: { '': 'ConfigMap union/union-operator seeds an API key for east that no operator fetches' },
  passes: [
    ['its operator fetches', [...identity([seed('east')]), ...operator('east', ON)]],
    ['values say so', { 'cp.yaml': SEEDS, 'dp.yaml': FETCHES }],
  ],
  notApplicable: [
    ['another data plane is shown', { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('west') }],
    ['no data plane is', identity([seed('east')])],
    ['nothing is seeded', [...identity([]), ...operator('east', ON)]],
    ['the cluster of the data plane has no name', [...identity([seed('east')]), ...operator(undefined, undefined)]],
  ],
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const live = (name: string, data: Record<string, string>) => object('v1', 'Secret', name, { data }, 'union', { uid: 'u', resourceVersion: '1' });
const key = (text: string, encode = true) => live('EAGER_API_KEY', { EAGER_API_KEY: base64(encode ? base64(text) : text) });
const plane = [
  ...chartIngresses(),
  ...dataPlaneService('union-operator', {
    operator: { clusterId: { name: 'east', organization: 'acme' } },
    union: { auth: { enable: true, clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret', tokenUrl: TOKEN_URL, scopes: [ISSUER] } },
  }),
  live('union-secret-auth', { client_secret: base64('sv-1f8c') }),
];
const input = (text: string, encode = true) => manifests(...plane, key(text, encode));
const unfitAt = () => ({ object: 'v1/Secret union/EAGER_API_KEY', field: 'data.EAGER_API_KEY' });
const firing = (when: string, text: string, expected: string, found: string, encode = true): FiringRow =>
  [when, input(text, encode), { ...unfitAt(), expected, found }];

testRule(eagerKeyUnfit, {
  fires: [
    firing('it leads to another host', 'staging.example.com:ours:sv-1f8c:acme', 'a key for union.example.com', 'a key for staging.example.com'),
    firing('it is for another organization', 'union.example.com:ours:sv-1f8c:other', 'a key for the organization acme', 'a key for other'),
    firing('the secret was rotated', 'union.example.com:ours:sv-0000:acme', 'a key with the secret that v1/Secret union/union-secret-auth has for client ours', 'a key with another secret'),
    firing('it is a client secret', 'sv-1f8c', 'an API key: host, client ID, secret and organization with colons between them, in base64', 'a text of another form', false),
  ],
  says: { '': 'Secret union/EAGER_API_KEY has an API key that does not fit: a key for staging.example.com' },
  passes: [
    ['it fits', input('union.example.com:ours:sv-1f8c:acme')],
    ['it names the host in capitals', input('Union.Example.com:ours:sv-1f8c:acme')],
    ['the edge serves another host, and any below a domain',
      [...plane, ...chartIngresses({ host: '*.example.com' }), key('eu.example.com:ours:sv-1f8c:acme')]],
    ['it is of a client of its own, for no organization', input('union.example.com:eager-id:xyz:')],
    ['nothing else is shown', [key('a.example.com:b:c:d')]],
  ],
  notApplicable: [
    ['there is no key', plane],
    ['its value has stayed in the cluster',
      [...plane, object('v1', 'Secret', 'EAGER_API_KEY', { data: { EAGER_API_KEY: base64('withheld') } }, 'union', {
        uid: 'u', annotations: { 'union-auth.cdk8s.io/withheld': 'by doctor --kube' },
      })]],
    ['it waits for its value', [object('v1', 'Secret', 'eager', { stringData: { EAGER_API_KEY: 'placeholder' } })]],
  ],
});

test('no value is printed', () => {
  const report = JSON.stringify(verify([{ name: 'in.yaml', text: input('union.example.com:ours:sv-0000:acme') }]));
  expect(report).not.toMatch(/sv-0000|sv-1f8c/);
  expect(report).toContain('eager-key-unfit');
});

const CLIENT = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' };
const leaseworker = (leaseworkerConfig: object) => manifests(...dataPlaneService('leaseworker', { leaseworker: leaseworkerConfig, union: { auth: CLIENT } }));
const finding = (field: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union/leaseworker', field: `data["config.yaml"]: ${field}`, line, expected, found: 'none' }] as const;

testRule(eagerKeyUninjected, {
  fires: [
    ['the section is gone', leaseworker({ cluster: 'east' }),
      ...finding('leaseworker.unionAuth', 'leaseworker:', 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName')],
    ['the key is not injected', leaseworker({ unionAuth: { secretName: 'EAGER_API_KEY' } }),
      ...finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.injectSecret')],
    ['no key is given', leaseworker({ unionAuth: { injectSecret: true } }),
      ...finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.secretName')],
    ['values take the section away', `${DATA_PLANE_VALUES}leaseworker: { config: { unionAuth: null } }\n`,
      ['v2/Values dataplane', 'leaseworker.config.unionAuth', 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName', 'none'],
      remedy(['leaseworker: { config: { unionAuth: null } }\n', ''])],
    ['the operator fetches a key that is not injected', leaseworker({ unionAuth: { injectSecret: false, secretName: 'EAGER_API_KEY' } }) + '---\n' + manifests(...operator('east', ON)),
      { ...finding('leaseworker.unionAuth.injectSecret', 'injectSecret: false', 'injectSecret: true, since the operator fetches the key for tasks')[0], found: 'injectSecret: false' }],
    ['the operator fetches a key of another name', leaseworker({ unionAuth: { injectSecret: true, secretName: 'API_KEY' } }) + '---\n' + manifests(...operator('east', ON)),
      { ...finding('leaseworker.unionAuth.secretName', 'secretName: API_KEY', 'EAGER_API_KEY, as the operator names the key that it fetches')[0], found: 'API_KEY' }],
  ],
  says: { '': 'ConfigMap union/leaseworker does not inject the API key of eager tasks: unionAuth is none' },
  passes: [
    ['the key is injected', leaseworker({ unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } })],
    ['no key is wanted', leaseworker({ unionAuth: { injectSecret: false } })],
    ['the values are the chart\'s', DATA_PLANE_VALUES],
  ],
  notApplicable: [
    ['its client is switched off', dataPlaneService('leaseworker', { leaseworker: {}, union: { auth: { ...CLIENT, enable: false } } })],
    ['part of its configuration is not in the input', service('leaseworker', { leaseworker: {}, union: { auth: CLIENT } }, {
      namespace: 'union',
      secrets: { 'union-secret-auth': '/etc/union/secret' },
      pod: partlyShown('leaseworker'),
    })],
    ['it runs no tasks', dataPlaneService('union-operator', { union: { auth: CLIENT } })],
    ['it does not authenticate', dataPlaneService('leaseworker', { leaseworker: {} })],
    ['it is a service of the control plane', service('usage', { union: { auth: CLIENT } })],
  ],
});

type Json = Record<string, unknown>;
const OWN = 'an eager client of its own';
const FIELD = 'data["config.yaml"]: identity.app.apiKeyOverrides';

/** An identity service that mounts a Secret for each entry, at the path that its cluster makes. */
function sharedIdentity(...seeds: { readonly cluster: string; readonly from: string }[]): Json[] {
  const path = (cluster: string) => `/etc/secrets/apikey/EAGER_API_KEY${cluster && `-${cluster}`}`;
  const overrides = seeds.map(({ cluster }) => seed(cluster, {
    clientIdLocation: `${path(cluster)}/client_id`, clientSecretLocation: `${path(cluster)}/client_secret`,
  }));
  const volumes = seeds.map(({ from }, i) => ({ name: `v${i}`, secret: { secretName: from } }));
  return [
    configMap('identity', { 'config.yaml': { identity: { app: { apiKeyOverrides: overrides } } } }, 'union-cp'),
    deployment('identity', {
      namespace: 'union-cp',
      configMaps: { identity: '/etc/config' },
      pod: { volumes: [{ name: 'identity', configMap: { name: 'identity' } }, ...volumes] },
      container: {
        image: 'registry.example.com/union/services:1',
        volumeMounts: [{ name: 'identity', mountPath: '/etc/config' }, ...seeds.map(({ cluster }, i) => ({ name: `v${i}`, mountPath: path(cluster) }))],
      },
    }),
  ];
}

const templated = (name: string, clientId: string, namespace = 'union-cp') =>
  externalSecret(name, { namespace, spec: { target: { template: { data: { client_id: clientId } } } } });
const signsIn = (clientId: string) => dataPlaneService('union-operator', { union: { auth: { enable: true, clientId, clientSecretLocation: '/etc/union/secret/client_secret' } } });
const [EAST, WEST] = ['east', 'west'].map((cluster) => ({ cluster, from: `eager-${cluster}` }));
const sharedAt = (index: number, line: string) => ({ object: 'v1/ConfigMap union-cp/identity', field: `${FIELD}[${index}]`, line });

testRule(eagerKeyShared, {
  fires: [
    ['two data planes have one Secret', sharedIdentity(EAST, { ...WEST, from: EAST.from }),
      { ...sharedAt(1, 'org: ""'), expected: OWN, found: 'Secret eager-east, as east' }],
    ['two Secrets hold one client', [...sharedIdentity(EAST, WEST), templated('eager-east', 'eager'), secret('eager-west', { client_id: 'eager' })],
      { ...sharedAt(1, 'org: ""'), expected: OWN, found: 'client eager, as east' },
      remedy(['stringData:\n  client_id: eager', 'stringData:\n  client_id: eager-west'])],
    ['two Secrets hold one client, in base64', [
      ...sharedIdentity(EAST, WEST),
      { ...secret('eager-east'), data: { client_id: Buffer.from('eager\n').toString('base64') } },
      secret('eager-west', { client_id: 'eager' }),
    ], { ...sharedAt(1, 'org: ""'), expected: OWN, found: 'client eager, as east' }],
    ['it is the client of the data plane itself', [...sharedIdentity(EAST), templated('eager-east', 'east-operator'), ...signsIn('east-operator')],
      { ...sharedAt(0, 'org: ""'), expected: OWN, found: 'east-operator, with which union-operator signs in' }],
    ['one entry is for two data planes that fetch',
      [...sharedIdentity({ cluster: '', from: 'eager' }), ...operator('east', ON), ...operator('west', ON).map((each) =>
        ({ ...each, metadata: { ...each.metadata as Json, namespace: 'west' } }))],
      { ...sharedAt(0, 'org: ""'), expected: 'an entry with a client of its own for each data plane', found: 'one for east and west' }],
    ['values name one Secret twice', { 'cp.yaml': seeding([entry('east'), entry('west')]) },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[1]', OWN, 'Secret eager, as east']],
    ['values seed one client for two data planes that fetch',
      { 'cp.yaml': seeding([entry()]), 'east.yaml': fetching('east'), 'west.yaml': fetching('west') },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0]', 'an entry with a client of its own for each data plane', 'one for east and west']],
    ['values seed the client of a data plane\'s own',
      { 'cp.yaml': seeding([entry('east')]), 'es.yaml': manifests(templated('eager', 'service-id')) },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0]', OWN,
        expect.stringMatching(/^service-id, with which \S+ signs in$/) as unknown as string]],
    ['a data plane has the Secret of those without an entry', sharedIdentity({ cluster: '', from: 'eager-west' }, WEST),
      { ...sharedAt(1, 'org: ""'), expected: OWN, found: 'Secret eager-west, as data planes without an entry' }],
  ],
  says: {
    '': 'ConfigMap union-cp/identity gives several data planes one eager client: Secret eager-east, as east',
    'other': 'ConfigMap union-cp/identity makes API keys of a client that has another duty: east-operator, with which union-operator signs in <- '
      + 'ConfigMap union/union-operator: data["config.yaml"]: union.auth.clientId',
  },
  passes: [
    ['each has its own', [...sharedIdentity(EAST, WEST), templated('eager-east', 'a'), templated('eager-west', 'b'), ...signsIn('c')]],
    ['the Secrets are not shown', sharedIdentity(EAST, WEST)],
    ['one entry is for one data plane', [...sharedIdentity({ cluster: '', from: 'eager' }), ...operator('east', ON)]],
    ['the other data plane has its own',
      { 'cp.yaml': seeding([entry(undefined, 'a'), entry('west', 'b')]), 'east.yaml': fetching('east'), 'west.yaml': fetching('west') }],
    ['a release seeds one for all, in values', Object.fromEntries(Object.entries({
      'cp.yaml': seeding({ EAGER_API_KEY: { existingSecret: { name: 'eager' } } }),
      'east.yaml': fetching('east'),
      'west.yaml': fetching('west'),
    }).map(([name, text]) => [name, text.replace('2026.8.schema', '2026.6.9.schema')]))],
  ],
  notApplicable: [['nothing is seeded', [...sharedIdentity(), ...operator('east', ON)]]],
});
