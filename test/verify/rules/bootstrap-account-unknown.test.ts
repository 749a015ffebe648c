import { TRUSTED_CLIENTS_ANNOTATION } from '../../../src/contract/own-annotations';
import { bootstrapAccountUnknown } from '../../../src/verify/rules/accounts';
import { asking, authorizer, BOOTSTRAP, operator, trusting } from '../_authorization';
import { externalSecret, manifests, secret } from '../_manifests';
import { ENTRA } from '../_planes';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no authorizer in Union mode beside a list of the clients that the control plane trusts.';
const [ours, theirs] = BOOTSTRAP.serviceAccounts;
const listing = (clients: string, bootstrap: object = {}, type = 'Union') =>
  authorizer({ type, bootstrap: { ...bootstrap }, metadata: { annotations: { [TRUSTED_CLIENTS_ANNOTATION]: clients } } });
const eager = { clientId: 'eager', name: 'eager', role: 'Admin' };
const at = (key: string, line: string, known: string, found: string) => [{
  object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.${key}`, line, expected: `the subject of one of the clients ${known}`, found,
}] as const;

testRule(bootstrapAccountUnknown, {
  fires: [
    { when: 'an account is of no client that is trusted', input: manifests(...listing('operator', { serviceAccounts: [ours, theirs, eager] }), ...asking()), findings: at('serviceAccounts[2].clientId', 'clientId: eager', 'ours, operator', 'eager') },
    {
      when: 'an operator of a cluster is not',
      input: manifests(...listing('operator', { dataplaneClusters: [{ name: 'east', operators: ['former'], viewers: ['ours'] }] }), ...asking()),
      findings: at('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former'),
    },
    {
      when: 'clusters alone are told of subjects',
      input: manifests(...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east', operators: ['former'] }, { name: 'west', viewers: ['ours', 'past'] }] }), ...asking()),
      findings: [
        ...at('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former'),
        ...at('dataplaneClusters[1].viewers', 'viewers:', 'ours, operator', 'past'),
      ],
    },
    {
      when: 'the control plane has two clients and lists one of them',
      input: manifests(...listing('ours', { serviceAccounts: [ours, eager], dataplaneClusters: [] }), ...asking(), ...asking({}, { name: 'cluster', clientId: 'second' })),
      findings: at('serviceAccounts[1].clientId', 'clientId: eager', 'ours, second', 'eager'),
    },
  ],
  passes: [
    { when: 'a provider writes the client ID in a spelling of its own', input: manifests(...listing('operator', { serviceAccounts: [{ ...theirs, clientId: 'operator@clients' }] }), ...asking()) },
    { when: 'all are trusted', input: manifests(...listing('operator,eager', { serviceAccounts: [ours, theirs, eager] }), ...asking()) },
    { when: 'a data plane of the input comes as it', input: manifests(...listing('west'), ...asking(), ...operator()) },
    { when: 'the credentials of the eager client lie in a Secret', input: manifests(...listing('operator', { serviceAccounts: [eager] }), ...asking(), secret('eager-api-key-east', { client_id: 'eager' })) },
    {
      when: 'the eager client\'s API key is put together in the cluster',
      input: manifests(...listing('operator', { serviceAccounts: [eager] }), ...asking(), externalSecret('api-key', {
        spec: { target: { template: { data: { key: '{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "acme" | b64enc -}}' } } } },
      })),
    },
  ],
  notApplicable: [
    { when: 'the control plane lists nobody', input: manifests(...authorizer({ bootstrap: { serviceAccounts: [eager] } }), ...asking()), reason: REASON },
    { when: 'the control plane lists its own client alone', input: manifests(...listing('ours', { serviceAccounts: [eager] }), ...asking()), reason: REASON },
    { when: 'accounts and clusters name nobody', input: manifests(...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east' }] }), ...asking()), reason: REASON },
    { when: 'nobody is refused', input: manifests(...listing('operator', { serviceAccounts: [eager] }, 'Noop'), ...asking()), reason: REASON },
    { when: 'the provider writes ids of its own', input: manifests(...listing('operator', { serviceAccounts: [eager] }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)), reason: REASON },
  ],
});
