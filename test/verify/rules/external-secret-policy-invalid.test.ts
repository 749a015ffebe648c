import { externalSecretPolicyInvalid } from '../../../src/verify/rules/external-secrets';
import { externalSecret, externalSecretsCrd, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const creation = 'one of Owner, Orphan, Merge, None, CreateOrMerge';
const finding = {
  object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
  field: 'spec.target.deletionPolicy',
  line: 'deletionPolicy: Delete',
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
    {
      when: 'the case of creationPolicy is wrong',
      input: policies('merge'),
      findings: [{ ...finding, field: 'spec.target.creationPolicy', line: 'creationPolicy: merge', expected: creation, found: 'merge' }],
    },
    {
      when: 'both are unknown',
      input: policies('Create', 'Keep'),
      findings: [
        { ...finding, field: 'spec.target.creationPolicy', line: 'creationPolicy: Create', expected: creation, found: 'Create' },
        { ...finding, line: 'deletionPolicy: Keep', expected: 'one of Delete, Merge, Retain', found: 'Keep' },
      ],
    },
    {
      when: 'other choices have another case or a value of another one',
      input: manifests(externalSecret('auth', { spec: ODD })),
      findings: [
        { ...finding, field: 'spec.target.template.mergePolicy', line: 'mergePolicy: replace', expected: 'one of Replace, Merge', found: 'replace' },
        { ...finding, field: 'spec.data[0].remoteRef.decodingStrategy', line: 'decodingStrategy: base64', expected: 'one of Auto, Base64, Base64URL, None', found: 'base64' },
        { ...finding, field: 'spec.refreshPolicy', line: 'refreshPolicy: createdOnce', expected: 'one of CreatedOnce, Periodic, OnChange', found: 'createdOnce' },
      ],
      remedy: [['createdOnce', 'CreatedOnce'], ['base64', 'Base64'], ['mergePolicy: replace', 'mergePolicy: Replace']],
    },
    {
      when: 'the store is of no kind that there is, and the template of no engine',
      input: manifests(externalSecret('auth', { spec: { secretStoreRef: { name: 'default', kind: 'ClusterStore' }, target: { template: { engineVersion: 'v3' } } } })),
      findings: [
        { ...finding, field: 'spec.secretStoreRef.kind', line: 'kind: ClusterStore', expected: 'one of SecretStore, ClusterSecretStore', found: 'ClusterStore' },
        { ...finding, field: 'spec.target.template.engineVersion', line: 'engineVersion: v3', expected: 'one of v2', found: 'v3' },
      ],
    },
    { when: 'Delete stands beside Merge', input: policies('Merge', 'Delete'), findings: [finding] },
    { when: 'Delete stands beside CreateOrMerge', input: policies('CreateOrMerge', 'Delete'), findings: [{ ...finding, expected: 'deletionPolicy Retain beside creationPolicy CreateOrMerge' }] },
    {
      when: 'Merge stands beside None',
      input: policies('None', 'Merge'),
      findings: [{ ...finding, line: 'deletionPolicy: Merge', expected: 'deletionPolicy Retain beside creationPolicy None', found: 'deletionPolicy Merge' }],
    },
    {
      when: 'the CRD in the input does not know CreateOrMerge',
      input: manifests(externalSecretsCrd({ v1: true }, ['Owner', 'Orphan', 'Merge', 'None']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })),
      findings: [{ ...finding, field: 'spec.target.creationPolicy', line: 'creationPolicy: CreateOrMerge', expected: 'one of Owner, Orphan, Merge, None', found: 'CreateOrMerge' }],
    },
    {
      when: 'a ClusterExternalSecret stamps it out',
      input: manifests(object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', {
        spec: { externalSecretSpec: { target: { creationPolicy: 'Merge', deletionPolicy: 'Delete' } } },
      }, null)),
      findings: [{ ...finding, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.target.deletionPolicy' }],
    },
  ],
  passes: [
    { when: 'nothing is said', input: policies() },
    { when: 'the guide merges and retains', input: policies('Merge', 'Retain') },
    { when: 'the owner deletes', input: policies('Owner', 'Delete') },
    { when: 'Orphan deletes, which the webhook lets pass', input: policies('Orphan', 'Delete') },
    { when: 'both merge', input: policies('Merge', 'Merge') },
    { when: 'CreateOrMerge stands without a CRD in the input', input: policies('CreateOrMerge') },
    { when: 'the CRD in the input knows CreateOrMerge', input: manifests(externalSecretsCrd({ v1: true }, ['Owner', 'CreateOrMerge']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })) },
  ],
  notApplicable: [
    { when: 'the input has no ExternalSecret', input: manifests(secret('auth')), reason: 'No ExternalSecret in the input.' },
    { when: 'there is a PushSecret only', input: manifests(object('external-secrets.io/v1alpha1', 'PushSecret', 'auth', { spec: { deletionPolicy: 'None' } })), reason: 'No ExternalSecret in the input.' },
  ],
});
