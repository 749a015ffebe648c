import { sessionKeyMissing } from '../../../src/verify/rules/credentials';
import { manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const NOT_APPLICABLE = 'The input does not show the Secret of a flyteadmin with useAuth: true as it is in the cluster.';
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
    {
      when: 'the Secret of a cluster has neither key',
      input: manifests(...flyteadmin({ metadata: LIVE }), held({})),
      findings: ['cookie_hash_key', 'cookie_block_key'].map((key) =>
        ({ object: SECRET, field: 'data', line: 'data:', expected: expected(key), found: 'no such key in the cluster' })) as [never, never],
    },
    {
      when: 'a key is empty, and the other a placeholder',
      input: manifests(...flyteadmin(), held({ cookie_hash_key: '', cookie_block_key: 'cGxhY2Vob2xkZXI=' })),
      findings: [
        { object: SECRET, field: 'data.cookie_hash_key', line: 'cookie_hash_key: ""', expected: expected('cookie_hash_key'), found: 'an empty value in the cluster' },
        { object: SECRET, field: 'data.cookie_block_key', line: 'cookie_block_key: cGxhY2Vob2xkZXI=', expected: expected('cookie_block_key'), found: 'a placeholder in the cluster' },
      ],
    },
    {
      when: 'the keys were made by hand',
      input: manifests(...flyteadmin(), held({ cookie_hash_key: base64('a key!'), cookie_block_key: base64('secret') })),
      findings: [
        { object: SECRET, field: 'data.cookie_hash_key', line: `cookie_hash_key: ${base64('a key!')}`, expected: '64 random bytes in base64 without padding', found: 'a text of another form' },
        { object: SECRET, field: 'data.cookie_block_key', line: `cookie_block_key: ${base64('secret')}`, expected: '16, 24, 32 random bytes in base64 without padding', found: '4 bytes' },
      ],
    },
    {
      when: 'the configuration gives a key another name',
      input: manifests(...flyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held(both)),
      findings: [{ object: SECRET, field: 'data', line: 'data:', expected: expected('hash'), found: 'no such key in the cluster' }],
    },
  ],
  passes: [
    {
      when: 'two flyteadmins have keys of other names',
      input: manifests(
        ...flyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held({ hash: HASH, cookie_block_key: BLOCK }),
        ...flyteadmin({ namespace: 'other-cp' }), { ...held(both), metadata: { name: 'flyte-admin-secrets', namespace: 'other-cp', ...LIVE } },
      ),
    },
    { when: 'both keys are there', input: manifests(...flyteadmin({ metadata: LIVE }), held(both)) },
    {
      when: 'a variable holds one of them',
      input: manifests(...flyteadmin({ env: [{ name: 'FLYTE_SECRET_cookie_hash_key', value: 'x' }] }), held({ cookie_block_key: BLOCK })),
    },
  ],
  notApplicable: [
    { when: 'the Secret is not mounted', input: manifests(...flyteadmin({ secrets: {} }), held({})), reason: NOT_APPLICABLE },
    { when: 'a ConfigMap of its name is mounted', input: manifests(...flyteadmin(mounting({ configMap: { name: 'flyte-admin-secrets' } })), held({})), reason: NOT_APPLICABLE },
    {
      when: 'several Secrets are mounted there',
      input: manifests(...flyteadmin(mounting({ projected: { sources: ['flyte-admin-secrets', 'more'].map((name) => ({ secret: { name } })) } })), held({})),
      reason: NOT_APPLICABLE,
    },
    { when: 'the Secret is one that is to be applied: generate-secrets adds the keys', input: manifests(...flyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })), reason: NOT_APPLICABLE },
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false }), held({})), reason: NOT_APPLICABLE },
    { when: 'the Secret is not in the input', input: manifests(...flyteadmin({ metadata: LIVE })), reason: NOT_APPLICABLE },
  ],
});
