import { comesFromNowhere } from '../../../src/verify/model/lead';
import { externalSecret, Json, secret } from '../_manifests';
import { modelOf } from '../_model';
import { service } from '../_planes';

const SECRET = 'union-controlplane-secrets';
const client = (name = 'executions', props: Json = {}, directory = '/etc/secrets/union') => service(name, { admin: { clientId: 'ours', clientSecretLocation: `${directory}/client_secret` } }, props);
const OTHER = [...client('usage', { secrets: { other: '/etc/secrets/union' } }), externalSecret('other')];
const OWN = externalSecret('own', { target: SECRET });
const web = service('usage', { admin: { clientId: 'theirs', clientSecretLocation: '/etc/secrets/union/other' } });
const database = service('usage', { database: { passwordPath: '/etc/db/pass.txt' } }, { secrets: { db: '/etc/db' } });
const elsewhere = externalSecret('other', { namespace: 'team' });
const waiting = (labels: Json) => secret(SECRET, {}, 'union-cp', { labels });
const MANAGED = 'reconcile.external-secrets.io/managed';

test.each<[string, boolean, Json[]]>([
  ['nothing is delivered', false, client()],
  ['another client secret is delivered', true, [...client(), ...OTHER]],
  ['its own is delivered, too', false, [...client(), ...OTHER, OWN]],
  ['its own is delivered', false, [...client(), OWN]],
  ['another key of the same Secret arrives', false, [...client(), ...web, secret(SECRET, { other: 'x' })]],
  ['another key of the same Secret arrives, and another client secret', false, [...client(), ...web, secret(SECRET, { other: 'x' }), ...OTHER]],
  ['the same Secret arrives in another namespace', true, [...client(), ...client('executions', { namespace: 'other' }), externalSecret('own', { target: SECRET, namespace: 'other' })]],
  ['a database password arrives', false, [...client(), ...database, secret('db', { 'pass.txt': 'x' })]],
  ['its Secret has no key', true, [...client(), ...OTHER, secret(SECRET)]],
  ['its Secret has the key of a database', true, [...client(), ...OTHER, secret(SECRET, { 'pass.txt': 'x' })]],
  ['its Secret has a key of credentials', false, [...client(), ...OTHER, secret(SECRET, { secret: 'x' })]],
  ['its Secret has a placeholder', false, [...client(), ...OTHER, secret(SECRET, { client_secret: 'placeholder' })]],
  ['its Secret has no key, and nothing else is delivered', false, [...client(), secret(SECRET)]],
  ['its empty Secret waits for External Secrets', true, [...client(), waiting({ [MANAGED]: 'true' }), elsewhere]],
  // Without any of them the input is a part.
  ['its empty Secret waits for External Secrets that the input lacks', false, [...client(), waiting({ [MANAGED]: 'true' })]],
  ['its empty Secret waits no longer', false, [...client(), waiting({ [MANAGED]: 'false' })]],
  ['its empty Secret waits for nothing', false, [...client(), waiting({ other: 'true' })]],
  ['a cluster does not have it', true, [...client('executions', { metadata: { uid: '1' } }), secret('any', { a: 'x' }, 'union-cp', { uid: '2' })]],
  ['its file is in no Secret', false, [...client('executions', {}, '/etc/elsewhere'), ...OTHER]],
])('where %s, whether a client secret comes from nowhere: %s', (_, expected, objects) => {
  const model = modelOf(...objects);
  const own = model.credentials.find(({ container: { workload }, purpose }) => workload.name === 'executions' && workload.namespace === 'union-cp' && purpose === 'service client secret')!;
  expect(comesFromNowhere(model)(own)).toBe(expected);
});
