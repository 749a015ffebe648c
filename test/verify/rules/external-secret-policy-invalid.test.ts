import { externalSecretPolicyInvalid } from '../../../src/verify/rules/external-secrets';
import { externalSecret, externalSecretsCrd, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const creation = 'one of Owner, Orphan, Merge, None, CreateOrMerge';
const finding = {
  object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
  field: 'spec.target.deletionPolicy',
  expected: 'deletionPolicy Retain beside creationPolicy Merge',
  found: 'deletionPolicy Delete',
};
const policies = (creationPolicy?: string, deletionPolicy?: string) => manifests(externalSecret('auth', { creationPolicy, deletionPolicy }));

const ODD = {
  refreshPolicy: 'createdOnce',
  data: [{ secretKey: 'client_secret', remoteRef: { key: 'x', decodingStrategy: 'base64', metadataPolicy: 'Fetch' } }],
  target: { template: { mergePolicy: 'replace' } },
};

testRule(externalSecretPolicyInvalid, {
  fires: [
    ['the case of creationPolicy is wrong', policies('merge'),
      { ...finding, field: 'spec.target.creationPolicy', expected: creation, found: 'merge' }],
    ['both are unknown', policies('Create', 'Keep'),
      { ...finding, field: 'spec.target.creationPolicy', expected: creation, found: 'Create' },
      { ...finding, expected: 'one of Delete, Merge, Retain', found: 'Keep' }],
    ['other choices have another case or a value of another one', [externalSecret('auth', { spec: ODD })],
      { ...finding, field: 'spec.target.template.mergePolicy', expected: 'one of Replace, Merge', found: 'replace' },
      { ...finding, field: 'spec.data[0].remoteRef.decodingStrategy', expected: 'one of Auto, Base64, Base64URL, None', found: 'base64' },
      { ...finding, field: 'spec.refreshPolicy', expected: 'one of CreatedOnce, Periodic, OnChange', found: 'createdOnce' },
      remedy(['createdOnce', 'CreatedOnce'], ['base64', 'Base64'], ['mergePolicy: replace', 'mergePolicy: Replace'])],
    ['the store is of no kind that there is, and the template of no engine',
      [externalSecret('auth', { spec: { secretStoreRef: { name: 'default', kind: 'ClusterStore' }, target: { template: { engineVersion: 'v3' } } } })],
      { ...finding, field: 'spec.secretStoreRef.kind', expected: 'one of SecretStore, ClusterSecretStore', found: 'ClusterStore' },
      { ...finding, field: 'spec.target.template.engineVersion', expected: 'one of v2', found: 'v3' }],
    ['Delete stands beside Merge', policies('Merge', 'Delete'), finding],
    ['Delete stands beside CreateOrMerge', policies('CreateOrMerge', 'Delete'),
      { ...finding, expected: 'deletionPolicy Retain beside creationPolicy CreateOrMerge' }],
    ['Merge stands beside None', policies('None', 'Merge'),
      { ...finding, expected: 'deletionPolicy Retain beside creationPolicy None', found: 'deletionPolicy Merge' }],
    ['the CRD in the input does not know CreateOrMerge',
      [externalSecretsCrd({ v1: true }, ['Owner', 'Orphan', 'Merge', 'None']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })],
      { ...finding, field: 'spec.target.creationPolicy', expected: 'one of Owner, Orphan, Merge, None', found: 'CreateOrMerge' }],
    ['a ClusterExternalSecret stamps it out',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', {
        spec: { externalSecretSpec: { target: { creationPolicy: 'Merge', deletionPolicy: 'Delete' } } },
      }, null)],
      { ...finding, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.target.deletionPolicy' },
      remedy(['deletionPolicy: Delete', 'deletionPolicy: Retain'])],
  ],
  passes: [
    ['nothing is said', policies()],
    ['the guide merges and retains', policies('Merge', 'Retain')],
    ['the owner deletes', policies('Owner', 'Delete')],
    ['Orphan deletes, which the webhook lets pass', policies('Orphan', 'Delete')],
    ['both merge', policies('Merge', 'Merge')],
    ['CreateOrMerge stands without a CRD in the input', policies('CreateOrMerge')],
    ['the CRD in the input knows CreateOrMerge',
      [externalSecretsCrd({ v1: true }, ['Owner', 'CreateOrMerge']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })]],
  ],
  notApplicable: [
    ['the input has no ExternalSecret', [secret('auth')]],
    ['there is a PushSecret only', [object('external-secrets.io/v1alpha1', 'PushSecret', 'auth', { spec: { deletionPolicy: 'None' } })]],
  ],
});
