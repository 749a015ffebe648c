import { endpointInsecure } from '../../../src/verify/rules/endpoints';
import { manifests } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const CLIENT = { clientId: 'a', clientSecretLocation: '/etc/union/secret/client_secret' };
const propeller = (admin: object) => manifests(...dataPlaneService('flytepropeller', { admin: { ...CLIENT, endpoint: 'dns:///union.example.com', ...admin } }));
const at = (key: string, line: string, expected: string, found: string) => [{ object: 'v1/ConfigMap union/flytepropeller', field: `data["config.yaml"]: admin.${key}`, line, expected, found }] as const;

testRule(endpointInsecure, {
  fires: [
    ['a client speaks plain text', propeller({ insecure: true }),
      ...at('insecure', 'insecure: true', 'insecure: false, for union.example.com is outside the cluster', 'insecure: true')],
    ['a client trusts any certificate', propeller({ insecureSkipVerify: true }),
      ...at('insecureSkipVerify', 'insecureSkipVerify: true', 'insecureSkipVerify: false, for union.example.com is outside the cluster', 'insecureSkipVerify: true')],
    ['the endpoint says http', propeller({ endpoint: 'http://union.example.com' }),
      ...at('endpoint', 'endpoint: http://union.example.com', 'TLS to union.example.com', 'http://union.example.com'),
      remedy(['http://union.example.com', 'dns:///union.example.com'])],
  ],
  passes: [['it speaks TLS', propeller({ insecure: false, insecureSkipVerify: false })], ['it says nothing about it', propeller({})]],
  notApplicable: [
    ['plain text stays in the cluster',
      service('executions', { admin: { ...CLIENT, endpoint: 'flyteadmin.union-cp.svc.cluster.local:81', insecure: true } })],
    ['nobody calls anybody', dataPlaneService('flytepropeller', { logger: {} })],
  ],
});
