import { apiKeyTemplates, clientIdsInSecrets, seededClients } from '../../../src/verify/model/client-ids-in-secrets';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { deployment, externalSecret, Json, manifests, object, secret } from '../_manifests';
import { modelOf } from '../_model';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const templated = (name: string, data: Json, props: Json = {}) => externalSecret(name, { ...props, spec: { target: { template: { data } } } });
const key = (clientId: string, organization: string) => `{{- printf "%s:%s:%s:%s" "union.example.com" "${clientId}" $secret "${organization}" | b64enc -}}`;

test('API keys of templates tell whose they are, and for which organization', () => {
  const model = modelOf(templated('keys', { a: key('union-eu', 'acme'), b: `${key('one', '')}${key('two', 'acme')}`, c: 'none', d: 5, e: {} }));
  expect(apiKeyTemplates(model).map(({ clientId, organization, field }) => [clientId, organization, `${field}`])).toEqual([
    ['union-eu', 'acme', 'spec.target.template.data.a'], ['one', '', 'spec.target.template.data.b'], ['two', 'acme', 'spec.target.template.data.b'],
  ]);
});

test('client IDs lie in templates, in Secrets and in API keys', () => expect(clientIdsInSecrets(modelOf(
  templated('eager', { client_id: 'eager' }), secret('plain', { client_id: 'plain' }), templated('keys', { any: key('in-a-key', 'acme') }),
  secret('other', { other: 'x' }), object('v1', 'ConfigMap', 'no-secret', { stringData: { client_id: 'no' } }), externalSecret('bare'),
))).toEqual(['eager', 'plain', 'in-a-key']));

describe('clients from whose credentials the identity service makes API keys', () => {
  const identity = (mountPath: string, secretName = 'seed', pod: Json = {}) => deployment('identity', { secrets: { [secretName]: mountPath }, pod });
  const seeded = (...objects: Parameters<typeof manifests>) => seededClients(modelOf(...objects)).map(({ clientId, field }) => [clientId, `${field}`]);
  const FIELD = 'spec.target.template.data.client_id';

  test('are those whose Secrets are mounted where it looks', () => {
    const seed = templated('seed', { client_id: 'eager' });
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEY'), seed)).toEqual([['eager', FIELD]]);
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEY-eu'), seed)).toEqual([['eager', FIELD]]);
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEYS'), seed)).toEqual([]);
    expect(seeded(identity('/etc/secrets/apikey'), seed)).toEqual([]);
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEY', 'other'), seed)).toEqual([]);
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEY'), templated('seed', { client_id: 'eager' }, { namespace: 'other' }))).toEqual([]);
    expect(seeded(identity('/etc/secrets/apikey/EAGER_API_KEY'), externalSecret('seed'))).toEqual([]);
  });

  test('no ConfigMap is a Secret, and a volume that is not declared has none', () => {
    const container = { volumeMounts: [{ name: 'v', mountPath: '/etc/secrets/apikey/EAGER_API_KEY' }] };
    const seed = templated('seed', { client_id: 'eager' });
    expect(seeded(deployment('identity', { container, pod: { volumes: [{ name: 'v', configMap: { name: 'seed' } }] } }), seed)).toEqual([]);
    expect(seeded(deployment('identity', { container, pod: { volumes: [] } }), seed)).toEqual([]);
  });

  const inValues = (values: string) => {
    const { objects, valueSets } = parseManifests([{ name: 'values.yaml', text: values }, { name: 'seed.yaml', text: manifests(templated('seed', { client_id: 'eager' })) }]);
    return seededClients(new Model(objects, valueSets)).map(({ clientId }) => clientId);
  };
  const overrides = (...list: Json[]) => withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', list);

  test('are those that the values of the control plane name', () => {
    expect(inValues(overrides({ key: 'EAGER_API_KEY', existingSecret: { name: 'seed' } }))).toEqual(['eager']);
    expect(inValues(overrides({ key: 'OTHER', existingSecret: { name: 'seed' } }))).toEqual([]);
    expect(inValues(overrides({ key: 'EAGER_API_KEY' }))).toEqual([]);
    expect(inValues(CONTROL_PLANE_VALUES)).toEqual([]);
    expect(inValues(overrides({ key: 'EAGER_API_KEY', existingSecret: { name: 'seed' } }).replace('2026.8.schema', '2026.6.schema'))).toEqual([]);
    const elsewhere = '# union-auth.cdk8s.io/namespace: elsewhere\n';
    expect(inValues(`${elsewhere}${overrides({ key: 'EAGER_API_KEY', existingSecret: { name: 'seed' } })}`)).toEqual([]);
    expect(inValues(withValue(DATA_PLANE_VALUES, 'services.identity.apiKeyOverrides', [{ key: 'EAGER_API_KEY', existingSecret: { name: 'seed' } }]))).toEqual([]);
  });
});
