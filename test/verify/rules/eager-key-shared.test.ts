import { eagerKeyShared } from '../../../src/verify/rules/eager-keys';
import { configMap, deployment, externalSecret, manifests, secret } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { operator, seed } from './_eager';

type Json = Record<string, unknown>;

const ON = { enabled: true };
const OWN = 'an eager client of its own';
const FIELD = 'data["config.yaml"]: identity.app.apiKeyOverrides';

/** An identity service that mounts a Secret for each entry, at the path that its cluster makes. */
function identity(...seeds: { readonly cluster: string; readonly from: string }[]): Json[] {
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
const entry = (clusterName: string | undefined, name: string) => ({ key: 'EAGER_API_KEY', clusterName, existingSecret: { name } });
const seeding = (...overrides: unknown[]) => withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', overrides);
const fetching = (clusterName: string) => withValue(`${DATA_PLANE_VALUES}clusterName: ${clusterName}\n`, 'config.operator.apiKey', ON);
const [EAST, WEST] = ['east', 'west'].map((cluster) => ({ cluster, from: `eager-${cluster}` }));
const at = (index: number, line: string) => ({ object: 'v1/ConfigMap union-cp/identity', field: `${FIELD}[${index}]`, line });

testRule(eagerKeyShared, {
  fires: [
    ['two data planes have one Secret', identity(EAST, { ...WEST, from: EAST.from }),
      { ...at(1, 'org: ""'), expected: OWN, found: 'Secret eager-east, as east' }],
    ['two Secrets hold one client', [...identity(EAST, WEST), templated('eager-east', 'eager'), secret('eager-west', { client_id: 'eager' })],
      { ...at(1, 'org: ""'), expected: OWN, found: 'client eager, as east' },
      remedy(['stringData:\n  client_id: eager', 'stringData:\n  client_id: eager-west'])],
    ['two Secrets hold one client, in base64', [
      ...identity(EAST, WEST),
      { ...secret('eager-east'), data: { client_id: Buffer.from('eager\n').toString('base64') } },
      secret('eager-west', { client_id: 'eager' }),
    ], { ...at(1, 'org: ""'), expected: OWN, found: 'client eager, as east' }],
    ['it is the client of the data plane itself', [...identity(EAST), templated('eager-east', 'east-operator'), ...signsIn('east-operator')],
      { ...at(0, 'org: ""'), expected: OWN, found: 'east-operator, with which union-operator signs in' }],
    ['one entry is for two data planes that fetch',
      [...identity({ cluster: '', from: 'eager' }), ...operator('east', ON), ...operator('west', ON).map((object) =>
        ({ ...object, metadata: { ...object.metadata as Json, namespace: 'west' } }))],
      { ...at(0, 'org: ""'), expected: 'an entry with a client of its own for each data plane', found: 'one for east and west' }],
    ['values name one Secret twice', { 'cp.yaml': seeding(entry('east', 'eager'), entry('west', 'eager')) },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[1]', OWN, 'Secret eager, as east']],
    ['values seed one client for two data planes that fetch',
      { 'cp.yaml': seeding(entry(undefined, 'eager')), 'east.yaml': fetching('east'), 'west.yaml': fetching('west') },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0]', 'an entry with a client of its own for each data plane', 'one for east and west']],
    ['values seed the client of a data plane\'s own',
      { 'cp.yaml': seeding(entry('east', 'eager')), 'es.yaml': manifests(templated('eager', 'service-id')) },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0]', OWN,
        expect.stringMatching(/^service-id, with which \S+ signs in$/) as unknown as string]],
  ],
  passes: [
    ['each has its own', [...identity(EAST, WEST), templated('eager-east', 'a'), templated('eager-west', 'b'), ...signsIn('c')]],
    ['the Secrets are not shown', identity(EAST, WEST)],
    ['one entry is for one data plane', [...identity({ cluster: '', from: 'eager' }), ...operator('east', ON)]],
    ['the other data plane has its own',
      { 'cp.yaml': seeding(entry(undefined, 'a'), entry('west', 'b')), 'east.yaml': fetching('east'), 'west.yaml': fetching('west') }],
    ['a release seeds one for all, in values', Object.fromEntries(Object.entries({
      'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', { EAGER_API_KEY: { existingSecret: { name: 'eager' } } }),
      'east.yaml': fetching('east'),
      'west.yaml': fetching('west'),
    }).map(([name, text]) => [name, text.replace('2026.8.schema', '2026.6.9.schema')]))],
  ],
  notApplicable: [['nothing is seeded', [...identity(), ...operator('east', ON)]]],
});
