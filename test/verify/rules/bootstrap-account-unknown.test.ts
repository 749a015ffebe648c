import { TRUSTED_CLIENTS_ANNOTATION } from '../../../src/contract/own-annotations';
import { bootstrapAccountUnknown } from '../../../src/verify/rules/accounts';
import { asking, authorizer, BOOTSTRAP, operator, trusting } from '../_authorization';
import { externalSecret, secret } from '../_manifests';
import { ENTRA } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const [ours, theirs] = BOOTSTRAP.serviceAccounts;
const listing = (clients: string, bootstrap: object = {}, type = 'Union') =>
  authorizer({ type, bootstrap: { ...bootstrap }, metadata: { annotations: { [TRUSTED_CLIENTS_ANNOTATION]: clients } } });
const eager = { clientId: 'eager', name: 'eager', role: 'Admin' };
const at = (key: string, line: string, known: string, found: string) => [{
  object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.${key}`, line, expected: `the subject of one of the clients ${known}`, found,
}] as const;

testRule(bootstrapAccountUnknown, {
  fires: [
    ['an account is of no client that is trusted', [...listing('operator', { serviceAccounts: [ours, theirs, eager] }), ...asking()],
      ...at('serviceAccounts[2].clientId', 'clientId: eager', 'ours, operator', 'eager')],
    ['an operator of a cluster is not',
      [...listing('operator', { dataplaneClusters: [{ name: 'east', operators: ['former'], viewers: ['ours'] }] }), ...asking()],
      ...at('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former')],
    ['clusters alone are told of subjects',
      [...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east', operators: ['former'] }, { name: 'west', viewers: ['ours', 'past'] }] }), ...asking()],
      ...at('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former'),
      ...at('dataplaneClusters[1].viewers', 'viewers:', 'ours, operator', 'past'),
      remedy(['- former', '- operator'], ['- past', '- operator'])],
    ['the control plane has two clients and lists one of them',
      [...listing('ours', { serviceAccounts: [ours, eager], dataplaneClusters: [] }), ...asking(), ...asking({}, { name: 'cluster', clientId: 'second' })],
      ...at('serviceAccounts[1].clientId', 'clientId: eager', 'ours, second', 'eager')],
  ],
  passes: [
    ['a provider writes the client ID in a spelling of its own',
      [...listing('operator', { serviceAccounts: [{ ...theirs, clientId: 'operator@clients' }] }), ...asking()]],
    ['all are trusted', [...listing('operator,eager', { serviceAccounts: [ours, theirs, eager] }), ...asking()]],
    ['a data plane of the input comes as it', [...listing('west'), ...asking(), ...operator()]],
    ['the credentials of the eager client lie in a Secret',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking(), secret('eager-api-key-east', { client_id: 'eager' })]],
    ['the eager client\'s API key is put together in the cluster',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking(), externalSecret('api-key', {
        spec: { target: { template: { data: { key: '{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "acme" | b64enc -}}' } } } },
      })]],
  ],
  notApplicable: [
    ['the control plane lists nobody', [...authorizer({ bootstrap: { serviceAccounts: [eager] } }), ...asking()]],
    ['the control plane lists its own client alone', [...listing('ours', { serviceAccounts: [eager] }), ...asking()]],
    ['accounts and clusters name nobody',
      [...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east' }] }), ...asking()]],
    ['nobody is refused', [...listing('operator', { serviceAccounts: [eager] }, 'Noop'), ...asking()]],
    ['the provider writes ids of its own',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)]],
  ],
});
