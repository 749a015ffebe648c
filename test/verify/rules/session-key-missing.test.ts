import { sessionKeyMissing } from '../../../src/verify/rules/credentials';
import { object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const LIVE = { uid: '0a1b' };
const SECRET = 'v1/Secret union-cp/flyte-admin-secrets';

/** The Secret as a cluster holds it. */
const held = (data: Record<string, string>) => object('v1', 'Secret', 'flyte-admin-secrets', { data: { oidc_client_secret: 'eA==', ...data } }, 'union-cp', LIVE);
const expected = (key: string) => `the key ${key}, with which flyteadmin signs and encrypts its session cookies`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const HASH = base64('h'.repeat(86));
const BLOCK = base64('b'.repeat(43));
const both = { cookie_hash_key: HASH, cookie_block_key: BLOCK };

/** What is mounted where flyteadmin looks for its keys. */
const mounting = (volume: object) => ({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'flyte-admin-secrets', ...volume }] } });

testRule(sessionKeyMissing, {
  fires: [
    ['the Secret of a cluster has neither key', [...flyteadmin({ metadata: LIVE }), held({})],
      ...['cookie_hash_key', 'cookie_block_key'].map((key) =>
        ({ object: SECRET, field: 'data', line: 'data:', expected: expected(key), found: 'no such key in the cluster' }))],
    ['a key is empty, and the other a placeholder', [...flyteadmin(), held({ cookie_hash_key: '', cookie_block_key: 'cGxhY2Vob2xkZXI=' })],
      [SECRET, 'data.cookie_hash_key', expected('cookie_hash_key'), 'an empty value in the cluster'],
      [SECRET, 'data.cookie_block_key', expected('cookie_block_key'), 'a placeholder in the cluster']],
    ['the keys were made by hand', [...flyteadmin(), held({ cookie_hash_key: base64('a key!'), cookie_block_key: base64('secret') })],
      [SECRET, 'data.cookie_hash_key', '64 random bytes in base64 without padding', 'a text of another form'],
      [SECRET, 'data.cookie_block_key', '16, 24, 32 random bytes in base64 without padding', '4 bytes']],
    ['the configuration gives a key another name',
      [...flyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held(both)],
      [SECRET, 'data', expected('hash'), 'no such key in the cluster']],
  ],
  passes: [
    ['two flyteadmins have keys of other names', [
      ...flyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held({ hash: HASH, cookie_block_key: BLOCK }),
      ...flyteadmin({ namespace: 'other-cp' }), { ...held(both), metadata: { name: 'flyte-admin-secrets', namespace: 'other-cp', ...LIVE } },
    ]],
    ['both keys are there', [...flyteadmin({ metadata: LIVE }), held(both)]],
    ['a variable holds one of them',
      [...flyteadmin({ env: [{ name: 'FLYTE_SECRET_cookie_hash_key', value: 'x' }] }), held({ cookie_block_key: BLOCK })]],
  ],
  notApplicable: [
    ['the Secret is not mounted', [...flyteadmin({ secrets: {} }), held({})]],
    ['a ConfigMap of its name is mounted', [...flyteadmin(mounting({ configMap: { name: 'flyte-admin-secrets' } })), held({})]],
    ['several Secrets are mounted there',
      [...flyteadmin(mounting({ projected: { sources: ['flyte-admin-secrets', 'more'].map((name) => ({ secret: { name } })) } })), held({})]],
    ['the Secret is one that is to be applied: generate-secrets adds the keys',
      [...flyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['authentication is off', [...flyteadmin({ useAuth: false }), held({})]],
    ['the Secret is not in the input', flyteadmin({ metadata: LIVE })],
  ],
});
