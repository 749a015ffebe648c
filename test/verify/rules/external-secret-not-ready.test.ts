import { externalSecretNotReady } from '../../../src/verify/rules/external-secrets';
import { externalSecret, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
type Json = Record<string, unknown>;
const live = (raw: Json, conditions?: Json[]) => ({ ...raw, metadata: { ...raw.metadata as Json, uid: '0a1b' }, ...(conditions ? { status: { conditions } } : {}) });
const written = externalSecret(name, { namespace: 'union' });
const store = object('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { fake: {} } } }, 'union');
const ready = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
const expected = 'the condition Ready, with status True and a Secret that is there';
const finding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'status.conditions[0]', expected };

const failed = { ...ready, status: 'False', reason: 'InvalidProviderConfig', message: 'no role' };
const storeOf = (storeName: string, namespace: string | null) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', storeName, { spec: { provider: { fake: {} } } }, namespace);

const labels = { 'reconcile.external-secrets.io/managed': 'true' };
const merging = externalSecret(name, { target: name, creationPolicy: 'Merge', namespace: 'union' });
const filled = secret(name, { client_secret: 'value' }, 'union', { labels });
const lacking = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.target.name' };

testRule(externalSecretNotReady, {
  fires: [
    ['the store does not have the entry',
      [live(written, [{ ...ready, status: 'False', reason: 'SecretSyncedError', message: 'could not get secret data from provider' }])],
      { ...finding, found: 'False, SecretSyncedError, could not get secret data from provider' }],
    ['it merges into a Secret that is not there', [live(written, [{ ...ready, reason: 'SecretMissing', message: '' }])],
      { ...finding, found: 'True, SecretMissing' }],
    ['nobody has looked at it', [live(written)], { ...finding, field: '', found: 'no such condition: no controller has handled it' }],
    ['its store is not Ready', [live(written, [ready]), live(store, [failed])],
      { ...finding, object: 'external-secrets.io/v1/SecretStore union/default', found: 'False, InvalidProviderConfig, no role' }],
    ['the store for all that it names is not Ready',
      [live(externalSecret(name, { namespace: 'union', spec: { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } } }), [ready]), live(storeOf('default', null), [failed])],
      { ...finding, object: 'external-secrets.io/v1/ClusterSecretStore default', found: 'False, InvalidProviderConfig, no role' }],
    ['it is Ready, and somebody has removed a key', [live(merging, [ready]), live(secret(name, { tunnel_token: 'token' }, 'union', { labels }))],
      { ...lacking, expected: 'client_secret in Secret union-secret-auth', found: 'Ready, and a Secret without client_secret' }],
    ['it is Ready, and the label of the Secret went', [live(merging, [ready]), live(secret(name, { client_secret: 'value' }, 'union'))],
      { ...lacking, expected: 'the label reconcile.external-secrets.io/managed on Secret union-secret-auth', found: 'Ready, and a Secret without it: what happens to the keys is not noticed' }],
  ],
  passes: [
    ['its Secret has the key and the label', [live(merging, [ready]), live(filled)]],
    ['its Secret is still to be applied', [live(merging, [ready]), secret(name, {}, 'union')]],
    ['it writes nothing',
      [live(externalSecret(name, { target: name, namespace: 'union', creationPolicy: 'None' }), [ready]), live(secret(name, {}, 'union'))]],
    ['another condition is not met', [live(written, [{ type: 'Deleted', status: 'False' }, ready])]],
    ['a store of another name is not Ready', [live(written, [ready]), live(storeOf('other', 'union'), [failed])]],
    ['the store of another namespace is not Ready', [live(written, [ready]), live(storeOf('default', 'union-cp'), [failed])]],
    ['a store for all of the name is not Ready', [live(written, [ready]), live(storeOf('default', null), [failed])]],
    ['it is Ready', [live(written, [ready]), live(store, [ready])]],
  ],
  notApplicable: [['it is still to be applied', [written]], ['it is somebody else\'s', [live(externalSecret('app'), [{ ...ready, status: 'False' }])]]],
});
