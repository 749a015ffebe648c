import { credentialKeys, unionExternalSecrets } from '../../../src/verify/model/union-secrets';
import { deployment, externalSecret, secret } from '../_manifests';
import { modelOf } from '../_model';
import { service } from '../_planes';

const reader = (name: string, key: string) =>
  service(name, { admin: { clientId: 'ours', clientSecretLocation: `/etc/secrets/union/${key}` } }, { secrets: { auth: '/etc/secrets/union' } });

test('credentials are the keys that services read, and every key of a Secret that upstream names', () => {
  const keys = { one: 'x', two: 'x', three: 'x' };
  const model = modelOf(...reader('executions', 'one'), ...reader('usage', 'two'), secret('auth', keys), secret('other', keys), secret('flyte-admin-secrets', keys));
  expect(model.secrets.map((each) => [each.name, ...credentialKeys(model, each)])).toEqual([['auth', 'one', 'two'], ['other'], ['flyte-admin-secrets', 'one', 'two', 'three']]);
});

test('ExternalSecrets of Union write what upstream names, or what a workload of a plane uses', () => {
  const model = modelOf(
    ...reader('executions', 'one'), deployment('shop', { secrets: { shop: '/etc/shop' } }),
    ...['auth', 'shop', 'unused', 'union-secret-auth'].map((target) => externalSecret(`writes-${target}`, { target })), externalSecret('elsewhere', { target: 'auth', namespace: 'other' }),
  );
  expect(unionExternalSecrets(model).map(({ object: { name } }) => name)).toEqual(['writes-auth', 'writes-union-secret-auth']);
});
