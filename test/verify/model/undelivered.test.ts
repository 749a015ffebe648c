import { comesFromNowhere } from '../../../src/verify/model/lead';
import { externalSecret, Json, secret } from '../_manifests';
import { modelOf } from '../_model';
import { service } from '../_planes';

const client = (name = 'executions', props: Json = {}, directory = '/etc/secrets/union') => service(name, { admin: { clientId: 'ours', clientSecretLocation: `${directory}/client_secret` } }, props);
const SECRET = 'union-controlplane-secrets';
const OTHER = [...client('usage', { secrets: { other: '/etc/secrets/union' } }), externalSecret('other')];

/** Whether the client secret of executions comes from nowhere. */
function isLost(...objects: Json[]): boolean {
  const model = modelOf(...objects);
  const own = model.credentials.find(({ container: { workload }, purpose }) => workload.name === 'executions' && workload.namespace === 'union-cp' && purpose === 'service client secret')!;
  return comesFromNowhere(model)(own);
}

test('a Secret without a writer is undelivered if another client secret is delivered', () => {
  expect(isLost(...client())).toBe(false);
  expect(isLost(...client(), ...OTHER)).toBe(true);
  expect(isLost(...client(), ...OTHER, externalSecret('own', { target: SECRET }))).toBe(false);
  expect(isLost(...client(), externalSecret('own', { target: SECRET }))).toBe(false);
});

test('that another key of the same Secret arrives shows nothing about another Secret', () => {
  const web = service('usage', { admin: { clientId: 'theirs', clientSecretLocation: '/etc/secrets/union/other' } });
  expect(isLost(...client(), ...web, secret(SECRET, { other: 'x' }))).toBe(false);
  expect(isLost(...client(), ...web, secret(SECRET, { other: 'x' }), ...OTHER)).toBe(false);
});

test('the same Secret in another namespace is another one', () => {
  expect(isLost(...client(), ...client('executions', { namespace: 'other' }), externalSecret('own', { target: SECRET, namespace: 'other' }))).toBe(true);
});

test('a database password that is delivered is no client secret', () => {
  const database = service('usage', { database: { passwordPath: '/etc/db/pass.txt' } }, { secrets: { db: '/etc/db' } });
  expect(isLost(...client(), ...database, secret('db', { 'pass.txt': 'x' }))).toBe(false);
});

test('a Secret without the key comes from nowhere unless it shows credentials', () => {
  expect(isLost(...client(), ...OTHER, secret(SECRET))).toBe(true);
  expect(isLost(...client(), ...OTHER, secret(SECRET, { 'pass.txt': 'x' }))).toBe(true);
  expect(isLost(...client(), ...OTHER, secret(SECRET, { secret: 'x' }))).toBe(false);
  expect(isLost(...client(), ...OTHER, secret(SECRET, { client_secret: 'placeholder' }))).toBe(false);
  expect(isLost(...client(), secret(SECRET))).toBe(false);
});

test('an empty Secret that waits for External Secrets comes from nowhere', () => {
  const waiting = (labels: Json) => secret(SECRET, {}, 'union-cp', { labels });
  const elsewhere = externalSecret('other', { namespace: 'team' });
  expect(isLost(...client(), waiting({ 'reconcile.external-secrets.io/managed': 'true' }), elsewhere)).toBe(true);
  // Without any of them the input is a part.
  expect(isLost(...client(), waiting({ 'reconcile.external-secrets.io/managed': 'true' }))).toBe(false);
  expect(isLost(...client(), waiting({ 'reconcile.external-secrets.io/managed': 'false' }))).toBe(false);
  expect(isLost(...client(), waiting({ other: 'true' }))).toBe(false);
});

test('what a cluster does not have comes from nowhere', () => {
  expect(isLost(...client('executions', { metadata: { uid: '1' } }), secret('any', { a: 'x' }, 'union-cp', { uid: '2' }))).toBe(true);
});

test('of a file without a Secret is unknown', () => expect(isLost(...client('executions', {}, '/etc/elsewhere'), ...OTHER)).toBe(false));
