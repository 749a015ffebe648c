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

const OF_EAGER = '/etc/secrets/apikey/EAGER_API_KEY';
const SEED = templated('seed', { client_id: 'eager' });
const identity = (mountPath: string, secretName = 'seed') => deployment('identity', { secrets: { [secretName]: mountPath } });
const mounting = (...volumes: Json[]) => deployment('identity', { container: { volumeMounts: [{ name: 'v', mountPath: OF_EAGER }] }, pod: { volumes } });
const overrides = (entry: Json, text = CONTROL_PLANE_VALUES) => withValue(text, 'services.identity.apiKeyOverrides', [entry]);
const NAMING = { key: 'EAGER_API_KEY', existingSecret: { name: 'seed' } };

test.each<[string, boolean, string, Json[]]>([
  ['a Secret that is mounted where it looks', true, '', [identity(OF_EAGER), SEED]],
  ['a Secret for a cluster', true, '', [identity(`${OF_EAGER}-eu`), SEED]],
  ['none of another key', false, '', [identity(`${OF_EAGER}S`), SEED]],
  ['none above', false, '', [identity('/etc/secrets/apikey'), SEED]],
  ['none of another name', false, '', [identity(OF_EAGER, 'other'), SEED]],
  ['none of another namespace', false, '', [identity(OF_EAGER), templated('seed', { client_id: 'eager' }, { namespace: 'other' })]],
  ['none without a client', false, '', [identity(OF_EAGER), externalSecret('seed')]],
  ['no ConfigMap', false, '', [mounting({ name: 'v', configMap: { name: 'seed' } }), SEED]],
  ['no volume that is not declared', false, '', [mounting(), SEED]],
  ['a Secret that values of the control plane name', true, overrides(NAMING), [SEED]],
  ['none for another key', false, overrides({ ...NAMING, key: 'OTHER' }), [SEED]],
  ['none without a name', false, overrides({ key: 'EAGER_API_KEY' }), [SEED]],
  ['none where values name none', false, CONTROL_PLANE_VALUES, [SEED]],
  ['none by values of an older release', false, overrides(NAMING).replace('2026.8.schema', '2026.6.schema'), [SEED]],
  ['none by values of another namespace', false, `# union-auth.cdk8s.io/namespace: elsewhere\n${overrides(NAMING)}`, [SEED]],
  ['none by values of a data plane', false, overrides(NAMING, DATA_PLANE_VALUES), [SEED]],
])('the identity service makes API keys of %s: %s', (_, expected, values, given) => {
  const { objects, valueSets } = parseManifests([{ name: 'values.yaml', text: values }, { name: 'seed.yaml', text: manifests(...given) }]);
  expect(seededClients(new Model(objects, valueSets)).map(({ clientId, field }) => [clientId, `${field}`])).toEqual(expected ? [['eager', 'spec.target.template.data.client_id']] : []);
});
