import { clientSecretOfOther } from '../../../src/verify/rules/client-secret-of-other';
import { manifests } from '../_manifests';
import { service } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No key of a Secret in the input is read by several clients.';
const client = (name: string, clientId: string, file = 'client_secret') =>
  service(name, { union: { auth: { enable: true, clientId, clientSecretLocation: `/etc/secrets/union/${file}` } } });

testRule(clientSecretOfOther, {
  fires: [{
    when: 'one of three has another ID',
    input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs'), ...client('usage', 'ours')),
    findings: [{
      object: 'v1/ConfigMap union-cp/cluster',
      field: 'data["config.yaml"]: union.auth.clientId',
      line: 'clientId: theirs',
      expected: 'ours, as the other clients that read union-controlplane-secrets: client_secret',
      found: 'theirs',
    }],
  }],
  passes: [
    { when: 'all have one ID', input: manifests(...client('executions', 'ours'), ...client('cluster', 'ours')) },
    { when: 'two differ, and nobody can tell which is right', input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs')) },
  ],
  notApplicable: [
    { when: 'each has a key of its own', input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs', 'other_secret')), reason: NOT_APPLICABLE },
    { when: 'there is one client', input: manifests(...client('executions', 'ours')), reason: NOT_APPLICABLE },
  ],
});
