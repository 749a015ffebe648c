import { endpointInsecure } from '../../../src/verify/rules/endpoints';
import { manifests } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No client in the input calls a host outside the cluster.';
const CLIENT = { clientId: 'a', clientSecretLocation: '/etc/union/secret/client_secret' };
const propeller = (admin: object) => manifests(...dataPlaneService('flytepropeller', { admin: { ...CLIENT, endpoint: 'dns:///union.example.com', ...admin } }));
const at = (key: string, line: string, expected: string, found: string) => [{ object: 'v1/ConfigMap union/flytepropeller', field: `data["config.yaml"]: admin.${key}`, line, expected, found }] as const;

testRule(endpointInsecure, {
  fires: [
    { when: 'a client speaks plain text', input: propeller({ insecure: true }), findings: at('insecure', 'insecure: true', 'insecure: false, for union.example.com is outside the cluster', 'insecure: true') },
    {
      when: 'a client trusts any certificate',
      input: propeller({ insecureSkipVerify: true }),
      findings: at('insecureSkipVerify', 'insecureSkipVerify: true', 'insecureSkipVerify: false, for union.example.com is outside the cluster', 'insecureSkipVerify: true'),
    },
    { when: 'the endpoint says http', input: propeller({ endpoint: 'http://union.example.com' }), findings: at('endpoint', 'endpoint: http://union.example.com', 'TLS to union.example.com', 'http://union.example.com') },
  ],
  passes: [
    { when: 'it speaks TLS', input: propeller({ insecure: false, insecureSkipVerify: false }) },
    { when: 'it says nothing about it', input: propeller({}) },
  ],
  notApplicable: [
    { when: 'plain text stays in the cluster', input: manifests(...service('executions', { admin: { ...CLIENT, endpoint: 'flyteadmin.union-cp.svc.cluster.local:81', insecure: true } })), reason: NOT_APPLICABLE },
    { when: 'nobody calls anybody', input: manifests(...dataPlaneService('flytepropeller', { logger: {} })), reason: NOT_APPLICABLE },
  ],
});
