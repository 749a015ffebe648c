import { externalSecretNotReady } from '../../../src/verify/rules/external-secrets';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
type Json = Record<string, unknown>;
const live = (raw: Json, conditions?: Json[]) => ({ ...raw, metadata: { ...raw.metadata as Json, uid: '0a1b' }, ...(conditions ? { status: { conditions } } : {}) });
const written = externalSecret(name, { namespace: 'union' });
const store = object('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { fake: {} } } }, 'union');
const ready = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
const expected = 'the condition Ready, with status True and a Secret that is there';
const finding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'status.conditions[0]', line: 'type: Ready', expected };
const reason = 'No ExternalSecret of Union in the input was read from a cluster.';

const failed = { ...ready, status: 'False', reason: 'InvalidProviderConfig', message: 'no role' };
const storeOf = (storeName: string, namespace: string | null) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', storeName, { spec: { provider: { fake: {} } } }, namespace);

const labels = { 'reconcile.external-secrets.io/managed': 'true' };
const merging = externalSecret(name, { target: name, creationPolicy: 'Merge', namespace: 'union' });
const filled = secret(name, { client_secret: 'value' }, 'union', { labels });
const lacking = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.target.name', line: `name: ${name}` };

testRule(externalSecretNotReady, {
  fires: [
    {
      when: 'the store does not have the entry',
      input: manifests(live(written, [{ ...ready, status: 'False', reason: 'SecretSyncedError', message: 'could not get secret data from provider' }])),
      findings: [{ ...finding, found: 'False, SecretSyncedError, could not get secret data from provider' }],
    },
    { when: 'it merges into a Secret that is not there', input: manifests(live(written, [{ ...ready, reason: 'SecretMissing', message: '' }])), findings: [{ ...finding, found: 'True, SecretMissing' }] },
    { when: 'nobody has looked at it', input: manifests(live(written)), findings: [{ ...finding, field: '', line: 'apiVersion: external-secrets.io/v1', found: 'no such condition: no controller has handled it' }] },
    {
      when: 'its store is not Ready',
      input: manifests(live(written, [ready]), live(store, [failed])),
      findings: [{ ...finding, object: 'external-secrets.io/v1/SecretStore union/default', found: 'False, InvalidProviderConfig, no role' }],
    },
    {
      when: 'the store for all that it names is not Ready',
      input: manifests(live(externalSecret(name, { namespace: 'union', spec: { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } } }), [ready]), live(storeOf('default', null), [failed])),
      findings: [{ ...finding, object: 'external-secrets.io/v1/ClusterSecretStore default', found: 'False, InvalidProviderConfig, no role' }],
    },
    {
      when: 'it is Ready, and somebody has removed a key',
      input: manifests(live(merging, [ready]), live(secret(name, { tunnel_token: 'token' }, 'union', { labels }))),
      findings: [{ ...lacking, expected: 'client_secret in Secret union-secret-auth', found: 'Ready, and a Secret without client_secret' }],
    },
    {
      when: 'it is Ready, and the label of the Secret went',
      input: manifests(live(merging, [ready]), live(secret(name, { client_secret: 'value' }, 'union'))),
      findings: [{
        ...lacking,
        expected: 'the label reconcile.external-secrets.io/managed on Secret union-secret-auth',
        found: 'Ready, and a Secret without it: what happens to the keys is not noticed',
      }],
    },
  ],
  passes: [
    { when: 'its Secret has the key and the label', input: manifests(live(merging, [ready]), live(filled)) },
    { when: 'its Secret is still to be applied', input: manifests(live(merging, [ready]), secret(name, {}, 'union')) },
    { when: 'it writes nothing', input: manifests(live(externalSecret(name, { target: name, namespace: 'union', creationPolicy: 'None' }), [ready]), live(secret(name, {}, 'union'))) },
    { when: 'another condition is not met', input: manifests(live(written, [{ type: 'Deleted', status: 'False' }, ready])) },
    { when: 'a store of another name is not Ready', input: manifests(live(written, [ready]), live(storeOf('other', 'union'), [failed])) },
    { when: 'the store of another namespace is not Ready', input: manifests(live(written, [ready]), live(storeOf('default', 'union-cp'), [failed])) },
    { when: 'a store for all of the name is not Ready', input: manifests(live(written, [ready]), live(storeOf('default', null), [failed])) },
    { when: 'it is Ready', input: manifests(live(written, [ready]), live(store, [ready])) },
  ],
  notApplicable: [
    { when: 'it is still to be applied', input: manifests(written), reason },
    { when: 'it is somebody else\'s', input: manifests(live(externalSecret('app'), [{ ...ready, status: 'False' }])), reason },
  ],
});
